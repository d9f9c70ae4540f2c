"""A district's year at a glance: each commune's state, points, next step and what stands in its way."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from portal.record import clock
from workflow.actions.dossier import Gathered, campaign_facts
from workflow.actions.dossiers import gather_each
from workflow.actions.refusals import sentence
from workflow.models import Case, Decision, Sitting, states
from workflow.rules import calendar, policy, readiness
from workflow.rules.facts import Task, concluded
from workflow.rules.roles import WHO
from workflow.workspace import links
from workflow.workspace.acts.words import page_of
from workflow.workspace.reach import UnitYear


@dataclass
class CommuneRow:
    """One commune of the district in this year."""

    case: Case
    action: str
    next_label: str
    who: str
    due: date | None
    open_tasks: list[Task]

    @property
    def got(self):
        return self.case.commune_total if self.case.district_total is None else self.case.district_total

    @property
    def self_scored(self) -> bool:
        return self.case.district_total is None

    @property
    def overdue(self) -> int:
        """Days past the last day of the next step."""
        return max(calendar.lateness(clock.today(), self.due), 0)

    @property
    def first_reason(self) -> str:
        return sentence(self.open_tasks[0]) if self.open_tasks else ""

    @property
    def rules(self) -> str:
        return ", ".join(dict.fromkeys(task.rule for task in self.open_tasks))

    @property
    def mend(self) -> str:
        """Where the first open task is mended."""
        return (links.resolve(self.open_tasks[0].link, self.case) if self.open_tasks else "") or links.part(
            self.case
        )


@dataclass
class SittingRow:
    """A sitting with what it concluded on each case; None while nothing is concluded."""

    sitting: Sitting
    concluded: list[tuple[Case, bool | None]] = field(default_factory=list)


def commune_rows(place: UnitYear) -> tuple[list[CommuneRow], list[Gathered]]:
    """The district's communes in Vietnamese order, with the dossiers they were judged by."""
    cases = place.cases.select_related("campaign")
    gathered = gather_each(cases, leave_out=("recognitions", "rewards"))
    return [_row(one) for one in gathered], gathered


def _row(gathered: Gathered) -> CommuneRow:
    case = gathered.case
    step = policy.next_step(case.state)
    if case.state not in states.OPEN or step is None:
        return CommuneRow(case, "", "", "", None, [])
    action, role, at = step.action, step.role, step.at
    if only_to_decline(gathered):
        action, role, at = "decline", policy.DISTRICT_CHAIR, policy.AT_RECOGNISING
    tasks = readiness.tasks(action, gathered.facts, clock.today())
    return CommuneRow(
        case=case,
        action=action,
        next_label=str(page_of(action).button),
        who=_(WHO[role, at]),
        due=calendar.due(action, campaign_facts(case.campaign)),
        open_tasks=[task for task in tasks if not task.done],
    )


def only_to_decline(gathered: Gathered) -> bool:
    """Whether the commune's own council, the total or the review council stands against a recognition."""
    case, facts, today = gathered.case, gathered.facts, clock.today()
    if case.state == states.COMMUNE_ASSESSED:
        return concluded(facts.commune_sittings, today) is False
    if case.state == states.DISTRICT_REVIEWED:
        short = case.margin is not None and case.margin < 0
        return short or concluded(facts.district_sittings, today) is False
    return False


def sittings_of(gathered: list[Gathered]) -> list[SittingRow]:
    """The review council's sittings, newest first, each with its conclusions; read from the dossiers."""
    found: dict[int, SittingRow] = {}
    for one in gathered:
        for sitting in one.district_sittings:
            row = found.setdefault(sitting.pk, SittingRow(sitting))
            row.concluded += [(one.case, entry.met) for entry in sitting.on_this_case]
    return sorted(found.values(), key=lambda row: (row.sitting.held_on, row.sitting.pk), reverse=True)


def decisions_of(gathered: list[Gathered]) -> list[Decision]:
    """The decisions that moved these cases, newest first."""
    found = {act.decision.pk: act.decision for one in gathered for act in one.acts if act.decision}
    return sorted(found.values(), key=lambda decision: (decision.signed_on, decision.pk), reverse=True)


def paper_count(gathered: list[Gathered]) -> int:
    """How many papers of the district's year cover these cases."""
    return len({paper.pk for one in gathered for paper in one.papers if paper.case_id is None})


def counts(rows: list[CommuneRow]) -> list[tuple[str, int]]:
    """How many communes stand in each state, only those that occur."""
    found = dict.fromkeys(states.ALL, 0)
    for row in rows:
        found[row.case.state] += 1
    return [(state, count) for state, count in found.items() if count]
