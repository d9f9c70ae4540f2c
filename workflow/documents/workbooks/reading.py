"""Reading a filled-in workbook: is it ours, and what does every cell one fills in say?"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from typing import BinaryIO

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from workflow.actions.refusals import present
from workflow.documents.workbooks import packages, sealing
from workflow.documents.workbooks.layout import (
    CLEARED,
    FIRST_ROW,
    FORMAT,
    HIDDEN,
    MARK,
    NO,
    NOTE,
    OF_SIDE,
    POINTS,
    SEAL_ROW,
    cell,
)
from workflow.documents.workbooks.refusals import CellError, WorkbookRefused
from workflow.documents.workbooks.sealing import Seal, Seen, SheetOf, Values, tidy
from workflow.documents.workbooks.writing import LONGEST_NOTE
from workflow.models.scores import COMMUNE
from workflow.rules.scoring import PointsRefused, parse_points

RULE = {COMMUNE: "R-COM-3"}
DISTRICT_RULE = "R-DIS-2"
YES, NO_WORDS = {"có", "co", "yes", "x", "1", "true", "đúng"}, {"không", "khong", "no", "0", "false", ""}


@dataclass(frozen=True)
class FilledRow:
    """What the file says of one criterion of one case; None where a cell cannot be taken."""

    case_id: int
    sheet: str
    seen: Seen
    at: int
    values: Values | None

    def cell_of(self, name: str, side: str) -> str:
        return cell(self.at, OF_SIDE[side].entries[name])


@dataclass
class Filled:
    """A workbook of ours as it came back."""

    seal: Seal
    rows: list[FilledRow] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)


def read(
    file: BinaryIO,
    size: int,
    maxima: dict[int, Decimal] | None = None,
    points_only: Collection[int] = (),
) -> Filled:
    """A workbook of `size` bytes in an open file. Raises WorkbookRefused when it is none of ours.

    `maxima` gives the points each criterion may have at most; without it only the form is judged. Of the
    criteria in `points_only` no reason may be cleared for the public (R-PRV-2).
    """
    package = packages.opened(file, size)
    try:
        book = CalamineWorkbook.from_filelike(package.content)
        seal = _seal(book)
        filled = Filled(seal)
        formulas = package.formulas_by_sheet(book.sheet_names)
        for sheet in seal.sheets:
            _Reader(filled, sheet, maxima or {}, points_only, formulas.get(sheet.name, set())).read(book)
    except (CalamineError, ValueError, OSError) as error:
        if isinstance(error, WorkbookRefused):
            raise
        raise WorkbookRefused(
            "damaged", _("The file is damaged and cannot be read. Upload it once more.")
        ) from error
    return filled


def _seal(book: CalamineWorkbook) -> Seal:
    """What the hidden sheet says, if it is ours, of this format, and unchanged."""
    if HIDDEN not in book.sheet_names:
        raise _foreign()
    rows = book.get_sheet_by_name(HIDDEN).to_python(skip_empty_area=False)
    if not rows or not rows[0] or rows[0][0] != MARK:
        raise _foreign()
    made_as = rows[0][1] if len(rows[0]) > 1 else None
    if made_as != FORMAT:
        newer = isinstance(made_as, int | float) and made_as > FORMAT
        raise WorkbookRefused(
            "newer" if newer else "older",
            _(
                "This workbook has another version (%(its)s) than this portal writes (%(ours)s). "
                "Download it anew."
            )
            % {"its": f"{made_as:g}" if isinstance(made_as, int | float) else "?", "ours": FORMAT},
        )
    parts = [str(row[0]) for row in rows[SEAL_ROW:] if row and row[0] not in ("", None)]
    return sealing.opened("".join(parts))


def _foreign() -> WorkbookRefused:
    return WorkbookRefused(
        "foreign", _("This is not a workbook downloaded from this portal. Download one here and fill it in.")
    )


class _Reader:
    """Reads the sheet of one case; what cannot be taken becomes an error with its place."""

    def __init__(self, filled: Filled, sheet: SheetOf, maxima, points_only, formulas: set[str]):
        self.filled, self.sheet, self.maxima, self.formulas = filled, sheet, maxima, formulas
        self.points_only = points_only
        self.side = filled.seal.side
        self.columns = OF_SIDE[self.side].entries
        self.rule = RULE.get(self.side, DISTRICT_RULE)

    def read(self, book: CalamineWorkbook) -> None:
        if self.sheet.name not in book.sheet_names:
            self._wrong(
                "", "", _("This sheet is missing. Download the workbook anew, or put the sheet back.")
            )
            return
        # Nothing below the last criterion is ours.
        grid = book.get_sheet_by_name(self.sheet.name).to_python(
            skip_empty_area=False, nrows=FIRST_ROW + len(self.sheet.rows)
        )
        for number, seen in enumerate(self.sheet.rows):
            at = FIRST_ROW + number
            row = grid[at] if at < len(grid) else []
            if _at(row, NO) not in (seen.criterion, str(seen.criterion)):
                self._wrong(
                    cell(at, NO),
                    "",
                    _("Criterion %(no)s stood in this row: rows were moved, or its number changed.")
                    % {"no": seen.criterion},
                )
                continue
            self.filled.rows.append(
                FilledRow(self.sheet.case_id, self.sheet.name, seen, at, self._values(at, row, seen))
            )

    def _values(self, at: int, row: list, seen: Seen) -> Values | None:
        """The three cells together; None when one of them has an error."""
        before = len(self.filled.errors)
        points = self._points(at, _at(row, self.columns[POINTS]), seen.criterion)
        note = self._note(at, _at(row, self.columns[NOTE]))
        cleared = CLEARED in self.columns and self._cleared(at, _at(row, self.columns[CLEARED]))
        for name, column in self.columns.items():
            if cell(at, column) in self.formulas:
                told = _("This cell holds a formula. Write the number itself.")
                self._wrong(
                    cell(at, column),
                    self.rule,
                    told if name == POINTS else _("This cell holds a formula. Write the words."),
                )
        values = Values(points, note, cleared)
        if cleared and seen.criterion in self.points_only and values.digest != seen.digest:
            told = _(
                "Of criterion %(no)s only points are public: its reason cannot be cleared for the public."
            )
            self._wrong(cell(at, self.columns[CLEARED]), "R-PRV-2", told % {"no": seen.criterion})
        return values if len(self.filled.errors) == before else None

    def _points(self, at: int, value, criterion: int) -> Decimal | None:
        place = cell(at, self.columns[POINTS])
        if isinstance(value, bool | date | time | timedelta):
            self._wrong(
                place,
                self.rule,
                _("The spreadsheet made a day or a truth value of this. Write the points as a number."),
            )
            return None
        text = f"{value:.15g}" if isinstance(value, int | float) else str(value)
        maximum = self.maxima.get(criterion, Decimal(10_000))
        try:
            return parse_points(tidy(text)[:200], maximum)
        except PointsRefused as refused:
            if not refused.empty:
                params = {name: present(value) for name, value in refused.params.items()}
                self._wrong(place, self.rule, _(refused.message) % params)
            return None

    def _note(self, at: int, value) -> str:
        place = cell(at, self.columns[NOTE])
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        text = tidy(value if isinstance(value, str) else "" if value is None else str(value))
        if "\x00" in text:
            self._wrong(place, self.rule, _("The text holds a character that cannot be kept."))
        elif len(text) > LONGEST_NOTE:
            told = {"most": LONGEST_NOTE, "count": len(text)}
            self._wrong(place, self.rule, _("Keep this under %(most)s characters; it has %(count)s.") % told)
        return text

    def _cleared(self, at: int, value) -> bool:
        if isinstance(value, float | int):
            value = f"{value:g}" if not isinstance(value, bool) else str(value)
        word = tidy(str("" if value is None else value)).casefold()
        if word not in YES | NO_WORDS:
            self._wrong(cell(at, self.columns[CLEARED]), self.rule, _("Choose Yes or No from the list."))
        return word in YES

    def _wrong(self, place: str, rule: str, message: str) -> None:
        self.filled.errors.append(CellError(self.sheet.name, place, rule, message))


def _at(row: list, column: int):
    value = row[column] if column < len(row) else ""
    return "" if value is None else value
