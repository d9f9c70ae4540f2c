"""The province's map as data for inline SVG: each commune a link, pattern by state, districts drawn over."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from public import addresses
from public.board import Row

_FILE = Path(__file__).parent / "data" / "kon-tum-map.json"


@dataclass(frozen=True)
class Shape:
    """One commune on the map. `faded` when the reader's filter leaves it out."""

    path: str
    address: str
    row: Row
    faded: bool


@dataclass(frozen=True)
class Map:
    """A map of the communes that have a shape; the list beside it has them all."""

    width: int
    height: int
    shapes: tuple[Shape, ...]
    districts: list[dict]


@cache
def _drawing() -> dict:
    """The shapes, read once: they change only with the program."""
    return json.loads(_FILE.read_text())


def province_map(rows: Iterable[Row], shown: Iterable[Row] | None = None) -> Map | None:
    """The map of a board, or None when no commune of it has a shape (another province)."""
    drawing = _drawing()
    kept = None if shown is None else {row.unit_code for row in shown}
    shapes = tuple(
        Shape(
            path=drawing["communes"][row.unit_code],
            address=addresses.unit_address(row.slug, row.year),
            row=row,
            faded=kept is not None and row.unit_code not in kept,
        )
        for row in rows
        if row.unit_code in drawing["communes"]
    )
    if not shapes:
        return None
    return Map(drawing["width"], drawing["height"], shapes, drawing["districts"])
