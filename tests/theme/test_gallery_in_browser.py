"""The gallery in a real browser: no serious finding of axe, nothing scrolls sideways, nothing is blocked."""

import pytest
from django.contrib.auth.models import AnonymousUser

from tests.theme import gallery

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'"
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": f"{POLICY}; manifest-src 'self'",
}


@pytest.mark.browser
@pytest.mark.parametrize("template", ["gallery.html", "workspace_gallery.html"])
def test_the_gallery_is_sound_in_both_schemes_and_at_three_widths(open_page, axe, template):
    html, problems = gallery.page("vi", template, AnonymousUser()), []
    for scheme in ("light", "dark"):
        for width in (1280, 390, 320):
            page = open_page(scheme=scheme, width=width)
            page.route("**/-gallery/", lambda route: route.fulfill(body=html, headers=HEADERS))
            page.goto("/-gallery/", wait_until="networkidle")
            problems += [f"{scheme} {width}: {finding}" for finding in axe(page)]
            taken = page.evaluate("document.documentElement.scrollWidth")
            problems += [f"{scheme} {width}: {taken} px wide"] if taken > width else []
            page.context.close()
    assert problems == []
