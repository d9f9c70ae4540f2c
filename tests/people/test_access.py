"""One-time ways into an account: printed codes and mailed links; used once, in time, by their own person."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.outbox.models import Notice
from portal.people import access, roles
from portal.people.models import Access
from portal.people.objections import AppointmentRefused
from portal.record import chain, clock
from portal.record.models import Event
from tests.people.conftest import PASSWORD

pytestmark = pytest.mark.django_db
NEW = "mật khẩu mới rất dài 2027"
CODE = Access.Kind.CODE


@pytest.fixture
def axes(settings):
    settings.AXES_ENABLED = True


@pytest.fixture
def office(holder):
    return holder(roles.DISTRICT_OFFICER)


@pytest.fixture
def officer(holder):
    cache.clear()
    return holder(roles.COMMUNE_OFFICER)


def send(client: Client, username: str, code: str, password: str = NEW, again: str = ""):
    data = {"username": username, "code": code, "password1": password, "password2": again or password}
    return client.post(reverse("account_code"), data)


def test_a_code_sets_the_password_once(client, office, officer):
    secret = access.issue(officer, CODE, by=office).secret
    assert re.fullmatch(r"([34679A-Y]{4}-){3}[34679A-Y]{4}", secret)
    assert send(client, officer.username, secret).url == reverse("account_login")
    officer.refresh_from_db()
    assert officer.check_password(NEW)
    again = send(Client(), officer.username, secret, "mật khẩu khác hẳn 2028")
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["code"])
    officer.refresh_from_db()
    assert officer.check_password(NEW)


def test_it_signs_nobody_in(client, office, officer):
    send(client, officer.username, access.issue(officer, CODE, by=office).secret)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("typed", [str.lower, lambda code: code.replace("-", " "), lambda code: f"  {code} "])
def test_dashes_blanks_and_small_letters_do_not_matter(client, office, officer, typed):
    secret = access.issue(officer, CODE, by=office).secret
    assert send(client, f" {officer.username.upper()} ", typed(secret)).status_code == 302


def test_the_old_password_works_until_then(client, office, officer):
    access.issue(officer, CODE, by=office)
    assert officer.check_password(PASSWORD)


def test_after_seven_days_it_is_over(client, office, officer):
    secret = access.issue(officer, CODE, by=office).secret
    with clock.at(clock.now() + access.WORKS_FOR - timedelta(seconds=1)):
        assert access.by_code(officer.username, secret) is not None
    with clock.at(clock.now() + access.WORKS_FOR):
        assert access.by_code(officer.username, secret) is None
        assert send(client, officer.username, secret).status_code == 422


def test_a_newer_one_replaces_it(client, office, officer):
    older = access.issue(officer, CODE, by=office)
    link = access.issue(officer, Access.Kind.LINK, by=office)
    newer = access.issue(officer, CODE, by=office)
    got = [access.by_code(officer.username, one.secret) is not None for one in (older, newer)]
    assert (got, access.by_link(link.secret)) == ([False, True], None)


def test_it_is_its_own_persons(client, office, officer, holder):
    other = holder(roles.COMMUNE_CHAIR)
    secret = access.issue(officer, CODE, by=office).secret
    access.issue(other, CODE, by=office)
    assert send(client, other.username, secret).status_code == 422
    other.refresh_from_db()
    assert other.check_password(PASSWORD)


def test_guesses_are_limited_like_passwords(axes, client, office, officer):
    secret = access.issue(officer, CODE, by=office).secret
    got = [send(client, officer.username, "AAAA-AAAA-AAAA-AAAA").status_code for _ in range(5)]
    assert got == [422, 422, 422, 422, 429]
    # Now even the right code waits, and so does the password: one limiter.
    assert send(client, officer.username, secret).status_code == 429
    login = client.post(reverse("account_login"), {"login": officer.username, "password": PASSWORD})
    assert login.status_code == 429
    elsewhere = Client(REMOTE_ADDR="10.1.2.3")
    assert send(elsewhere, officer.username, secret).status_code == 302


def test_an_unknown_account_and_a_wrong_code_look_the_same(office, officer):
    access.issue(officer, CODE, by=office)
    pages = [send(Client(), name, "AAAA-AAAA-AAAA-AAAA") for name in (officer.username, "khong-co")]
    assert pages[0].context["form"].errors == pages[1].context["form"].errors
    assert [page.status_code for page in pages] == [422, 422]


def test_a_weak_or_unequal_password_does_not_use_it_up(client, office, officer):
    secret = access.issue(officer, CODE, by=office).secret
    wrong = [("ngan", ""), ("1234567890", ""), (NEW, f"{NEW}x"), (officer.username, "")]
    for password, again in wrong:
        page = send(client, officer.username, secret, password, again)
        assert page.status_code == 422 and "code" not in page.context["form"].errors
    assert send(client, officer.username, secret).status_code == 302


def test_only_a_digest_is_stored(office, officer):
    code, link = [access.issue(officer, kind, by=office) for kind in (CODE, Access.Kind.LINK)]
    stored = str(list(Access.objects.values()) + list(Event.objects.values()) + list(Notice.objects.values()))
    for secret in (code.secret, access.bare(code.secret), link.secret):
        assert secret not in stored


def test_it_is_recorded_and_told(client, office, officer):
    secret = access.issue(officer, CODE, by=office).secret
    send(client, officer.username, secret)
    told = [(event.action, event.actor_id, event.subject_id) for event in Event.objects.order_by("sequence")]
    assert told[-2:] == [
        (access.ISSUED, office.pk, officer.pk),
        (access.USED, officer.pk, officer.pk),
    ]
    assert [notice.kind for notice in Notice.objects.filter(user=officer)] == ["access.given"]
    assert list(chain.breaks()) == []


def test_who_may_open_whose_account(holder, office, officer):
    """The tier above, by the appointing table; nobody their own; staff only an administrator."""
    everybody = {role: holder(role, f"x-{role}") for role in roles.ROLES}
    got = {
        (helper, helped)
        for helper, by in everybody.items()
        for helped, person in everybody.items()
        if not access.why_not_help(by, person)
    }
    expected = {
        (giver, given) for giver, allowed in roles.APPOINTING.items() for given in allowed if giver != given
    }
    assert got == expected
    officer.is_staff = True
    officer.save()
    assert access.why_not_help(office, officer)


def test_somebody_with_a_right_from_elsewhere_is_not_opened(holder, office, officer, country):
    holder(roles.COMMUNE_OFFICER, "khac", unit=country.other_commune)
    person = holder(roles.COMMUNE_CHAIR, "hai-noi")
    assert access.why_not_help(office, person) == []
    person.grants.create(
        role=roles.COMMUNE_MEMBER, unit=country.other_commune, valid_from="2026-01-01", decision="QĐ 1"
    )
    with pytest.raises(AppointmentRefused):
        access.issue(person, CODE, by=office)
    assert Access.objects.count() == 0


def test_no_other_word_opens_it(officer, office):
    secret = access.issue(officer, CODE, by=office).secret

    @settings(max_examples=60, deadline=None)
    @given(st.text(max_size=45) | st.text(access.LETTERS, min_size=16, max_size=16) | st.just(secret))
    def tried(word):
        opened = access.by_code(officer.username, word) is not None
        assert opened == (access.bare(word) == access.bare(secret))

    tried()


def test_a_link_names_its_person_and_works_once(client, office, officer):
    issued = access.issue(officer, Access.Kind.LINK, by=office)
    address = reverse("account_invitation", args=[issued.secret])
    page = client.get(address)
    assert officer.username in page.content.decode()
    assert client.post(address, {"password1": NEW, "password2": "khác"}).status_code == 422
    assert client.post(address, {"password1": NEW, "password2": NEW}).url == reverse("account_login")
    assert (client.get(address).status_code, client.post(address, {}).status_code) == (404, 404)
