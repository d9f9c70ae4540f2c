"""axe on each distinct page of the portal, in light and dark: nothing serious, nothing critical.

The pages are the lines of `tests/urls_expected.csv` that somebody gets, which `tests.policy.test_urls` holds
to the URL resolver: an address without a line fails there, and one without a page here fails below unless
`NO_PAGE` says why.
"""

import pytest
from django.conf import settings
from django.core.management import call_command

from portal.people import roles
from public import pagecache
from tests import province
from tests.policy.test_urls import LINES, ROLES, People, address_of, own_names
from tests.policy.url_objects import Objects, bring_what_is_missing
from workflow.models import states

# Addresses that answer with something else than a page of ours.
NO_PAGE = {
    **dict.fromkeys(["health", "public_robots", "public_sitemap", "calendar_feed"], "text for machines"),
    **dict.fromkeys(["rendition", "wagtaildocs_serve"], "files of the site"),
    **dict.fromkeys(["workspace:council-file", "workspace:decision-file", "workspace:paper-file"], "a file"),
    **dict.fromkeys(["public_paper", "workspace:finding-file", "workspace:file-evidence"], "a file"),
    **dict.fromkeys(["workspace:template-file", "workspace:template-shipped"], "a file"),
    **dict.fromkeys(["workspace:case-print", "workspace:district-print"], "a file"),
    **dict.fromkeys(["workspace:sitting-print", "workspace:decision-print"], "a file"),
    **dict.fromkeys(["workspace:case-workbook-file", "workspace:district-workbook-file"], "a file"),
    **dict.fromkeys(["workspace:case-bundle", "workspace:case-certificate"], "a file"),
    "workspace:unit-certificates": "a file",
    "workspace:case-next": "a part of a case's page, fetched by its script",
    **dict.fromkeys(["workspace:people-template", "mfa_download_recovery_codes"], "a file"),
}
RICH = states.DISTRICT_REVIEWED  # of a page every state has, the one with most to show
FIRST = (roles.DISTRICT_OFFICER, roles.COMMUNE_OFFICER)  # who sees most, where several may
COLOURS = ("color-contrast", "link-in-text-block")
MISSING = ["/khong-co/", "/don-vi/99999-x/"]
ASIDE = ("/en/", "/quan-tri/", "/django-admin/")  # the same templates in English; not ours


def _kind(line: dict) -> tuple[str, ...]:
    """What makes a page another one than the pages before it: its URL; where pages of one URL differ by what
    they are of, that too. All acts share the page that says why not."""
    if line["state"] == "else":
        return line["name"], "else"
    by_object = ("workspace:act", "workspace:decision-batch", "workspace:campaign", "workspace:sitting")
    return (line["name"], line["object"]) if line["name"].startswith(by_object) else (line["name"],)


def pages() -> list[tuple[dict, str, str]]:
    """(line, state, role) of every distinct page."""
    told, kinds = [], set()
    for line in LINES:
        got = [role for role in ROLES if line[role] == "ok"]
        if not got or line["name"].startswith(ASIDE) or line["name"] in NO_PAGE or _kind(line) in kinds:
            continue
        kinds.add(_kind(line))
        role = next((role for role in (*FIRST, *got) if role in got), got[0])
        if "anonymous" in got:
            role = "anonymous"
        state = line["state"]
        if state == "*":
            state = RICH
        if state == "else":
            named = {one["state"] for one in LINES if one["object"] == line["object"]}
            state = next(one for one in (RICH, states.RECOGNIZED, *states.ALL) if one not in named)
        told.append((line, state, role))
    return told


def test_every_address_has_a_page_or_a_reason():
    walked = {line["name"] for line, _, _ in pages()}
    unwalked = {name for name in own_names() if name not in walked and name not in NO_PAGE}
    answered = {line["name"] for line in LINES if "ok" in [line[role] for role in ROLES]}
    assert unwalked & answered == set()
    assert walked & set(NO_PAGE) == set()
    assert set(NO_PAGE) <= own_names()


@pytest.fixture
def portal(live_portal, caplog):
    """The served province with its site and the few files it lacks."""
    caplog.set_level("CRITICAL")
    live_portal.moment = province.NOW
    province.bring_files()
    with province.now():
        call_command("load_site", verbosity=0)
        bring_what_is_missing()
    pagecache.bump()
    return live_portal


class Visitors:
    """A browser window for each person."""

    def __init__(self, open_page, portal):
        self.open_page, self.portal, self.people, self.windows = open_page, portal, People(), {}

    def window(self, role: str, case):
        client = self.people.client(role, case)
        if id(client) not in self.windows:
            page = self.windows[id(client)] = self.open_page()
            if session := client.cookies.get(settings.SESSION_COOKIE_NAME):
                cookie = {"name": session.key, "value": session.value, "url": self.portal.url}
                page.context.add_cookies([cookie])
        return self.windows[id(client)]


def in_both(page, axe) -> list[str]:
    """The findings in light; then those of colours, which alone are others in dark."""
    found = []
    for scheme, only in (("light", ()), ("dark", COLOURS)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += [f"{scheme}: {one}" for one in axe(page, only)]
    return found


PARTS = 2


@pytest.mark.browser
@pytest.mark.parametrize("part", range(PARTS))
def test_axe_finds_nothing_serious_on_any_page(portal, open_page, axe, part):
    with province.now():
        visitors, objects, found = Visitors(open_page, portal), Objects(), []
        for line, state, role in pages()[part::PARTS]:
            given, case = objects.of(line["object"], state)
            page = visitors.window(role, case)
            address = address_of(line, given)
            answer = page.goto(address)
            if answer.status != 200:
                found.append(f"{line['name']} {line['object']} {state} {role}: {answer.status}")
            found += in_both(page, axe)
    assert not found, "\n".join(found)


@pytest.mark.browser
def test_axe_finds_nothing_serious_where_the_portal_refuses(portal, open_page, axe):
    with province.now():
        visitors, objects, found = Visitors(open_page, portal), Objects(), []
        asked = [("anonymous", address, 404) for address in MISSING]
        asked += [(roles.EDITOR, "/lam-viec/", 403), (roles.PROVINCE_OFFICER, "/lam-viec/ho-so/999999/", 404)]
        act = f"/lam-viec/ho-so/{province.case_in(states.DISTRICT_REVIEWED).pk}/cong-nhan/"
        asked += [(roles.PROVINCE_CHAIR, act, 403)]
        for role, address, status in asked:
            page = visitors.window(role, objects.draft)
            if (got := page.goto(address).status) != status:
                found.append(f"{address} {role}: {got}")
            found += in_both(page, axe)
    # The browser's console tells of the refusals themselves.
    open_page.errors[:] = [one for one in open_page.errors if "Failed to load resource" not in one]
    assert not found, "\n".join(found)
