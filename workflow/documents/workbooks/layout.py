"""Where things stand in a workbook of points: sheets, columns, rows; shared by writing and reading.

A change here is a new FORMAT: workbooks that are still in the villages are then refused with a sentence.
"""

from dataclasses import dataclass

from workflow.models.scores import COMMUNE, DISTRICT

FORMAT = 1
MARK = "so-diem-xa-phuong-tre-em"
HIDDEN = "_so_diem"
SEAL_ROW = 12  # of the hidden sheet; the seal runs down from here
SEAL_CHUNK = 30_000  # letters in one cell; Excel takes 32,767

TITLE_ROW, PLACE_ROW, MADE_UP_ROW, HINT_ROW, HEAD_ROW, FIRST_ROW = range(6)
NO, NAME, BANDS, MAXIMUM, BEFORE = range(5)
POINTS, NOTE, CLEARED = "points", "note", "cleared"


@dataclass(frozen=True)
class Columns:
    """Where each side enters: field → column, in the order of the sheet; `width` is the last column."""

    entries: dict[str, int]
    width: int


OF_SIDE = {
    COMMUNE: Columns({POINTS: 5, NOTE: 6}, 7),
    DISTRICT: Columns({POINTS: 8, NOTE: 10, CLEARED: 11}, 12),
}
# The district's sheet shows what the commune gave, and what departments found.
OWN_POINTS, OWN_NOTE, DOUBTS, DIFFERENCE = 5, 6, 7, 9


def cell(row: int, column: int) -> str:
    """ "F6" for row 5, column 5; our sheets are less than 26 columns wide."""
    return f"{chr(ord('A') + column)}{row + 1}"
