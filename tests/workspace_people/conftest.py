"""The screens of people and rights, met over HTTP in the test province on 20 November 2025."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from portal.people.models import Grant, User
from tests import province

OFFICE = f"huyen.{province.DISTRICT}.phong"
CHAIR = f"huyen.{province.DISTRICT}.chutich"
COMMUNE_OFFICER = f"xa.{province.MANG_CANH}.canbo"
PAPER = "QĐ 12/QĐ-UBND ngày 19/11/2025"


@pytest.fixture(autouse=True)
def _in_the_province(db):
    with province.now():
        yield


@pytest.fixture
def signed_in():
    """`signed_in("so.ldtbxh")`: a browser in which that person works."""

    def make(username: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(username=username))
        return client

    return make


def at(name: str, *args) -> str:
    """An address of the workspace."""
    return reverse(f"workspace:{name}", args=args)


def grant_of(username: str, role: str = "") -> Grant:
    """The right of a person in the province."""
    found = Grant.objects.filter(user__username=username, withdrawn=False)
    return found.filter(role=role).get() if role else found.get()


def confirmed(client: Client, address: str, data: dict):
    """Fill in, read the confirm page, tick and press: the answer of the last step, and the page before."""
    before = client.post(address, data)
    assert before.status_code == 200 and "people/confirm.html" in templates(before), errors(before)
    sent = dict(before.context["sent"]) | {"step": "confirm", "sure": "on"}
    return client.post(address, sent), before


def templates(response) -> str:
    return " ".join(template.name or "" for template in response.templates)


def errors(response) -> dict:
    """Every error on the page, by field."""
    found = {}
    for name in ("account", "form"):
        if response.context and (form := response.context.get(name)):
            found |= {key: list(value) for key, value in form.errors.items()}
    return found


def words_of(response) -> str:
    """The page's text without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())
