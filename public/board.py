"""One year of one province as the public may see it: a row per commune, from publications alone.

A commune whose case is still a draft has no publication; it gets a row that says only that it is being
assessed. A province has at most some hundred communes, so filters and counts are done on the rows in
memory: the number of queries is the same for any province, filter and page.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.units.models import UnitSpan
from portal.units.names import sort_key
from public import states
from public.models.publication import Publication
from workflow.models import Campaign, Case

UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True)
class Row:
    """What a list tells about one commune's year. Points out of the campaign's maximum, or None."""

    unit_code: str
    unit_slug: str
    full_name: str
    name_key: str
    district_code: str
    district_name: str
    district_full_name: str
    district_slug: str
    year: int
    state: str
    class_code: str
    threshold: int | None
    total: Decimal | None
    margin: Decimal | None
    provisional: bool = False
    self_scored: bool = False
    illustrative: bool = False
    decision_number: str = ""
    decision_on: date | None = None
    case_id: int | None = None

    @property
    def met(self) -> bool:
        """True when the recognition stands."""
        return self.state in states.MET

    @property
    def running(self) -> bool:
        """True while no decision was taken."""
        return self.state in states.RUNNING

    @property
    def state_name(self):
        """The public word of the state."""
        return states.NAMES[self.state]

    @property
    def threshold_key(self) -> str:
        """The value of the threshold filter this row falls under."""
        return UNCONFIRMED if self.threshold is None else str(self.threshold)

    @property
    def slug(self) -> str:
        """`<code>-<slug>`, the unit's part of an address."""
        return f"{self.unit_code}-{self.unit_slug}"

    @property
    def district_place(self) -> str:
        """`<code>-<slug>` of the district."""
        return f"{self.district_code}-{self.district_slug}"


@dataclass(frozen=True)
class Board:
    """All rows of a year, in the order district, then name."""

    year: int
    rows: tuple[Row, ...]

    @property
    def total(self) -> int:
        """How many communes were to be assessed."""
        return len(self.rows)

    @property
    def met(self) -> int:
        """How many are recognised today."""
        return sum(row.met for row in self.rows)

    @property
    def decided(self) -> int:
        """How many have a decision, or filed nothing until the year was closed."""
        return sum(not row.running for row in self.rows)

    @property
    def running(self) -> bool:
        """True while some communes have no decision."""
        return self.decided < self.total

    @property
    def share(self) -> Decimal:
        """Recognised communes in percent of all, one decimal (R-TGT-2)."""
        return (Decimal(100 * self.met) / self.total).quantize(Decimal("0.1")) if self.rows else Decimal(0)

    @property
    def illustrative(self) -> bool:
        """True when some of it is made up."""
        return any(row.illustrative for row in self.rows)

    def count(self, state: str) -> int:
        """How many communes are in a state."""
        return self.by_state[state]

    @property
    def by_state(self) -> Counter:
        """How many communes are in each state."""
        return Counter(row.state for row in self.rows)

    @property
    def districts(self) -> list["District"]:
        """The districts with their counts, in the order of their names."""
        rows_of: dict[str, list[Row]] = {}
        for row in self.rows:
            rows_of.setdefault(row.district_code, []).append(row)
        return [
            District(
                rows[0].district_code,
                rows[0].district_name,
                rows[0].district_full_name,
                rows[0].district_place,
                tuple(rows),
            )
            for rows in rows_of.values()
        ]


@dataclass(frozen=True)
class District:
    """A district's part of a board."""

    code: str
    name: str
    full_name: str
    place: str
    rows: tuple[Row, ...]

    @property
    def total(self) -> int:
        """How many communes it has that year."""
        return len(self.rows)

    @property
    def met(self) -> int:
        """How many of them are recognised."""
        return sum(row.met for row in self.rows)


def row_of(publication: Publication) -> Row:
    """The row of a publication, from its list columns."""
    return Row(
        unit_code=publication.unit_code,
        unit_slug=publication.unit_slug,
        full_name=publication.unit_full_name,
        name_key=publication.sort_key,
        district_code=publication.district_code,
        district_name=publication.district_name,
        district_full_name=publication.district_full_name,
        district_slug=publication.district_slug,
        year=publication.year,
        state=publication.state,
        class_code=publication.class_code,
        threshold=publication.threshold,
        total=publication.total,
        margin=publication.margin,
        provisional=publication.state in states.RUNNING,
        self_scored=publication.district_total is None,
        illustrative=publication.illustrative,
        decision_number=publication.decision_number,
        decision_on=publication.decision_on,
        case_id=publication.case_id,
    )


def _row_of_draft(case: Case, district: UnitSpan) -> Row:
    return Row(
        unit_code=case.code,
        unit_slug=case.slug,
        full_name=case.full_name,
        name_key=case.sort_key,
        district_code=district.unit.code,
        district_name=district.name,
        district_full_name=district.full_name,
        district_slug=district.slug,
        year=case.year,
        state=states.DRAFT,
        class_code=case.class_code,
        threshold=case.threshold,
        total=None,
        margin=None,
        provisional=True,
        illustrative=case.illustrative,
        case_id=case.pk,
    )


def _drafts(province_code: str, year: int, published: set[str]) -> Iterable[Row]:
    """Rows of the communes of which nothing was published yet. Only facts frozen at opening are read."""
    cases = (
        Case.objects.filter(campaign__province__code=province_code, year=year)
        .exclude(code__in=published)
        .order_by("illustrative")
        .defer("class_source", "shortcomings")
    )  # fmt: skip
    waiting = {case.code: case for case in reversed(cases)}
    if not waiting:
        return []
    spans = UnitSpan.objects.filter(unit__in={case.reviewing_unit_id for case in waiting.values()})
    on = date(year, 11, 1)
    districts: dict[int, UnitSpan] = {}
    for span in spans.select_related("unit").order_by("valid_from"):
        if span.unit_id not in districts or span.valid_from is None or span.valid_from <= on:
            districts[span.unit_id] = span
    return [_row_of_draft(case, districts[case.reviewing_unit_id]) for case in waiting.values()]


def year_board(province_code: str, year: int) -> Board:
    """The board of a year: three queries, whatever the number of communes."""
    published = [
        row_of(publication)
        for publication in Publication.objects.current().light().in_province(province_code).filter(year=year)
    ]
    rows = published + list(_drafts(province_code, year, {row.unit_code for row in published}))
    return Board(year, tuple(sorted(rows, key=lambda row: (sort_key(row.district_name), row.name_key))))


@dataclass(frozen=True)
class Year:
    """A year that has a page: its number and whether it still goes on."""

    year: int
    running: bool


def years(province_code: str) -> list[Year]:
    """The years with publications or an opened campaign, the newest first, in two queries."""
    published = set(
        Publication.objects.current()
        .in_province(province_code)
        .order_by()
        .values_list("year", flat=True)
        .distinct()
    )
    campaigns = dict(
        Campaign.objects.filter(province__code=province_code)
        .order_by("-illustrative")
        .values_list("year", "closed_at")
    )
    return [
        Year(year, year in campaigns and campaigns[year] is None)
        for year in sorted(published | set(campaigns), reverse=True)
    ]
