"""The founding command: the first administrator of a portal with nobody in it."""

import pytest
from django.core.management import CommandError, call_command

from portal.people import grants, roles
from portal.people.models import Grant, User
from portal.record.models import Event
from tests.people.conftest import PASSWORD, TODAY


@pytest.fixture
def typed(monkeypatch):
    """`typed("…", "…")`: what is typed at the password prompts."""

    def typing(*words):
        answers = iter(words)
        monkeypatch.setattr("getpass.getpass", lambda prompt: next(answers))

    return typing


def found(username="goc", decision="QĐ 1/QĐ-UBND"):
    call_command("found_portal", username, "Lê Thị Quản Trị", decision=decision)


def test_the_first_administrator_is_made_at_the_terminal(typed, empty_portal):
    typed(PASSWORD, PASSWORD)
    found()
    user = User.objects.get()
    assert user.check_password(PASSWORD) and user.is_staff
    assert grants.holds(user, roles.ADMINISTRATOR, None, TODAY)
    assert Event.objects.get().actor_role == "system"


@pytest.mark.parametrize("words", [("khác nhau dài lắm 1", "khác nhau dài lắm 2"), ("ngắn", "ngắn")])
def test_a_bad_password_makes_nobody(typed, empty_portal, words):
    typed(*words)
    with pytest.raises(CommandError):
        found()
    assert not User.objects.exists()


def test_a_second_first_administrator_leaves_nothing_behind(typed, empty_portal):
    typed(*[PASSWORD] * 4)
    found()
    with pytest.raises(CommandError, match="already has an administrator"):
        found("hai")
    assert (User.objects.count(), Grant.objects.count(), Event.objects.count()) == (1, 1, 1)


@pytest.mark.django_db
def test_a_portal_in_use_is_not_founded_again(typed):
    before = User.objects.count(), Grant.objects.count(), Event.objects.count()
    typed(PASSWORD, PASSWORD)
    with pytest.raises(CommandError, match="already has an administrator"):
        found()
    assert (User.objects.count(), Grant.objects.count(), Event.objects.count()) == before


@pytest.mark.django_db
def test_a_portal_that_lost_its_administrators_gets_one(typed, nobody_in_charge):
    before = Event.objects.count()
    typed(PASSWORD, PASSWORD)
    found()
    assert grants.holds(User.objects.get(username="goc"), roles.ADMINISTRATOR, None, TODAY)
    assert Event.objects.count() == before + 1
    assert Event.objects.latest("pk").actor_role == "system"
