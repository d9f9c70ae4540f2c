"""Points: reading what was typed, bands, sums and differences (R-COM-3, R-DIS-2). Always Decimal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from workflow.regulations.model import Band
from workflow.rules.facts import N_, show_plainly

DECIMALS = 2
_LONGEST = 12
_PLAIN = re.compile(r"[0-9]{1,6}(?:[.,][0-9]+)?", re.ASCII)
_NEGATIVE = re.compile(r"[-−–][0-9]+(?:[.,][0-9]+)?", re.ASCII)
_SPACES = " \t\r\n\u00a0\u202f"


class PointsRefused(ValueError):
    """The typed points cannot be taken: a msgid with its params; `empty` when nothing was typed."""

    def __init__(self, message: str, params: Mapping[str, Any] | None = None, *, empty: bool = False):
        self.message = message
        self.params = dict(params or {})
        self.empty = empty
        super().__init__(message % {name: show_plainly(value) for name, value in self.params.items()})


def parse_points(text: str, maximum: Decimal | int) -> Decimal:
    """The points typed: 0…maximum, at most 2 decimals, comma or point. Zero is a score, empty is not.

    Plain ASCII digits only: no sign, exponent, NaN, infinity, thousands mark or foreign digit. Raises
    PointsRefused with a sentence to show beside the field.
    """
    typed = text.strip(_SPACES)
    maximum = Decimal(maximum)
    if not typed:
        raise PointsRefused(N_("Not scored yet. Zero is a score, too: write 0."), empty=True)
    out_of_range = PointsRefused(N_("Points run from 0 to %(maximum)s."), {"maximum": maximum})
    if len(typed) > _LONGEST:
        raise out_of_range
    if _NEGATIVE.fullmatch(typed):
        raise out_of_range
    if not _PLAIN.fullmatch(typed):
        raise PointsRefused(
            N_("Write points as a number from 0 to %(maximum)s, for example 42 or 42,5."),
            {"maximum": maximum},
        )
    points = Decimal(typed.replace(",", "."))
    if -points.as_tuple().exponent > DECIMALS:
        raise PointsRefused(N_("At most two decimals, for example 42,25."))
    if points > maximum:
        raise out_of_range
    return points


def points_by_band(bands: Iterable[Band], value: Decimal) -> Decimal | None:
    """Points the bands give for a measured value (percent or rate); None where no known band applies, and the
    council enters points with evidence."""
    return next((band.points for band in bands if band.holds(value)), None)


def total(points: Iterable[Decimal | None]) -> Decimal:
    """Sum of the points scored; criteria not scored yet add nothing."""
    return sum((p for p in points if p is not None), Decimal(0))


def difference(commune: Decimal | None, district: Decimal | None) -> Decimal | None:
    """District minus commune; None until both have scored. A difference needs a reason (R-DIS-2)."""
    return None if commune is None or district is None else district - commune
