"""Reading a list of people from a CSV file as Excel in Vietnam writes it. Nothing is saved here.

UTF-8, UTF-16 and Windows-1258 are understood, commas, semicolons and tabs; columns are known by their names,
in any order and writing.
"""

import csv
import io
import unicodedata
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from portal.units.names import fold

MOST_LINES: Final = 5000
MOST_BYTES: Final = 1024 * 1024
LONGEST_CELL: Final = 500
# Our name → what the heading may say, folded.
COLUMNS: Final = {
    "unit": ("ma don vi", "ma dvhc", "ma xa", "unit code"),
    "full_name": ("ho va ten", "ho ten", "full name"),
    "username": ("ten dang nhap", "tai khoan", "username"),
    "email": ("thu dien tu", "email", "e mail", "email address"),
    "role": ("chuc vu", "vai tro", "quyen", "post"),
    "valid_from": ("tu ngay", "from"),
    "valid_until": ("den ngay", "until"),
    "decision": ("quyet dinh", "so quyet dinh", "decision"),
}
NEEDED: Final = ("unit", "full_name", "role", "decision")
TITLES: Final = (
    "Mã đơn vị",
    "Tên đơn vị",
    "Họ và tên",
    "Tên đăng nhập",
    "Thư điện tử",
    "Chức vụ",
    "Từ ngày",
    "Đến ngày",
    "Quyết định",
)
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


class FileRefused(ValueError):
    """The file as a whole cannot be read; the message says why and what to do."""


@dataclass(frozen=True)
class Line:
    """One line of the file: its number as Excel counts and its cells by our names."""

    number: int
    cells: dict[str, str]


def read(content: bytes) -> list[Line]:
    """The lines below the heading, blank ones left out. Raises FileRefused."""
    if len(content) > MOST_BYTES:
        raise FileRefused(_("The file is larger than 1 MB."))
    if content[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise FileRefused(_("This is an Excel workbook. Save it as CSV first: File, Save as, CSV UTF-8."))
    text = unicodedata.normalize("NFC", _decoded(content))
    if "\x00" in text:
        raise FileRefused(_("This is not a CSV file."))
    rows = _rows(text)
    if not rows:
        raise FileRefused(_("The file is empty."))
    (_at, heading), *rest = rows
    places = _places(heading)
    if len(rest) > MOST_LINES:
        raise FileRefused(_("The file has more than 5,000 lines."))
    if not rest:
        raise FileRefused(_("Below the headings the file has no line."))
    return [Line(number, _cells(row, places)) for number, row in rest]


def _decoded(content: bytes) -> str:
    """The text, by its mark at the beginning, else UTF-8, else as Vietnamese Windows wrote it."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ("utf-16",) if marked else ("utf-8-sig", "cp1258")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused(_("The writing of this file is not known. Save it as “CSV UTF-8”."))


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Rows that hold something, with their line numbers; the separator is the heading's."""
    first = text.partition("\n")[0].strip()
    offset, separator = 0, ""
    if first.lower().startswith("sep=") and len(first) == 5:
        offset, separator = 1, first[4]
        text = text.partition("\n")[2]
        first = text.partition("\n")[0]
    separator = separator or max(";\t,", key=first.count)
    found = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                found.append((reader.line_num + offset, row))
            if len(found) > MOST_LINES + 1:
                break
    except csv.Error:
        raise FileRefused(_("This is not a CSV file.")) from None
    return found


def _places(heading: list[str]) -> dict[str, int]:
    """Where each of our columns stands. Raises FileRefused for a missing or doubled one."""
    places: dict[str, int] = {}
    for place, title in enumerate(heading):
        for name, known in COLUMNS.items():
            if fold(title) in known:
                if name in places:
                    raise FileRefused(_("A column stands twice: %(title)s.") % {"title": title.strip()})
                places[name] = place
    told = {"unit": TITLES[0], "full_name": TITLES[2], "role": TITLES[5], "decision": TITLES[8]}
    missing = [told[name] for name in NEEDED if name not in places]
    if missing:
        message = _("Columns are missing: %(names)s. Take the template and copy your lines into it.")
        raise FileRefused(message % {"names": ", ".join(missing)})
    return places


def _cells(row: list[str], places: dict[str, int]) -> dict[str, str]:
    return {
        name: " ".join(row[place].split())[:LONGEST_CELL] if place < len(row) else ""
        for name, place in places.items()
    }


def template(rows: list[tuple[str, str]], decision: str, first_day: str) -> bytes:
    """The file to fill in: a line for each post of each (code, name), as Excel opens Vietnamese right."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(TITLES)
    for code, name in rows:
        for post in ("Chủ tịch", "Cán bộ"):
            writer.writerow([code, name, "", "", "", post, first_day, "", decision])
    return out.getvalue().encode("utf-8-sig")
