"""Phân quyền: who sees it, what it shows, in a constant number of queries."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.people import grants, roles
from portal.people.models import Grant, User
from tests import province
from tests.workspace_people.conftest import CHAIR, COMMUNE_OFFICER, OFFICE, PAPER, at, grant_of, words_of

# Who opens the page of which place: 200 or 404.
SEES = {
    COMMUNE_OFFICER: {
        "toan-cong": 404,
        "62": 404,
        province.DISTRICT: 404,
        province.MANG_CANH: 200,
        province.HIEU: 404,
    },
    OFFICE: {"toan-cong": 404, "62": 404, province.DISTRICT: 200, province.CITY: 404, province.HIEU: 200},
    "so.ldtbxh": {
        "toan-cong": 404,
        "62": 200,
        province.DISTRICT: 200,
        province.CITY: 200,
        province.HIEU: 200,
    },
    "giamsat.so_y_te": {"toan-cong": 404, "62": 200, province.DISTRICT: 200, province.HIEU: 200},
    "quan.tri": {"toan-cong": 200, "62": 200, province.DISTRICT: 200, province.HIEU: 200},
    "tinh.bientap": {"toan-cong": 403, "62": 403, province.HIEU: 403},
}


def test_who_opens_which_place(signed_in):
    got = {}
    for username, places in SEES.items():
        client = signed_in(username)
        got[username] = {code: client.get(at("people-unit", code)).status_code for code in places}
    assert got == SEES


def test_where_the_menu_leads(signed_in):
    got = {
        name: signed_in(name).get(at("people")).url
        for name in (COMMUNE_OFFICER, OFFICE, "so.ldtbxh", "quan.tri")
    }
    assert got == {
        COMMUNE_OFFICER: at("people-unit", province.MANG_CANH),
        OFFICE: at("people-unit", province.DISTRICT),
        "so.ldtbxh": at("people-unit", "62"),
        "quan.tri": at("people-unit", "toan-cong"),
    }


def test_a_commune_shows_where_each_right_comes_from(signed_in):
    page = signed_in(OFFICE).get(at("people-unit", province.HIEU)).context
    here = {(row.grant.user.username, row.grant.role) for row in page["here"]}
    assert here == {
        (f"xa.{province.HIEU}.canbo", roles.COMMUNE_OFFICER),
        (f"xa.{province.HIEU}.chutich", roles.COMMUNE_CHAIR),
        (f"xa.{province.HIEU}.thanhvien", roles.COMMUNE_MEMBER),
    }
    inherited = {(span.code, readable) for span, readable, rows in page["inherited"]}
    assert inherited == {(province.DISTRICT, True), ("62", False)}
    from_district = next(
        rows for span, _readable, rows in page["inherited"] if span.code == province.DISTRICT
    )
    assert {row.grant.role for row in from_district} == {
        roles.DISTRICT_OFFICER,
        roles.DISTRICT_CHAIR,
        roles.DISTRICT_MEMBER,
    }
    assert [row.grant.user.username for row in page["portal"]] == ["quan.tri"]


def test_who_writes_pages_inherits_no_reading(signed_in):
    page = signed_in("so.ldtbxh").get(at("people-unit", province.DISTRICT)).context
    told = {row.grant.role for _span, _readable, rows in page["inherited"] for row in rows}
    assert told & roles.PAGE_ROLES == set()
    assert roles.PROVINCE_OFFICER in told


@pytest.mark.parametrize("code", ["toan-cong", "62", province.DISTRICT, province.HIEU])
def test_queries_are_few_and_do_not_grow_with_people(signed_in, code):
    client = signed_in("quan.tri")

    def count() -> int:
        client.get(at("people-unit", code))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(at("people-unit", code)).status_code == 200
        return len(queries)

    before = count()
    unit = None if code == "toan-cong" else grant_of(f"xa.{province.HIEU}.canbo").unit
    if code in ("62", province.DISTRICT):
        name = "so.ldtbxh" if code == "62" else OFFICE
        unit = grant_of(name).unit
    for number in range(12):
        user = User.objects.create(username=f"them-{number}", full_name=f"Thêm {number}")
        role = roles.ADMINISTRATOR if unit is None else roles.EDITOR
        Grant.objects.create(user=user, role=role, unit=unit, valid_from=date(2025, 1, 1), decision=PAPER)
    assert (count(), before <= 25) == (before, True)


def test_coming_and_past_rights_are_told_apart(signed_in):
    today = province.NOW.date()
    right, officer = grant_of(f"xa.{province.HIEU}.canbo"), User.objects.get(username=OFFICE)
    successor = User.objects.create(username="y.moi", full_name="Y Mới")
    grants.hand_over(right, successor, by=officer, first_day=today + timedelta(days=4), decision=PAPER)
    page = signed_in(OFFICE).get(at("people-unit", province.HIEU)).context
    here = {row.grant.user.username: row.coming for row in page["here"]}
    assert (here[f"xa.{province.HIEU}.canbo"], here["y.moi"]) == (False, True)


def test_units_below_say_which_posts_nobody_holds(signed_in):
    grants.end(
        grant_of(f"xa.{province.HIEU}.canbo"), by=User.objects.get(username=OFFICE), on=date(2025, 11, 19)
    )
    below = {
        one.span.code: one
        for one in signed_in(OFFICE).get(at("people-unit", province.DISTRICT)).context["below"]
    }
    assert (len(below[province.HIEU].missing), len(below[province.MANG_CANH].missing)) == (1, 0)


def test_pages_of_a_right_and_a_person_follow_the_same_reach(signed_in):
    right = grant_of(f"xa.{province.HIEU}.canbo")
    names = ("people-right", "people-person")
    got = {}
    for username in (OFFICE, COMMUNE_OFFICER, CHAIR, f"huyen.{province.CITY}.phong", "so.ldtbxh", "quan.tri"):
        client = signed_in(username)
        got[username] = tuple(
            client.get(at(name, pk)).status_code
            for name, pk in zip(names, (right.pk, right.user_id), strict=True)
        )
    yes, no = (200, 200), (404, 404)
    assert got == {
        OFFICE: yes,
        COMMUNE_OFFICER: no,
        CHAIR: yes,
        f"huyen.{province.CITY}.phong": no,
        "so.ldtbxh": yes,
        "quan.tri": yes,
    }


def test_only_who_appoints_is_offered_a_change(signed_in):
    right = grant_of(f"xa.{province.HIEU}.canbo")
    got = {
        name: signed_in(name).get(at("people-right", right.pk)).context["may_change"]
        for name in (OFFICE, CHAIR, "so.ldtbxh", "quan.tri")
    }
    assert got == {OFFICE: True, CHAIR: False, "so.ldtbxh": False, "quan.tri": False}


def test_the_administrators_home_leads_to_the_rights(signed_in):
    page = signed_in("quan.tri").get(at("home"))
    assert f'href="{at("people-unit", "toan-cong")}"' in page.content.decode()
    assert words_of(page)
