"""Digital signatures in an uploaded PDF: who signed, when, whether it was changed since, and what is known of
the signer. Everything is told from the file and the trust roots on disk; nothing is fetched.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import BinaryIO

from django.conf import settings
from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from workflow.documents.papers.wording import clean

MOST = 10  # signatures that are looked at; a paper has two or three
TAIL = 2048  # bytes at the end in which a whole PDF says that it ends
log = logging.getLogger(__name__)


class Trouble(StrEnum):
    """Why nothing can be said of the signatures of a file."""

    LOCKED = "locked"
    DAMAGED = "damaged"


class Bytes(StrEnum):
    """What happened to a file since it was signed; ADDED are later signatures and the like, which leave what
    was signed as it stands."""

    UNTOUCHED = "untouched"
    ADDED = "added"
    CHANGED = "changed"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Seen:
    """One signature. `at` is the moment the signer's own clock told, unless `stamped` by a time authority.

    `trusted`: the file still shows what was signed, and the certificate leads to a trust root, valid today.
    """

    signer: str
    issuer: str
    at: datetime | None
    stamped: bool
    bytes: Bytes
    trusted: bool


@dataclass(frozen=True)
class Reading:
    """All signatures of a file, or the trouble that kept them from being read; neither where it has none."""

    signatures: tuple[Seen, ...] = ()
    trouble: Trouble | None = None


@cache
def _roots(paths: tuple[str, ...]) -> tuple:
    """The certificates of the setting; one that cannot be read vouches for nobody, and the log says so."""
    found = []
    for path in paths:
        try:
            found += load_certs_from_pemder([path])
        except (OSError, ValueError):
            log.exception("SIGNATURE_TRUST_ROOTS: %s cannot be read", path)
    return tuple(found)


def read(file: BinaryIO) -> Reading:
    """The signatures of an open PDF. A file no reader can make sense of is told as such, never an error."""
    try:
        return _read(file)
    except Exception:
        log.info("a PDF could not be read for signatures", exc_info=True)
        return Reading(trouble=Trouble.DAMAGED)


def _read(file: BinaryIO) -> Reading:
    if not _ends(file):
        return Reading(trouble=Trouble.DAMAGED)
    reader = PdfFileReader(file, strict=False)
    if reader.encrypted:
        return Reading(trouble=Trouble.LOCKED)
    return Reading(tuple(_seen(one) for one in reader.embedded_regular_signatures[:MOST]))


def _ends(file: BinaryIO) -> bool:
    size = file.seek(0, 2)
    file.seek(max(0, size - TAIL))
    whole = b"%%EOF" in file.read(TAIL)
    file.seek(0)
    return whole


def _seen(embedded) -> Seen:
    """What holds of one signature; one that cannot be checked is neither untouched nor trusted."""
    certificate = embedded.signer_cert
    named = _named(certificate.subject), _named(certificate.issuer)
    context = ValidationContext(
        trust_roots=list(_roots(tuple(settings.SIGNATURE_TRUST_ROOTS))), allow_fetching=False
    )
    try:
        status = validate_pdf_signature(
            embedded, signer_validation_context=context, ts_validation_context=context
        )
    except Exception:
        log.info("a signature could not be checked", exc_info=True)
        return Seen(*named, None, stamped=False, bytes=Bytes.UNREADABLE, trusted=False)
    stamp, since = status.timestamp_validity, _since(status)
    stamped = bool(stamp and stamp.valid and stamp.intact and stamp.trusted)
    return Seen(
        *named,
        stamp.timestamp if stamped else status.signer_reported_dt,
        stamped=stamped,
        bytes=since,
        trusted=bool(status.trusted) and since in (Bytes.UNTOUCHED, Bytes.ADDED),
    )


def _since(status) -> Bytes:
    if not (status.intact and status.valid):
        return Bytes.CHANGED
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return Bytes.UNTOUCHED
    level = status.modification_level
    if status.coverage == SignatureCoverageLevel.ENTIRE_REVISION and level is not None:
        return Bytes.ADDED if level <= ModificationLevel.FORM_FILLING else Bytes.CHANGED
    return Bytes.CHANGED


def _named(name) -> str:
    """A person or authority by its own name, else by all that its certificate says."""
    told = name.native.get("common_name") or name.human_friendly
    return clean(told if isinstance(told, str) else " ".join(told))[:200]
