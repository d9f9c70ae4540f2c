"""The page editor in Chromium under its own content policy."""

import pytest
from django.core.management import call_command
from django.test import Client

from cms_pages.models import HomePage
from portal.people import roles
from portal.people.models import Grant, User
from portal.record import clock

pytestmark = pytest.mark.browser


@pytest.fixture
def editor(fresh_database) -> Client:
    """An administrator's session over the portal's pages."""
    call_command("load_site", verbosity=0)
    user = User.objects.create_superuser("bien-tap", password="mat-khau-thu-nghiem-9", full_name="Y Bình")
    Grant.objects.create(
        user=user, role=roles.ADMINISTRATOR, valid_from=clock.today(), decision="QĐ 1", given_by=user
    )
    client = Client()
    client.force_login(user)
    return client


def test_the_editor_works_and_breaks_no_content_policy(editor, open_page, live_portal):
    """`open_page` fails on whatever the browser refuses."""
    page = open_page()
    page.context.add_cookies(
        [{"name": "sessionid", "value": editor.cookies["sessionid"].value, "url": live_portal.url}]
    )
    home = HomePage.objects.get(locale__language_code="vi")
    page.goto("/quan-tri/")
    answer = page.goto(f"/quan-tri/pages/{home.pk}/edit/")
    assert answer.status == 200
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy and "http" not in policy
    page.locator("[name=title]").fill("Trang đầu, bản nháp")
    page.locator("[aria-label='Toggle preview'], [data-side-panel-toggle=preview]").first.click()
    page.wait_for_timeout(1500)
    page.locator("button[type=submit].action-save, button.action-save").first.click()
    page.wait_for_load_state("load")
    assert HomePage.objects.get(pk=home.pk).get_latest_revision_as_object().title == "Trang đầu, bản nháp"
    page.goto("/quan-tri/images/")
    page.locator("#image-results, #listing-results").first.wait_for()
