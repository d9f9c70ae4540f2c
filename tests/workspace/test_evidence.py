"""Evidence files: added while the dossier is written, downloaded by those who read the case."""

import pytest

from portal.people import roles
from portal.record.models import Event
from tests import province
from tests.workspace.conftest import at
from workflow.models import Evidence, states


@pytest.fixture
def draft():
    return province.case_in(states.DRAFT)


@pytest.fixture
def kept(signed_in, draft, pdf):
    officer = signed_in(roles.COMMUNE_OFFICER, draft)
    answer = officer.post(
        at("case-evidence", draft.pk, 2), {"file": pdf("khai-sinh.pdf"), "name": "Sổ khai sinh"}
    )
    assert answer.status_code == 302
    return Evidence.objects.get(score__case=draft)


def test_a_file_is_added_downloaded_and_taken_out(signed_in, draft, kept):
    officer = signed_in(roles.COMMUNE_OFFICER, draft)
    assert "Sổ khai sinh" in officer.get(at("case-evidence", draft.pk, 2)).content.decode()
    answer = officer.get(at("file-evidence", kept.pk))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert officer.post(at("case-evidence-remove", draft.pk, 2, kept.pk)).status_code == 302
    assert not Evidence.objects.exists()
    told = list(Event.objects.about("case", draft.pk).values_list("action", flat=True))[-2:]
    assert told == ["evidence.added", "evidence.removed"]


def test_readers_download_and_strangers_find_nothing(signed_in, draft, kept):
    address = at("file-evidence", kept.pk)
    for reader in (f"huyen.{province.DISTRICT}.phong", "mttq.tinh", "quan.tri"):
        assert signed_in(reader).get(address).status_code == 200
    for stranger in (f"huyen.{province.CITY}.phong", f"xa.{province.HIEU}.canbo"):
        assert signed_in(stranger).get(address).status_code == 404


def test_only_the_commune_adds_and_takes_out(signed_in, draft, kept, pdf):
    district = signed_in(roles.DISTRICT_OFFICER, draft)
    assert district.post(at("case-evidence", draft.pk, 2), {"file": pdf()}).status_code == 403
    assert district.post(at("case-evidence-remove", draft.pk, 2, kept.pk)).status_code == 403
    assert Evidence.objects.count() == 1


def test_wrong_files_and_criteria(signed_in, draft):
    officer = signed_in(roles.COMMUNE_OFFICER, draft)
    assert officer.post(at("case-evidence", draft.pk, 2), {}).status_code == 200
    assert officer.get(at("case-evidence", draft.pk, 99)).status_code == 404
    assert officer.post(at("case-evidence-remove", draft.pk, 2, 10**30)).status_code == 404
