"""The forms of the workspace, met over HTTP in the test province on 20 November 2025."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portal.people.models import User
from tests import province

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
YEAR = "2025-minh-hoa"
OFFICE = f"huyen.{province.DISTRICT}.phong"
CHAIR = f"huyen.{province.DISTRICT}.chutich"
CITY_OFFICE = f"huyen.{province.CITY}.phong"


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


@pytest.fixture
def office(signed_in) -> Client:
    """The Labour Division of huyện Kon Plông."""
    return signed_in(OFFICE)


@pytest.fixture
def commune(signed_in) -> Client:
    """The officer of a commune that still assesses itself."""
    return signed_in(f"xa.{province.MANG_CANH}.canbo")


def at(name: str, *args) -> str:
    """An address of the workspace."""
    return reverse(f"workspace:{name}", args=args)


def upload(name: str = "ban-quet.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def text(response) -> str:
    return response.content.decode()


def errors(response) -> dict:
    """Every error of every form and formset on the page, by field; formsets count their rows."""
    found = {}
    for name in ("form", "which"):
        if form := response.context.get(name):
            found |= {key: list(value) for key, value in form.errors.items()}
    rows = response.context.get("rows")
    for index, row in enumerate(rows.forms if hasattr(rows, "management_form") else ()):
        found |= {f"{index}-{key}": list(value) for key, value in row.errors.items()}
    return found


def filled(response, form: str = "form", rows: str = "rows") -> dict:
    """What a browser would send back from the forms of a page as they stand."""
    sent = {}
    parts = [response.context[form]]
    if rows in response.context and hasattr(response.context[rows], "management_form"):
        parts += [response.context[rows].management_form, *response.context[rows].forms]
    for part in parts:
        for bound in part:
            value = bound.value()
            if value is None or value is False or value == "" or isinstance(value, tuple):
                continue
            widget = bound.field.widget
            shown = widget.format_value(value) if hasattr(widget, "format_value") else value
            sent[bound.html_name] = "on" if value is True else shown
    return sent
