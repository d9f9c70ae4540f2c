"""Uploads: known by their bytes, kept under their digest, served as downloads."""

import hashlib
import io
import struct
import time
import zipfile
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st

from portal.record import content, filenames, files
from portal.record.content import DOCX, JPEG, PDF, PNG, XLSX, FileRefused
from portal.record.events import Actor
from portal.record.models import StoredFile
from tests import province

OFFICER = Actor(7, "Y Hạnh")
PDF_BYTES = b"%PDF-1.7\n%%EOF\n"
PNG_BYTES = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20
JPEG_BYTES = b"\xff\xd8\xff\xe0" + b"\x00" * 20
TYPES = '<Types xmlns="x"><Override PartName="/{part}" ContentType="{content_type}.main+xml"/></Types>'


def package(
    kind=DOCX, part="word/document.xml", types=None, compression=zipfile.ZIP_DEFLATED, **members
) -> bytes:
    """An office file, with further members by name (double underscore for a slash)."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as archive:
        told = types if types is not None else TYPES.format(part=part, content_type=kind.content_type)
        archive.writestr("[Content_Types].xml", told)
        if part:
            archive.writestr(part, "<xml/>")
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), data)
    return packed.getvalue()


def upload(data: bytes, name="bien-ban.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def code_of_refusal(data: bytes, name: str) -> str:
    with pytest.raises(FileRefused) as refused:
        files.store(upload(data, name), by=OFFICER)
    assert str(refused.value.message)
    return refused.value.code


@pytest.fixture
def root(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    return settings.FILES_ROOT


def kept(root) -> list:
    return sorted(path for path in root.rglob("*") if path.is_file())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (PDF_BYTES, "Biên bản họp.pdf", PDF),
        (PNG_BYTES, "anh.PNG", PNG),
        (JPEG_BYTES, "anh.jpeg", JPEG),
        (JPEG_BYTES, "anh.jpg", JPEG),
        (package(), "to-trinh.docx", DOCX),
        (package(XLSX, "xl/workbook.xml"), "diem.xlsx", XLSX),
    ],
)
def test_what_we_take_is_kept_under_its_digest(root, data, name, kind):
    stored = files.store(upload(data, name), by=OFFICER)
    digest = hashlib.sha256(data).hexdigest()
    assert (stored.digest, stored.size, stored.content_type) == (digest, len(data), kind.content_type)
    assert (stored.uploaded_by_id, stored.uploaded_by_name) == (7, "Y Hạnh")
    assert kept(root) == [root / digest[:2] / digest[2:4] / digest]
    with files.open_stored(stored) as file:
        assert file.read() == data


@pytest.mark.django_db
def test_equal_bytes_are_kept_once_but_every_upload_is_told(root):
    first = files.store(upload(PDF_BYTES, "a.pdf"), by=OFFICER)
    second = files.store(upload(PDF_BYTES, "b.pdf"), by=SimpleNamespace(id=8, full_name="A Blong"))
    assert len(kept(root)) == 1
    assert {(row.name, row.uploaded_by_name) for row in StoredFile.objects.filter(digest=first.digest)} == {
        ("a.pdf", "Y Hạnh"),
        ("b.pdf", "A Blong"),
    }
    assert first.pk != second.pk


def test_a_list_of_types_without_end_is_read_once():
    """Each "<Override" used to look for its end through all the others: a minute for a file of 2 KB."""
    data = package(types="<Override" * 116_000)
    began = time.process_time()
    with pytest.raises(FileRefused) as refused:
        content.recognise(io.BytesIO(data), len(data))
    assert refused.value.code == "type"
    assert time.process_time() - began < 2  # it took forty


def crowded(members: int, told: int) -> bytes:
    """An archive whose directory lists an empty member many times, and tells any number of them."""
    member = struct.pack("<4s4xHH16xHHH12x", b"PK\x01\x02", 0, 0, 1, 0, 0) + b"a"
    directory = member * members
    last = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, told, told, len(directory), 4, 0)
    return b"PK\x03\x04" + directory + last


@pytest.mark.parametrize("told", [1, 2001, 65535])
def test_a_crowded_archive_is_refused_by_its_last_record(told, monkeypatch):
    data = crowded(200_000, told)
    monkeypatch.setattr(zipfile, "ZipFile", None)
    with pytest.raises(FileRefused) as refused:
        content.recognise(io.BytesIO(data), len(data))
    assert refused.value.code == "damaged"


def test_the_64_bit_form_of_archives_is_not_taken(monkeypatch):
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 1)
    data = package()
    assert b"PK\x06\x07" in data
    with pytest.raises(FileRefused) as refused:
        content.recognise(io.BytesIO(data), len(data))
    assert refused.value.code == "damaged"


def test_an_archive_may_carry_a_comment():
    packed = io.BytesIO(package())
    with zipfile.ZipFile(packed, "a") as archive:
        archive.comment = "Biên bản".encode()
    assert content.recognise(packed, len(packed.getvalue())) is DOCX


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.pdf", "empty"),
        (b"MZ\x90\x00", "a.pdf", "type"),
        (b"<html><script>", "a.png", "type"),
        (b"\n%PDF-1.7", "a.pdf", "type"),
        (b"PK\x03\x04 no zip", "a.docx", "damaged"),
        (PDF_BYTES, "a.png", "extension"),
        (PDF_BYTES, "a.pdf.exe", "extension"),
        (PNG_BYTES, "a.jpg", "extension"),
        (package(), "a.xlsx", "extension"),
        (package(), "a.docm", "extension"),
        (package(part=""), "a.docx", "damaged"),
        (package(types="<Types/>"), "a.docx", "type"),
        (package(types="<Types/>", part="readme.txt"), "a.docx", "type"),
        (package(word__vbaProject_DOT_bin="x"), "a.docx", "macros"),
        (package(word__activeX__activeX1_DOT_xml="x"), "a.docx", "macros"),
        (
            package(types=TYPES.format(part="word/document.xml", content_type="macroEnabled")),
            "a.docx",
            "macros",
        ),
        (
            package(
                types=f'{TYPES}<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
            ),
            "a.docx",
            "macros",
        ),
        (package(bomb_DOT_xml=b"0" * (60 << 20)), "a.docx", "damaged"),
        (package(etc__x=b"a").replace(b"etc/x", b"../xx"), "a.docx", "damaged"),
        (package()[:-30], "a.docx", "damaged"),
    ],
)
def test_what_we_do_not_take_is_refused_and_not_kept(root, data, name, code):
    before = StoredFile.objects.count()
    assert code_of_refusal(data, name) == code
    assert kept(root) == []
    assert StoredFile.objects.count() == before


@pytest.mark.django_db
def test_the_limit_is_counted_not_believed(root, settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    exact = PDF_BYTES + b"0" * (1024 * 1024 - len(PDF_BYTES))
    files.store(upload(exact), by=OFFICER)
    assert code_of_refusal(exact + b"0", "a.pdf") == "too_large"
    liar = io.BytesIO(exact + b"0")
    liar.name, liar.size = "a.pdf", 1
    with pytest.raises(FileRefused, match="1 MB"):
        files.store(liar, by=OFFICER)
    assert len(kept(root)) == 1


def test_a_package_that_is_locked_is_refused():
    data = bytearray(package(compression=zipfile.ZIP_STORED))
    central = data.rindex(b"PK\x01\x02")
    data[central + 8] |= 1
    with pytest.raises(FileRefused) as refused:
        content.recognise(io.BytesIO(bytes(data)), len(data))
    assert refused.value.code == "damaged"


@given(st.binary(max_size=200))
def test_any_bytes_are_recognised_or_refused(noise):
    for start in (b"", b"PK\x03\x04", package()[:60]):
        data = start + noise
        try:
            assert content.recognise(io.BytesIO(data), len(data)) in content.KINDS
        except FileRefused as refused:
            assert refused.code in {"type", "damaged", "macros"}


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("Biên bản họp.pdf", "Biên bản họp.pdf"),
        ("Bie\u0302n ba\u0309n.pdf", "Biên bản.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\x\\Tờ trình.PDF", "Tờ trình.pdf"),
        ("a\x00b\r\nc.pdf", "ab c.pdf"),
        ("evil\u202efdp.pdf", "evilfdp.pdf"),
        ('a"b<c>|?*.pdf', "a_b_c____.pdf"),
        ("..pdf", "pdf.pdf"),
        (".pdf", "pdf.pdf"),
        ("", "tep.pdf"),
        (None, "tep.pdf"),
        ("...", "tep.pdf"),
        ("\ud800.pdf", "pdf.pdf"),
        ("CON.pdf", "CON_.pdf"),
        ("số 12.2025", "số 12.2025.pdf"),
        ("bao cao", "bao cao.pdf"),
        ("x" * 400 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_names_are_reduced_to_what_all_can_carry(told, name):
    assert filenames.safe_name(told, PDF) == name


@given(st.none() | st.text(st.characters(), max_size=300))
def test_any_name_becomes_a_harmless_one_or_is_refused(told):
    try:
        name = filenames.safe_name(told, PDF)
    except FileRefused as refused:
        assert refused.code == "extension"
        return
    assert name.endswith(".pdf")
    assert 4 < len(name) <= 150
    assert not set(name) & set('/\\\x00\r\n"<>:|?*')
    assert not name.startswith(".")
    name.encode()
    assert filenames.safe_name(name, PDF) == name


@pytest.mark.django_db
def test_odd_names_are_stored_and_served(root):
    for told in ("\x00\ud800.pdf", "a\r\nSet-Cookie: x.pdf", "Đắk 🌱.pdf"):
        file = io.BytesIO(PDF_BYTES)
        file.name = told
        answer = files.response(files.store(file, by=OFFICER))
        assert answer["Content-Disposition"].startswith("attachment; filename")


@pytest.mark.django_db
def test_a_file_is_a_download_that_is_never_guessed_or_kept(root):
    answer = files.response(files.store(upload(PDF_BYTES, "Biên bản.pdf"), by=OFFICER))
    assert b"".join(answer.streaming_content) == PDF_BYTES
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Length"] == str(len(PDF_BYTES))
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''Bi%C3%AAn%20b%E1%BA%A3n.pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert "sandbox" in answer["Content-Security-Policy"]
    answer.close()


@pytest.mark.django_db
def test_a_web_server_may_send_the_bytes(root, settings):
    settings.FILES_ACCEL = "/_files/"
    stored = files.store(upload(PDF_BYTES), by=OFFICER)
    answer = files.response(stored)
    assert answer.content == b""
    assert answer["X-Accel-Redirect"] == f"/_files/{stored.digest[:2]}/{stored.digest[2:4]}/{stored.digest}"
    assert answer["Content-Disposition"] == 'attachment; filename="bien-ban.pdf"'


@pytest.mark.django_db
def test_lost_and_altered_bytes_are_found(root):
    province.bring_files()
    stored = files.store(upload(PDF_BYTES), by=OFFICER)
    assert list(files.breaks()) == []
    files.path_of(stored.digest).chmod(0o600)
    files.path_of(stored.digest).write_bytes(b"other")
    assert [found.code for found in files.breaks()] == ["file"]
    files.path_of(stored.digest).unlink()
    assert stored.digest in next(files.breaks()).sentence
    with pytest.raises(Http404):
        files.response(stored)


@pytest.mark.django_db
def test_an_upload_is_never_rewritten(root):
    stored = files.store(upload(PDF_BYTES), by=OFFICER)
    rows = StoredFile.objects.filter(pk=stored.pk)
    for write in (lambda: rows.update(name="x.pdf"), rows.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", "A" * 64, "a" * 63])
def test_only_a_digest_names_a_place(digest):
    with pytest.raises(ValueError):
        files.path_of(digest)
