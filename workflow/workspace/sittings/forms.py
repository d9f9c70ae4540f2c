"""Forms of a sitting: day and agenda, who came with the signed minutes, the conclusion on one case."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.theme.templatetags.states import word
from portal.theme.templatetags.writing import day
from workflow.actions.councils import Heard
from workflow.models import Case, Seat
from workflow.workspace.fields import Count, DayField, RowsOf, Words, yes_or_no
from workflow.workspace.kept_file import KeptFileField


class SittingForm(forms.Form):
    """Announces a sitting that lies ahead, or records one that was held."""

    held_on = DayField(label=_("Day of the sitting"), help_text=_("For example 19/11/2026"))
    place = Words(label=_("Place"), required=False, max_length=200)

    def __init__(self, *args, agenda: list[Case] | None = None, closing: dict | None = None, **options):
        """`agenda` are the cases a district council may take, `closing` the last day of comments by case."""
        super().__init__(*args, **options)
        if agenda is not None:
            closing = closing or {}
            self.fields["cases"] = RowsOf(
                agenda,
                label=_("Communes on the agenda"),
                help_text=_("The council sits on a commune after its comments have closed."),
                describe=lambda case: _agenda_line(case, closing.get(case.pk)),
                missing=_("Choose at least one commune."),
            )


def _agenda_line(case: Case, closes) -> str:
    line = f"{case.full_name} · {word(case.state, 'official')}"
    if closes is not None:
        line += " · " + gettext("comments until %(day)s") % {"day": day(closes)}
    return line


class MinutesForm(forms.Form):
    """Who came, and the signed minutes as a paper."""

    number = Words(label=_("Number of the minutes"), required=False, max_length=60)
    signed_on = DayField(label=_("Signed on"), required=False)
    signatory_name = Words(label=_("Signed by"), required=False)
    file = KeptFileField(label=_("Scan of the signed minutes"), required=False)

    def __init__(self, *args, seats: list[Seat], **options):
        super().__init__(*args, **options)
        self.seats = seats
        for seat in seats:
            self.fields[f"present-{seat.pk}"] = forms.BooleanField(
                label=f"{seat.holder_name}{', ' + seat.office if seat.office else ''}", required=False
            )
            self.fields[f"absence-{seat.pk}"] = Words(
                label=_("If absent, why"), required=False, max_length=300
            )

    @property
    def members(self) -> list[tuple[Seat, forms.BoundField, forms.BoundField]]:
        """Each member with the two fields about them."""
        return [(seat, self[f"present-{seat.pk}"], self[f"absence-{seat.pk}"]) for seat in self.seats]

    @property
    def has_paper(self) -> bool:
        """Whether something of a signed paper was given."""
        given = self.cleaned_data
        return any(given.get(name) for name in ("number", "signed_on", "signatory_name", "file"))

    def present(self) -> dict[int, bool]:
        return {seat.pk: self.cleaned_data[f"present-{seat.pk}"] for seat in self.seats}

    def absences(self) -> dict[int, str]:
        return {seat.pk: self.cleaned_data[f"absence-{seat.pk}"] for seat in self.seats}

    def clean(self):
        given = super().clean()
        if self.seats and not any(given.get(f"present-{seat.pk}") for seat in self.seats):
            self.add_error(None, _("Tick at least one member who came."))
        return given


class ConclusionForm(forms.Form):
    """The chair's conclusion on one case, each member's opinion, and who took no part."""

    met = yes_or_no(_("The chair's conclusion"), _("Met"), _("Not met"), missing=_("Choose: met or not met."))
    note = Words(label=_("What the conclusion rests on"), required=False, lines=3)
    votes_for = Count(
        label=_("Votes for"),
        required=False,
        help_text=_("The Plan asks for no vote; noted when there was one."),
    )
    votes_against = Count(label=_("Votes against"), required=False)

    def __init__(self, *args, seats: list[Seat], **options):
        super().__init__(*args, **options)
        self.seats = seats
        for seat in seats:
            self.fields[f"opinion-{seat.pk}"] = Words(
                label=_("Opinion"), required=False, lines=2, max_length=2000
            )
            self.fields[f"recused-{seat.pk}"] = forms.BooleanField(
                label=_("Took no part in this case"), required=False
            )
            self.fields[f"recusal-{seat.pk}"] = Words(
                label=_("Why they took no part"), required=False, max_length=300
            )

    @property
    def members(self) -> list[tuple]:
        """Each member with the three fields about them."""
        return [
            (seat, self[f"opinion-{seat.pk}"], self[f"recused-{seat.pk}"], self[f"recusal-{seat.pk}"])
            for seat in self.seats
        ]

    def clean(self):
        given = super().clean()
        for seat in self.seats:
            if given.get(f"recused-{seat.pk}") and not given.get(f"recusal-{seat.pk}"):
                self.add_error(
                    f"recusal-{seat.pk}",
                    gettext("Say why %(name)s takes no part.") % {"name": seat.holder_name},
                )
        return given

    def heard(self) -> list[Heard]:
        given = self.cleaned_data
        return [
            Heard(
                seat.pk,
                text=given[f"opinion-{seat.pk}"],
                recused=given[f"recused-{seat.pk}"],
                recusal_reason=given[f"recusal-{seat.pk}"],
            )
            for seat in self.seats
        ]
