"""Who enters, who reads, who does not even learn that a case exists."""

import pytest

from portal.people import roles
from tests import province
from tests.workspace.conftest import at
from workflow.models import Case, states
from workflow.workspace import urls

PARTS = (
    "case",
    "case-scores",
    "case-council",
    "case-papers",
    "case-findings",
    "case-messages",
    "case-history",
    "case-next",
)
STATES = tuple(province.CASES)


def test_visitors_are_sent_to_sign_in_and_come_back(client):
    case = province.case_in(states.DRAFT)
    answer = client.get(at("case", case.pk))
    assert answer.status_code == 302
    assert answer.url == f"/tai-khoan/dang-nhap/?next=/lam-viec/ho-so/{case.pk}/"


@pytest.mark.parametrize("username", ["tinh.bientap", "tinh.xuatban"])
def test_people_without_an_office_read_why_not(signed_in, username):
    answer = signed_in(username).get(at("home"))
    assert answer.status_code == 403
    assert "workspace/no_office.html" in [template.name for template in answer.templates]


def test_every_address_asks_for_an_official():
    """A page cannot be added without the guard: the urls wrap them all."""
    open_ones = [
        pattern
        for pattern in _flat(urls.urlpatterns)
        if not hasattr(pattern.callback, "__wrapped__") or "guarded" not in pattern.callback.__code__.co_name
    ]
    assert open_ones == []


def _flat(patterns):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _flat(pattern.url_patterns)
        else:
            yield pattern


def test_the_workspace_is_mounted_in_both_languages(signed_in):
    answer = signed_in("so.ldtbxh").get("/en/lam-viec/")
    assert answer.status_code == 200
    assert "<h1>My work</h1>" in answer.content.decode()


@pytest.mark.parametrize("state", STATES)
def test_each_part_of_a_case_within_25_queries(signed_in, within_budget, state):
    case = province.case_in(state)
    readers = [
        (roles.COMMUNE_OFFICER, case),
        (roles.DISTRICT_OFFICER, case),
        ("so.ldtbxh", None),
        ("giamsat.so_y_te", None),
        ("mttq.tinh", None),
        ("quan.tri", None),
    ]
    for who in readers:
        client = signed_in(*who)
        for part in PARTS:
            assert within_budget(client, at(part, case.pk)).status_code == 200, (who, part)


def test_a_case_of_another_district_does_not_exist(signed_in):
    case = province.case_in(states.DISTRICT_REVIEWED)
    stranger = signed_in(f"huyen.{province.CITY}.phong")
    for part in PARTS:
        assert stranger.get(at(part, case.pk)).status_code == 404
    for key in ("cong-nhan", "mo-lai"):
        assert stranger.get(at("act", case.pk, key)).status_code == 404
        assert stranger.post(at("act", case.pk, key)).status_code == 404
    assert Case.objects.get(pk=case.pk).state == states.DISTRICT_REVIEWED


def test_numbers_no_database_holds_are_not_found(signed_in):
    officer = signed_in("so.ldtbxh")
    for pk in (0, 10**6, 2**63, 10**40):
        for part in PARTS:
            assert officer.get(f"/lam-viec/ho-so/{pk}/").status_code == 404, (pk, part)
    assert officer.get(at("act", province.case_in(states.DRAFT).pk, "xoa")).status_code == 404


def test_pages_of_officials_are_kept_nowhere(signed_in):
    answer = signed_in("so.ldtbxh").get(at("home"))
    assert "no-store" in answer["Cache-Control"] and "private" in answer["Cache-Control"]
