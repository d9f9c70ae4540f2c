"""Certificates: valid, superseded or revoked; codes are taken however people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from public.certificates import Standing, certificate_key, verify_certificate
from public.models import Publication
from tests import province
from tests.public import snapshots
from workflow.actions.certificates import ALPHABET
from workflow.models import states

CODES = st.text(alphabet=ALPHABET, min_size=12, max_size=12)


@given(CODES)
def test_a_code_is_its_own_key(letters):
    assert certificate_key(letters) == letters


@given(CODES)
def test_a_code_is_known_however_it_is_typed(letters):
    sloppy = f" {letters[:4]}-{letters[4:8]} {letters[8:]}".lower().replace("0", "o").replace("1", "l")
    assert certificate_key(sloppy) == letters


@pytest.mark.django_db
class TestStanding:
    def test_a_recognition_that_stands_is_valid(self):
        given = Publication.objects.current().filter(state=states.RECOGNIZED).first()
        assert verify_certificate(given.certificate_code.lower()).standing is Standing.VALID

    def test_a_reward_keeps_the_certificate_valid(self):
        case = province.case_in(states.REWARDED)
        given = Publication.objects.current().get(case_id=case.pk)
        assert verify_certificate(given.certificate_code).standing is Standing.VALID

    def test_a_revoked_recognition_is_told(self):
        case = province.case_in(states.REVOKED)
        given = Publication.objects.filter(case_id=case.pk).exclude(certificate_code="").first()
        found = verify_certificate(given.certificate_code)
        assert found.standing is Standing.REVOKED
        assert found.given.state == states.RECOGNIZED
        assert found.given.decision_number != found.current.decision_number

    def test_a_later_certificate_supersedes(self):
        snapshots.publish(snapshots.final(year=2031, code="AAAA-BBBB-CCCC"), case_id=900_001)
        snapshots.publish(snapshots.final(year=2031, code="DDDD-EEEE-FFFF"), case_id=900_001)
        assert verify_certificate("AAAA-BBBB-CCCC").standing is Standing.SUPERSEDED
        assert verify_certificate("DDDD-EEEE-FFFF").standing is Standing.VALID

    @pytest.mark.parametrize("code", ["", "----", "ZZZZ", "Đ", "'; --"])
    def test_anything_else_is_unknown(self, code):
        assert verify_certificate(code).standing is Standing.UNKNOWN


@pytest.mark.django_db
def test_the_page_says_it_and_the_form_leads_there(site, client):
    code = Publication.objects.current().filter(state=states.RECOGNIZED).first().certificate_code
    response = client.get("/xac-minh/", {"code": code.lower().replace("-", "")})
    assert response["Location"] == f"/xac-minh/{code}/"
    page = client.get(response["Location"]).content.decode()
    assert "notice tone-forest" in page
    assert client.get(f"/xac-minh/{code.lower()}/")["Location"] == f"/xac-minh/{code}/"


@pytest.mark.django_db
def test_an_unknown_code_keeps_what_was_typed(site, client):
    response = client.get("/xac-minh/", {"code": "7K3M-XXXX"})
    assert response.status_code == 200
    assert "7K3M-XXXX" in response.content.decode()
