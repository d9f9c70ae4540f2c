"""Signing in through HTTP: where it leads, what it refuses, and when it locks."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from portal.people import roles
from tests.people.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def sign_in(
    client: Client, login: str, password: str = PASSWORD, next_url: str = "", language: str = "", **extra
):
    data = {"login": login, "password": password} | ({"next": next_url} if next_url else {})
    return client.post(f"{language}/tai-khoan/dang-nhap/", data, **extra)


def prove(client: Client):
    """Type the password once more, before something that matters."""
    return client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("login", ["y-blinh", " Y-Blinh ", "y.blinh@kontum.gov.vn", "Y.BLINH@kontum.gov.vn"])
def test_by_username_or_email_in_any_letter_case(client, person, login):
    person("y-blinh", email="y.blinh@kontum.gov.vn")
    response = sign_in(client, login)
    assert (response.status_code, signed_in(client)) == (302, True)


def test_a_wrong_password_and_an_unknown_account_look_the_same(client, person):
    person("y-blinh")
    pages = []
    for login in ("y-blinh", "khong-co"):
        response = sign_in(client, login, "sai mật khẩu")
        pages.append((response.status_code, response.context["form"].errors))
    assert pages[0] == pages[1]
    assert (pages[0][0], signed_in(client)) == (200, False)


def test_a_closed_account_is_told_so(client, person):
    person("y-blinh", is_active=False)
    response = sign_in(client, "y-blinh")
    assert (response.url, signed_in(client)) == (reverse("account_inactive"), False)


EXPECTED_LANDING = {
    roles.COMMUNE_OFFICER: "/lam-viec/",
    roles.COMMUNE_CHAIR: "/lam-viec/",
    roles.DISTRICT_OFFICER: "/lam-viec/",
    roles.PROVINCE_CHAIR: "/lam-viec/",
    roles.SUPERVISOR: "/lam-viec/",
    roles.OBSERVER: "/lam-viec/",
    roles.HOME_AFFAIRS: "/lam-viec/",
    roles.EDITOR: "/quan-tri/",
    roles.PUBLISHER: "/quan-tri/",
    roles.ADMINISTRATOR: "/lam-viec/",
}


def test_where_each_role_arrives(holder):
    got = {}
    for role in EXPECTED_LANDING:
        holder(role)
        got[role] = sign_in(Client(), role.replace("_", "-")).url
    assert got == EXPECTED_LANDING


def test_english_stays_english_and_a_past_official_arrives_at_the_account(client, holder, settings):
    holder(roles.COMMUNE_CHAIR, "now")
    holder(roles.COMMUNE_CHAIR, "then", valid_until=datetime(2026, 10, 31).date())
    assert sign_in(Client(), "now", language="/en").url == "/en/lam-viec/"
    assert sign_in(Client(), "then", language="/en").url == "/en/tai-khoan/"


@pytest.mark.parametrize(
    ("asked", "arrived"),
    [
        ("/lam-viec/ho-so/12/?nam=2026", "/lam-viec/ho-so/12/?nam=2026"),
        ("https://evil.example/", "/tai-khoan/"),
        ("//evil.example/", "/tai-khoan/"),
        ("/\\evil.example/", "/tai-khoan/"),
        ("javascript:alert(1)", "/tai-khoan/"),
    ],
)
def test_next_leads_only_inside_the_portal(client, person, asked, arrived):
    person("y-blinh")
    assert sign_in(client, "y-blinh", next_url=asked).url == arrived


@pytest.mark.parametrize("door", ["/quan-tri/login/", "/django-admin/login/"])
def test_other_sign_in_pages_lead_here_with_next(client, door):
    response = client.get(door, {"next": "/quan-tri/pages/"})
    query = urlencode({"next": "/quan-tri/pages/"})
    assert (response.status_code, response.url) == (302, f"{reverse('account_login')}?{query}")


def test_signing_out_asks_first_and_needs_a_click(client, person):
    client.force_login(person("y-blinh"))
    assert client.get(reverse("account_logout")).status_code == 200
    assert signed_in(client)
    assert client.post("/en/tai-khoan/dang-xuat/").url == "/en/"
    assert not signed_in(client)


# The lock-out -----------------------------------------------------------------------------------


@pytest.fixture
def axes(settings):
    settings.AXES_ENABLED = True


def fail(client: Client, login: str, times: int, **extra) -> list[int]:
    return [sign_in(client, login, "sai", **extra).status_code for _ in range(times)]


def test_five_failures_lock_the_account_for_that_address(axes, client, person):
    person("y-blinh")
    person("a-nao")
    assert fail(client, "y-blinh", 5) == [200, 200, 200, 200, 429]
    locked = sign_in(client, "y-blinh")
    assert (locked.status_code, locked.headers["Retry-After"], signed_in(client)) == (429, "900", False)
    assert locked.headers["Cache-Control"] == "private, no-store"
    assert "15" in locked.content.decode()
    # Neither the neighbour's account nor the same account from elsewhere is locked.
    assert sign_in(Client(), "a-nao").status_code == 302
    assert sign_in(Client(), "y-blinh", REMOTE_ADDR="192.0.2.7").status_code == 302


def test_another_spelling_of_the_account_is_the_same_account(axes, client, person):
    person("y-blinh", email="y.blinh@kontum.gov.vn")
    statuses = [
        *fail(client, "Y-BLINH", 2),
        *fail(client, "y.blinh@kontum.gov.vn", 2),
        *fail(client, " y-blinh", 1),
    ]
    assert statuses == [200, 200, 200, 200, 429]


def test_the_lock_ends_after_fifteen_minutes_however_often_it_is_tried(axes, client, person):
    person("y-blinh")
    start = datetime(2026, 11, 10, 2, 0, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as journey:
        fail(client, "y-blinh", 5)
        journey.shift(timedelta(minutes=14))
        assert sign_in(client, "y-blinh").status_code == 429
        journey.shift(timedelta(minutes=1, seconds=1))
        assert sign_in(client, "y-blinh").status_code == 302


def test_a_success_forgets_earlier_failures(axes, client, person):
    person("y-blinh")
    assert fail(client, "y-blinh", 4) == [200] * 4
    assert sign_in(client, "y-blinh").status_code == 302
    client.logout()
    assert fail(client, "y-blinh", 4) == [200] * 4


def test_an_unknown_account_locks_like_a_known_one(axes, client):
    assert fail(client, "khong-co", 5) == [200, 200, 200, 200, 429]
