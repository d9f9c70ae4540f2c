"""The workspace over HTTP, in the test province on 20 November 2025."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.people.models import User
from tests import province
from workflow.simulation.year import illustrative_pdf

MOST_QUERIES = 25


@pytest.fixture(autouse=True)
def on_the_20th_of_november(db):
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
def within_budget():
    """`within_budget(client, address) -> response`, failing beyond 25 queries, caches cold."""

    def get(client: Client, address: str):
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
            if response.streaming:
                b"".join(response.streaming_content)
        told = "\n".join(query["sql"][:160] for query in queries)
        assert len(queries) <= MOST_QUERIES, f"{address}: {len(queries)}\n{told}"
        return response

    return get


@pytest.fixture
def pdf():
    """An upload that is taken."""
    return lambda name="quyet-dinh.pdf": SimpleUploadedFile(
        name, illustrative_pdf().getvalue(), "application/pdf"
    )


def at(name: str, *args) -> str:
    """An address of the workspace."""
    return reverse(f"workspace:{name}", args=args)
