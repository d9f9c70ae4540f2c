"""The same table held against the portal itself: every act, state and person, by signed-in browsers."""

import pytest
from django.template import Template
from django.test.utils import _TestState
from django.urls import reverse

from portal.people import roles
from tests import province
from tests.policy import expected
from tests.policy.askers import Askers, place_of
from workflow.models import Act, Case, states
from workflow.rules.policy import ACT
from workflow.workspace.acts.words import PAGES, ActPage

OUTSIDE = roles.PAGE_ROLES  # they write pages and do not enter the workspace


@pytest.fixture(autouse=True)
def on_the_20th_of_november(db, monkeypatch, caplog):
    caplog.set_level("CRITICAL")
    # Thousands of pages: the test client need not copy the context of every template.
    monkeypatch.setattr(Template, "_render", _TestState.saved_data.template_render)
    with province.now():
        yield


def word(page: ActPage) -> str:
    """The act of a page as the table names it."""
    return f"reward {page.level}" if page.action == "reward" else page.action


def doers(table, page: ActPage) -> list[str]:
    """The roles that do the act in some state at their own place."""

    def does(role: str) -> bool:
        modes = (
            expected.mode(table, word(page), role, place_of(role), "held", state) for state in states.ALL
        )
        return any(modes)

    return [role for role in roles.ROLES if does(role)]


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
def test_every_act_in_every_state_by_everybody(page):
    """Every role at the case's place, deputies, rights of other days and strangers, in every state."""
    table, wrong, acts, asked = expected.table(), [], Act.objects.count(), Askers()
    for state in states.ALL:
        case = province.case_in(state)
        address = reverse("workspace:act", args=[case.pk, page.key])
        for role, at, right, person in asked.of(case, doers(table, page)):
            browser, wants = asked.browser(person), wanted(table, page, case, role, at, right)
            answered = browser.post(address)
            if answered.status_code != wants or (wants == 200) != _offers(answered):
                wrong.append((state, role, at, right, person.username, "POST", answered.status_code, wants))
            if wants == 200:
                shown = browser.get(address)
                if shown.status_code != 200 or not _offers(shown):
                    wrong.append((state, role, at, right, person.username, "GET", shown.status_code, wants))
    assert wrong == []
    assert Act.objects.count() == acts


def _offers(response) -> bool:
    """Whether the page offers the act: its form, or the list of what is still to be done before it."""
    return b'<form method="post" class="confirm"' in response.content or b"task-open" in response.content
