"""Files that are no workbook of ours, or mean harm: each is refused in its own words, in bounded memory."""

import io
import json
import os
import subprocess
import sys
import tracemalloc
import zipfile
import zlib

import pytest
from django.test import override_settings

from tests import province
from tests.workbooks import books
from tests.workbooks.filling import Formula, filled, repacked
from workflow.documents.workbooks import layout, packages, reading, sealing
from workflow.documents.workbooks.refusals import WorkbookRefused
from workflow.models import states

MEGABYTE = 1024 * 1024


def code_of(content: bytes) -> str:
    with pytest.raises(WorkbookRefused) as told:
        reading.read(io.BytesIO(content), len(content))
    assert told.value.message
    return told.value.code


@pytest.fixture
def book() -> bytes:
    return books.commune_book(books.draft())


def bomb(part: str, start: bytes, again: bytes, end: bytes, times: int, base: bytes) -> bytes:
    """A package one of whose parts unpacks to very much."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(base)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        with new.open(part, "w") as out:
            out.write(start)
            for _ in range(times):
                out.write(again)
            out.write(end)
    return file.getvalue()


def million_rows(base: bytes) -> bytes:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 60_001)).encode()
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return bomb("xl/worksheets/sheet2.xml", head, rows, b"</sheetData></worksheet>", 17, base)


def other_part(base: bytes, name: str, content: bytes = b"<x/>") -> bytes:
    return repacked(base, lambda _name, part: part, {name: content})


def with_part(base: bytes, part: str, change) -> bytes:
    return repacked(base, lambda name, old: change(old) if name == part else old)


def test_what_is_no_excel_file():
    for content in (b"", b"Hello", b"%PDF-1.4", b"PK\x03\x04" + b"\x00" * 50, b"\xff" * 5000):
        assert code_of(content) in ("type", "damaged")
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", "<w/>")
    assert code_of(empty.getvalue()) == "type"


def test_a_password_or_an_old_format():
    assert code_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 4096) == "protected"


def test_encrypted_members(book):
    content = bytearray(book)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := content.find(mark, at + 1)) >= 0:
            content[at + offset] |= 1
    assert code_of(bytes(content)) == "damaged"


def test_macros(book):
    assert code_of(other_part(book, "xl/vbaProject.bin")) == "macros"
    assert code_of(other_part(book, "xl/macrosheets/sheet1.xml")) == "macros"
    enabled = with_part(
        book,
        "[Content_Types].xml",
        lambda old: old.replace(b".sheet.main+xml", b".sheet.macroEnabled.main+xml"),
    )
    assert code_of(enabled) == "macros"


def test_links_to_other_files(book):
    for name in (
        "xl/externalLinks/externalLink1.xml",
        "xl/connections.xml",
        "xl/queryTables/queryTable1.xml",
    ):
        assert code_of(other_part(book, name)) == "external"


def test_document_types_and_entities(book):
    lol = b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    for part in ("xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet2.xml"):
        spoilt = with_part(book, part, lambda old: old.replace(b"?>", b"?>" + lol, 1))
        assert code_of(spoilt) == "damaged"


def test_deep_nesting(book):
    deep = b"<a>" * 5000 + b"</a>" * 5000
    assert code_of(with_part(book, "xl/styles.xml", lambda old: deep)) == "damaged"


def test_too_large_a_file():
    assert code_of(b"PK\x03\x04" + os.urandom(packages.MOST_BYTES)) == "large"


def test_a_file_full_of_formulas(book):
    case = books.draft()
    cells = {(case.full_name, f"{chr(65 + n % 26)}{100 + n // 26}"): Formula("1+1") for n in range(3200)}
    assert code_of(filled(book, cells)) == "formulas"


def test_foreign_older_newer_and_altered_workbooks(book):
    mark = layout.MARK.encode()
    assert (
        code_of(with_part(book, "xl/sharedStrings.xml", lambda old: old.replace(mark, b"xin-chao")))
        == "foreign"
    )
    no_sheet = with_part(book, "xl/workbook.xml", lambda old: old.replace(layout.HIDDEN.encode(), b"khac"))
    assert code_of(no_sheet) == "foreign"
    assert code_of(filled(book, {(layout.HIDDEN, "B1"): 0})) == "older"
    assert code_of(filled(book, {(layout.HIDDEN, "B1"): "cũ"})) == "older"
    assert code_of(filled(book, {(layout.HIDDEN, "B1"): 2})) == "newer"
    seal_at = layout.cell(layout.SEAL_ROW, 0)
    assert code_of(filled(book, {(layout.HIDDEN, seal_at): "a:b:c"})) == "sealed"
    assert code_of(filled(book, {(layout.HIDDEN, seal_at): None})) == "sealed"


def test_a_seal_cannot_be_made_up(book):
    """What a stranger signs, or changes in a signed text, opens nothing."""
    seal = sealing.Seal("commune", 1, None, (sealing.SheetOf(1, "x", (sealing.Seen(1, 99, "0"),)),))
    with override_settings(SECRET_KEY="another portal"):
        word = "".join(sealing.chunks(seal))
    assert code_of(filled(book, {(layout.HIDDEN, layout.cell(layout.SEAL_ROW, 0)): word})) == "sealed"


@pytest.mark.parametrize(
    ("name", "code"),
    [("rows", "rows"), ("strings", "rows"), ("far cell", "rows"), ("parts", "damaged")],
)
def test_bombs_are_refused_in_bounded_memory(book, name, code):
    """Few bytes that unpack to hundreds of megabytes, a cell at the end of the world."""
    content = _bomb(name, book)
    assert len(content) < packages.MOST_BYTES
    tracemalloc.start()
    assert code_of(content) == code
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 64 * MEGABYTE


def _bomb(name: str, book: bytes) -> bytes:
    if name == "rows":
        return million_rows(book)
    if name == "strings":
        head = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        text = b"<si><t>" + b"a" * MEGABYTE + b"</t></si>"
        return bomb("xl/sharedStrings.xml", head, text, b"</sst>", 300, book)
    if name == "far cell":
        return filled(book, {(books.draft().full_name, "XFD1048576"): 1})
    if name == "parts":
        return repacked(book, lambda _n, p: p, {f"xl/worksheets/s{n}.xml": b"<a/>" for n in range(500)})
    raise KeyError(name)


def _lying(book: bytes) -> bytes:
    """The directory says 1,000 bytes, with a sum that fits them; the part goes on for 100 MB."""
    part = "xl/sharedStrings.xml"
    head = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
    content = bytearray(bomb(part, head, b"a" * MEGABYTE, b"</t></si></sst>", 100, book))
    told = head + b"a" * (1000 - len(head))
    at = content.rfind(b"PK\x01\x02", 0, content.rfind(part.encode()))
    content[at + 16 : at + 20] = zlib.crc32(told).to_bytes(4, "little")
    content[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    return bytes(content)


def test_a_lying_part_is_read_no_further_than_it_says(book):
    """It is cut where the directory says, and what is left is no XML: damaged, not a hundred megabytes."""
    content = _lying(book)
    tracemalloc.start()
    assert code_of(content) == "damaged"
    assert tracemalloc.get_traced_memory()[1] < 8 * MEGABYTE
    tracemalloc.stop()


def test_the_whole_process_stays_small(tmp_path, book):
    """The reader below Python, too: each bomb in a process that may not have more than 300 MB."""
    files = []
    for name in ("rows", "strings", "far cell"):
        file = tmp_path / f"{name}.xlsx"
        file.write_bytes(_bomb(name, book))
        files.append(str(file))
    code = f"""
import json, resource, django
django.setup()
from workflow.documents.workbooks import reading
from workflow.documents.workbooks.refusals import WorkbookRefused
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
told = []
for path in {files!r}:
    with open(path, "rb") as file:
        try:
            reading.read(file, file.seek(0, 2))
        except WorkbookRefused as refused:
            told.append(refused.code)
print(json.dumps([told, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024]))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    codes, grown = json.loads(done.stdout)
    assert codes == ["rows"] * 3
    assert grown < 80, "MB"


def test_empty_cells_at_the_end_of_the_sheet_are_no_harm(book):
    """Some programs close a sheet with empty rows down to the last one there is."""
    case = books.draft()
    ends = filled(book, {(case.full_name, f"A{number}"): None for number in (1048570, 1048576)})
    assert books.read(ends).errors == []


def test_a_part_no_reader_needs_is_not_even_unpacked(book):
    big = bomb("docProps/app.xml", b"<a>", b" " * MEGABYTE, b"</a>", 5, book)
    assert books.read(big).errors == []


def test_the_same_case_in_another_state_is_told_apart():
    """A commune's own workbook is no district's: the side is part of the seal."""
    case = province.case_in(states.COMMUNE_ASSESSED)
    assert books.read(books.district_book([case])).seal.side == "district"
    assert books.read(books.commune_book(books.draft())).seal.side == "commune"
