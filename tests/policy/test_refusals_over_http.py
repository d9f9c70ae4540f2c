"""What the pages of acts show to those who may not act, and what a refusal leaves behind: a line in its log.

`test_over_http` holds the answers to POST; here every page is opened too, by everybody, in every state.
"""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from portal.people import grants, roles
from portal.people.models import User
from tests import province
from tests.policy import expected
from workflow.models import Act, Campaign, Case, Refusal, states
from workflow.rules.policy import ACT
from workflow.workspace.acts.words import PAGES, ActPage

TODAY, DAY = province.NOW.date(), timedelta(days=1)
OPEN, CLOSED = "workspace/act/confirm.html", "workspace/act/closed.html"
# Offices that act: who appoints them, and of which unit of the case they are.
APPOINTED = {
    roles.COMMUNE_CHAIR: (roles.DISTRICT_OFFICER, "commune"),
    roles.DISTRICT_OFFICER: (roles.PROVINCE_OFFICER, "district"),
    roles.DISTRICT_CHAIR: (roles.PROVINCE_OFFICER, "district"),
    roles.PROVINCE_OFFICER: (roles.ADMINISTRATOR, "province"),
    roles.PROVINCE_CHAIR: (roles.ADMINISTRATOR, "province"),
}
DATES = {
    "held": {"valid_from": TODAY - DAY, "deputy": True},
    "ended": {"valid_from": TODAY - 9 * DAY, "valid_until": TODAY - DAY},
    "coming": {"valid_from": TODAY + DAY},
}


@pytest.fixture(autouse=True)
def on_the_20th_of_november(db):
    with province.now():
        yield


@pytest.fixture
def browser_of():
    """`browser_of(user)`: a signed-in browser, the same one for the same person."""
    kept: dict[int, Client] = {}

    def get(user: User) -> Client:
        if user.pk not in kept:
            kept[user.pk] = province.sign_in(Client(), user)
        return kept[user.pk]

    return get


def word(page: ActPage) -> str:
    """The act of a page as the table names it."""
    return f"reward {page.level}" if page.action == "reward" else page.action


def answer_of(table, page: ActPage, state: str, role: str, at: str, right: str) -> tuple[str, str]:
    """What the table makes of a page, and the mode: "open", or "outside" the workspace, a case "unknown" to
    the person, a state the act does "not leave" whoever asks, "refused" to this person."""
    mode = expected.mode(table, word(page), role, at, right, state)
    if mode:
        return "open", mode
    if role in roles.PAGE_ROLES:
        return "outside", ""
    if at.startswith("other"):
        return "unknown", ""
    told = [line[state] for (action, *_), line in table.items() if action == word(page)]
    return ("not leave" if set(told) == {expected.REFUSED} else "refused"), ""


def heads(case: Case) -> list[tuple[str, str, str, User]]:
    """(role, at, right, person) of every role at the case's own place."""
    told = []
    for role in roles.ROLES:
        at = "portal" if role in roles.PORTAL_ROLES else roles.TIER_OF_ROLE[role] or "province"
        told.append((role, at, "held", province.user_of(role, case)))
    return told


def strangers(case: Case) -> list[tuple[str, str, str, User]]:
    """Those of the other district, and of a commune beside the case's."""
    far, near = province.case_at(province.EMPTY_WARD), province.case_at(province.READY_TO_FILE)
    told = [
        (role, f"other {roles.TIER_OF_ROLE[role]}", "held", province.user_of(role, far))
        for role in (roles.COMMUNE_OFFICER, roles.DISTRICT_OFFICER, roles.DISTRICT_CHAIR)
    ]
    return [
        *told,
        (roles.COMMUNE_CHAIR, "other commune", "held", province.user_of(roles.COMMUNE_CHAIR, near)),
    ]


def dated(case: Case, right: str) -> list[tuple[str, str, str, User]]:
    """Deputies ("held"), or people whose right has ended or not begun; each reads the province besides."""
    places = {"commune": case.commune, "district": case.reviewing_unit, "province": case.campaign.province}
    told = []
    for role, (appointer, at) in APPOINTED.items():
        user, new = User.objects.get_or_create(
            username=f"{right}.{role}.{places[at].code}", defaults={"full_name": "Người giữ quyền"}
        )
        if new:
            by = province.user_of(appointer, case)
            grants.give(user, role, by=by, decision="QĐ 1", unit=places[at], **DATES[right])
            reading = {"unit": case.campaign.province, "valid_from": TODAY - 9 * DAY}
            by = province.user_of(roles.ADMINISTRATOR, case)
            grants.give(user, roles.FINANCE, by=by, decision="QĐ 2", **reading)
        told.append((role, at, right, user))
    return told


def asked(table, case: Case, people):
    """(page, role, at, right, person, what the table makes of it, mode): these people, for acts that leave
    the case's state; one for the others, which answer all alike (`test_over_http` asks everybody)."""
    told = []
    for role, at, right, person in people:
        for page in PAGES:
            kind, mode = answer_of(table, page, case.state, role, at, right)
            if case.state in ACT[page.action].sources or role == roles.OBSERVER:
                told.append((page, role, at, right, person, kind, mode))
    return told


def everybody(case: Case):
    """All of them, and those whose dates are tried."""
    return [*heads(case), *strangers(case), *(who for right in DATES for who in dated(case, right))]


def shown(response) -> str | None:
    """The template of an act's page that was rendered, None for another answer."""
    names = {template.name for template in response.templates}
    return next((name for name in (OPEN, CLOSED) if name in names), None)


def left(case: Case) -> tuple:
    """What a refusal must not change."""
    return Case.objects.values_list("state", "head_event").get(pk=case.pk)


GET = {
    "open": (200, OPEN),
    "not leave": (200, CLOSED),
    "refused": (403, CLOSED),
    "outside": (403, None),
    "unknown": (404, None),
}
POST = GET | {"not leave": (409, CLOSED)}


@pytest.mark.parametrize("state", states.ALL)
def test_every_page_tells_everybody_what_the_table_says(state, browser_of):
    """The page of the act where the table allows it, recording where it says so, with a form or what is
    still missing; why not where it does not; nothing to those who do not read the case."""
    table, wrong, case = expected.table(), [], province.case_in(state)
    for page, role, at, right, person, kind, mode in asked(table, case, [*heads(case), *dated(case, "held")]):
        answer = browser_of(person).get(reverse("workspace:act", args=[case.pk, page.key]))
        if (answer.status_code, shown(answer)) != GET[kind]:
            wrong.append((page.key, role, at, right, answer.status_code, shown(answer), kind))
        elif kind == "open" and answer.context["recording"] != (mode == "record"):
            wrong.append((page.key, role, at, right, answer.context["recording"], mode))
        elif kind == "open" and not (answer.context["missing"] or _asks(answer)):
            wrong.append((page.key, role, at, right, "neither a form nor what is missing"))
    assert wrong == []


def _asks(response) -> bool:
    return b'<form method="post" class="confirm"' in response.content


@pytest.mark.parametrize("state", states.ALL)
def test_a_refused_post_moves_nothing_and_is_in_the_log(state, browser_of):
    """By strangers, and those whose right is not of today; from the door on, the log has a line."""
    table, wrong, case = expected.table(), [], province.case_in(state)
    observer = [who for who in heads(case) if who[0] == roles.OBSERVER]
    refused = [*observer, *strangers(case), *dated(case, "ended"), *dated(case, "coming")]
    before, acts = left(case), Act.objects.count()
    sent = {"on": "20/11/2025", "reason": "Thử", "legal_basis": "Điều 1", "number": "77/QĐ-UBND"}
    for page, role, at, right, person, kind, mode in asked(table, case, refused):
        if mode:
            continue
        logged = Refusal.objects.count()
        answer = browser_of(person).post(reverse("workspace:act", args=[case.pk, page.key]), sent)
        told = list(Refusal.objects.order_by("pk")[logged:].values_list("user_id", "action", "case_id"))
        wants = [(person.pk, page.action, case.pk)] if kind in ("refused", "not leave") else []
        if (answer.status_code, shown(answer), told, left(case)) != (*POST[kind], wants, before):
            wrong.append((page.key, role, at, right, kind, answer.status_code, told, left(case)))
    assert wrong == []
    assert Act.objects.count() == acts


def test_only_the_office_that_opens_years_meets_the_page_that_does(browser_of):
    table, wrong, years = expected.table(), [], Campaign.objects.count()
    address = reverse("workspace:campaign-open")
    for role, at, right, person in everybody(province.case_in(states.DRAFT)):
        mode = expected.mode(table, "open_campaign", role, at, right, "none")
        answer = browser_of(person).get(address)
        if answer.status_code != (200 if mode else 403) or ("which" in answer.context) != bool(mode):
            wrong.append((role, at, right, "GET", answer.status_code))
        if not mode and browser_of(person).post(f"{address}?nam=2026&bo=34/2014").status_code != 403:
            wrong.append((role, at, right, "POST"))
    assert wrong == []
    assert Campaign.objects.count() == years
