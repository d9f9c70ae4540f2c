"""What a file is, told from its bytes and never from its name: PDF, DOCX, XLSX, JPEG or PNG."""

import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _

_OFFICE = "application/vnd.openxmlformats-officedocument"
_MOST_MEMBERS = 2000
_MOST_DIRECTORY = 512 * 1024  # bytes of the list of members: it is read whole before anything else
_MOST_UNPACKED = 200 * 1024 * 1024
_MOST_RATIO = 120  # office XML shrinks to about a twentieth; bombs to a thousandth
_RATIO_FROM = 10 * 1024 * 1024
_MOST_TYPES = 1024 * 1024
# Signature, number of members in all, bytes of the directory; the rest is of no use here.
_LAST_RECORD = struct.Struct("<4s6xHI6x")
_MOST_COMMENT = 65535
_ACTIVE = re.compile(r"vbaproject\.bin|vbadata\.xml|/activex/|/macrosheets/|\.exe$|\.dll$", re.IGNORECASE)
_ACTIVE_TYPE = re.compile(rb"macroEnabled|vbaProject|ms-office\.activeX|excel\.macrosheet", re.IGNORECASE)
_TYPED_PART = re.compile(rb"<(?:\w+:)?Override\b[^<>]*>")
_ATTRIBUTE = re.compile(rb"(PartName|ContentType)\s*=\s*[\"']([^\"']*)[\"']")


class FileRefused(ValueError):
    """An upload that is not kept. `code` is for programs, `message` a sentence for the person."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code, self.message = code, message


@dataclass(frozen=True)
class ContentKind:
    """A type of file the portal takes, with the endings its names may have."""

    content_type: str
    endings: tuple[str, ...]


PDF = ContentKind("application/pdf", (".pdf",))
JPEG = ContentKind("image/jpeg", (".jpg", ".jpeg"))
PNG = ContentKind("image/png", (".png",))
DOCX = ContentKind(f"{_OFFICE}.wordprocessingml.document", (".docx",))
XLSX = ContentKind(f"{_OFFICE}.spreadsheetml.sheet", (".xlsx",))
KINDS = (PDF, DOCX, XLSX, JPEG, PNG)

_MAGIC = ((b"%PDF-", PDF), (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG))
_MAIN_PARTS = {
    f"{DOCX.content_type}.main+xml".encode(): DOCX,
    f"{XLSX.content_type}.main+xml".encode(): XLSX,
}


def recognise(file: BinaryIO, size: int) -> ContentKind:
    """The kind of a file of `size` bytes, open for reading. Leaves it at an arbitrary place.

    Raises FileRefused with code "type" (none of ours), "macros" (a document that can run) or "damaged"
    (an office file that cannot be read, or unpacks to absurd sizes).
    """
    file.seek(0)
    start = file.read(8)
    for magic, kind in _MAGIC:
        if start.startswith(magic):
            return kind
    if start.startswith(b"PK\x03\x04"):
        return _office(file, size)
    raise _wrong_type()


def _office(file: BinaryIO, size: int) -> ContentKind:
    _bounded_directory(file, size)
    try:
        with zipfile.ZipFile(file) as package:
            return _package_kind(package, size)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        if isinstance(error, FileRefused):
            raise
        raise _damaged() from error


def _bounded_directory(file: BinaryIO, size: int) -> None:
    """Refuse an archive by its last record, before a list of half a million members is read.

    The size is what counts: readers go by it and not by the number beside it. A file of 25 MB has no use
    for the 64-bit form, which would say its sizes elsewhere.
    """
    file.seek(max(0, size - _LAST_RECORD.size - _MOST_COMMENT))
    end = file.read(_LAST_RECORD.size + _MOST_COMMENT)
    at = end.rfind(b"PK\x05\x06", 0, len(end) - _LAST_RECORD.size + 4)
    if at < 0 or end[max(0, at - 20) : at].startswith(b"PK\x06\x07"):
        raise _damaged()
    _signature, members, directory = _LAST_RECORD.unpack_from(end, at)
    if members > _MOST_MEMBERS or directory > _MOST_DIRECTORY:
        raise _damaged()


def _package_kind(package: zipfile.ZipFile, size: int) -> ContentKind:
    members = package.infolist()
    unpacked = sum(member.file_size for member in members)
    if len(members) > _MOST_MEMBERS or unpacked > _MOST_UNPACKED:
        raise _damaged()
    if unpacked > _RATIO_FROM and unpacked > _MOST_RATIO * size:
        raise _damaged()
    names = [member.filename for member in members]
    if len(set(names)) != len(names) or any(member.flag_bits & 1 for member in members):
        raise _damaged()
    if any(name.startswith("/") or ".." in name.replace("\\", "/").split("/") for name in names):
        raise _damaged()
    if "[Content_Types].xml" not in names:
        raise _wrong_type()
    with package.open("[Content_Types].xml") as part:
        types = part.read(_MOST_TYPES)
    if _ACTIVE_TYPE.search(types) or any(_ACTIVE.search(f"/{name}") for name in names):
        raise FileRefused("macros", _("The file holds macros or programs. Save it without them."))
    return _main_kind(types, set(names))


def _main_kind(types: bytes, names: set[str]) -> ContentKind:
    """The kind of the package's main part, which must be there. Its list of types is only scanned."""
    for element in _TYPED_PART.findall(types):
        attributes = dict(_ATTRIBUTE.findall(element))
        kind = _MAIN_PARTS.get(attributes.get(b"ContentType", b""))
        if kind:
            part = attributes.get(b"PartName", b"").decode("utf-8", "replace").lstrip("/")
            if part not in names:
                raise _damaged()
            return kind
    raise _wrong_type()


def _wrong_type() -> FileRefused:
    return FileRefused("type", _("Only PDF, DOCX, XLSX, JPEG and PNG files are taken."))


def _damaged() -> FileRefused:
    return FileRefused("damaged", _("The file is damaged or protected and cannot be read."))
