"""The public comment form: no account, no cookie, no script.

The page it stands on is the same stored bytes for everybody, so it cannot carry a CSRF token. It needs none:
the form acts for nobody who is signed in. Against machines stand a field people do not see, a signed
moment (a form is neither sent within seconds nor after days) and a limit per network
(docs/decisions/comment-form.md).
"""

from django import forms
from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.record import clock
from workflow.actions.messages import TEXT_MAXIMUM

WHOLE = ""
SALT = "public.comment"
# A page may be stored until midnight, then read and answered in peace.
LONGEST_SECONDS = 3 * 24 * 3600


def shortest_seconds() -> int:
    """Nobody reads the form, writes and sends within this time."""
    return getattr(settings, "COMMENT_SHORTEST_SECONDS", 2)


def stamp(case_id: int) -> str:
    """A signed moment for one form."""
    return signing.dumps([case_id, int(clock.now().timestamp())], salt=SALT)


class CommentForm(forms.Form):
    """A comment on a provisional result: what about, the text, and how to ask back if the reader wants."""

    about = forms.ChoiceField(label=gettext_lazy("What is your comment about?"), required=False)
    text = forms.CharField(
        label=gettext_lazy("Your comment"),
        help_text=gettext_lazy("Do not write names of children, telephone or identity numbers."),
        max_length=TEXT_MAXIMUM,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Write your comment.")},
    )
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        help_text=gettext_lazy("Never published."),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Telephone number"),
        help_text=gettext_lazy("Only so that the council can ask back. Never published."),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    # People do not see it; machines fill it in.
    website = forms.CharField(
        label=gettext_lazy("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, result):
        self.case_id = result.publication.case_id
        super().__init__(data, initial={"stamp": stamp(self.case_id)}, auto_id="comment_%s")
        self.fields["about"].choices = [
            (WHOLE, _("The result as a whole")),
            *(
                (
                    str(criterion.no),
                    _("Criterion %(no)s: %(name)s") % {"no": criterion.no, "name": criterion.name},
                )
                for criterion in result.criteria
            ),
        ]
        self.fields["text"].error_messages["max_length"] = _(
            "Keep your comment under %(most)s characters."
        ) % {"most": TEXT_MAXIMUM}

    def clean_about(self) -> int | None:
        """The number of the criterion, None for the whole."""
        return int(self.cleaned_data["about"]) if self.cleaned_data["about"] else None

    def clean_website(self) -> str:
        """Refuse what only a machine fills in."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Leave this empty."))
        return ""

    def clean(self) -> dict:
        """Hold the signed moment: of this very case, not too young, not too old."""
        try:
            case_id, moment = signing.loads(self.data.get("stamp", ""), salt=SALT)
        except signing.BadSignature:
            case_id, moment = None, 0
        age = clock.now().timestamp() - moment
        if case_id != self.case_id or age > LONGEST_SECONDS:
            self._renew()
            raise forms.ValidationError(
                _("This page has stood open too long. Read once more and send again.")
            )
        if age < shortest_seconds():
            raise forms.ValidationError(_("That was very quick. Read once more and send again."))
        return self.cleaned_data

    def _renew(self) -> None:
        self.data = self.data.copy()
        self.data["stamp"] = stamp(self.case_id)


class CodeForm(forms.Form):
    """A code people type: of a comment or of a certificate."""

    code = forms.CharField(max_length=60, error_messages={"required": gettext_lazy("Write the code.")})

    def __init__(self, data=None, *, label: str, hint: str):
        super().__init__(data, auto_id="code_%s")
        self.fields["code"].label = label
        self.fields["code"].help_text = hint
        self.fields["code"].widget.attrs |= {
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
        }
