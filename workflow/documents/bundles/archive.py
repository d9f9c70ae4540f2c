"""The bundle as a ZIP in a temporary file: file by file in pieces, so that memory stays flat."""

from __future__ import annotations

import json
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import BinaryIO

import typst

from portal.record import clock, files
from workflow.documents.bundles.content import Bundle, Entry
from workflow.documents.papers.pdf import typefaces
from workflow.documents.workbooks.lists import Column, Listing, csv_lines

HERE = Path(__file__).parent
LAYOUT = HERE / "cover.typ"
INDEX = "danh-muc"
PIECE = 256 * 1024
GONE = "tệp không còn trên đĩa"


def made(bundle: Bundle) -> BinaryIO:
    """The archive, open at its beginning: the index as CSV and PDF, then the files in their folders.

    Scans and office files are packed already, so they are stored as they are.
    """
    kept = tempfile.TemporaryFile(prefix="bundle-")  # noqa: SIM115 - the answer closes it
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as archive:
        listed = "".join(csv_lines(_listing(bundle))).encode()
        archive.writestr(_named(f"{bundle.stem}/{INDEX}.csv", clock.now()), listed)
        archive.writestr(_named(f"{bundle.stem}/{INDEX}.pdf", clock.now()), cover(bundle))
        for entry in bundle.entries:
            if entry.there:
                _pack(archive, bundle, entry)
    kept.seek(0)
    return kept


def _named(path: str, at) -> zipfile.ZipInfo:
    told = zipfile.ZipInfo(path, at.astimezone(clock.HANOI).timetuple()[:6])
    told.external_attr = 0o644 << 16
    return told


def _pack(archive: zipfile.ZipFile, bundle: Bundle, entry: Entry) -> None:
    told = _named(f"{bundle.stem}/{entry.path}", entry.added_at)
    told.file_size = entry.file.size
    with files.open_stored(entry.file) as source, archive.open(told, "w") as target:
        shutil.copyfileobj(source, target, PIECE)


def _where(entry: Entry) -> str:
    return entry.path if entry.there else GONE


def _listing(bundle: Bundle) -> Listing:
    columns = [
        Column("Vị trí trong tệp nén", _where, 60),
        Column("Tên", lambda entry: entry.name, 60),
        Column("Số", lambda entry: entry.number, 20),
        Column("Ngày ký", lambda entry: entry.signed_on, 12),
        Column("Tên tệp khi nộp", lambda entry: entry.file.name, 40),
        Column("Dung lượng (byte)", lambda entry: entry.file.size, 12),
        Column("SHA-256", lambda entry: entry.file.digest, 70),
        Column("Người nộp", lambda entry: entry.added_by, 30),
        Column("Nộp lúc", lambda entry: entry.added_at, 18),
    ]
    if bundle.case.illustrative:
        columns.append(Column("Ghi chú", lambda _entry: "Dữ liệu minh họa", 20))
    return Listing(bundle.title, bundle.stem, columns, bundle.entries, bundle.case.illustrative)


def cover(bundle: Bundle) -> bytes:
    """The cover list as PDF."""
    told = {
        "title": bundle.title,
        "made": f"{clock.now().astimezone(clock.HANOI):%H:%M ngày %d/%m/%Y}",
        "illustrative": bundle.case.illustrative,
        "rows": [_row(number, entry) for number, entry in enumerate(bundle.entries, start=1)],
    }
    return typst.compile(
        str(LAYOUT),
        root=str(HERE),
        font_paths=typefaces(),
        ignore_system_fonts=True,
        sys_inputs={"bundle": json.dumps(told, ensure_ascii=False)},
        format="pdf",
    )


def _row(number: int, entry: Entry) -> list[str]:
    signed = f"{entry.signed_on:%d/%m/%Y}" if entry.signed_on else ""
    digest = entry.file.digest
    return [
        str(number),
        entry.name,
        _where(entry),
        "\n".join(filter(None, [entry.number, signed])),
        f"{digest[:32]}\n{digest[32:]}",
        f"{entry.added_by}\n{entry.added_at.astimezone(clock.HANOI):%H:%M %d/%m/%Y}",
    ]
