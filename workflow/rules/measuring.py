"""From two numbers to points: the value they give, its band, and what about it wants a reason (R-COM-3).

Values are exact fractions, so that nobody falls out of a band by rounding; points are the band's Decimals.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from workflow.regulations.model import Band, Criterion
from workflow.rules.facts import N_, show_plainly

PERCENT, RATE = "percent", "rate"
LARGEST = 9_999_999
JUMP = Decimal(30)  # points, or percentage points, on last year
SHOWN = Decimal("0.01")
_PLAIN = re.compile(r"[0-9]{1,7}", re.ASCII)
_SPACES = " \t\r\n\u00a0\u202f"

# What wants a reason or a correction.
HALF, NO_BAND, DEPARTS, JUMPS = "half", "no_band", "departs", "jumps"


class Numbers(NamedTuple):
    """How many children out of how many; either may be missing while it is being written."""

    numerator: int | None = None
    denominator: int | None = None

    @property
    def complete(self) -> bool:
        return self.numerator is not None and self.denominator is not None

    @property
    def half(self) -> bool:
        return (self.numerator is None) != (self.denominator is None)


NOTHING = Numbers()


class Former(NamedTuple):
    """Last year's points and numbers: the district's where it fixed any, else the commune's."""

    points: Decimal | None = None
    numbers: Numbers = NOTHING


class NumbersRefused(ValueError):
    """Numbers that cannot be: a msgid with its params, and which of the two it speaks of."""

    def __init__(self, message: str, params: Mapping[str, Any] | None = None, *, place: str = "numerator"):
        self.message, self.params, self.place = message, dict(params or {}), place
        super().__init__(message % {name: show_plainly(value) for name, value in self.params.items()})


def measured(criterion: Criterion) -> bool:
    """Whether the criterion has bands to enter numbers for."""
    return bool(criterion.bands)


def parse_count(text: str, place: str) -> int | None:
    """The number typed, None where nothing was. Plain ASCII digits only; raises NumbersRefused."""
    typed = text.strip(_SPACES)
    if not typed:
        return None
    if not _PLAIN.fullmatch(typed):
        message = N_("Write a whole number from 0 to %(most)s, digits only.")
        raise NumbersRefused(message, {"most": LARGEST}, place=place)
    return int(typed)


def check(criterion: Criterion, numbers: Numbers) -> None:
    """Raise NumbersRefused for what cannot be: negative or too large, out of nobody, more than all of them.

    The last is said of percentages only: a rate counts events, and one child may meet several.
    """
    for place, number in zip(("numerator", "denominator"), numbers, strict=True):
        if number is not None and not 0 <= number <= LARGEST:
            message = N_("Write a whole number from 0 to %(most)s, digits only.")
            raise NumbersRefused(message, {"most": LARGEST}, place=place)
    if numbers.denominator == 0:
        message = N_("The total cannot be 0. Where there are none, leave both empty and give the points.")
        raise NumbersRefused(message, place="denominator")
    if numbers.complete and criterion.unit == PERCENT and numbers.numerator > numbers.denominator:
        message = N_("The first number (%(numerator)s) cannot be above the total (%(denominator)s).")
        raise NumbersRefused(message, numbers._asdict())


def value(criterion: Criterion, numbers: Numbers) -> Fraction | None:
    """The exact per cent, or rate per `rate_base`; None while a number or the base is missing.

    None out of any number is a rate of 0, whatever the base.
    """
    if not numbers.complete:
        return None
    if criterion.unit == PERCENT:
        return Fraction(100 * numbers.numerator, numbers.denominator)
    if criterion.unit != RATE:
        return None
    if criterion.rate_base is None:
        return None if numbers.numerator else Fraction(0)
    return Fraction(criterion.rate_base * numbers.numerator, numbers.denominator)


def shown(exact: Fraction) -> Decimal:
    """A value to two decimals, rounded down: one that misses a band is never shown as reaching it."""
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(SHOWN, ROUND_DOWN)


def band_of(criterion: Criterion, numbers: Numbers) -> Band | None:
    """The band the numbers fall into; None where no known one holds their value."""
    exact = value(criterion, numbers)
    if exact is None:
        return None
    return next((band for band in criterion.bands if band.holds(exact)), None)


def computed(criterion: Criterion, numbers: Numbers) -> Decimal | None:
    """The points the bands give for the numbers."""
    band = band_of(criterion, numbers)
    return None if band is None else band.points


def settled(
    criterion: Criterion, typed: Decimal | None, numbers: Numbers, former: Decimal | None, before: Numbers
) -> Decimal | None:
    """The points that stand after numbers and points were typed.

    They are the band's where nobody typed any, and follow the numbers as long as they were the band's
    before (`former` points by the numbers `before`). Whatever else was typed stands: the council decides.
    """
    given = computed(criterion, numbers)
    if given is None:
        return typed
    followed = typed == former and numbers != before and former == computed(criterion, before)
    return given if typed is None or followed else typed


def asks(
    criterion: Criterion, numbers: Numbers, points: Decimal | None, former: Former | None = None
) -> tuple[str, ...]:
    """What wants a correction (HALF) or a written reason, in the order it is told."""
    found = []
    if numbers.half:
        found.append(HALF)
    given = computed(criterion, numbers)
    if numbers.complete and given is None and measured(criterion):
        found.append(NO_BAND)
    if given is not None and points is not None and points != given:
        found.append(DEPARTS)
    if former is not None and jumps(criterion, numbers, points, former):
        found.append(JUMPS)
    return tuple(found)


def jumps(criterion: Criterion, numbers: Numbers, points: Decimal | None, former: Former) -> bool:
    """Whether points, or the per cent, lie more than 30 away from last year's."""
    if points is not None and former.points is not None and abs(points - former.points) > JUMP:
        return True
    now, then = value(criterion, numbers), value(criterion, former.numbers)
    return criterion.unit == PERCENT and None not in (now, then) and abs(now - then) > JUMP
