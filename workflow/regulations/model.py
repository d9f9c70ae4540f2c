"""A regulation as the rest of the house sees it: frozen, in Decimal points, Vietnamese with English twins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

COMPLETE_AS_KNOWN, INCOMPLETE = "complete_as_known", "incomplete"
BANDS_COMPLETE, BANDS_PARTIAL, BANDS_NONE = "complete", "partial", "none"


@dataclass(frozen=True)
class DayOfYear:
    """A day given by month and day; `year` shifts it, -1 is the year before the campaign's."""

    month: int
    day: int
    year: int = 0

    def in_year(self, year: int) -> date:
        """The date in the campaign of that year."""
        return date(year + self.year, self.month, self.day)


@dataclass(frozen=True)
class Period:
    """The assessed twelve months (R-CAL-1), both days inclusive."""

    first: DayOfYear
    last: DayOfYear

    def in_year(self, year: int) -> tuple[date, date]:
        """First and last day of the period assessed in the campaign of that year."""
        return self.first.in_year(year), self.last.in_year(year)


@dataclass(frozen=True)
class Deadlines:
    """Last days in time, inclusive (R-CAL-2…7)."""

    commune: DayOfYear
    district: DayOfYear
    province: DayOfYear
    reward: DayOfYear
    closing: DayOfYear


@dataclass(frozen=True)
class Band:
    """Points for a measured value (percent or rate) between bounds; a missing bound is open."""

    points: Decimal
    at_least: Decimal | None = None
    above: Decimal | None = None
    at_most: Decimal | None = None
    below: Decimal | None = None

    def holds(self, value: Decimal) -> bool:
        """Whether the value falls into this band."""
        return (
            (self.at_least is None or value >= self.at_least)
            and (self.above is None or value > self.above)
            and (self.at_most is None or value <= self.at_most)
            and (self.below is None or value < self.below)
        )

    @property
    def low(self) -> tuple[Decimal, int]:
        """Lower end for comparing: value, then 0 when it belongs to the band and 1 when not."""
        if self.at_least is not None:
            return self.at_least, 0
        return (self.above, 1) if self.above is not None else (Decimal("-Infinity"), 0)

    @property
    def high(self) -> tuple[Decimal, int]:
        """Upper end for comparing: value, then 0 when it belongs to the band and -1 when not."""
        if self.at_most is not None:
            return self.at_most, 0
        return (self.below, -1) if self.below is not None else (Decimal("Infinity"), 0)

    def overlaps(self, other: Band) -> bool:
        """Whether some value falls into both bands."""
        return max(self.low, other.low) <= min(self.high, other.high)

    def leaves_gap_before(self, following: Band) -> bool:
        """Whether values lie between this band and the next higher one."""
        (end, end_open), (start, start_open) = self.high, following.low
        return end < start or (end == start and end_open < 0 < start_open)


@dataclass(frozen=True)
class Criterion:
    """One criterion; `maximum` in points, None where it is not known; `supervisors` are body codes (R-SUP-1).

    `confirmed` is False where wording or number is still to be confirmed. `points_only_public`: no count of
    it is ever public (R-PRV-2). `rate_base` is the N of "per N children", None while not known.
    """

    no: int
    name: str
    name_en: str
    short_name: str
    short_name_en: str
    maximum: Decimal | None
    supervisors: tuple[str, ...] = ()
    points_only_public: bool = False
    confirmed: bool = True
    source: str = ""
    unit: str | None = None
    rate_base: int | None = None
    bands: tuple[Band, ...] = ()
    bands_state: str = BANDS_NONE
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Threshold:
    """Points a commune of this class must reach (R-THR)."""

    class_code: str
    points: int
    name: str
    name_en: str


@dataclass(frozen=True)
class RewardLevel:
    """A reward after so many years running, by the holder of that role (R-REW-1, R-REW-2)."""

    years: int
    role: str


@dataclass(frozen=True)
class PaperKind:
    """A paper of a dossier; `only_if_met`: not part of it when the council concludes không đạt (R-COM-4)."""

    kind: str
    no: int
    name: str
    name_en: str
    only_if_met: bool = False


@dataclass(frozen=True)
class Documents:
    """The papers of the three dossiers: R-COM-4, R-DIS-5, R-REW-4."""

    commune: tuple[PaperKind, ...] = ()
    district: tuple[PaperKind, ...] = ()
    reward: tuple[PaperKind, ...] = ()

    def kind(self, code: str) -> PaperKind | None:
        """The paper of that kind in any dossier, or None."""
        return next((p for p in (*self.commune, *self.district, *self.reward) if p.kind == code), None)


@dataclass(frozen=True)
class Gap:
    """Something of the regulation that is not known yet, said in both languages."""

    text: str
    text_en: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Regulation:
    """A dated set of criteria, bands, thresholds, deadlines and rewards, as its data file says.

    `maximum` is the sum of points, None where not known. `yearly` is False for a regulation that assesses
    only in some years. `zero_rule`: no criterion may stand at zero (R-THR-4). `gaps` says what is missing.
    `legal_basis` are the grounds papers made under it rest on, each without "Căn cứ" in front.
    """

    code: str
    number: str
    name: str
    name_en: str
    issuer: str
    issued_on: date
    in_force_from: date | None
    completeness: str
    maximum: Decimal | None
    criteria_count: int
    yearly: bool
    zero_rule: bool
    period: Period | None
    deadlines: Deadlines | None
    thresholds: tuple[Threshold, ...]
    rewards: tuple[RewardLevel, ...]
    documents: Documents
    criteria: tuple[Criterion, ...]
    gaps: tuple[Gap, ...] = ()
    source: str = ""
    legal_basis: tuple[str, ...] = ()

    def criterion(self, no: int) -> Criterion:
        """The criterion of that number; KeyError when there is none."""
        for criterion in self.criteria:
            if criterion.no == no:
                return criterion
        raise KeyError(no)

    def threshold(self, class_code: str) -> Threshold | None:
        """The threshold of a class, or None where the regulation names none for it."""
        return next((t for t in self.thresholds if t.class_code == class_code), None)
