"""Findings of supervising departments, and the district's mark that it has read them (R-SUP-1)."""

from datetime import date

from portal.record import clock
from portal.units.models import Body
from workflow.actions.locking import locked
from workflow.actions.recorded import name_of, note
from workflow.actions.refusals import refuse, undivided
from workflow.actions.rights import require
from workflow.models import Case, Finding, FindingRead
from workflow.rules.facts import N_

EMPTY = N_("Write what was seen.")
AHEAD = N_("The day of the finding cannot lie ahead.")
NO_CRITERION = N_("Choose one of the criteria you supervise.")


def record(
    case: Case, actor, *, criterion: int, text: str, doubted: bool, seen_on: date, file=None
) -> Finding:
    """Record what a department saw of a criterion it supervises. Raises Refused."""
    if not text.strip():
        raise refuse("R-SUP-1", EMPTY, "text")
    if seen_on > clock.today():
        raise refuse("R-SUP-1", AHEAD, "seen_on")
    with undivided("record_finding", actor, case.pk):
        case = locked(case.pk)
        permission = require("record_finding", case, actor, criterion=criterion)
        if not case.scores.filter(criterion=criterion).exists():
            raise refuse("R-SUP-1", NO_CRITERION, "criterion")
        finding = Finding.objects.create(
            case=case,
            body=Body.objects.get(pk=permission.holding.body_id),
            criterion=criterion,
            doubted=doubted,
            text=text.strip(),
            seen_on=seen_on,
            file=file,
            recorded_by=actor,
            recorded_by_name=name_of(actor),
        )
        payload = {"finding": finding.pk, "criterion": criterion, "doubted": doubted}
        note("finding.recorded", case, actor, permission, payload, {"text": finding.text})
    return finding


def mark_read(finding: Finding, actor) -> None:
    """Note that an officer of the reviewing unit has read a finding; reading twice changes nothing."""
    with undivided("read_finding", actor, finding.case_id):
        case = locked(finding.case_id)
        permission = require("read_finding", case, actor)
        _, new = FindingRead.objects.get_or_create(
            finding=finding, user=actor, defaults={"user_name": name_of(actor)}
        )
        if new:
            note("finding.read", case, actor, permission, {"finding": finding.pk})
