"""Making accounts and rights in Django's admin."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from portal.outbox.models import Notice
from portal.people import roles
from portal.people.models import Grant, User
from portal.record import clock
from portal.record.models import Event
from tests.people.conftest import TODAY

pytestmark = pytest.mark.django_db
PASSWORD = "một câu dài dễ nhớ 2026"


@pytest.fixture
def staff(client, holder):
    """A signed-in administrator who may enter Django's admin."""
    user = holder(roles.ADMINISTRATOR)
    User.objects.filter(pk=user.pk).update(is_staff=True, is_superuser=True)
    client.force_login(User.objects.get(pk=user.pk))
    return client


def test_accounts_are_made_but_never_renamed_or_deleted(staff):
    fields = {"username": "y-blinh", "full_name": "Y Blinh", "email": "", "language": "vi"}
    secret = {"password1": PASSWORD, "password2": PASSWORD}
    assert staff.post(reverse("admin:people_user_add"), fields | secret).status_code == 302
    user = User.objects.get(username="y-blinh")
    assert (user.email, user.check_password(PASSWORD)) == (None, True)
    page = reverse("admin:people_user_change", args=[user.pk])
    assert (
        staff.post(
            page, fields | {"username": "khac", "full_name": "Y Blinh B", "is_active": "on"}
        ).status_code
        == 302
    )
    user.refresh_from_db()
    assert (user.username, user.full_name) == ("y-blinh", "Y Blinh B")
    assert staff.post(reverse("admin:people_user_delete", args=[user.pk]), {"post": "yes"}).status_code == 403


def right(country, user, **changed) -> dict:
    fields = {
        "user": user.pk,
        "role": roles.PROVINCE_OFFICER,
        "unit": country.province.code,
        "body": "",
        "valid_from": "01/11/2026",
        "valid_until": "",
        "decision": "QĐ 9/QĐ-UBND",
    }
    return fields | changed


def test_a_right_is_given_by_the_appointing_table(staff, country, person):
    user = person("y-blinh")
    told = Event.objects.filter(action="grant.given")
    before = told.count()
    response = staff.post(reverse("admin:people_grant_add"), right(country, user))
    assert response.status_code == 302
    grant = user.grants.get()
    assert (grant.role, grant.unit, grant.valid_from) == (
        roles.PROVINCE_OFFICER,
        country.province,
        date(2026, 11, 1),
    )
    assert (grant.given_by.username, told.count() - before) == ("administrator", 1)
    assert told.latest("sequence").actor_id == grant.given_by_id


def test_a_refused_right_says_every_reason_and_keeps_what_was_typed(staff, country, person):
    user = person("y-blinh")
    typed = right(country, user, role=roles.DISTRICT_CHAIR)
    response = staff.post(reverse("admin:people_grant_add"), typed)
    assert response.status_code == 200
    assert len(response.context["adminform"].form.non_field_errors()) == 2
    assert "QĐ 9/QĐ-UBND" in response.content.decode()
    assert not user.grants.exists()


def test_an_unknown_unit_is_refused(staff, country, person):
    response = staff.post(reverse("admin:people_grant_add"), right(country, person("a"), unit="00000"))
    assert list(response.context["adminform"].form.errors) == ["unit"]


def test_rights_are_ended_from_the_list_but_never_changed(staff, holder):
    officer = holder(roles.PROVINCE_OFFICER)
    chair = holder(roles.COMMUNE_CHAIR)
    chosen = [officer.grants.get().pk, chair.grants.get().pk]
    response = staff.post(
        reverse("admin:people_grant_changelist"),
        {"action": "end_today", "_selected_action": chosen},
        follow=True,
    )
    assert len(response.context["messages"]) == 2
    assert [officer.grants.get().valid_until, chair.grants.get().valid_until] == [TODAY, None]
    page = reverse("admin:people_grant_change", args=[chosen[1]])
    assert staff.get(page).status_code == 200
    assert staff.post(page, {}).status_code == 403


def test_an_administrator_whose_right_ended_reaches_neither_admin(staff, country, person):
    user = person("y-blinh")
    addresses = [reverse("admin:index"), reverse("wagtailadmin_home")]
    assert [staff.get(address).status_code for address in addresses] == [200, 200]
    held = Grant.objects.filter(role=roles.ADMINISTRATOR)
    held.update(valid_until=TODAY - timedelta(days=1))
    password = reverse("admin:auth_user_password_change", args=[user.pk])
    secret = {
        "password1": "chiếm lấy tài khoản 1",
        "password2": "chiếm lấy tài khoản 1",
        "usable_password": "true",
    }
    for _time in range(2):
        assert {staff.get(address).status_code for address in addresses} <= {302, 403}
        assert staff.post(password, secret).status_code in (302, 403)
        assert User.objects.get(pk=user.pk).check_password(PASSWORD)
    assert not Event.objects.filter(action__startswith="account.").exists()
    held.update(valid_until=None)
    assert staff.get(addresses[0]).status_code == 200
    with clock.at(datetime(2025, 12, 31, 9, 0, tzinfo=clock.HANOI)):  # the day before the right begins
        assert {staff.get(address).status_code for address in addresses} <= {302, 403}


def test_what_is_done_to_an_account_is_recorded_and_its_owner_told(staff, person):
    user = person("y-blinh", email="y.blinh@kontum.gov.vn")
    page = reverse("admin:people_user_change", args=[user.pk])
    fields = {"full_name": user.full_name, "email": user.email, "language": "vi"}
    secret = {
        "password1": "một mật khẩu khác hẳn 5",
        "password2": "một mật khẩu khác hẳn 5",
        "usable_password": "true",
    }
    done = [
        (reverse("admin:auth_user_password_change", args=[user.pk]), secret),
        (page, fields),
        (page, fields | {"is_active": "on"}),
        (page, fields | {"is_active": "on", "email": "khac@kontum.gov.vn"}),
    ]
    for address, data in done:
        assert staff.post(address, data).status_code == 302
    assert staff.post(done[0][0], secret | {"password2": "khác"}).status_code == 200
    told = Event.objects.filter(action__startswith="account.").order_by("sequence")
    assert [(event.action, event.payload["fields"]) for event in told] == [
        ("account.password_set", []),
        ("account.closed", []),
        ("account.opened", []),
        ("account.changed", ["email"]),
    ]
    assert {(event.subject_id, event.actor_role) for event in told} == {(user.pk, roles.ADMINISTRATOR)}
    assert "kontum.gov.vn" not in str([event.payload for event in told])
    assert list(Notice.objects.filter(user=user).order_by("id").values_list("kind", flat=True)) == [
        "account.password_set",
        "account.opened",
        "account.changed",
    ]
