"""Every address of the portal × role, held to `tests/urls_expected.csv`.

A line names a URL (`namespace:name`) or an address, the object it is asked for (`OBJECTS`) and the states of
the case: one, `*` (all of them) or `else` (those no other line of the same URL and object names). The cells
say what a GET gives: `ok`, `login` (sent to sign in), `forbidden`, `missing`, `redirect`, `post` (only POST
is answered), or nothing where the line does not ask. "Own" is the case's commune and huyện Kon Plông;
"elsewhere" is the same role in thành phố Kon Tum.
"""

import csv
from collections import defaultdict
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.template import Template
from django.test import Client
from django.test.utils import _TestState
from django.urls import get_resolver, reverse

from portal.people import roles
from portal.people.models import User
from portal.units.models import UnitSpan
from public import pagecache
from tests import province, province_acts
from tests.policy.url_objects import UNKNOWN, Objects, bring_what_is_missing
from workflow.models import Case, states

LINES = list(csv.DictReader((Path(__file__).parent.parent / "urls_expected.csv").open(encoding="utf-8")))
ROLES = [column for column in LINES[0] if column not in ("name", "object", "state")]
STATUS = {200: "ok", 403: "forbidden", 404: "missing", 405: "post"}
ADMINS = ("/quan-tri/", "/django-admin/")
# What an admin site tells anybody: symbols and translations for its own scripts, its way out, and pages
# that need no account because they only lead to the portal's own sign-in.
OPEN_ADMIN_ADDRESSES = {
    "/quan-tri/sprite/",
    "/quan-tri/jsi18n/",
    "/quan-tri/password_reset/",
    "/quan-tri/password_reset/done/",
    "/quan-tri/password_reset/complete/",
}


# Addresses of the portal ----------------------------------------------------------------------------


def patterns(resolver=None, spaces=(), before=""):
    """(name, address pattern, number of arguments) of every URL pattern."""
    for one in (resolver or get_resolver()).url_patterns:
        where = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from patterns(one, (*spaces, *filter(None, [one.namespace])), where)
        else:
            yield ":".join([*spaces, one.name or ""]), "/" + where, one.pattern.regex.groups


def own_names() -> set[str]:
    """Names of all URLs outside the two admin sites."""
    return {name for name, where, _ in patterns() if not where.startswith(ADMINS)}


def test_every_url_has_its_lines_and_every_line_its_url():
    listed = {line["name"] for line in LINES if not line["name"].startswith("/")}
    assert own_names() - listed == set(), "URLs without a line"
    assert listed - own_names() == set(), "lines without a URL"
    cells = {line[role] for line in LINES for role in ROLES}
    assert cells <= {*STATUS.values(), "login", "redirect", ""}
    keys = [(line["name"], line["object"], line["state"]) for line in LINES]
    assert len(keys) == len(set(keys)), "a line stands twice"


# Objects --------------------------------------------------------------------------------------------


@pytest.fixture
def portal(db, monkeypatch, caplog):
    """The test province with its site, and the few files it lacks."""
    cache.clear()
    caplog.set_level("CRITICAL")
    # Thousands of pages: the test client need not copy the context of every template.
    monkeypatch.setattr(Template, "_render", _TestState.saved_data.template_render)
    with province.now():
        call_command("load_site", verbosity=0)
        bring_what_is_missing()
        pagecache.bump()
        yield


# People ---------------------------------------------------------------------------------------------


class People:
    """One client for each person, kept signed in."""

    def __init__(self) -> None:
        self.clients: dict[str, Client] = {}
        places = {True: province.case_at(province.UNDER_COMMENT), False: province.case_in(states.DRAFT)}
        self.elsewhere = {code: places[code != province.CITY] for code in (province.CITY, province.DISTRICT)}

    def client(self, role: str, case: Case) -> Client:
        """Who holds the role at the case, or in the other district."""
        name = ""
        if role != "anonymous":
            if role.endswith("_elsewhere"):
                role, case = role.removesuffix("_elsewhere"), self.elsewhere[case.reviewing_unit.code]
            name = province_acts.username(province_acts.USERNAMES[role], case)
        if name not in self.clients:
            self.clients[name] = Client(raise_request_exception=False)
            if name:
                province.sign_in(self.clients[name], User.objects.get(username=name))
        return self.clients[name]


def ask(client: Client, address: str):
    """The answer to a GET; an admin site's own sign-in page is only the way to the portal's."""
    response = client.get(address)
    while response.status_code == 302 and response["Location"].startswith(
        tuple(f"{admin}login/" for admin in ADMINS)
    ):
        if urlsplit(address).path == urlsplit(response["Location"]).path:
            break
        address = response["Location"]
        response = client.get(address)
    return response


def outcome(response) -> str:
    """The word of the file for an answer; its number where the file has none."""
    if response.status_code in (301, 302):
        path = urlsplit(response["Location"]).path
        return "login" if path in ("/tai-khoan/dang-nhap/", "/en/tai-khoan/dang-nhap/") else "redirect"
    return STATUS.get(response.status_code, str(response.status_code))


# Promises on every answer ---------------------------------------------------------------------------


def _read_to_the_end(response) -> None:
    """So that a download lets go of its file; closing the answer would close the test's database."""
    if response.streaming:
        b"".join(response.streaming_content)


def unkept(address: str, role: str, response) -> list[str]:
    """The promises an answer with a page does not keep."""
    told, headers = [], response.headers
    path = urlsplit(address).path.removeprefix("/en")
    if headers.get("X-Content-Type-Options") != "nosniff":
        told.append("X-Content-Type-Options")
    policy = headers.get("Content-Security-Policy", "")
    if path.startswith("/quan-tri/"):
        if "default-src 'self'" not in policy or "http" in policy or "unsafe-eval" in policy:
            told.append(f"Content-Security-Policy {policy!r}")
    else:
        if "default-src 'none'" not in policy or "unsafe-inline" in policy or "unsafe-eval" in policy:
            told.append(f"Content-Security-Policy {policy!r}")
    if path.startswith(("/lam-viec/", "/tai-khoan/", *ADMINS)):
        kept = headers.get("Cache-Control", "")
        if not ("no-store" in kept and "private" in kept):
            told.append(f"Cache-Control {kept!r}")
    elif role == "anonymous" and response.cookies:
        told.append(f"Set-Cookie {sorted(response.cookies)}")
    return told


# The file -------------------------------------------------------------------------------------------


def asked_states() -> dict[int, list[str]]:
    """The states each line speaks of, by its place in the file."""
    named = defaultdict(set)
    for line in LINES:
        named[line["name"], line["object"]].add(line["state"])
    found = {}
    for number, line in enumerate(LINES):
        others = named[line["name"], line["object"]]
        every = {"*": list(states.ALL), "else": [state for state in states.ALL if state not in others]}
        found[number] = every.get(line["state"], [line["state"]])
    return found


# Roles that no line tells apart take turns.
ALIKE = ((roles.OBSERVER, roles.HOME_AFFAIRS, roles.FINANCE, roles.PLANNING), (roles.EDITOR, roles.PUBLISHER))


def asked(line: dict, number: int, some: list[str]):
    """(state, role) pairs of a line. Where it speaks of several states, an officer of another district asks
    in each, the others take turns; of roles the line treats alike for the same reason one is asked. A page
    that is the same for all is asked by visitors and, in turns, by some of the roles."""
    same = len({line[role] for role in ROLES}) == 1
    turns = {one for group in ALIKE for place, one in enumerate(group) if place != number % len(group)}
    turns = {
        one for group in ALIKE if len({line[role] for role in group}) == 1 for one in group if one in turns
    }
    for place, role in enumerate(ROLES):
        if not line[role] or role in turns or (same and role != "anonymous" and (number + place) % 5):
            continue
        every = role == "district_officer_elsewhere"
        for state in some if every else [some[(number + place) % len(some)]]:
            yield state, role


def address_of(line: dict, given: dict) -> str:
    name = line["name"]
    if name.startswith("/"):
        spans = UnitSpan.objects.filter(code__in=(province.DISTRICT, province.MANG_DEN), valid_until=None)
        slugs = {span.code: span.slug for span in spans}
        mang_den = f"{province.MANG_DEN}-{slugs[province.MANG_DEN]}"
        return name.replace("{commune}", mang_den).replace("{district}", slugs[province.DISTRICT])
    if "positional" in given and name in ("wagtail_serve", "wagtaildocs_serve"):
        positional = given["positional"]
        if name == "wagtaildocs_serve" and len(positional) == 1:
            positional = [UNKNOWN, "khong-co.pdf"]
        return reverse(name, args=positional)
    known = get_resolver()
    for part in name.split(":")[:-1]:
        known = known.namespace_dict[part][1]
    wanted = known.reverse_dict.getlist(name.split(":")[-1])[0][0][0][1]
    return reverse(name, kwargs={key: given[key] for key in wanted}) + given.get("query", "")


def test_every_url_answers_each_role_as_the_file_says(portal):
    objects, people, wrong, some = Objects(), People(), [], asked_states()
    for number, line in enumerate(LINES):
        if line["name"].endswith("*"):
            continue
        things = {state: objects.of(line["object"], state) for state in some[number]}
        for state, role in asked(line, number, some[number]):
            given, case = things[state]
            address = address_of(line, given)
            response = ask(people.client(role, case), address)
            found = outcome(response)
            told = [found] if found != line[role] else []
            told += unkept(address, role, response) if response.status_code == 200 else []
            wrong += [
                f"{line['name']} {line['object']} {state} {role}: {one}, not {line[role]}" for one in told
            ]
            _read_to_the_end(response)
    assert not wrong, "\n".join([f"{len(wrong)} answers differ", *wrong])


def test_admin_sites_are_for_their_staff_alone(portal):
    objects, people, wrong = Objects(), People(), []
    for line in LINES:
        if not line["name"].endswith("*"):
            continue
        under = line["name"].removesuffix("*")
        where = {where.replace("^", "").replace("$", "") for _, where, groups in patterns() if not groups}
        own = {one["name"] for one in LINES} | OPEN_ADMIN_ADDRESSES
        for address in sorted(one for one in where if one.startswith(under) and one not in own):
            for role in filter(lambda role: line[role], ROLES):
                found = outcome(ask(people.client(role, objects.draft), address.replace(".*", "khong-co")))
                if found not in (line[role], "missing"):
                    wrong.append(f"{address} {role}: {found}, not {line[role]}")
    assert not wrong, "\n".join(wrong)


def test_what_does_not_exist_is_missing_for_those_who_read_everything(portal):
    objects, people, wrong = Objects(), People(), []
    given = objects.of("unknown", "")[0] | {"criterion": UNKNOWN, "evidence": UNKNOWN, "case_pk": UNKNOWN}
    given |= {
        "what": "cong-nhan",
        "year": "2025-minh-hoa",
        "code": "99999",
        "kind": "khong_co",
        "form": "pdf",
        "slug": "khong-co",
        "version": 1,
        "other": 1,
        "no": 1,
        "key": "99999",
    }
    with_arguments = {name for name, _where, groups in patterns() if groups and name.startswith("workspace:")}
    # The choice of a unit for a kind of decision takes no object.
    for name in sorted(with_arguments - {"workspace:decision-start"}):
        address = address_of({"name": name}, given)
        for role in (roles.ADMINISTRATOR, roles.PROVINCE_OFFICER):
            found = outcome(people.client(role, objects.draft).get(address))
            if found not in ("missing", "post"):
                wrong.append(f"{address} {role}: {found}")
    assert not wrong, "\n".join(wrong)
