"""Where the points lie that a commune still lacks, and which of them are cheapest (R-COM-5)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from workflow.regulations.model import Band, Criterion
from workflow.rules.measuring import NOTHING, PERCENT, Numbers, value


@dataclass(frozen=True)
class Standing:
    """One criterion as it stands: its points, None while not scored, and its numbers where it has any."""

    criterion: Criterion
    maximum: Decimal
    points: Decimal | None
    numbers: Numbers = NOTHING


@dataclass(frozen=True)
class Step:
    """What one criterion can still bring, in points.

    `missing` up to its maximum; `band` the next one up that is known, `gain` what it adds, `children` how
    many more (negative: fewer) have to be counted for it, None where that cannot be told. `alone`: the
    missing points of this criterion would close the gap by themselves.
    """

    criterion: Criterion
    points: Decimal
    maximum: Decimal
    missing: Decimal
    band: Band | None = None
    gain: Decimal = Decimal(0)
    children: int | None = None
    share: Fraction | None = None
    alone: bool = False


def steps(standings: Iterable[Standing], gap: Decimal | None) -> tuple[Step, ...]:
    """The criteria below their maximum, cheapest first.

    First those whose next band is near, by the share of the children it takes; then the others, most
    missing points first. `gap` is what lacks to the threshold, None while it is unknown or reached.
    """
    found = [_step(one, gap) for one in standings]
    return tuple(sorted((step for step in found if step.missing > 0), key=_cost))


def _cost(step: Step) -> tuple:
    return (step.share is None, step.share or 0, -step.missing, step.criterion.no)


def _step(one: Standing, gap: Decimal | None) -> Step:
    points = one.points or Decimal(0)
    band = next_band(one.criterion, points)
    children = None if band is None else children_to(one.criterion, one.numbers, band)
    return Step(
        one.criterion,
        points,
        one.maximum,
        one.maximum - points,
        band,
        band.points - points if band else Decimal(0),
        children,
        None if children is None else Fraction(abs(children), one.numbers.denominator),
        gap is not None and one.maximum - points >= gap,
    )


def next_band(criterion: Criterion, points: Decimal) -> Band | None:
    """The known band that gives the fewest points above these."""
    return min((b for b in criterion.bands if b.points > points), key=lambda b: b.points, default=None)


def children_to(criterion: Criterion, numbers: Numbers, band: Band) -> int | None:
    """How many more (or, negative, fewer) out of the same total put the value into the band.

    None where the numbers are not known, or no number of children gives such a value.
    """
    if value(criterion, numbers) is None:
        return None
    base = 100 if criterion.unit == PERCENT else criterion.rate_base
    if base is None:
        return 0 if band.holds(Fraction(0)) and not numbers.numerator else None
    least, most = _bounds(band, Fraction(numbers.denominator, base))
    if criterion.unit == PERCENT:
        most = min(most, numbers.denominator)
    if least > most:
        return None
    return max(least - numbers.numerator, 0) + min(most - numbers.numerator, 0)


def _bounds(band: Band, one: Fraction) -> tuple[int, float]:
    """The least and most children whose value, `one` child to each of its units, lies in the band."""
    (low, above), (high, below) = band.low, band.high
    least = 0
    if low.is_finite():
        exact = Fraction(low) * one
        least = max(math.floor(exact) + 1 if above else math.ceil(exact), 0)
    most: float = math.inf
    if high.is_finite():
        exact = Fraction(high) * one
        most = math.ceil(exact) - 1 if below else math.floor(exact)
    return least, most
