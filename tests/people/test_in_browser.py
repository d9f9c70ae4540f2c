"""Account pages in Chromium: the whole way in with two steps, with and without JavaScript, and axe."""

import re

import pytest

from portal.people.models import User
from tests.people import totp
from tests.people.conftest import PASSWORD

pytestmark = pytest.mark.browser


@pytest.fixture
def account(fresh_database) -> User:
    return User.objects.create_user("y-blinh-thu", password=PASSWORD, full_name="Y Blinh")


def sign_in(page):
    page.goto("/tai-khoan/dang-nhap/")
    page.locator("[name=login]").fill("y-blinh-thu")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button").first.click()


def prove(page):
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button").first.click()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_turning_on_the_second_step_and_coming_back_with_it(account, open_page, javascript):
    page = open_page(javascript=javascript)
    sign_in(page)
    assert page.locator("h1").inner_text() == "Y Blinh"
    page.goto("/tai-khoan/hai-buoc/ung-dung/bat/")
    prove(page)
    secret = page.locator("code.code").inner_text()
    page.locator("[name=code]").fill(totp.code(secret, -1))
    page.locator("main form button").first.click()
    codes = page.locator("main li code.code").all_inner_texts()
    assert len(codes) == 10 and all(re.fullmatch(r"\d{8}", code) for code in codes)
    other = open_page(javascript=javascript)
    sign_in(other)
    assert other.url.split("?")[0].endswith("/tai-khoan/hai-buoc/ma/")
    other.locator("[name=code]").fill(totp.code(secret))
    other.locator("main form button").first.click()
    assert other.locator("h1").inner_text() == "Y Blinh"


PUBLIC = ["dang-nhap/", "mat-khau/quen/", "xin-tai-khoan/"]
OWN = ["", "mat-khau/doi/", "thu-dien-tu/", "hai-buoc/", "hai-buoc/ung-dung/bat/"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_account_pages_are_accessible(account, open_page, axe, scheme):
    page = open_page(scheme=scheme, width=390)
    found = []
    for address in PUBLIC:
        page.goto(f"/tai-khoan/{address}")
        found += axe(page)
    sign_in(page)
    page.goto("/tai-khoan/hai-buoc/ung-dung/bat/")
    prove(page)
    for address in OWN:
        page.goto(f"/tai-khoan/{address}")
        found += axe(page)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append(f"{address}: scrolls sideways")
    page.goto("/tai-khoan/mat-khau/doi/")
    page.locator("main form button").first.click()
    found += axe(page)
    assert found == []
