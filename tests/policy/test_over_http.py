"""The same table held against the portal itself: every act, state and person, by signed-in browsers."""

from datetime import timedelta
from itertools import product

import pytest
from django.test import Client
from django.urls import reverse

from portal.people import roles
from portal.people.models import Grant, User
from tests import province
from tests.policy import expected
from workflow.models import Act, Case, states
from workflow.rules.policy import ACT
from workflow.workspace.acts.words import PAGES, ActPage

TODAY = province.NOW.date()
DAY = timedelta(days=1)
NOT_TODAY = {
    "ended": {"valid_from": TODAY - 90 * DAY, "valid_until": TODAY - DAY},
    "coming": {"valid_from": TODAY + DAY},
}
OUTSIDE = roles.PAGE_ROLES  # they write pages and do not enter the workspace


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


def people(table, page: ActPage, case: Case) -> list[tuple[str, str, str, User]]:
    """(role, at, right, person) to ask: every role at the case's place, a deputy, strangers, and those who
    would do the act if their right were of today.

    In a state the act does not leave, whoever may do it elsewhere and an onlooker: the answer no longer
    depends on the person, and tests.policy.test_expected asks all of them.
    """
    doers = [role for role in roles.ROLES if any(_allows(table, page, role, state) for state in states.ALL)]
    leaves = case.state in ACT[page.action].sources
    told = [(role, _place(role), "held", province.user_of(role, case)) for role in roles.ROLES]
    if not leaves:
        return [one for one in told if one[0] in (*doers, roles.OBSERVER, roles.EDITOR)]
    told.append((roles.DISTRICT_CHAIR, "district", "held", province.act.deputy_of(case).user))
    stranger = province.case_at(province.EMPTY_WARD)
    for role in (roles.COMMUNE_CHAIR, roles.COMMUNE_OFFICER, roles.DISTRICT_CHAIR, roles.DISTRICT_OFFICER):
        told.append((role, f"other {roles.TIER_OF_ROLE[role]}", "held", province.user_of(role, stranger)))
    for role, right in product(doers, NOT_TODAY):
        told.append((role, _place(role), right, somebody(role, right, case)))
    return told


def _place(role: str) -> str:
    return "portal" if role in roles.PORTAL_ROLES else roles.TIER_OF_ROLE[role] or "province"


def _allows(table, page: ActPage, role: str, state: str) -> bool:
    return bool(expected.mode(table, word(page), role, _place(role), "held", state))


def somebody(role: str, right: str, case: Case) -> User:
    """A person who held, or will hold, a role at the case's place, and reads all of the province today."""
    name = f"{right}.{role}.{case.pk}"
    unit = {"commune": case.commune, "district": case.reviewing_unit, "province": case.campaign.province}
    user = User.objects.create(username=name, full_name=name)
    place = unit[roles.TIER_OF_ROLE[role]]
    Grant.objects.create(user=user, role=role, unit=place, decision="QĐ 1", **NOT_TODAY[right])
    reader = {"role": roles.FINANCE, "unit": case.campaign.province, "valid_from": TODAY - 90 * DAY}
    Grant.objects.create(user=user, decision="QĐ 2", **reader)
    return user


def word(page: ActPage) -> str:
    """The act of a page as the table names it."""
    return f"reward {page.level}" if page.action == "reward" else page.action


def wanted(table, page: ActPage, case: Case, role: str, at: str, right: str) -> int:
    """The answer to a POST with nothing in it: 200 the form with what is missing, 403 not this person,
    404 a case this person does not read, 409 an act that does not leave this state."""
    if role in OUTSIDE:
        return 403
    if at.startswith("other"):
        return 404
    if case.state not in ACT[page.action].sources:
        return 409
    return 200 if expected.mode(table, word(page), role, at, right, case.state) else 403


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
def test_every_act_in_every_state_by_everybody(page, browser_of):
    table, wrong, acts = expected.table(), [], Act.objects.count()
    for state in states.ALL:
        case = province.case_in(state)
        address = reverse("workspace:act", args=[case.pk, page.key])
        for role, at, right, person in people(table, page, case):
            browser, wants = browser_of(person), wanted(table, page, case, role, at, right)
            answered = browser.post(address)
            if answered.status_code != wants or (wants == 200) != _has_form(answered):
                wrong.append((state, role, at, right, "POST", answered.status_code, wants))
            if wants == 200:
                shown = browser.get(address)
                if shown.status_code != 200 or not _has_form(shown):
                    wrong.append((state, role, at, right, "GET", shown.status_code, wants))
    assert wrong == []
    assert Act.objects.count() == acts


def _has_form(response) -> bool:
    return bool(response.context and response.context.get("form") and b"<form" in response.content)
