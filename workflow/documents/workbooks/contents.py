"""What stands in a workbook of points, read from the cases: criteria, known bands, last year, findings."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from workflow.actions.dossier import Gathered
from workflow.actions.refusals import present
from workflow.models import Case, Finding, Score
from workflow.regulations.model import BANDS_PARTIAL, Band, Criterion

UNITS = {"percent": " %"}


@dataclass
class CaseSheet:
    """One case on its sheet: its criteria with all that stands beside the cells one fills in."""

    case: Case
    sheet: str
    rows: list["CriterionRow"]
    threshold: int | None


@dataclass
class CriterionRow:
    score: Score
    name: str
    bands: str
    before: Decimal | None
    files: int = 0
    findings: list[str] = field(default_factory=list)
    points_only: bool = False


def points_before(cases: Iterable[Case]) -> dict[int, dict[int, Decimal]]:
    """Last year's points by case and criterion: the district's, else the commune's own. One query."""
    cases = list(cases)
    former = Score.objects.filter(
        case__commune__in={case.commune_id for case in cases},
        case__year__in={case.year - 1 for case in cases},
    ).values_list(
        "case__commune", "case__year", "case__illustrative", "criterion", "district_points", "commune_points"
    )
    told: dict[tuple, dict[int, Decimal]] = {}
    for commune, year, made_up, criterion, fixed, own in former:
        points = own if fixed is None else fixed
        if points is not None:
            told.setdefault((commune, year, made_up), {})[criterion] = points
    return {case.pk: told.get((case.commune_id, case.year - 1, case.illustrative), {}) for case in cases}


def case_sheets(gathered: Iterable[Gathered]) -> list[CaseSheet]:
    """The sheets of these cases in their order, each under a name of its own."""
    gathered = list(gathered)
    before = points_before(one.case for one in gathered)
    names = sheet_names([one.case for one in gathered])
    return [
        CaseSheet(one.case, name, _rows(one, before[one.case.pk]), one.case.threshold)
        for one, name in zip(gathered, names, strict=True)
    ]


def _rows(gathered: Gathered, before: dict[int, Decimal]) -> list[CriterionRow]:
    regulation, english = gathered.case.campaign.rulebook, _english()
    told: dict[int, list[str]] = {}
    for finding in gathered.findings:
        told.setdefault(finding.criterion, []).append(_finding(finding))
    rows = []
    for score in gathered.scores:
        criterion = regulation.criterion(score.criterion)
        rows.append(
            CriterionRow(
                score=score,
                name=criterion.name_en if english else criterion.name,
                bands=bands_in_words(criterion),
                before=before.get(score.criterion),
                files=len(score.evidence_files.all()),
                findings=told.get(score.criterion, []),
                points_only=criterion.points_only_public,
            )
        )
    return rows


def _finding(finding: Finding) -> str:
    doubted = _("doubted") if finding.doubted else _("agrees")
    return f"{finding.body.short_name} ({doubted}): {finding.text}"


def short_name(criterion: Criterion) -> str:
    """A criterion's short name in the reader's language."""
    return criterion.short_name_en if _english() else criterion.short_name


def bands_in_words(criterion: Criterion) -> str:
    """ "≥ 98 % → 50", one band a line; "" where no band is known. Partly known bands say so."""
    lines = [
        _("%(value)s → %(points)s points")
        % {"value": _bounds(band, criterion), "points": present(band.points)}
        for band in criterion.bands
    ]
    if lines and criterion.bands_state == BANDS_PARTIAL:
        lines.append(_("(lower bands not known)"))
    return "\n".join(lines)


def _bounds(band: Band, criterion: Criterion) -> str:
    unit = UNITS.get(criterion.unit, "")
    told = [
        f"{sign} {present(value)}{unit}"
        for sign, value in (
            ("≥", band.at_least),
            (">", band.above),
            ("≤", band.at_most),
            ("<", band.below),
        )
        if value is not None
    ]
    return ", ".join(told)


def sheet_names(cases: list[Case]) -> list[str]:
    """A short name for each case's sheet, unique and fit for Excel; the commune's own name where it is."""
    taken, names = set(), []
    for case in cases:
        plain = "".join(letter for letter in case.full_name if letter not in "[]:*?/\\").strip("' ")[:31]
        name = plain if plain and plain.casefold() not in taken else f"{plain[:20]} {case.code}"
        taken.add(name.casefold())
        names.append(name)
    return names


def _english() -> bool:
    return (get_language() or "vi").startswith("en")
