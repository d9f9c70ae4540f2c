"""Lists as files: CSV and XLSX, streamed, with no cell a spreadsheet would take for a formula.

Numbers stay numbers and days stay days; in CSV points have a decimal point and days are ISO. CSV begins
with a byte order mark, by which Excel knows the Vietnamese letters.
"""

import csv
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from portal.record import clock
from workflow.documents.workbooks import look

BOM = "\ufeff"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LONGEST_CELL = 32_767  # Excel's own limit
MOST_ROWS = 1_000_000  # of one sheet; more go on the next


@dataclass(frozen=True)
class Column:
    """A column: its head, what a row has in it (text, number, day, truth or None), its width in letters."""

    head: str
    value: Callable[[Any], Any]
    width: float = 14


@dataclass(frozen=True)
class Listing:
    """A list to be written out. `name` stands on top, `stem` names the file; `told` says what was filtered.

    `rows` is gone through once. `illustrative`: made-up data is among them, which every sheet says.
    """

    name: str
    stem: str
    columns: list[Column]
    rows: Iterable
    illustrative: bool = False
    told: list[str] = field(default_factory=list)

    def file_name(self, ending: str) -> str:
        made_up = "-minh-hoa" if self.illustrative else ""
        return f"{self.stem}{made_up}-{clock.today().isoformat()}.{ending}"


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if is_dangerous(text) else text


def is_dangerous(text: str) -> bool:
    """Whether a spreadsheet that opens this text as CSV might run it."""
    return text.startswith(DANGEROUS) or text.lstrip().startswith(DANGEROUS)


# CSV ------------------------------------------------------------------------------------------------


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, value: str) -> str:
        return value


def csv_lines(listing: Listing) -> Iterator[str]:
    """The list as CSV, line by line: a head, then the rows."""
    writer = csv.writer(_Echo())
    yield BOM + writer.writerow(column.head for column in listing.columns)
    values = [column.value for column in listing.columns]
    for row in listing.rows:
        yield writer.writerow([_plain(value(row)) for value in values])


def _plain(value) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return _("yes")
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, datetime):
        return value.astimezone(clock.HANOI).isoformat(sep=" ", timespec="minutes")[:16]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, int) else harmless(str(value))


# XLSX -----------------------------------------------------------------------------------------------


def xlsx_file(listing: Listing) -> BinaryIO:
    """The list as a workbook in a temporary file, open at its beginning; memory does not grow with rows."""
    file = tempfile.TemporaryFile(prefix="list-")  # noqa: SIM115 - the answer closes it
    made = look.book(file, title=listing.name, streamed=True)
    writer = _Writer(made, listing)
    for number, row in enumerate(listing.rows):
        if number % MOST_ROWS == 0:
            writer.new_sheet()
        writer.row(row)
    if writer.sheet is None:
        writer.new_sheet()
    writer.settle()
    made.close()
    file.seek(0)
    return file


class _Writer:
    """Writes rows of a listing from the top down, on as many sheets as it takes."""

    def __init__(self, made, listing: Listing):
        self.made, self.listing, self.sheet, self.at, self.head_at = made, listing, None, 0, 0
        self.values = list(enumerate(column.value for column in listing.columns))
        self.title = look.style(made, bold=True, font_size=14, font_color=look.FOREST)
        self.note = look.style(made, font_color=look.INK2)
        self.made_up = look.style(made, bold=True, font_color=look.SUN_INK, bg_color=look.SUN_SOFT)
        self.head = look.style(
            made,
            bold=True,
            text_wrap=True,
            bg_color=look.SUNKEN,
            bottom=2,
            bottom_color=look.INK,
            valign="bottom",
        )
        self.text = look.style(made)
        # Excel's own mark for "this is text, whatever it begins with".
        self.quoted = look.style(made, quote_prefix=True)
        self.number = look.style(made, num_format=look.POINTS)
        self.whole = look.style(made, num_format="0")
        self.day = look.style(made, num_format=look.DAY, align="left")
        self.moment = look.style(made, num_format=f"{look.DAY} hh:mm", align="left")

    def new_sheet(self) -> None:
        """A sheet with its title, what it holds, and the heads of the columns."""
        self.settle()
        sheet = self.sheet = self.made.add_worksheet()
        listing = self.listing
        for number, column in enumerate(listing.columns):
            sheet.set_column(number, number, column.width)
        sheet.write_string(0, 0, listing.name, self.title)
        told = _("Exported %(when)s") % {"when": f"{clock.now():%H:%M %d/%m/%Y}"}
        sheet.write_string(1, 0, " · ".join([told, *listing.told]), self.note)
        self.at = 2
        if listing.illustrative:
            for number in range(len(listing.columns)):
                sheet.write_blank(self.at, number, None, self.made_up)
            sheet.write_string(self.at, 0, illustrative_line(), self.made_up)
            self.at += 1
        for number, column in enumerate(listing.columns):
            sheet.write_string(self.at, number, column.head, self.head)
        self.head_at = self.at
        self.at += 1
        sheet.freeze_panes(self.at, 1)
        sheet.repeat_rows(self.head_at)
        look.on_paper(sheet, foot=illustrative_line() if listing.illustrative else listing.name)

    def row(self, row) -> None:
        """One row, each value as what it is."""
        sheet, at = self.sheet, self.at
        for number, value_of in self.values:
            value = value_of(row)
            kind = type(value)
            if kind is str:
                if value:
                    how = self.quoted if is_dangerous(value) else self.text
                    sheet.write_string(at, number, value[:LONGEST_CELL], how)
            elif value is None or value is False:
                continue
            elif kind is int:
                sheet.write_number(at, number, value, self.whole)
            elif kind is Decimal or kind is float:
                sheet.write_number(at, number, value, self.number)
            elif kind is datetime:
                sheet.write_datetime(at, number, value.astimezone(clock.HANOI), self.moment)
            elif kind is date:
                sheet.write_datetime(at, number, value, self.day)
            else:
                text = _("yes") if value is True else str(value)[:LONGEST_CELL]
                sheet.write_string(at, number, text, self.quoted if is_dangerous(text) else self.text)
        self.at += 1

    def settle(self) -> None:
        """What can only be said when the last row of a sheet is known: the range one may filter."""
        if self.sheet is not None and self.at > self.head_at + 1:
            self.sheet.autofilter(self.head_at, 0, self.at - 1, len(self.listing.columns) - 1)


def illustrative_line() -> str:
    """The words every file with made-up data carries."""
    said = _("Points and decisions here are made up; they are no real results.")
    return f"{_('Illustrative data').upper()} – {said}"
