"""A workbook brought back in a real browser: errors, the mended file, a choice, the confirmation; axe."""

from decimal import Decimal

import pytest
from django.urls import reverse

from portal.people import roles
from tests import province
from tests.workbooks import books
from tests.workbooks.filling import filled
from tests.workbooks.journey import commune_cells, district_cells
from workflow.actions import scoring
from workflow.models import Score, states
from workflow.models.scores import COMMUNE

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def on_the_20th_of_november(live_portal):
    live_portal.moment = province.NOW


def opened(open_page, live_portal, role, case, **how):
    page = open_page(**how)
    live_portal.sign_in(page, province.user_of(role, case))
    return page


@pytest.mark.parametrize("javascript", [True, False])
def test_errors_are_mended_and_the_rest_is_confirmed(open_page, live_portal, tmp_path, axe, javascript):
    case = books.draft()
    page = opened(open_page, live_portal, roles.COMMUNE_OFFICER, case, javascript=javascript)
    page.goto(reverse("workspace:case-scores", args=[case.pk]))
    page.click(f'a[href="{reverse("workspace:case-workbook", args=[case.pk])}"]')
    with page.expect_download() as started:
        page.click("a[download]")
    book = tmp_path / "tai-ve.xlsx"
    started.value.save_as(book)
    assert started.value.suggested_filename.endswith("-2025-minh-hoa.xlsx")

    chair = province.user_of(roles.COMMUNE_CHAIR, case)
    version = Score.objects.get(case=case, criterion=3).commune_version
    scoring.save(case, 3, COMMUNE, chair, points=Decimal(21), note="Sổ", seen_version=version)

    wrong = filled(book.read_bytes(), commune_cells(case, points_1=99, points_2=12.5, points_3=30))
    mended = filled(book.read_bytes(), commune_cells(case, points_1=44, points_2=12.5, points_3=30))
    (tmp_path / "sai.xlsx").write_bytes(wrong)
    (tmp_path / "dung.xlsx").write_bytes(mended)
    page.set_input_files("input[type=file]", tmp_path / "sai.xlsx")
    page.click("form[enctype] button")
    summary = page.locator("#error-summary")
    assert summary.locator("tbody tr").count() == 1 and "F6" in summary.inner_text()
    assert page.locator("form[action*='xem-truoc'] .actions button").count() == 0
    if javascript:
        assert axe(page) == []

    page.set_input_files("input[type=file]", tmp_path / "dung.xlsx")
    page.click("form[enctype] button")
    if javascript:
        assert axe(page) == []
    page.click("form[action*='xem-truoc'] .actions button")
    assert page.locator(".conflict-choice .wrong").count() == 1, "one has to choose"
    page.check(f"#chon-{case.pk}-3-theirs")
    page.click("form[action*='xem-truoc'] .actions button")
    page.wait_for_url(f"**{reverse('workspace:case-scores', args=[case.pk])}")
    saved = dict(Score.objects.filter(case=case).values_list("criterion", "commune_points"))
    assert (saved[1], saved[2], saved[3]) == (44, Decimal("12.5"), 21)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_pages_are_accessible_and_fit(open_page, live_portal, axe, tmp_path, scheme, width):
    case = province.case_in(states.COMMUNE_ASSESSED)
    page = opened(open_page, live_portal, roles.DISTRICT_OFFICER, case, scheme=scheme, width=width)
    place = ["2025-minh-hoa", province.DISTRICT]
    book = tmp_path / "so-diem.xlsx"
    page.goto(reverse("workspace:district-workbook", args=place))
    with page.expect_download() as started:
        page.click("a[download]")
    started.value.save_as(book)
    cells = district_cells(case, points_1=1, note_1="Sổ theo dõi của xã thiếu hai thôn. " * 6, points_2=500)
    book.write_bytes(filled(book.read_bytes(), cells))
    problems = []

    def look():
        problems.extend(axe(page))
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        problems.extend([f"{page.url}: {wide} px too wide"] if wide > 0 else [])

    look()
    page.set_input_files("input[type=file]", book)
    page.click("form[enctype] button")
    page.wait_for_url("**/xem-truoc/**")
    look()
    assert problems == []
