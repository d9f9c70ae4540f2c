"""The works of the table (what is entered and prepared between acts) held against the pages that do them.

Each work is asked at the address where it is done, in every state, by everybody: the form is met where the
table allows it, and nowhere else.
"""

from itertools import count

import pytest
from django.template import Template
from django.test.utils import _TestState
from django.urls import reverse

from portal.people import roles
from tests import province
from tests.policy import expected
from tests.policy.askers import Askers, place_of
from workflow.models import Case, Finding, Message, states
from workflow.rules import policy


@pytest.fixture(autouse=True)
def on_the_20th_of_november(db, monkeypatch, caplog):
    caplog.set_level("CRITICAL")
    # Thousands of pages: the test client need not copy the context of every template.
    monkeypatch.setattr(Template, "_render", _TestState.saved_data.template_render)
    with province.now():
        yield


_codes = count(1)


def _of_case(name: str, *more):
    return lambda case: reverse(f"workspace:{name}", args=[case.pk, *more])


def _finding(case: Case) -> str:
    """A doubt about the case, as the department of health wrote one about another."""
    one = Finding.objects.filter(case=province.case_at(province.UNDER_COMMENT)).first()
    one.pk, one.case = None, case
    one._state.adding = True
    one.save()
    return reverse("workspace:finding-read", args=[one.pk])


def _message(case: Case) -> str:
    """A comment on the case that nobody has looked at."""
    one = Message.objects.filter(case=province.case_at(province.UNDER_COMMENT)).first()
    one.pk, one.case, one.window, one.admissible = None, case, None, None
    one.tracking_code = f"THU{next(_codes):05d}"
    one._state.adding = True
    one.save()
    return reverse("workspace:comment-moderate", args=[one.pk])


# works: those of which one suffices, their address of a case, and how it is asked.
OF_A_CASE = {
    "points": (("score_commune", "score_district"), _of_case("case-score", 1), "post"),
    "council": (("prepare_commune",), _of_case("commune-council"), "get"),
    "papers": (("prepare_commune", "prepare_reward"), _of_case("case-paper-new"), "get"),
    "finding": (("record_finding",), _of_case("finding-new"), "get"),
    "read": (("read_finding",), _finding, "post"),
    "answer": (("answer_message",), _of_case("comment-answer"), "get"),
    "moderate": (("moderate_message",), _message, "get"),
    "enter": (("record_paper_message",), _of_case("comment-enter"), "get"),
}


def does(table, works, role: str, at: str, right: str, state: str) -> bool:
    return any(expected.mode(table, work, role, at, right, state) for work in works)


def doers(table, works) -> list[str]:
    """The roles that do one of the works in some state at their own place."""
    every = ("none", *states.ALL)
    return [r for r in roles.ROLES if any(does(table, works, r, place_of(r), "held", s) for s in every)]


def answer_to(response) -> str:
    """yes, no, or no such thing for this person."""
    words = {200: "yes", 302: "yes", 422: "yes", 403: "no", 409: "no", 404: "unknown"}
    return words.get(response.status_code, str(response.status_code))


@pytest.mark.parametrize("what", OF_A_CASE)
def test_every_work_on_a_case_in_every_state_by_everybody(what):
    table, wrong, asked = expected.table(), [], Askers()
    works, address_of, how = OF_A_CASE[what]
    for state in states.ALL:
        case = province.case_in(state)
        for role, at, right, person in asked.of(case, doers(table, works)):
            wants = "yes" if does(table, works, role, at, right, state) else "no"
            if at.startswith("other"):
                wants = "unknown"
            # A finding is read once: each is asked about one of their own.
            found = answer_to(getattr(asked.browser(person), how)(address_of(case)))
            if found != wants:
                wrong.append((state, role, at, right, person.username, found, wants))
    assert wrong == []


def _page(name: str, *args):
    return lambda browser, case: answer_to(browser.get(reverse(f"workspace:{name}", args=args)))


def _unit(browser, case: Case) -> list[str]:
    """Who is told what at the commune, the district and the province of the case."""
    places = (case.commune.code, case.reviewing_unit.code, case.campaign.province.code)
    return [answer_to(browser.get(reverse("workspace:notice-rules", args=[code]))) for code in places]


OF_NO_CASE = {
    "open_campaign": _page("campaign-open"),
    "edit_templates": _page("template-list"),
    "edit_regulation": _page("regulation-start", "34-2014", 1),
}


@pytest.mark.parametrize("work", OF_NO_CASE)
def test_every_work_of_the_portal_by_everybody(work):
    table, wrong, asked = expected.table(), [], Askers()
    case = province.case_in(states.DRAFT)
    for role, at, right, person in asked.of(case, doers(table, [work])):
        wants = "yes" if does(table, [work], role, at, right, "none") else "no"
        found = OF_NO_CASE[work](asked.browser(person), case)
        if found != wants:
            wrong.append((role, at, right, person.username, found, wants))
    assert wrong == []


def test_who_switches_the_notices_of_a_unit_holds_an_office_there():
    table, wrong, asked = expected.table(), [], Askers()
    case = province.case_in(states.DRAFT)
    tiers = (roles.COMMUNE, roles.DISTRICT, roles.PROVINCE)
    for role, at, right, person in asked.of(case, doers(table, ["switch_notices"])):
        may = does(table, ["switch_notices"], role, at, right, "none")
        wants = ["yes" if may and at == tier else "no" for tier in tiers]
        found = _unit(asked.browser(person), case)
        if found != wants:
            wrong.append((role, at, right, person.username, found, wants))
    assert wrong == []


@pytest.mark.parametrize("tier", ["district", "province"])
def test_who_reports_the_year_holds_the_office_that_reports(tier):
    table, wrong, asked = expected.table(), [], Askers()
    case = province.case_in(states.DRAFT)
    code = {"district": case.reviewing_unit.code, "province": case.campaign.province.code}[tier]
    address = reverse("workspace:year-report", args=["2025-minh-hoa", code])
    for role, at, right, person in asked.of(case, doers(table, ["record_report"])):
        may = does(table, ["record_report"], role, at, right, "none") and at == tier
        found = answer_to(asked.browser(person).get(address))
        if (found == "yes") != may or found not in ("yes", "no", "unknown"):
            wrong.append((role, at, right, person.username, found, may))
    assert wrong == []


def test_who_prepares_the_district_s_papers_holds_its_office():
    """Papers that cover several cases, so asked of the year and not of one case's state."""
    table, wrong, asked = expected.table(), [], Askers()
    case = province.case_in(states.COMMUNE_ASSESSED)
    names = ("district-paper-new", "district-council-edit", "district-sitting-new")
    for role, at, right, person in asked.of(case, doers(table, ["prepare_district"])):
        wants = does(table, ["prepare_district"], role, at, right, case.state)
        for name in names:
            address = reverse(f"workspace:{name}", args=["2025-minh-hoa", province.DISTRICT])
            found = answer_to(asked.browser(person).get(address))
            if (found == "yes") != wants or found not in ("yes", "no", "unknown"):
                wrong.append((name, role, at, right, person.username, found, wants))
    assert wrong == []


def test_who_reminds_a_commune_in_every_state_by_everybody():
    """The page that asks whom to remind offers to send only where the table allows it."""
    table, wrong, asked = expected.table(), [], Askers()
    address = reverse("workspace:case-together")
    for state in states.ALL:
        case = province.case_in(state)
        for role, at, right, person in asked.of(case, doers(table, ["remind"])):
            wants = does(table, ["remind"], role, at, right, state)
            answer = asked.browser(person).post(address, {"viec": "nhac", "ho-so": [case.pk]})
            if (b'name="ho-so"' in answer.content) != wants or answer.status_code not in (200, 302, 403):
                wrong.append((state, role, at, right, person.username, answer.status_code, wants))
    assert wrong == []


def test_every_work_of_the_policy_is_asked_here():
    asked = {work for works, _, _ in OF_A_CASE.values() for work in works}
    asked |= {*OF_NO_CASE, "switch_notices", "record_report", "prepare_district", "remind"} - {
        "open_campaign"
    }
    assert asked == set(policy.PERMISSIONS)
