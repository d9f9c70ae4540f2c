"""Workbooks and lists as files, met over HTTP in the test province on 20 November 2025."""

import io

import pytest
from django.core.cache import cache
from django.test import Client
from python_calamine import CalamineWorkbook

from portal.people import roles
from portal.people.models import User
from tests import province
from tests.workbooks import books
from workflow.models import states


@pytest.fixture(autouse=True)
def _in_the_province(request):
    if "live_portal" in request.fixturenames:
        yield
        return
    request.getfixturevalue("db")
    cache.clear()
    with province.now():
        yield


@pytest.fixture
def signed_in():
    """`signed_in(role, case)` or `signed_in("username")`: a browser with that person signed in."""

    def make(who: str, case=None) -> Client:
        user = province.user_of(who, case) if case else User.objects.get(username=who)
        return province.sign_in(Client(), user)

    return make


@pytest.fixture
def draft():
    return books.draft()


@pytest.fixture
def officer(signed_in, draft):
    return signed_in(roles.COMMUNE_OFFICER, draft)


@pytest.fixture
def ready():
    return province.case_in(states.COMMUNE_ASSESSED)


@pytest.fixture
def office(signed_in, ready):
    return signed_in(roles.DISTRICT_OFFICER, ready)


def bytes_of(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def sheets_of(content: bytes) -> dict[str, list[list]]:
    """Every sheet of an XLSX as rows, from its first cell on."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
