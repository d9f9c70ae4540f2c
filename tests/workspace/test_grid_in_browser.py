"""Grid, home and confirm pages in a real browser: saving by itself, conflicts, no script, axe."""

from decimal import Decimal

import pytest

from portal.people import roles
from tests import province
from tests.workspace.conftest import at
from workflow.actions import scoring
from workflow.models import Score, states

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def on_the_20th_of_november(live_portal):
    """Every request meets the portal on that day."""
    live_portal.moment = province.NOW


@pytest.fixture
def opened(open_page, live_portal):
    """`opened(role, case, **how)`: a page of somebody signed in."""

    def make(role: str, case, **how):
        page = open_page(**how)
        live_portal.sign_in(page, province.user_of(role, case))
        return page

    return make


def saved_points(case, number: int) -> Decimal | None:
    return Score.objects.get(case=case, criterion=number).commune_points


def saved(page, number: int) -> None:
    """Wait until the live region names the criterion."""
    told = """number => {
      const words = document.getElementById("saved").innerText;
      return /\\d\\d:\\d\\d/.test(words) && words.match(/\\d+/g).includes(`${number}`);
    }"""
    page.wait_for_function(told, arg=number)


def test_points_are_saved_as_they_are_typed(opened):
    case = province.case_in(states.DRAFT)
    page = opened(roles.COMMUNE_OFFICER, case)
    page.goto(at("case-scores", case.pk))
    page.fill("#points-1", "47,5")
    page.press("#points-1", "Enter")
    assert page.evaluate("document.activeElement.id") == "points-2", "Enter goes down the column"
    saved(page, 1)
    page.keyboard.type("20")
    page.press("#points-2", "Tab")
    assert page.evaluate("document.activeElement.id") == "num-2", "a criterion with bands asks for numbers"
    page.focus("#note-2")
    page.keyboard.type("Sổ khai sinh")
    saved(page, 2)
    assert page.input_value("#note-2") == "Sổ khai sinh", "what is typed while saving stays"
    page.press("#note-2", "Tab")
    page.wait_for_function("() => document.querySelector('#tieu-chi-2 [name=version-2]').value === '2'")
    assert saved_points(case, 1) == Decimal("47.5")
    assert Score.objects.get(case=case, criterion=2).commune_evidence == "Sổ khai sinh"
    assert page.inner_text("#sum-commune") == "67,5"


def test_a_conflict_opens_under_the_row(opened, open_page):
    case = province.case_in(states.DRAFT)
    page = opened(roles.COMMUNE_OFFICER, case)
    page.goto(at("case-scores", case.pk))
    chair = province.user_of(roles.COMMUNE_CHAIR, case)
    scoring.save(case, 6, "commune", chair, points=Decimal(45), note="", seen_version=0)
    page.fill("#points-6", "40")
    page.press("#points-6", "Tab")
    page.click("#tieu-chi-6 button[value=mine]")
    saved(page, 6)
    assert saved_points(case, 6) == 40
    open_page.errors.clear()  # the browser tells of the 409 it was answered


def test_without_script_one_button_saves_all(opened, open_page):
    case = province.case_in(states.DRAFT)
    page = opened(roles.COMMUNE_OFFICER, case, javascript=False)
    page.goto(at("case-scores", case.pk))
    page.fill("#points-1", "60")
    page.fill("#points-2", "999")
    page.click("#score-form .actions button")
    assert page.input_value("#points-2") == "999"
    assert saved_points(case, 1) == 60
    assert saved_points(case, 2) is None
    open_page.errors.clear()  # the browser tells of the 422 it was answered


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_pages_are_accessible_and_fit(opened, axe, scheme, width):
    draft, reviewed = province.case_in(states.DRAFT), province.case_in(states.DISTRICT_REVIEWED)
    ready = province.case_in(states.COMMUNE_ASSESSED)
    visits = [
        (roles.DISTRICT_OFFICER, ready, ["home", "case-list"], []),
        (roles.COMMUNE_OFFICER, draft, [], ["case", "case-council", "case-papers", "case-messages"]),
        (roles.DISTRICT_OFFICER, ready, [], ["case", "case-findings", "case-history"]),
        (roles.DISTRICT_OFFICER, reviewed, [], ["act:cong-nhan", "act:khong-cong-nhan", "act:xet-duyet"]),
    ]
    problems = []
    for role, case, plain, of_case in visits:
        page = opened(role, case, scheme=scheme, width=width)
        addresses = [at(name) for name in plain]
        for name in of_case:
            view, _, key = name.partition(":")
            addresses.append(at(view, case.pk, *([key] if key else [])))
        for address in addresses:
            page.goto(address)
            problems += axe(page)
            wide = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            problems += [f"{address}: {wide} px too wide"] if wide > 0 else []
    assert problems == []


def test_numbers_give_points_as_they_are_typed(opened):
    """The band's points appear beside the numbers; what cannot be stands beside its box and is not saved."""
    case = province.case_in(states.DRAFT)
    page = opened(roles.COMMUNE_OFFICER, case, width=390)
    page.goto(at("case-scores", case.pk))
    assert page.locator("#num-1").count() == 0, "criterion 1 has no bands"
    page.fill("#num-2", "49")
    page.press("#num-2", "Tab")
    saved(page, 2)
    page.fill("#den-2", "50")
    page.press("#den-2", "Tab")
    page.wait_for_function("() => document.getElementById('points-2').value === '50'")
    assert saved_points(case, 2) == 50
    page.locator("#tieu-chi-2 details.aids summary").click()
    assert page.locator("#tieu-chi-2 details.aids .counts").is_visible()


def test_numbers_are_entered_without_script(opened, open_page):
    case = province.case_in(states.DRAFT)
    page = opened(roles.COMMUNE_OFFICER, case, javascript=False)
    page.goto(at("case-scores", case.pk))
    page.fill("#num-2", "49")
    page.fill("#den-2", "50")
    page.fill("#num-7", "60")
    page.fill("#den-7", "50")
    page.click("#score-form .actions button")
    assert page.input_value("#points-2") == "50"
    assert page.locator("#num-7-error").is_visible() and page.input_value("#num-7") == "60"
    assert saved_points(case, 2) == 50
    assert saved_points(case, 7) is None
    page.fill("#den-7", "80")
    page.click("#score-form .actions button")
    page.fill("#why-7", "Bảng điểm chưa có khung này")
    page.fill("#points-7", "55")
    page.click("#score-form .actions button")
    assert Score.objects.get(case=case, criterion=7).commune_reason == "Bảng điểm chưa có khung này"
    assert saved_points(case, 7) == 55
    open_page.errors.clear()  # the browser tells of the 422 it was answered
