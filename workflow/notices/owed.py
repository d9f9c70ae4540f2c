"""What is still owed in running years: cases, districts and provinces against their obligations.

A handful of grouped queries a campaign, however many communes it has. `Owed` rows are plain and small, so
that a country's can be held at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portal.units.models import UnitSpan
from portal.units.names import full_name
from workflow.actions.dossier import campaign_facts
from workflow.actions.runs import levels_due
from workflow.models import Campaign, Case, Message, Paper, YearReport, states
from workflow.rules import papers, streaks
from workflow.rules.facts import CampaignFacts
from workflow.rules.obligations import (
    OBLIGATIONS,
    OF_CASE,
    OF_DISTRICT,
    OF_PROVINCE,
    STRAIGHT_UP,
    Obligation,
)

AT = {"commune": "commune_id", "reviewing": "reviewing_unit_id", "recognising": "recognising_unit_id"}


@dataclass(frozen=True, slots=True)
class Year:
    """A running campaign as the deadline engine sees it."""

    pk: int
    year: int
    province: int
    illustrative: bool
    facts: CampaignFacts
    holidays: tuple[date, ...]

    def due(self, one: Obligation) -> date:
        """The last day of an obligation in this year."""
        return one.due(self.facts, self.holidays)


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing somebody owes. `unit` owes it, `above` is told when it is over; `case` where it is one's."""

    key: str
    year: Year
    due: date
    unit: int
    above: int | None
    name: str
    case: int | None = None

    @property
    def subject(self) -> str:
        """The same in a reminder's row."""
        return f"case:{self.case}" if self.case else f"unit:{self.unit}"


def year_of(campaign: Campaign) -> Year:
    """A campaign for the engine."""
    holidays = tuple(date.fromisoformat(day) for day in campaign.holidays)
    facts = campaign_facts(campaign)
    return Year(campaign.pk, campaign.year, campaign.province_id, campaign.illustrative, facts, holidays)


def owed_in(campaign: Campaign, keys: Iterable[str] | None = None, cases=None) -> list[Owed]:
    """Everything still owed in a campaign, nearest last day first.

    `keys` limits it to some obligations, `cases` (a queryset of Case) to some of its cases and to the
    districts among them. At most seven queries.
    """
    wanted = [one for one in OBLIGATIONS if keys is None or one.key in keys]
    year = year_of(campaign)
    everything = cases is None
    cases = Case.objects.filter(campaign=campaign) if everything else cases.filter(campaign=campaign)
    found: list[Owed] = []
    if of_case := [one for one in wanted if one.scope == OF_CASE]:
        found += _of_cases(year, of_case, cases)
    if any(one.scope != OF_CASE for one in wanted):
        found += _of_units(year, wanted, cases, everything)
    return sorted(found, key=lambda owed: (owed.due, owed.key, owed.name))


def _of_cases(year: Year, wanted: list[Obligation], cases) -> list[Owed]:
    stood = {state for one in wanted for state in one.states}
    columns = ("pk", "campaign", "kind", "name", "state", "threshold", "illustrative", *AT.values())
    rows = list(cases.filter(state__in=stood).select_related("campaign").only(*columns, *_CAMPAIGN))
    open_ones = {row.pk for row in rows if row.state in states.OPEN}
    holds = {
        "class": {row.pk for row in rows if row.threshold is None},
        "comments": _unanswered(cases) if _any(wanted, "comments") else set(),
        "reward_dossier": _dossiers(rows) if _any(wanted, "reward_dossier") else set(),
    }
    found = []
    for one in wanted:
        due, at, above = year.due(one), AT.get(one.at), STRAIGHT_UP.get(one.at)
        for row in rows:
            if row.state not in one.states or (one.key in holds and row.pk not in holds[one.key]):
                continue
            if one.key != "reward_dossier" and row.pk not in open_ones:
                continue
            unit = getattr(row, at) if at else year.province
            up = getattr(row, AT[above]) if above in AT else year.province if above else None
            name = full_name(row.kind, row.name)
            found.append(Owed(one.key, year, due, unit, up, name, row.pk))
    return found


_CAMPAIGN = ("campaign__id", "campaign__sequence", "campaign__illustrative")


def _any(wanted: list[Obligation], key: str) -> bool:
    return any(one.key == key for one in wanted)


def _unanswered(cases) -> set[int]:
    """Cases with comments of the window that nobody has looked at or answered."""
    waiting = Message.objects.filter(case__in=cases.order_by().values("pk"), in_window=True, answer=None)
    return set(waiting.exclude(admissible=False).order_by().values_list("case_id", flat=True).distinct())


def _dossiers(rows: list[Case]) -> set[int]:
    """Cases due the reward for five years whose dossier has not gone off (R-REW-4)."""
    met = [row for row in rows if row.state in states.MET]
    due = {pk for pk, levels in levels_due(met).items() if streaks.PROVINCE_LEVEL in levels}
    gone = Paper.objects.filter(
        case__in=due, kind=papers.TO_TRINH_KHEN_THUONG, replaced_by=None, file__isnull=False
    )
    return due - set(gone.order_by().values_list("case_id", flat=True))


def _of_units(year: Year, wanted: list[Obligation], cases, everything: bool) -> list[Owed]:
    """The yearly reports of the districts and the province, and the closing of the year."""
    reported = set(YearReport.objects.filter(campaign=year.pk).values_list("unit_id", flat=True))
    found = []
    districts = set(cases.order_by().values_list("reviewing_unit_id", flat=True).distinct())
    names = _names({*districts, year.province}, year.facts.period_to)
    for one in wanted:
        due = year.due(one)
        if one.scope == OF_DISTRICT:
            for unit in districts - reported:
                found.append(Owed(one.key, year, due, unit, year.province, names.get(unit, "")))
        elif one.scope == OF_PROVINCE and everything:
            if one.key == "province_report" and year.province in reported:
                continue
            found.append(Owed(one.key, year, due, year.province, None, names.get(year.province, "")))
    return found


def _names(units: set[int], on: date) -> dict[int, str]:
    spans = UnitSpan.objects.in_force(on).filter(unit__in=units)
    return {span.unit_id: span.full_name for span in spans}
