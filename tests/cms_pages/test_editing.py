"""Grants open and close Wagtail's admin; nothing else does."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse

from cms_pages.models import HomePage
from portal.people import grants, roles
from portal.people.models import Grant, User
from portal.record import clock
from tests import province

ADMIN = "/quan-tri/"


@pytest.fixture
def site(db):
    """The portal's pages, at the province's moment."""
    with province.now():
        call_command("load_site", verbosity=0)
        yield HomePage.objects.get(locale__language_code="vi")


def edit(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_an_editor_edits_and_does_not_publish(site, client):
    editor = User.objects.get(username="tinh.bientap")
    client.force_login(editor)
    assert client.get(ADMIN).status_code == 200
    assert client.get(edit(site)).status_code == 200
    tester = site.permissions_for_user(User.objects.get(pk=editor.pk))
    assert (tester.can_edit(), tester.can_publish()) == (True, False)


def test_a_publisher_publishes(site, client):
    publisher = User.objects.get(username="tinh.xuatban")
    client.force_login(publisher)
    assert client.get(edit(site)).status_code == 200
    assert site.permissions_for_user(User.objects.get(pk=publisher.pk)).can_publish()


def test_a_grant_that_ended_opens_nothing_more(site, client):
    editor = User.objects.get(username="tinh.bientap")
    client.force_login(editor)
    assert client.get(ADMIN).status_code == 200
    grant = Grant.objects.get(user=editor)
    grants.give(
        editor,
        roles.PUBLISHER,
        by=User.objects.get(username="quan.tri"),
        decision="Quyết định thử",
        unit=grant.unit,
        valid_from=clock.today() + timedelta(days=30),
    )
    grants.end(grant, by=User.objects.get(username="quan.tri"), on=clock.today() - timedelta(days=1))
    assert client.get(ADMIN).status_code in (302, 403)
    assert not User.objects.get(pk=editor.pk).groups.exists()


@pytest.mark.parametrize("username", ["huyen.613.phong", "so.ldtbxh", "tinh.chutich"])
def test_officials_do_not_edit_pages(site, client, username):
    client.force_login(User.objects.get(username=username))
    assert client.get(ADMIN).status_code in (302, 403)


def test_the_administrator_reaches_both_admins(site, client):
    client.force_login(User.objects.get(username="quan.tri"))
    assert client.get(ADMIN).status_code == 200
    assert client.get("/django-admin/").status_code == 200
