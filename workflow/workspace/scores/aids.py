"""What stands beside a criterion while it is scored: last year, the district's median, what supervisors saw.

The median is of points that are told to everybody: the district's once it has fixed them, the commune's as
filed before. Counts never enter it, and made-up years never stand beside real ones.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from statistics import median

from workflow.actions.dossier import former_of
from workflow.models import Case, Finding, Score, states
from workflow.rules.measuring import Former
from workflow.workspace.scores import numbers as told

FILED = tuple(state for state in states.ALL if state not in (states.DRAFT, states.NOT_FILED))


@dataclass(frozen=True)
class Median:
    """The middle of the points of `count` communes of the district."""

    points: Decimal
    count: int


class Medians:
    """The medians of a case's district, asked for when the first of them is shown: saving shows none."""

    def __init__(self, case: Case):
        self._case = case

    @cached_property
    def by_criterion(self) -> dict[int, Median]:
        return medians(self._case)


@dataclass
class Aid:
    """Everything known beside one criterion; `medians` is None for who only reads."""

    no: int = 0
    former: Former | None = None
    former_value: str = ""
    medians: Medians | None = None
    findings: list[Finding] = field(default_factory=list)
    bands: list[tuple[str, Decimal]] = field(default_factory=list)
    partial: bool = False

    @property
    def median(self) -> Median | None:
        """The district's, or None where nobody has filed yet."""
        return self.medians.by_criterion.get(self.no) if self.medians else None

    @property
    def any(self) -> bool:
        return bool(self.former or self.median or self.findings or self.bands)


def medians(case: Case) -> dict[int, Median]:
    """Medians by criterion over the filed cases of the same district and campaign. One query."""
    rows = Score.objects.filter(
        case__campaign=case.campaign_id, case__reviewing_unit=case.reviewing_unit_id, case__state__in=FILED
    ).values_list("criterion", "commune_points", "district_points", "case__district_total")
    by_criterion = defaultdict(list)
    for criterion, own, fixed, total in rows:
        points = own if total is None or fixed is None else fixed
        if points is not None:
            by_criterion[criterion].append(points)
    return {no: Median(Decimal(median(points)), len(points)) for no, points in by_criterion.items()}


def aids(file) -> dict[int, Aid]:
    """The aids of every criterion of an opened case; no median for who only reads. At most two queries."""
    former = file.gathered.former or former_of(file.case)
    middle, found = Medians(file.case) if file.side else None, {}
    for score in file.gathered.scores:
        criterion = file.regulation.criterion(score.criterion)
        last = former.get(score.criterion)
        found[score.criterion] = Aid(
            former=last,
            former_value=told.value_words(criterion, last.numbers) if last else "",
            no=score.criterion,
            medians=middle,
            findings=[one for one in file.gathered.findings if one.criterion == score.criterion],
            bands=[(told.band_words(criterion, band), band.points) for band in criterion.bands],
            partial=criterion.bands_state == "partial",
        )
    return found
