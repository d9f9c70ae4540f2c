"""The form of a council: its founding decision and its seats, as many holders to a seat as there are."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.people.models import Grant
from portal.people.roles import TIER_OF_ROLE
from portal.record import clock
from workflow.actions.councils import NO_VACANCY_REASON, ONE_HOLDER, TWO_SEATS, Seated
from workflow.actions.refusals import Refused, sentence
from workflow.models import Council
from workflow.rules import seats
from workflow.workspace.fields import DayField, Words
from workflow.workspace.kept_file import KeptFileField
from workflow.workspace.rows import rows_of

PREFIX = "seat"


class FoundingForm(forms.Form):
    """Number, day and scan of the decision that founds the council."""

    number = Words(
        label=_("Number of the founding decision"), max_length=60, help_text=_("For example 45/QĐ-UBND")
    )
    founded_on = DayField(label=_("Signed on"), help_text=_("The day on the paper, for example 19/11/2026"))
    file = KeptFileField(label=_("Scan of the decision"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class SeatForm(forms.Form):
    """One holder of a seat, or the seat's vacancy. A row without a name and without a tick is left out."""

    code = forms.ChoiceField(widget=forms.HiddenInput)
    name = Words(
        label=_("Name"),
        required=False,
        widget=forms.TextInput(attrs={"list": "people-of-unit", "autocomplete": "off"}),
    )
    office = Words(label=_("Own post"), required=False, max_length=200)
    holder = forms.ChoiceField(label=_("Account"), required=False)
    vacant = forms.BooleanField(label=_("The seat is vacant"), required=False)
    vacancy_reason = Words(label=_("Why it is vacant"), required=False, max_length=300)
    concurrent_reason = Words(
        label=_("Why this person sits in two seats (kiêm nhiệm)"), required=False, max_length=300
    )

    def __init__(self, *args, tier: str, people: dict, **options):
        super().__init__(*args, **options)
        self.people = people
        self.fields["code"].choices = [(seat.code, seat.office) for seat in seats.SEATS[tier]]
        self.fields["holder"].choices = [("", _("No account"))] + [
            (str(pk), person.full_name or person.username) for pk, person in people.items()
        ]

    def clean(self):
        given = super().clean()
        if given.get("vacant") and given.get("name"):
            self.add_error("vacant", _("Either name somebody, or mark the seat vacant."))
        return given

    @property
    def unfolded(self) -> bool:
        """Whether the rarely used half of the row is shown open."""
        more = ("holder", "vacant", "vacancy_reason", "concurrent_reason")
        return bool(self["vacant"].value()) or any(self[name].errors for name in more)

    def _holder(self):
        """The account chosen, or the only one of this unit whose person is called exactly so."""
        given = self.cleaned_data
        if given["holder"]:
            return self.people.get(int(given["holder"]))
        name = given["name"].casefold()
        called = [one for one in self.people.values() if name and one.full_name.casefold() == name]
        return called[0] if len(called) == 1 else None

    def seated(self) -> Seated:
        """The row as the action takes it."""
        given = self.cleaned_data
        return Seated(
            code=given["code"],
            name=given["name"],
            office=given["office"],
            holder=self._holder(),
            vacant=given["vacant"],
            vacancy_reason=given["vacancy_reason"],
            concurrent_reason=given["concurrent_reason"],
        )


SeatRows = rows_of(SeatForm)


@dataclass(frozen=True)
class SeatGroup:
    """A seat of the council with the rows of the form that fill it."""

    seat: seats.Seat
    rows: list[SeatForm]

    @property
    def office(self) -> str:
        return office_of(self.seat)


def office_of(seat: seats.Seat) -> str:
    """The seat's name in the reader's language; names of seats are data of the Plan."""
    return seat.office_en if (get_language() or "").startswith("en") else seat.office


def people_of(unit, tier: str) -> dict:
    """Accounts that may be linked to a seat: whoever works at this unit today, by id."""
    roles = [role for role, at in TIER_OF_ROLE.items() if at == tier]
    held = Grant.objects.in_force(clock.today()).filter(unit=unit, role__in=roles).select_related("user")
    people = {grant.user_id: grant.user for grant in held}
    return dict(sorted(people.items(), key=lambda pair: pair[1].full_name))


def initial_founding(council: Council | None) -> dict:
    """What the founding form shows at first."""
    if council is None:
        return {"version": 0}
    return {"number": council.founded_number, "founded_on": council.founded_on, "version": council.version}


def initial_rows(council: Council | None, tier: str) -> list[dict]:
    """The rows shown at first: the seats as they are, and a blank one for each seat nobody fills yet."""
    held: dict[str, list[dict]] = {}
    for seat in council.members if council else ():
        held.setdefault(seat.code, []).append(
            {
                "code": seat.code,
                "name": seat.holder_name,
                "office": seat.office,
                "holder": seat.holder_id or "",
                "vacant": seat.vacant,
                "vacancy_reason": seat.vacancy_reason,
                "concurrent_reason": seat.concurrent_reason,
            }
        )
    return [row for seat in seats.SEATS[tier] for row in held.get(seat.code) or [{"code": seat.code}]]


def groups_of(rows, tier: str) -> list[SeatGroup]:
    """The rows of the form under their seats, in the order of the Plan."""
    by_code: dict[str, list[SeatForm]] = {}
    for row in rows:
        by_code.setdefault(str(row["code"].value()), []).append(row)
    return [SeatGroup(seat, by_code.get(seat.code, [])) for seat in seats.SEATS[tier]]


def put_beside_seats(founding: FoundingForm, rows, refusal: Refused) -> None:
    """Write each reason beside the seat it speaks of, the others on the founding form."""
    for reason in refusal.reasons:
        said, row, field = sentence(reason), None, None
        if reason.link.startswith("seat."):
            row, field = _row_of(reason, rows)
        if row is not None:
            row.add_error(field, said)
        else:
            founding.add_error(reason.link if reason.link in founding.fields else None, said)


def _row_of(reason, rows):
    """The row a reason means, and the field that mends it."""
    code = reason.link.removeprefix("seat.")
    own = [row for row in rows if row.cleaned_data.get("code") == code]
    if reason.message == NO_VACANCY_REASON:
        empty = [row for row in own if row.cleaned_data["vacant"] and not row.cleaned_data["vacancy_reason"]]
        return (empty or own or [None])[0], "vacancy_reason"
    named = [row for row in own if row.cleaned_data["name"]]
    if reason.message == TWO_SEATS:
        same = [row for row in named if row.cleaned_data["name"] == reason.params["name"]]
        return (same or named or [None])[-1], "concurrent_reason"
    if reason.message == ONE_HOLDER:
        return (named or [None])[-1], "name"
    return (own or [None])[0], None
