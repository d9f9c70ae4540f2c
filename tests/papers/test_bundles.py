"""The whole dossier as ZIP: every file with its bytes, an index that fits, safe names, only for readers."""

import csv
import hashlib
import io
import re
import tracemalloc
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from portal.people.models import User
from portal.record import files
from portal.record.models import StoredFile
from tests import province
from tests.papers.test_printed import pages_of, squeezed
from workflow.documents.bundles import archive
from workflow.documents.bundles.content import bundle_of
from workflow.models import Act, Council, Decision, Evidence, Finding, Paper, Score, states

SAFE = re.compile(r"[a-z0-9-]+/(danh-muc\.(csv|pdf)|[1-4]-[a-z-]+/[0-9]{3}[a-z0-9-]*\.[a-z]{3,4})")


def signed_in(username: str) -> Client:
    return province.sign_in(Client(), User.objects.get(username=username))


def fetched(client: Client, case) -> zipfile.ZipFile:
    answer = client.get(reverse("workspace:case-bundle", args=[case.pk]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    assert answer["Content-Disposition"].startswith('attachment; filename="ho-so-')
    assert "no-store" in answer["Cache-Control"]
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def rows_of(packed: zipfile.ZipFile) -> list[dict]:
    [listed] = [name for name in packed.namelist() if name.endswith("/danh-muc.csv")]
    text = packed.read(listed).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def on_paper(text: str) -> str:
    """Without blanks and hyphens: a reader of PDF drops the hyphen at the end of a line."""
    return squeezed(text).replace("-", "")


def digests_of(case) -> list[str]:
    """The digests of every file of a case, counted apart from the code under test."""
    moved = Act.objects.filter(case_id=case.pk).values("decision")
    units = (case.assessing_unit, case.reviewing_unit)
    rows = [
        *Paper.objects.filter(Q(pk__in=case.papers.all()) | Q(pk__in=case.covering_papers.all())),
        *Council.objects.filter(campaign=case.campaign, unit__in=units),
        *Decision.objects.filter(pk__in=moved),
        *Evidence.objects.filter(score__in=Score.objects.filter(case=case)),
        *Finding.objects.filter(case=case),
    ]
    return sorted(row.file.digest for row in rows if row.file)


def with_evidence(case, name: str, content: bytes = b"%PDF-1.4\nminh chung\n%%EOF\n") -> StoredFile:
    stored = files.store(ContentFile(content, "minh-chung.pdf"), by=None)
    score = Score.objects.filter(case=case).first()
    Evidence.objects.create(score=score, file=stored, name=name, added_by_name="Y Blơi")
    return stored


@pytest.mark.parametrize(
    "state", [states.DRAFT, states.COMMUNE_ASSESSED, states.DISTRICT_REVIEWED, states.RECOGNIZED]
)
def test_every_file_is_there_with_its_bytes_and_the_index_fits(state):
    case = province.case_in(state)
    packed = fetched(signed_in(f"huyen.{province.DISTRICT}.phong"), case)
    assert packed.testzip() is None
    assert [name for name in packed.namelist() if not SAFE.fullmatch(name)] == []
    assert len(set(packed.namelist())) == len(packed.namelist())
    rows, folder = rows_of(packed), packed.namelist()[0].split("/")[0]
    assert sorted(row["SHA-256"] for row in rows) == digests_of(case)
    for row in rows:
        inside = packed.read(f"{folder}/{row['Vị trí trong tệp nén']}")
        assert hashlib.sha256(inside).hexdigest() == row["SHA-256"]
        assert row["Ghi chú"] == "Dữ liệu minh họa"
    assert len(packed.namelist()) == len(rows) + 2
    cover = on_paper("".join(pages_of(packed.read(f"{folder}/danh-muc.pdf"))))
    told = [row[key] for row in rows for key in ("Vị trí trong tệp nén", "Tên", "Số", "SHA-256", "Người nộp")]
    missing = [text for text in told if on_paper(text.removeprefix("'")) not in cover]
    assert missing == []
    assert squeezed("DỮ LIỆU MINH HỌA") in cover and on_paper(case.full_name) in cover


def test_names_from_outside_cannot_leave_the_folder_or_run_in_a_spreadsheet():
    case = province.case_in(states.COMMUNE_ASSESSED)
    odd = ["../../etc/passwd", "=1+1", "a" * 200, "\u202egpj.exe", "<b>#panic()</b>"]
    for name in odd:
        with_evidence(case, name)
    packed = fetched(signed_in(f"huyen.{province.DISTRICT}.phong"), case)
    assert [name for name in packed.namelist() if not SAFE.fullmatch(name)] == []
    told = [row["Tên"] for row in rows_of(packed)]
    assert any("../../etc/passwd" in name for name in told) and not any("\u202e" in name for name in told)
    assert not any(value.startswith("=") for row in rows_of(packed) for value in row.values())


def test_a_file_that_is_gone_is_said_and_the_rest_arrives():
    case = province.case_in(states.COMMUNE_ASSESSED)
    gone = with_evidence(case, "Đã mất", b"%PDF-1.4\nse mat\n%%EOF\n")
    files.path_of(gone.digest).unlink()
    rows = rows_of(packed := fetched(signed_in(f"huyen.{province.DISTRICT}.phong"), case))
    lost = [row for row in rows if row["SHA-256"] == gone.digest]
    assert [row["Vị trí trong tệp nén"] for row in lost] == [archive.GONE]
    assert len(packed.namelist()) == len(rows) + 1


def test_memory_and_queries_do_not_grow_with_the_files(django_assert_max_num_queries):
    case = province.case_in(states.COMMUNE_ASSESSED)
    for number in range(6):
        with_evidence(case, f"Lớn {number}", b"%PDF-1.4\n" + bytes([number]) * 4_000_000 + b"\n%%EOF\n")
    archive.made(bundle_of(case)).close()
    with django_assert_max_num_queries(8):
        bundle = bundle_of(case)
    tracemalloc.start()
    kept = archive.made(bundle)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert kept.seek(0, 2) > 24_000_000
    kept.close()
    assert most < 4_000_000


def test_only_readers_of_the_case_get_it_and_its_page_offers_it():
    case = province.case_in(states.COMMUNE_ASSESSED)
    address = reverse("workspace:case-bundle", args=[case.pk])
    assert signed_in(f"xa.{province.DUY_TAN}.canbo").get(address).status_code == 404
    papers = signed_in(f"huyen.{province.DISTRICT}.phong").get(
        reverse("workspace:case-papers", args=[case.pk])
    )
    assert address in papers.content.decode()
