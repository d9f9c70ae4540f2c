"""A new head of the Phòng takes over on Monday, and somebody without e-mail gets in: in a browser."""

from datetime import date

import pytest

from portal.people import roles
from portal.people.models import Grant, User
from tests import province
from tests.province_acts import moment, user_of
from workflow.models import states

pytestmark = pytest.mark.browser
FRIDAY, MONDAY = date(2025, 11, 21), date(2025, 11, 24)
PASSWORD = "một câu dài dễ nhớ 2026"


def press(page, words: str) -> None:
    """Press a button by its value or place, and be taken on."""
    with page.expect_navigation():
        page.locator(words).first.click()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_a_new_head_takes_over_on_monday(live_portal, open_page, javascript):
    portal, case = live_portal, province.case_in(states.COMMUNE_ASSESSED)
    old = user_of(roles.DISTRICT_OFFICER, case)
    right = Grant.objects.get(user=old)
    portal.moment = moment(FRIDAY, 9)
    page = open_page(javascript=javascript)
    portal.sign_in(page, User.objects.get(username="so.ldtbxh"))

    # The Sở finds the post, and makes the account of the new head.
    page.goto(f"/lam-viec/phan-quyen/{province.DISTRICT}/")
    page.locator(f"a[href$='/phan-quyen/quyen/{right.pk}/']").first.click()
    page.locator("a[href$='/ban-giao/']").click()
    page.locator("[name=q]").fill("y truong phong")
    press(page, "form[role=search] button")
    page.locator("a[href*='nguoi=moi']").click()
    page.locator("[name=full_name]").fill("Y Trưởng Phòng")
    page.locator("[name=first_day]").fill("24/11/2025")
    page.locator("[name=decision]").fill("QĐ 12/QĐ-UBND ngày 21/11/2025")
    press(page, "form.confirm button")
    assert "Y Trưởng Phòng" in page.locator("main").inner_text()
    assert not User.objects.filter(username="y.truong.phong").exists()
    page.locator("[name=sure]").check()
    press(page, "button[value=confirm]")

    # The code is printed, and handed over.
    press(page, "form[action$='/ma/'] button")
    username, code = page.locator("dd.code").all_inner_texts()
    assert username == "y.truong.phong"
    new = User.objects.get(username=username)

    # On Monday the new head sets a password with it, signs in, and reviews where the old one stopped.
    portal.moment = moment(MONDAY, 8)
    theirs = open_page(javascript=javascript, width=390)
    theirs.goto("/tai-khoan/ma-mot-lan/")
    for name, text in (
        ("username", username),
        ("code", code.lower()),
        ("password1", PASSWORD),
        ("password2", PASSWORD),
    ):
        theirs.locator(f"[name={name}]").fill(text)
    press(theirs, "main form button")
    theirs.locator("[name=login]").fill(username)
    theirs.locator("[name=password]").fill(PASSWORD)
    press(theirs, "main form button")
    assert theirs.url.endswith("/lam-viec/")
    answer = theirs.goto(f"/lam-viec/ho-so/{case.pk}/xet-duyet/")
    assert (answer.status, theirs.locator("form.confirm").count()) == (200, 1)

    # Who held it before reads why not, and who could do it instead.
    before = open_page(javascript=javascript)
    portal.sign_in(before, old)
    assert before.goto(f"/lam-viec/ho-so/{case.pk}/xet-duyet/").status == 403
    open_page.errors.clear()  # the browser's word about the 403
    assert [
        (one.user_id, one.valid_until) for one in Grant.objects.filter(unit=right.unit, role=right.role)
    ] == [
        (old.pk, date(2025, 11, 23)),
        (new.pk, None),
    ]
