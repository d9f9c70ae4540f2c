"""Forms of a paper: adding it or its new version, and opening it to the public."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workflow.models import Case
from workflow.workspace.fields import CHOOSE, DayField, RowsOf, Sure, Words
from workflow.workspace.kept_file import KeptFileField


class PaperForm(forms.Form):
    """A signed paper: what it is, its number, day, signatory and scan, and which communes it speaks of."""

    kind = forms.ChoiceField(label=_("Which paper"), error_messages=CHOOSE)
    number = Words(
        label=_("Number"),
        required=False,
        max_length=60,
        help_text=_("As on the paper, for example 58/TTr-HĐXD"),
    )
    signed_on = DayField(label=_("Signed on"), required=False, help_text=_("For example 19/11/2026"))
    signatory_name = Words(label=_("Signed by"), required=False)
    signatory_post = Words(label=_("Their post"), required=False, max_length=200)
    file = KeptFileField(label=_("Scan of the paper"), required=False)

    def __init__(self, *args, kinds, covers: list[Case] | None = None, **options):
        super().__init__(*args, **options)
        if len(kinds) == 1:
            self.fields["kind"] = forms.ChoiceField(choices=kinds, widget=forms.HiddenInput)
            self.initial.setdefault("kind", kinds[0][0])
        else:
            self.fields["kind"].choices = [("", _("Choose one")), *kinds]
        if covers is not None:
            self.fields["covers"] = RowsOf(
                covers,
                label=_("Communes it speaks of"),
                describe=lambda case: case.full_name,
                missing=_("Choose at least one commune."),
            )
            self.order_fields(["kind", "covers"])


class WithdrawForm(forms.Form):
    """Why an open paper is closed again."""

    reason = Words(label=_("Reason"), lines=3, max_length=1000)


class PublishForm(forms.Form):
    """The privacy check before a paper is opened."""

    sure = Sure(_("I have read the whole file: it names no child and shows nobody's contact data."))
