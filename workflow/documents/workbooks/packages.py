"""Looking into an uploaded XLSX before anything reads it: kind, true sizes, links, rows; memory is bounded.

What passes is packed anew from the parts that were measured, so that the reader behind meets exactly these
bytes and no second story in the archive.
"""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat

from django.utils.translation import gettext as _

from workflow.documents.workbooks.refusals import WorkbookRefused

MOST_BYTES = 5 * 1024 * 1024  # ours have about 30 kB, a district's 200 kB
MOST_UNPACKED = 12 * 1024 * 1024
MOST_PARTS = 400
MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 2_000, 100, 60_000  # of one sheet; of all sheets together
MOST_FORMULAS = 3_000
MOST_DEPTH = 40
CHUNK = 64 * 1024

_READ = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels|xl/sharedStrings\.xml"
    r"|xl/styles\.xml|xl/worksheets/[^/]+\.xml"
)
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_MACROS = re.compile(r"vbaproject|vbadata|/activex/|/macrosheets/|/dialogsheets/", re.IGNORECASE)
_OUTSIDE = re.compile(
    r"^xl/(?:externalLinks/|connections\.xml|queryTables/|model/|embeddings/)", re.IGNORECASE
)
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass
class Package:
    """A measured workbook: clean bytes for the reader, and the cells with formulas by part name."""

    content: io.BytesIO
    formulas: dict[str, set[str]] = field(default_factory=dict)
    sheets: dict[str, str] = field(default_factory=dict)

    def formulas_by_sheet(self, names: list[str]) -> dict[str, set[str]]:
        """The cells with formulas by sheet name; where a sheet's part is not known, every formula counts."""
        everywhere = set().union(*self.formulas.values())
        return {
            name: self.formulas.get(self.sheets[name], set()) if name in self.sheets else everywhere
            for name in names
        }


def opened(file: BinaryIO, size: int) -> Package:
    """The workbook of `size` bytes in an open file. Raises WorkbookRefused with a sentence."""
    if size > MOST_BYTES:
        told = {"most": MOST_BYTES // (1024 * 1024)}
        raise WorkbookRefused(
            "large", _("The file is larger than %(most)s MB. A workbook of points is far smaller.") % told
        )
    file.seek(0)
    start = file.read(8)
    if start == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise WorkbookRefused(
            "protected",
            _(
                "The file has a password or is an old .xls. Save it as .xlsx without a password, "
                "then upload it."
            ),
        )
    if not start.startswith(b"PK\x03\x04"):
        raise WorkbookRefused("type", _("This is no Excel file (.xlsx)."))
    try:
        with zipfile.ZipFile(file) as archive:
            return _measured(archive)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise _damaged() from error
    except (ValueError, LookupError, expat.ExpatError) as error:  # LookupError: an unheard-of encoding
        if isinstance(error, WorkbookRefused):
            raise
        raise _damaged() from error


def _measured(archive: zipfile.ZipFile) -> Package:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    _look_at_names(names)
    if len(parts) > MOST_PARTS or len(set(names)) != len(names) or any(part.flag_bits & 1 for part in parts):
        raise _damaged()
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise _too_much()
    parts_of: dict[str, dict[str, str]] = {}
    package, scan, left = Package(io.BytesIO()), _Scan(), MOST_UNPACKED
    with zipfile.ZipFile(package.content, "w", zipfile.ZIP_STORED) as clean:
        for part in parts:
            if not _READ.fullmatch(part.filename):
                continue
            content = _unpacked(archive, part, left)
            left -= len(content)
            if part.filename == "[Content_Types].xml" and re.search(rb"macroEnabled|vbaProject", content):
                raise _macros()
            formulas = scan.part(content, sheet=bool(_SHEET.fullmatch(part.filename)))
            parts_of[part.filename] = scan.names
            if formulas:
                package.formulas[part.filename] = formulas
            clean.writestr(part.filename, content)
    targets = parts_of.get("xl/_rels/workbook.xml.rels", {})
    for name, key in parts_of["xl/workbook.xml"].items():
        target = targets.get(key, "")
        package.sheets[name] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    package.content.seek(0)
    return package


def _look_at_names(names: list[str]) -> None:
    if any(_MACROS.search(f"/{name}") for name in names):
        raise _macros()
    if any(_OUTSIDE.match(name) for name in names):
        raise WorkbookRefused(
            "external",
            _("The file draws data from other files or the network. Take the links out, then upload it."),
        )
    if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        raise WorkbookRefused("type", _("This is no Excel file (.xlsx)."))


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> bytes:
    """The bytes of a part as they truly are, whatever the archive says of their size."""
    held = []
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            held.append(chunk)
            left -= len(chunk)
            if left < 0:
                raise _too_much()
    return b"".join(held)


class _Scan:
    """Walks XML without building it: no document types, bounded rows, columns, cells and formulas."""

    def __init__(self):
        self.cells = self.formula_count = 0

    def part(self, content: bytes, *, sheet: bool) -> set[str]:
        """References of the cells with formulas in a part."""
        self.rows, self.depth, self.at, self.far, self.found, self.names = 0, 0, "", False, set(), {}
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._sheet_element if sheet else self._element
        parser.EndElementHandler = self._leave
        for start in range(0, len(content), CHUNK):
            parser.Parse(content[start : start + CHUNK], False)
        parser.Parse(b"", True)
        return self.found

    def _doctype(self, *_told) -> None:
        raise _damaged()

    def _leave(self, _name) -> None:
        self.depth -= 1

    def _element(self, name, attributes) -> None:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise _damaged()
        tag = name.rpartition(":")[2]
        # Sheets by name lead to an id in the workbook's part, and ids to parts in its relationships.
        if tag == "sheet" and len(self.names) < MOST_PARTS:
            self.names[attributes.get("name", "")] = attributes.get("r:id", "")
        elif tag == "Relationship" and len(self.names) < MOST_PARTS:
            self.names[attributes.get("Id", "")] = attributes.get("Target", "")

    def _sheet_element(self, name, attributes) -> None:
        self._element(name, attributes)
        tag = name.rpartition(":")[2]
        if tag == "row":
            self.rows += 1
            if self.rows > MOST_ROWS:
                raise _too_much()
        elif tag == "c":
            self._cell(attributes.get("r", ""))
        elif self.far and tag in ("v", "is", "f"):
            # XFD1048576 alone would make a reader set aside seventeen thousand million cells. Empty ones are
            # no harm: some programs end every sheet with them.
            raise _too_much()
        elif tag == "f":
            self.found.add(self.at)
            self.formula_count += 1
            if self.formula_count > MOST_FORMULAS:
                raise WorkbookRefused(
                    "formulas",
                    _("The file is full of formulas. Fill in the workbook that was downloaded here."),
                )

    def _cell(self, reference: str) -> None:
        self.at = reference
        self.cells += 1
        told = _REFERENCE.fullmatch(reference)
        if reference and told is None:
            raise _damaged()
        self.far = bool(told) and (_number(told[1]) > MOST_COLUMNS or int(told[2]) > MOST_ROWS)
        if self.cells > MOST_CELLS:
            raise _too_much()


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _damaged() -> WorkbookRefused:
    return WorkbookRefused("damaged", _("The file is damaged and cannot be read. Upload it once more."))


def _macros() -> WorkbookRefused:
    return WorkbookRefused(
        "macros", _("The file holds macros (.xlsm). Save it as .xlsx without macros, then upload it.")
    )


def _too_much() -> WorkbookRefused:
    return WorkbookRefused(
        "rows",
        _("The file holds far more rows or data than a workbook of points. Fill in the one downloaded here."),
    )
