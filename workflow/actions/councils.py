"""Founding councils, seating people, holding sittings and concluding (R-COM-1, R-COM-2, R-DIS-1, R-DIS-3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from portal.prepared import Prepared
from portal.record import clock
from portal.record.models import StoredFile
from portal.units.models import Unit
from portal.units.names import fold
from workflow.actions.locking import locked, locked_at
from workflow.actions.papers import require_at_district
from workflow.actions.recorded import name_of, note_of_year
from workflow.actions.recorded import note as note_of_case
from workflow.actions.refusals import Refused, refuse, undivided
from workflow.actions.rights import require
from workflow.models import (
    Attendance,
    Campaign,
    Case,
    CommentWindow,
    Conclusion,
    Council,
    Opinion,
    Paper,
    Seat,
    Sitting,
)
from workflow.models.states import OPEN
from workflow.rules import seats
from workflow.rules.facts import N_, Reason

TWO_SEATS = N_("%(name)s sits in two seats. Give the reason (kiêm nhiệm), or name somebody else.")
ONE_HOLDER = N_("The seat “%(seat)s” has one holder.")
NO_VACANCY_REASON = N_("Say why the seat “%(seat)s” is vacant.")
BEFORE_FOUNDING = N_("The council was founded on %(day)s; it cannot sit before.")
IN_PERIOD = N_("The period of %(year)s runs until %(end)s. The council assesses it after that day.")
AHEAD = N_("A sitting with conclusions cannot lie ahead.")
COMMENTS_OPEN = N_("Comments on %(name)s are open until %(day)s. Sit on it after that day.")
ELSEWHERE = N_("%(name)s is not before this council.")
RECUSAL_REASON = N_("Say why %(name)s takes no part.")
CONCLUDED = N_("The council concluded on %(day)s; the day of that sitting no longer changes.")
TWICE = N_("%(name)s is on the agenda of the sitting of %(day)s already. Change or cancel that one first.")
HELD = N_("This sitting was held: what was recorded of it stays.")
DECIDED = N_("%(name)s is decided on the minutes of this sitting; they no longer change.")
CHANGED = N_("Somebody has changed this council meanwhile. Look at it again before you save.")
NO_FOUNDING = N_("Record the founding decision of the council first.")

_TO_FOUND = Prepared(
    lambda campaign, unit: Council.objects.select_for_update().filter(campaign=campaign, unit=unit)
)
_TO_CONCLUDE = Prepared(
    lambda sitting, case: Conclusion.objects.select_for_update().filter(sitting=sitting, case=case)
)


@dataclass(frozen=True)
class Seated:
    """One holder of a seat, or a vacancy, as entered on the form."""

    code: str
    name: str = ""
    office: str = ""
    holder: object = None
    vacant: bool = False
    vacancy_reason: str = ""
    concurrent_reason: str = ""


@dataclass(frozen=True)
class Heard:
    """A member's opinion on one case, or a recusal with its reason."""

    seat_id: int
    text: str = ""
    recused: bool = False
    recusal_reason: str = ""


def found(
    campaign: Campaign,
    unit: Unit,
    actor,
    *,
    tier: str,
    number: str,
    founded_on: date,
    seated: Iterable[Seated],
    file: StoredFile | None = None,
    seen_version: int | None = None,
) -> Council:
    """Found a council or correct it; `tier` is "commune" or "district". Each change is an event.

    A commune's council rests once its case is filed, a district's when the year is closed.

    Seats are written as given. With `seen_version`, the version the editor saw, nothing is written when
    somebody else saved meanwhile. Raises Refused: no right, one person in two seats without a reason, two
    holders of a seat for one, a vacancy without a reason.
    """
    seated = list(seated)
    with undivided(f"prepare_{tier}", actor):
        permission = _require(campaign, unit, tier, actor)
        if founded_on > clock.today():
            raise refuse("R-COM-1", N_("The founding decision cannot lie ahead."), "founded_on")
        if reasons := unseatable(tier, seated):
            raise Refused(reasons)
        council = _locked_council(campaign, unit, tier)
        if seen_version is not None and council.version != seen_version:
            raise refuse("R-COM-1", CHANGED, "version")
        council.founded_number, council.founded_on = number.strip(), founded_on
        council.file = file or council.file
        council.version += 1
        council.save()
        _seat(council, seated)
        payload = {"council": council.pk, "unit": unit.code, "number": council.founded_number}
        note_of_year("council.founded", campaign, actor, permission, payload)
    return council


def unseatable(tier: str, seated: list[Seated]) -> list[Reason]:
    """What is wrong with a list of seats, seat by seat (R-COM-1)."""
    rule = "R-COM-1" if tier == seats.COMMUNE_COUNCIL else "R-DIS-1"
    reasons, first_seat, held = [], {}, {}
    for entry in seated:
        seat = seats.seat(tier, entry.code)
        if entry.vacant:
            if not entry.vacancy_reason.strip():
                reasons.append(Reason(rule, NO_VACANCY_REASON, {"seat": seat.office}, f"seat.{entry.code}"))
            continue
        if not entry.name.strip():
            continue
        held[entry.code] = held.get(entry.code, 0) + 1
        if held[entry.code] == 2 and not seat.several:
            reasons.append(Reason(rule, ONE_HOLDER, {"seat": seat.office}, f"seat.{entry.code}"))
        who = entry.holder.pk if entry.holder else fold(entry.name)
        other = first_seat.setdefault(who, entry)
        if other is not entry and not (entry.concurrent_reason.strip() or other.concurrent_reason.strip()):
            reasons.append(Reason(rule, TWO_SEATS, {"name": entry.name.strip()}, f"seat.{entry.code}"))
    return reasons


def _locked_council(campaign: Campaign, unit: Unit, tier: str) -> Council:
    """The one council of a unit's year, made when it is not there; two who found it wait for each other."""
    Council.objects.bulk_create([Council(campaign=campaign, unit=unit, tier=tier)], ignore_conflicts=True)
    council = _TO_FOUND.get(campaign.pk, unit.pk)
    council.campaign, council.unit = campaign, unit
    return council


def _seat(council: Council, seated: list[Seated]) -> None:
    """Write the seats, keeping the rows that attendance and opinions already refer to."""
    former = {(s.code, fold(s.holder_name), s.vacant): s for s in council.seats.filter(left_on=None)}
    new, kept = [], []
    for order, entry in enumerate(seated):
        if not entry.vacant and not entry.name.strip():
            continue
        key = (entry.code, fold(entry.name), entry.vacant)
        seat = former.pop(key, None)
        (new if seat is None else kept).append(seat := seat or Seat(council=council, code=entry.code))
        seat.office, seat.holder_name = entry.office.strip(), "" if entry.vacant else entry.name.strip()
        seat.holder, seat.vacant, seat.order = entry.holder, entry.vacant, order
        seat.vacancy_reason = entry.vacancy_reason.strip() if entry.vacant else ""
        seat.concurrent_reason = entry.concurrent_reason.strip()
    if former:
        gone = council.seats.filter(pk__in=[s.pk for s in former.values()])
        gone.filter(Q(attendances__present=True) | ~Q(opinions=None)).update(left_on=clock.today())
        gone.filter(left_on=None).delete()
    Seat.objects.bulk_create(new)
    Seat.objects.bulk_update(
        kept,
        ["office", "holder_name", "holder", "vacant", "vacancy_reason", "concurrent_reason", "order"],
    )


def hold(
    council: Council,
    actor,
    *,
    held_on: date,
    place: str,
    cases: Iterable[Case],
    sitting: Sitting | None = None,
) -> Sitting:
    """Announce or record a sitting and the cases on its agenda; an existing `sitting` is changed.

    A district council sits on a case only after its comment window has closed (R-OUT-1). Raises Refused.
    """
    agenda = list(cases)
    with undivided(f"prepare_{council.tier}", actor):
        _require(council.campaign, council.unit, council.tier, actor)
        reasons = _unsittable(council, held_on, agenda) + _on_another_agenda(council, agenda, sitting)
        if reasons:
            raise Refused(reasons)
        if sitting is not None and held_on != sitting.held_on and _has_concluded(sitting):
            raise refuse("R-COM-2", CONCLUDED, "held_on", day=sitting.held_on)
        former, sitting = sitting, sitting or Sitting(council=council)
        sitting.held_on, sitting.place = held_on, place.strip()
        sitting.recorded_by_name = name_of(actor)
        sitting.save()
        known = _still_on_agenda(former, agenda) if former else set()
        Conclusion.objects.bulk_create(
            Conclusion(sitting=sitting, case=case) for case in agenda if case.pk not in known
        )
    return sitting


def cancel(sitting: Sitting, actor) -> None:
    """Take back a sitting that was announced and not held: nobody is noted present, nothing is concluded.

    Its agenda is free for another day. Raises Refused.
    """
    council = sitting.council
    with undivided(f"prepare_{council.tier}", actor):
        permission = _require(council.campaign, council.unit, council.tier, actor)
        if _has_concluded(sitting) or sitting.minutes_id or sitting.attendances.filter(present=True).exists():
            raise refuse("R-COM-2", HELD)
        payload = {"sitting": sitting.pk, "council": council.tier, "held_on": sitting.held_on}
        for conclusion in sitting.conclusions.select_related("case__campaign"):
            note_of_case("sitting.cancelled", conclusion.case, actor, permission, payload)
        sitting.delete()


def _on_another_agenda(council: Council, agenda: list[Case], sitting: Sitting | None) -> list[Reason]:
    """A case waits for one sitting at a time."""
    waiting = Conclusion.objects.filter(
        sitting__council=council, case__in=agenda, met=None, sitting__held_on__gt=clock.today()
    ).select_related("sitting", "case")
    if sitting is not None:
        waiting = waiting.exclude(sitting=sitting)
    rule = "R-COM-2" if council.tier == seats.COMMUNE_COUNCIL else "R-DIS-3"
    return [
        Reason(rule, TWICE, {"name": one.case.full_name, "day": one.sitting.held_on}, "cases")
        for one in waiting
    ]


def _has_concluded(sitting: Sitting) -> bool:
    return sitting.conclusions.exclude(met=None).exists()


def _still_on_agenda(sitting: Sitting, agenda: list[Case]) -> set[int]:
    """Ids of the cases a sitting already had before it; those now left out and not concluded are gone."""
    sitting.conclusions.exclude(case__in=agenda).filter(met=None).delete()
    return set(sitting.conclusions.values_list("case_id", flat=True))


def _unsittable(council: Council, held_on: date, agenda: list[Case]) -> list[Reason]:
    rule = "R-COM-2" if council.tier == seats.COMMUNE_COUNCIL else "R-DIS-3"
    reasons = []
    if council.founded_on is None:
        return [Reason(rule, NO_FOUNDING, {}, "council")]
    if held_on < council.founded_on:
        reasons.append(Reason(rule, BEFORE_FOUNDING, {"day": council.founded_on}, "held_on"))
    if held_on <= council.campaign.period_to:
        told = {"year": council.campaign.year, "end": council.campaign.period_to}
        reasons.append(Reason("R-CAL-1", IN_PERIOD, told, "held_on"))
    places = {
        case.assessing_unit_id if council.tier == "commune" else case.reviewing_unit_id for case in agenda
    }
    if places - {council.unit_id}:
        stranger = next(
            c for c in agenda if council.unit_id not in (c.assessing_unit_id, c.reviewing_unit_id)
        )
        reasons.append(Reason(rule, ELSEWHERE, {"name": stranger.full_name}, "cases"))
    if council.tier == seats.DISTRICT_COUNCIL:
        windows = CommentWindow.objects.filter(case__in=agenda, replaced=False, closes__gte=held_on)
        for window in windows.select_related("case"):
            params = {"name": window.case.full_name, "day": window.closes}
            reasons.append(Reason("R-OUT-1", COMMENTS_OPEN, params, "held_on"))
    return reasons


def minute(
    sitting: Sitting,
    actor,
    *,
    present: Mapping[int, bool],
    absences: Mapping[int, str] | None = None,
    paper: Paper | None = None,
) -> None:
    """Record who came (`present` by seat id, with a note for the absent) and link the signed minutes."""
    council = sitting.council
    with undivided(f"prepare_{council.tier}", actor):
        _require(council.campaign, council.unit, council.tier, actor)
        if sitting.held_on > clock.today():
            raise refuse("R-COM-2", AHEAD, "held_on")
        if decided := _decided_on(sitting):
            raise refuse("R-DIS-3", DECIDED, name=decided.full_name)
        sitting.attendances.all().delete()
        known = set(council.seats.filter(vacant=False).values_list("pk", flat=True))
        Attendance.objects.bulk_create(
            Attendance(
                sitting=sitting, seat_id=seat, present=here, note=(absences or {}).get(seat, "").strip()
            )
            for seat, here in present.items()
            if seat in known
        )
        if paper is not None:
            sitting.minutes = paper
        sitting.recorded_by_name = name_of(actor)
        sitting.save(update_fields=["minutes", "recorded_by_name"])


def conclude(
    sitting: Sitting,
    case: Case,
    actor,
    *,
    met: bool,
    note: str = "",
    opinions: Iterable[Heard] = (),
    votes_for: int | None = None,
    votes_against: int | None = None,
) -> Conclusion:
    """Write the chair's conclusion on one case, with each opinion heard and who took no part."""
    council = sitting.council
    heard = list(opinions)
    with undivided(f"prepare_{council.tier}", actor, case.pk):
        permission = _require_conclusion(council, case, actor)
        if sitting.held_on > clock.today():
            raise refuse("R-COM-2", AHEAD, "held_on")
        if any(entry.recused and not entry.recusal_reason.strip() for entry in heard):
            seat = next(e for e in heard if e.recused and not e.recusal_reason.strip())
            name = council.seats.get(pk=seat.seat_id).holder_name
            raise refuse("R-COM-2", RECUSAL_REASON, f"opinion.{seat.seat_id}", name=name)
        conclusion = _TO_CONCLUDE.first(sitting.pk, case.pk)
        if conclusion is None:
            raise refuse("R-DIS-3", ELSEWHERE, "case", name=case.full_name)
        conclusion.met, conclusion.note = met, note.strip()
        conclusion.votes_for, conclusion.votes_against = votes_for, votes_against
        conclusion.save(update_fields=["met", "note", "votes_for", "votes_against"])
        conclusion.opinions.all().delete()
        known = set(council.seats.values_list("pk", flat=True)) if heard else set()
        Opinion.objects.bulk_create(
            Opinion(
                conclusion=conclusion,
                seat_id=entry.seat_id,
                text=entry.text.strip(),
                recused=entry.recused,
                recusal_reason=entry.recusal_reason.strip() if entry.recused else "",
            )
            for entry in heard
            if entry.seat_id in known and (entry.text.strip() or entry.recused)
        )
        payload = {"sitting": sitting.pk, "council": council.tier, "met": met}
        note_of_case("sitting.concluded", case, actor, permission, payload)
    return conclusion


def _decided_on(sitting: Sitting) -> Case | None:
    """A case that was decided on what this sitting concluded."""
    return Case.objects.filter(conclusions__sitting=sitting).exclude(state__in=OPEN).first()


def _require_conclusion(council: Council, case: Case, actor):
    """A district concludes while it reviews: not before the commune filed, not after the review."""
    if council.tier == seats.DISTRICT_COUNCIL:
        return require("score_district", locked(case.pk), actor)
    return _require(council.campaign, council.unit, council.tier, actor)


def _require(campaign: Campaign, unit: Unit, tier: str, actor):
    """The right to prepare a council's year: at a commune while its case is a draft, at a district always."""
    if tier == seats.DISTRICT_COUNCIL:
        return require_at_district("prepare_district", campaign, unit, actor)
    return require("prepare_commune", locked_at(campaign.pk, unit.pk), actor)
