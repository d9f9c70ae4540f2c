"""Accounts: what is fixed, what is unique, what may be missing."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from portal.people.models import User

pytestmark = pytest.mark.django_db


def test_the_username_never_changes(person):
    user = person("y-blinh")
    user.username = "khac"
    with pytest.raises(ValidationError) as refused:
        user.save()
    assert list(refused.value.message_dict) == ["username"]
    again = User.objects.get(pk=user.pk)
    again.username = "khac"
    with pytest.raises(ValidationError):
        again.full_clean()


def test_not_even_past_the_portal(person):
    person("y-blinh")
    with pytest.raises(IntegrityError, match="never change"), transaction.atomic():
        User.objects.filter(username="y-blinh").update(username="khac")


def test_usernames_differ_by_more_than_letter_case(person):
    person("y-blinh")
    with pytest.raises(IntegrityError), transaction.atomic():
        person("Y-Blinh")
    assert User.objects.get_by_natural_key("Y-BLINH").username == "y-blinh"


def test_many_accounts_have_no_email_but_none_shares_one(person):
    assert [person(name, email=email).email for name, email in [("a", ""), ("b", None)]] == [None, None]
    person("c", email="c@kontum.gov.vn")
    with pytest.raises(IntegrityError), transaction.atomic():
        person("d", email="C@kontum.gov.vn")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(username="a").update(email="")


def test_the_name_is_one_field_and_the_given_name_comes_last(person):
    user = person("a", full_name="Nguyễn Thị Hồng Vân")
    assert (user.get_full_name(), user.get_short_name(), str(user)) == (
        "Nguyễn Thị Hồng Vân",
        "Vân",
        "Nguyễn Thị Hồng Vân",
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        person("b", full_name="")


def test_a_superuser_can_be_made_from_the_command_line():
    user = User.objects.create_superuser("goc", password="x", full_name="Quản trị")
    assert (user.is_superuser, user.email, user.language) == (True, None, "vi")
