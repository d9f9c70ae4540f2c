"""Giving, ending, handing over, standing in: filled in, confirmed, refused, and told."""

from datetime import date, timedelta

import pytest
from django.core import mail

from portal.outbox.models import Notice
from portal.people import grants, roles
from portal.people.models import Access, Grant, User
from portal.record.models import Event
from tests import province
from tests.workspace_people.conftest import (
    CHAIR,
    COMMUNE_OFFICER,
    OFFICE,
    PAPER,
    at,
    confirmed,
    errors,
    grant_of,
    templates,
    words_of,
)
from workflow.workspace.people.words import waiting_cases

TODAY = province.NOW.date()
DAY = timedelta(days=1)
MONDAY = date(2025, 11, 24)


def test_people_are_found_without_tones(signed_in):
    User.objects.create(username="nguyen.hanh", full_name="Nguyễn Thị Hạnh Đào")
    client = signed_in(OFFICE)
    for query in ("nguyen hanh", "HẠNH đào", "nguyen.ha", "dao"):
        found = client.get(at("people-give", province.HIEU), {"q": query}).context["people"]
        assert "nguyen.hanh" in [person.username for person, _posts in found], query
    assert client.get(at("people-give", province.HIEU), {"q": "zzz"}).context["people"] == []


def test_giving_a_right_to_somebody_with_an_account(signed_in):
    person = User.objects.create(username="y.blan", full_name="Y Blan", email="y.blan@kontum.gov.vn")
    client, address = signed_in(OFFICE), f"{at('people-give', province.HIEU)}?nguoi={person.pk}"
    data = {"role": roles.COMMUNE_OFFICER, "valid_from": "20/11/2025", "decision": PAPER}
    before = Grant.objects.count(), Event.objects.count()
    answer, page = confirmed(client, address, data)
    assert "Y Blan" in words_of(page)
    assert answer.url == at("people-unit", province.HIEU)
    right = Grant.objects.get(user=person)
    assert (right.role, right.unit.code, right.valid_from, right.decision, right.given_by.username) == (
        roles.COMMUNE_OFFICER,
        province.HIEU,
        TODAY,
        PAPER,
        OFFICE,
    )
    assert (Grant.objects.count(), Event.objects.count()) == (before[0] + 1, before[1] + 1)
    assert [notice.kind for notice in Notice.objects.filter(user=person)] == ["right.given"]


def test_nothing_is_saved_before_the_tick(signed_in):
    person = User.objects.create(username="y.blan", full_name="Y Blan")
    client, address = signed_in(OFFICE), f"{at('people-give', province.HIEU)}?nguoi={person.pk}"
    data = {"role": roles.COMMUNE_OFFICER, "valid_from": "20/11/2025", "decision": PAPER}
    before = Grant.objects.count()
    client.post(address, data)
    unticked = client.post(address, data | {"step": "confirm"})
    assert "people/confirm.html" in templates(unticked) and list(errors(unticked)) == ["sure"]
    again = client.post(address, data | {"step": "edit"})
    assert "people/fill.html" in templates(again) and errors(again) == {}
    assert again.context["form"]["decision"].value() == PAPER
    assert Grant.objects.count() == before


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"role": ""}, {"role"}),
        ({"role": "district_chair"}, {"role"}),
        ({"decision": ""}, {"decision"}),
        ({"valid_from": "31/02/2025"}, {"valid_from"}),
        ({"valid_until": "19/11/2025"}, {"valid_until"}),
        ({"deputy": "on"}, {"deputy"}),
        ({"decision": "x" * 201}, {"decision"}),
    ],
)
def test_bad_input_is_told_beside_its_field(signed_in, changed, wrong):
    person = User.objects.create(username="y.blan", full_name="Y Blan")
    address = f"{at('people-give', province.HIEU)}?nguoi={person.pk}"
    data = {"role": roles.COMMUNE_OFFICER, "valid_from": "20/11/2025", "decision": PAPER} | changed
    answer = signed_in(OFFICE).post(address, data)
    assert (answer.status_code, set(errors(answer))) == (200, wrong)
    assert not Grant.objects.filter(user=person).exists()


def test_a_new_account_without_mail_gets_a_code_to_print(signed_in):
    client, address = signed_in(OFFICE), f"{at('people-give', province.HIEU)}?nguoi=moi"
    data = {"full_name": "Y  Hương", "username": "", "email": "", "role": roles.COMMUNE_MEMBER}
    data |= {"valid_from": "20/11/2025", "decision": PAPER}
    answer, _page = confirmed(client, address, data)
    person = User.objects.get(username="y.huong")
    assert (person.full_name, person.email, person.has_usable_password()) == ("Y Hương", None, False)
    assert answer.url == at("people-person", person.pk)
    printed = client.post(at("people-code", person.pk))
    secret = printed.context["issued"].secret
    assert secret in printed.content.decode() and "no-store" in printed.headers["Cache-Control"]
    assert not Access.objects.filter(digest__contains=secret).exists()
    assert secret not in client.get(at("people-person", person.pk)).content.decode()


def test_a_new_account_with_mail_gets_a_link_once(signed_in, client):
    office, address = signed_in(OFFICE), f"{at('people-give', province.HIEU)}?nguoi=moi"
    data = {"full_name": "A Thiu", "username": "a.thiu9", "email": "a.thiu@kontum.gov.vn"}
    data |= {"role": roles.COMMUNE_MEMBER, "valid_from": "20/11/2025", "decision": PAPER}
    confirmed(office, address, data)
    letter = next(
        one for one in mail.outbox if one.to == ["a.thiu@kontum.gov.vn"] and "/loi-moi/" in one.body
    )
    link = next(word for word in letter.body.split() if "/loi-moi/" in word)
    assert client.get(link).status_code == 200
    new = {"password1": "một câu dài dễ nhớ 2026", "password2": "một câu dài dễ nhớ 2026"}
    assert client.post(link, new).url == "/tai-khoan/dang-nhap/"
    assert client.get(link).status_code == 404
    assert User.objects.get(username="a.thiu9").check_password(new["password1"])


@pytest.mark.parametrize(
    ("account", "wrong"),
    [
        ({"full_name": ""}, {"full_name"}),
        ({"full_name": "=HYPERLINK(1)<b>"}, {"full_name"}),
        ({"full_name": "Y \u202eBlan"}, {"full_name"}),
        ({"full_name": "A" * 151}, {"full_name"}),
        ({"username": "so.ldtbxh"}, {"username"}),
        ({"username": "Có Dấu"}, {"username"}),
        ({"email": "khong phai"}, {"email"}),
    ],
)
def test_a_bad_account_is_told_beside_its_field(signed_in, account, wrong):
    data = {"full_name": "Y Blan", "username": "y.blan", "email": "", "role": roles.COMMUNE_MEMBER}
    data |= {"valid_from": "20/11/2025", "decision": PAPER} | account
    before = User.objects.count()
    answer = signed_in(OFFICE).post(f"{at('people-give', province.HIEU)}?nguoi=moi", data)
    assert (answer.status_code, set(errors(answer))) == (200, wrong)
    assert User.objects.count() == before


def test_who_appoints_nobody_here_reads_why(signed_in):
    for username, code in ((CHAIR, province.HIEU), (OFFICE, province.DISTRICT), ("so.ldtbxh", province.HIEU)):
        answer = signed_in(username).get(at("people-give", code))
        assert (answer.status_code, "workspace/refused.html" in templates(answer)) == (403, True)
    right = grant_of(f"xa.{province.HIEU}.canbo")
    for name in ("people-end", "people-hand-over", "people-stand-in"):
        assert signed_in(CHAIR).get(at(name, right.pk)).status_code == 403
        assert signed_in(CHAIR).post(at(name, right.pk), {"on": "20/11/2025"}).status_code == 403


def test_ending_a_right(signed_in):
    right = grant_of(f"xa.{province.HIEU}.thanhvien")
    answer, _page = confirmed(
        signed_in(OFFICE), at("people-end", right.pk), {"on": "30/11/2025", "decision": PAPER}
    )
    right.refresh_from_db()
    assert (answer.status_code, right.valid_until, right.ended_by.username) == (
        302,
        date(2025, 11, 30),
        OFFICE,
    )
    assert [notice.kind for notice in Notice.objects.filter(user=right.user)][-1] == "right.ended"
    again = signed_in(OFFICE).post(at("people-end", right.pk), {"on": "30/11/2025"})
    assert list(errors(again)) == ["on"]


def test_nobody_ends_the_last_right_of_their_own(signed_in):
    right = grant_of("quan.tri")
    other = User.objects.create(username="quan.tri.hai", full_name="Quản trị hai")
    grants.give(other, roles.ADMINISTRATOR, by=right.user, decision=PAPER)
    answer = signed_in("quan.tri").post(at("people-end", right.pk), {"on": "20/11/2025"})
    assert "people/fill.html" in templates(answer) and errors(answer)
    right.refresh_from_db()
    assert right.valid_until is None
    ended, _page = confirmed(signed_in("quan.tri.hai"), at("people-end", right.pk), {"on": "20/11/2025"})
    assert ended.status_code == 302


def test_a_post_is_handed_over_in_one_step(signed_in):
    """A new head of the Phòng takes over on Monday: the work moves, nobody passes anything on."""
    right = grant_of(OFFICE)
    old, count = right.user, waiting_cases(right)
    assert count > 0
    new = User.objects.create(username="y.truong.phong", full_name="Y Trưởng Phòng")
    address = f"{at('people-hand-over', right.pk)}?nguoi={new.pk}"
    answer, page = confirmed(signed_in("so.ldtbxh"), address, {"first_day": "24/11/2025", "decision": PAPER})
    assert str(count) in words_of(page) and answer.status_code == 302
    right.refresh_from_db()
    given = Grant.objects.get(user=new)
    assert (right.valid_until, given.valid_from, given.valid_until) == (MONDAY - DAY, MONDAY, None)
    assert (given.role, given.unit_id, given.deputy, given.decision) == (
        right.role,
        right.unit_id,
        False,
        PAPER,
    )
    assert waiting_cases(given) == count
    on = [{g.user_id for g in grants.holders(right.role, right.unit, day)} for day in (MONDAY - DAY, MONDAY)]
    assert on == [{old.pk}, {new.pk}]
    assert {(n.user_id, n.kind) for n in Notice.objects.filter(user__in=[old, new]).order_by("-pk")[:2]} == {
        (old.pk, "right.ended"),
        (new.pk, "right.given"),
    }


def test_a_hand_over_is_whole_or_not_at_all(signed_in):
    right = grant_of(OFFICE)
    holder_of_it = User.objects.get(username=OFFICE)
    cases = [
        (holder_of_it, "24/11/2025", set()),
        (User.objects.get(username="quan.tri"), "24/11/2025", set()),
        (User.objects.create(username="ai.do", full_name="Ai Đó"), "01/01/2012", {"first_day"}),
    ]
    before = list(Grant.objects.order_by("pk").values())
    for person, first, fields in cases:
        address = f"{at('people-hand-over', right.pk)}?nguoi={person.pk}"
        answer = signed_in("so.ldtbxh").post(address, {"first_day": first, "decision": PAPER})
        told = errors(answer)
        assert told and set(told) >= fields, (person, told)
    assert list(Grant.objects.order_by("pk").values()) == before


def test_standing_in_ends_by_itself(signed_in):
    right = grant_of(f"xa.{province.HIEU}.chutich")
    deputy = User.objects.create(username="y.pho", full_name="Y Phó")
    data = {"valid_from": "20/11/2025", "valid_until": "25/11/2025", "reason": "nghỉ phép", "decision": PAPER}
    answer, _page = confirmed(signed_in(OFFICE), f"{at('people-stand-in', right.pk)}?nguoi={deputy.pk}", data)
    assert answer.status_code == 302
    given = Grant.objects.get(user=deputy)
    assert (given.acting_for, given.deputy, given.reason) == (right, True, "nghỉ phép")
    held = [
        grants.holds(deputy, right.role, right.unit, day)
        for day in (TODAY, date(2025, 11, 25), date(2025, 11, 26))
    ]
    assert held == [True, True, False]
    event = Event.objects.order_by("-sequence").first()
    assert "nghỉ phép" not in str(event.payload) and "reason" in event.payload["texts"]
    assert [n.kind for n in Notice.objects.filter(user=deputy)] == ["right.stand_in"]


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"reason": " "}, {"reason"}),
        ({"valid_until": ""}, {"valid_until"}),
        ({"valid_from": "01/01/2012", "valid_until": "02/01/2012"}, {"valid_until"}),
        ({"valid_until": "01/11/2025"}, {"valid_until"}),
    ],
)
def test_standing_in_has_a_reason_and_days_of_the_post(signed_in, changed, wrong):
    right = grant_of(f"xa.{province.HIEU}.chutich")
    deputy = User.objects.create(username="y.pho", full_name="Y Phó")
    data = {"valid_from": "20/11/2025", "valid_until": "25/11/2025", "reason": "nghỉ phép", "decision": PAPER}
    answer = signed_in(OFFICE).post(f"{at('people-stand-in', right.pk)}?nguoi={deputy.pk}", data | changed)
    assert set(errors(answer)) == wrong


def test_a_code_opens_only_what_its_maker_gives(signed_in):
    """Whoever opens an account could use it: all its rights must be theirs to give."""
    commune = User.objects.get(username=COMMUNE_OFFICER)
    got = {
        name: signed_in(name).post(at("people-code", commune.pk)).status_code
        for name in (OFFICE, CHAIR, "so.ldtbxh", "quan.tri", COMMUNE_OFFICER)
    }
    assert got == {OFFICE: 200, CHAIR: 403, "so.ldtbxh": 403, "quan.tri": 403, COMMUNE_OFFICER: 403}
    province_officer = User.objects.get(username="so.ldtbxh")
    grants.give(
        province_officer,
        roles.PUBLISHER,
        by=User.objects.get(username="quan.tri"),
        unit=grant_of(OFFICE).unit,
        decision=PAPER,
    )
    Grant.objects.create(
        user=commune, role=roles.DISTRICT_MEMBER, unit=grant_of(OFFICE).unit, valid_from=TODAY, decision=PAPER
    )
    assert signed_in(OFFICE).post(at("people-code", commune.pk)).status_code == 403
    assert (
        signed_in(OFFICE).post(at("people-link", commune.pk)).status_code == 302
    )  # no address: nothing sent
