"""Shortcomings of this year with their solutions, and what became of last year's (R-COM-5)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workflow.actions.corrections import Named
from workflow.models import Correction
from workflow.workspace.fields import DayField, Words
from workflow.workspace.rows import rows_of

PREFIX = "named"


class SummaryForm(forms.Form):
    """The report's own paragraph, and an answer to each shortcoming of last year."""

    summary = Words(
        label=_("Shortcomings, solutions and directions of this year"),
        lines=6,
        help_text=_("In short, as in the report. If there is none, say so."),
    )

    def __init__(self, *args, followed: list[Correction], **options):
        super().__init__(*args, **options)
        self.followed = followed
        for row in followed:
            self.fields[f"outcome-{row.pk}"] = Words(
                label=_("What became of it"), lines=2, required=False, max_length=2000
            )

    @property
    def answers(self) -> list[tuple[Correction, forms.BoundField]]:
        """Last year's shortcomings, each with the field that says what became of it."""
        return [(row, self[f"outcome-{row.pk}"]) for row in self.followed]

    def outcomes(self) -> dict[int, str]:
        return {row.pk: self.cleaned_data[f"outcome-{row.pk}"] for row in self.followed}


class NamedForm(forms.Form):
    """One shortcoming of this year; next year's case opens with it when it has a solution."""

    criterion = forms.TypedChoiceField(label=_("Criterion"), coerce=int, empty_value=None, required=False)
    shortcoming = Words(label=_("Shortcoming"), lines=2, required=False, max_length=2000)
    solution = Words(label=_("Solution"), lines=2, required=False, max_length=2000)
    responsible = Words(label=_("Who does it"), required=False)
    due_on = DayField(label=_("By when"), required=False)

    def __init__(self, *args, criteria, **options):
        super().__init__(*args, **options)
        self.fields["criterion"].choices = [("", _("The standard as a whole")), *criteria]

    def clean(self):
        given = super().clean()
        if given.get("solution") and not given.get("shortcoming"):
            self.add_error("shortcoming", _("Write the shortcoming this solution belongs to."))
        if (given.get("responsible") or given.get("due_on")) and not given.get("solution"):
            self.add_error("solution", _("Write what is to be done."))
        return given

    def named(self) -> Named:
        given = self.cleaned_data
        return Named(
            shortcoming=given.get("shortcoming", ""),
            solution=given.get("solution", ""),
            criterion=given.get("criterion"),
            responsible=given.get("responsible", ""),
            due_on=given.get("due_on"),
        )


NamedRows = rows_of(NamedForm)
