"""What lies between a case and its threshold: the cheapest criteria first, and a sum that is never saved."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from workflow.actions.dossier import numbers_of
from workflow.actions.refusals import present
from workflow.models.states import DRAFT
from workflow.rules import planning, scoring
from workflow.rules.planning import Step
from workflow.rules.scoring import PointsRefused, parse_points
from workflow.workspace import links
from workflow.workspace.cases.casefile import CaseFile, english
from workflow.workspace.cases.pages import opened, trail
from workflow.workspace.pages import page
from workflow.workspace.scores import numbers as told
from workflow.workspace.scores.grid import typed_points


@dataclass
class Line:
    """One criterion of the page: what it can bring, and the points typed for trying."""

    step: Step
    name: str
    next: str
    effort: str
    plans: list
    typed: str = ""
    error: str = ""

    @property
    def no(self) -> int:
        return self.step.criterion.no


@require_safe
def planner(request, pk: int):
    """The criteria below their maximum, with a what-if by `?tc-3=60`."""
    file = opened(request, pk)
    standings = _standings(file)
    now = scoring.total(one.points for one in standings)
    threshold = file.case.threshold
    gap = Decimal(threshold) - now if threshold is not None and now < threshold else None
    lines = [_line(file, step) for step in planning.steps(standings, gap)]
    tried, more = _tried(lines, request.GET)
    context = {
        "case": file.case,
        "lines": lines,
        "now": now,
        "gap": gap,
        "then": now + more if tried else None,
        "gained": more,
        "unscored": sum(one.points is None for one in standings),
        "wrong": any(line.error for line in lines),
        "self_scored": file.case.state == DRAFT,
        "may_plan": file.may("prepare_commune").allowed,
        "back": links.part(file.case, "scores"),
        "illustrative_notice": file.case.illustrative,
        "breadcrumbs": trail(file.case, (_("Way to the threshold"), None)),
    }
    return page(request, "planner/planner.html", context, nav="cases")


def _standings(file: CaseFile) -> list[planning.Standing]:
    """The commune's points while it assesses itself; later the district's as far as it has fixed them."""
    found = []
    for score in file.gathered.scores:
        own = file.case.state == DRAFT or score.district_points is None
        side = "commune" if own else "district"
        numbers = numbers_of(score, side)
        found.append(
            planning.Standing(
                file.regulation.criterion(score.criterion),
                score.maximum,
                getattr(score, f"{side}_points"),
                numbers if numbers.complete else numbers_of(score, "commune"),
            )
        )
    return found


def _line(file: CaseFile, step: Step) -> Line:
    criterion = step.criterion
    return Line(
        step,
        criterion.short_name_en if english() else criterion.short_name,
        told.band_words(criterion, step.band) if step.band else "",
        _effort(step.children),
        [one for one in file.gathered.corrections if one.criterion == criterion.no and not one.follows_id],
    )


def _effort(children: int | None) -> str:
    if not children:
        return ""
    if children > 0:
        return _("%(count)s more to count") % {"count": children}
    return _("%(count)s fewer to count") % {"count": -children}


def _tried(lines: list[Line], data) -> tuple[bool, Decimal]:
    """Whether anything was typed, and the points it adds; wrong numbers are told in their line."""
    tried, more = False, Decimal(0)
    for line in lines:
        line.typed = data.get(f"tc-{line.no}", "")[:20]
        if not line.typed.strip():
            line.typed = ""
            continue
        try:
            points = parse_points(line.typed, line.step.maximum)
        except PointsRefused as refused:
            params = {name: present(value) for name, value in refused.params.items()}
            line.error = _(refused.message) % params
            continue
        tried, more = True, more + points - line.step.points
        line.typed = typed_points(points)
    return tried, more
