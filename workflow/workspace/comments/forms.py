"""Forms around citizens' comments: admissible or not, one answer for several, entry from paper."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workflow.actions.messages import TEXT_MAXIMUM
from workflow.models import Message
from workflow.workspace.fields import REQUIRED, DayField, RowsOf, Words, yes_or_no


class ModerateForm(forms.Form):
    """Whether a comment can be taken; if not, citizens read the reason in its place."""

    admissible = yes_or_no(
        _("Can this comment be taken?"),
        _("Yes: it speaks of this result"),
        _("No: it does not, or it names a child or insults somebody"),
    )
    reason = Words(
        label=_("If not, why"),
        required=False,
        max_length=300,
        help_text=_("Citizens read this in place of the comment."),
    )

    def clean(self):
        given = super().clean()
        if given.get("admissible") is False and not given.get("reason"):
            self.add_error("reason", _("Write the reason: citizens read it in place of the comment."))
        return given


class AnswerForm(forms.Form):
    """One answer for one comment, or for several that say the same."""

    accepted = yes_or_no(
        _("Does the council accept it?"), _("Accepted"), _("Not accepted, for the reason below")
    )
    text = Words(
        label=_("Answer"),
        lines=6,
        help_text=_("Citizens read it beneath the comment. Say what was checked and what follows."),
    )

    def __init__(self, *args, waiting: list[Message], **options):
        super().__init__(*args, **options)
        self.fields["messages"] = RowsOf(
            waiting,
            label=_("Comments this answer is for"),
            help_text=_("Tick several that say the same."),
            describe=lambda message: message.text if len(message.text) < 300 else message.text[:299] + "…",
            missing=_("Tick the comments this answer is for."),
        )
        self.order_fields(["messages"])


class EnterForm(forms.Form):
    """A comment that came on paper or by telephone, entered by an officer."""

    channel = forms.ChoiceField(
        label=_("How it came"),
        choices=[("paper", _("On paper")), ("phone", _("By telephone"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    received_on = DayField(label=_("Came on"), help_text=_("The day it reached the office"))
    criterion = forms.TypedChoiceField(
        label=_("What it speaks of"), coerce=int, empty_value=None, required=False
    )
    text = Words(
        label=_("The comment, word for word"),
        lines=5,
        max_length=TEXT_MAXIMUM,
        help_text=_("Leave out the name of any child."),
        error_messages=REQUIRED,
    )
    name = Words(label=_("Name of the sender"), required=False, help_text=_("Never public"))
    phone = Words(label=_("Telephone"), required=False, max_length=30, help_text=_("Never public"))

    def __init__(self, *args, criteria, **options):
        super().__init__(*args, **options)
        self.fields["criterion"].choices = [("", _("The result as a whole")), *criteria]
