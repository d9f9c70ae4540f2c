"""Stored files: accepted by content, kept under their digest outside every web root, served as downloads.

Equal bytes are kept once; every upload has its own row with its own name and uploader. Who may read a file
is the caller's question; `response` only answers it well.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from portal.record import clock
from portal.record.chain import Break
from portal.record.content import FileRefused, recognise
from portal.record.filenames import safe_name
from portal.record.models import StoredFile

_CHUNK = 1 << 20


def store(upload, *, by) -> StoredFile:
    """Keep an upload and return its row.

    `upload` is an UploadedFile or an open binary file with a name; `by` has an `id` and a `name` (an Actor)
    or is an account. Raises FileRefused(code, message) with code "empty", "too_large", "type", "extension",
    "macros" or "damaged"; nothing is kept then. The bytes are on disk before the row is written, so a
    transaction that is undone can leave bytes without a row, never a row without bytes.
    """
    root = Path(settings.FILES_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix="incoming-", dir=root)
    try:
        with os.fdopen(handle, "w+b") as file:
            digest, size = _received(upload, file)
            kind = recognise(file, size)
            name = safe_name(getattr(upload, "name", None), kind)
            file.flush()
            _settle(Path(temporary), path_of(digest), file)
    finally:
        Path(temporary).unlink(missing_ok=True)
    return StoredFile.objects.create(
        digest=digest,
        size=size,
        content_type=kind.content_type,
        name=name,
        uploaded_by_id=getattr(by, "id", None),
        uploaded_by_name=_name_of(by),
        at=clock.now(),
    )


def path_of(digest: str) -> Path:
    """Where bytes with a digest lie: FILES_ROOT/ab/cd/<digest>. Raises ValueError for what is no digest."""
    if len(digest) != 64 or set(digest) - set("0123456789abcdef"):
        raise ValueError(f"{digest!r} is no digest")
    return Path(settings.FILES_ROOT) / digest[:2] / digest[2:4] / digest


def open_stored(stored: StoredFile) -> BinaryIO:
    """The bytes of a stored file, open for reading. Raises FileNotFoundError."""
    return path_of(stored.digest).open("rb")


def response(stored: StoredFile) -> HttpResponse:
    """An answer that makes the browser save the file, never show or guess it.

    With settings.FILES_ACCEL ("/_files/", an internal location of nginx over FILES_ROOT) the web server
    sends the bytes. Raises Http404 when the bytes are gone.
    """
    path = path_of(stored.digest)
    accel = getattr(settings, "FILES_ACCEL", "")
    if not path.is_file():
        raise Http404(_("The file is not on disk any more."))
    if accel:
        answer = HttpResponse(content_type=stored.content_type)
        answer["X-Accel-Redirect"] = f"{accel.rstrip('/')}/{path.relative_to(settings.FILES_ROOT).as_posix()}"
    else:
        answer = FileResponse(path.open("rb"), content_type=stored.content_type)
        answer["Content-Length"] = stored.size
    answer["Content-Disposition"] = content_disposition_header(True, stored.name)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer


def breaks() -> Iterator[Break]:
    """Stored files whose bytes are gone or no longer fit their digest; reads every file once."""
    for digest in (
        StoredFile.objects.order_by("digest").values_list("digest", flat=True).distinct().iterator()
    ):
        told = {"digest": digest}
        try:
            with path_of(digest).open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                    yield Break("files", None, "file", _("file %(digest)s was changed on disk") % told)
        except (OSError, ValueError):
            yield Break("files", None, "file", _("file %(digest)s is not on disk") % told)


def _received(upload, file: BinaryIO) -> tuple[str, int]:
    """Copy an upload chunk by chunk, stopping at the limit; its digest and size in bytes."""
    digest, size, limit = hashlib.sha256(), 0, settings.UPLOAD_MAX_BYTES
    for chunk in _chunks(upload):
        size += len(chunk)
        if size > limit:
            told = {"limit": limit // (1024 * 1024)}
            raise FileRefused("too_large", _("The file is larger than %(limit)s MB.") % told)
        digest.update(chunk)
        file.write(chunk)
    if not size:
        raise FileRefused("empty", _("The file is empty (0 bytes)."))
    return digest.hexdigest(), size


def _chunks(upload) -> Iterator[bytes]:
    if hasattr(upload, "chunks"):
        yield from upload.chunks(_CHUNK)
        return
    while chunk := upload.read(_CHUNK):
        yield chunk


def _settle(temporary: Path, final: Path, file: BinaryIO) -> None:
    """Give flushed bytes their place in one step; equal bytes that lie there already stay."""
    if final.exists() and final.stat().st_size == temporary.stat().st_size:
        return
    final.parent.mkdir(parents=True, exist_ok=True)
    os.fsync(file.fileno())
    temporary.chmod(0o640)
    temporary.replace(final)
    folder = os.open(final.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _name_of(by) -> str:
    return str(getattr(by, "full_name", "") or getattr(by, "name", "") or by or "")
