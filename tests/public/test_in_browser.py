"""The public pages in Chromium: readable by everyone, and a comment sent without a script."""

import pytest
from django.core.management import call_command

from public import pagecache
from public.models import Publication
from tests import province
from workflow.models import Message, states

pytestmark = pytest.mark.browser


@pytest.fixture
def portal(live_portal):
    """The served province with its pages, at the province's moment."""
    live_portal.moment = province.NOW
    with province.now():
        call_command("load_site", verbosity=0)
    pagecache.bump()
    return live_portal


def _result(state):
    case = province.case_in(state) if isinstance(state, str) else province.case_at(state)
    return f"/don-vi/{case.code}-{case.slug}/{case.year}/"


def _addresses():
    code = Publication.objects.current().filter(state=states.RECOGNIZED).first().certificate_code
    return [
        "/",
        "/ket-qua/2025/",
        "/ket-qua/2024/613-kon-plong/",
        "/don-vi/",
        "/don-vi/613-kon-plong/",
        "/don-vi/23473-mang-den/",
        _result(states.RECOGNIZED),
        _result(province.UNDER_COMMENT),
        _result(province.RETURNED),
        _result(states.DRAFT),
        "/gop-y/?code=sai",
        f"/xac-minh/{code}/",
        "/quy-trinh/",
        "/huong-dan/doc-ket-qua/",
        "/en/",
    ]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing_serious_and_nothing_scrolls_sideways(portal, open_page, axe, scheme, width):
    page = open_page(scheme=scheme, width=width)
    findings = []
    for address in _addresses():
        page.goto(address)
        findings += axe(page)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            findings.append(f"{address} scrolls sideways")
    assert findings == []


def test_nothing_scrolls_sideways_on_the_narrowest_phone(portal, open_page):
    page = open_page(width=320)
    wide = []
    for address in _addresses():
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            wide.append(address)
    assert wide == []


@pytest.mark.parametrize("javascript", [True, False])
def test_a_citizen_comments_and_follows_the_answer(portal, open_page, settings, javascript):
    settings.COMMENT_SHORTEST_SECONDS = 0
    page = open_page(javascript=javascript, width=390)
    page.goto(_result(province.UNDER_COMMENT))
    page.locator("#comment_about").select_option("14")
    page.locator("#comment_text").fill("Sân chơi ở nhà rông thôn tôi đã xong từ tháng 9.")
    page.locator(".comment-form button").click()
    code = page.locator(".tracking-code").inner_text()
    assert Message.objects.get(tracking_code=code).criterion == 14
    page.goto("/gop-y/")
    page.locator("#code_code").fill(code.lower())
    page.locator("#theo-doi button").click()
    assert code in page.url
    assert "Sân chơi" in page.locator("blockquote").inner_text()
