"""The pages the portal starts with: both languages, linked, made once."""

import pytest
from django.core.management import call_command
from wagtail.models import Locale, Page, Site

from cms_pages.models import ContentPage, HomePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    call_command("load_site", verbosity=0)


def test_every_page_has_a_translation(loaded):
    vietnamese = Locale.objects.get(language_code="vi")
    for page in Page.objects.filter(locale=vietnamese, depth__gt=1):
        assert [twin.locale.language_code for twin in page.get_translations()] == ["en"], page


def test_a_second_run_changes_nothing_editors_wrote(loaded):
    page = ContentPage.objects.get(slug="doc-ket-qua", locale__language_code="vi")
    page.title = "Tên mới"
    page.save_revision().publish()
    before = Page.objects.count()
    call_command("load_site", verbosity=0)
    page.refresh_from_db()
    assert (page.title, Page.objects.count()) == ("Tên mới", before)


def test_one_site_serves_any_host(loaded, client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    assert Site.objects.count() == 1
    assert isinstance(Site.objects.get().root_page.specific, HomePage)
    assert client.get("/", headers={"host": "kontum.example"}).status_code == 200
    assert client.get("/en/huong-dan/", headers={"host": "127.0.0.1"}).status_code == 200


def test_page_grammar():
    assert HomePage.allowed_parent_page_models() == [Page]
    assert {model.__name__ for model in HomePage.allowed_subpage_models()} == {
        "ContentPage",
        "ProcessPage",
        "ResultsPage",
        "UnitsPage",
    }
