"""The class of communes, confirmed with its source (R-THR-3)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workflow.models import Case
from workflow.regulations.model import Regulation
from workflow.rules.facts import XA, XA_DBKK
from workflow.workspace.fields import CHOOSE, RowsOf, Sure, Words


class ConfirmForm(forms.Form):
    """One class and one source for the communes ticked."""

    class_code = forms.ChoiceField(
        label=_("Class of these communes"), widget=forms.RadioSelect, error_messages=CHOOSE
    )
    class_source = Words(
        label=_("Source"),
        lines=2,
        max_length=1000,
        help_text=_("The list or decision that says so, with its number and date."),
    )
    sure = Sure(_("I have checked these communes against the source."))

    def __init__(self, *args, chosen: list[Case], rulebook: Regulation, english: bool, **options):
        super().__init__(*args, **options)
        self.fields["cases"] = RowsOf(
            chosen,
            describe=lambda case: case.full_name,
            widget=forms.MultipleHiddenInput,
            missing=_("Choose at least one commune."),
        )
        self.fields["class_code"].choices = [
            (code, f"{found.name_en if english else found.name} – {found.points}")
            for code in (XA_DBKK, XA)
            if (found := rulebook.threshold(code))
        ]
