"""The main road in a browser: from a commune's points to what a citizen reads, with scripts and without."""

from contextlib import contextmanager
from datetime import date

import pytest
from django.core.management import call_command

from portal.people import roles
from public import pagecache
from tests import province
from tests.province_acts import grant_of, moment, user_of
from workflow.models import Message, Sitting, states
from workflow.rules import papers as kinds
from workflow.simulation.year import illustrative_pdf

pytestmark = pytest.mark.browser
FILED, DECIDED = date(2025, 11, 20), date(2025, 11, 29)
SCAN = {"name": "ban-quet.pdf", "mimeType": "application/pdf", "buffer": illustrative_pdf().getvalue()}


class Road:
    """The people of one case, each with a browser of their own."""

    def __init__(self, portal, open_page, case, javascript: bool):
        self.portal, self.case, self.javascript = portal, case, javascript
        self._open, self._pages = open_page, {}

    @contextmanager
    def on(self, day: date, hour: int = 9):
        """The served portal's clock tells this day."""
        self.portal.moment = moment(day, hour)
        pagecache.bump()
        yield

    def page(self, role: str = ""):
        """The browser of who holds a role at this case; without one a citizen's."""
        if role not in self._pages:
            page = self._open(javascript=self.javascript, width=390 if not role else 1280)
            if role:
                self.portal.sign_in(page, user_of(role, self.case))
            self._pages[role] = page
        return self._pages[role]

    def work(self, role: str, address: str):
        """Open a page of the workspace."""
        page = self.page(role)
        response = page.goto(f"/lam-viec/{address}")
        assert response.status == 200, (address, response.status)
        return page

    def confirm(self, page) -> None:
        """Press the one button of a form page, and be taken on."""
        before = page.url
        with page.expect_navigation():
            page.locator("form.confirm .actions button").last.click()
        assert page.url != before, page.locator("main").inner_text()

    def act(self, role: str, key: str, **words) -> None:
        """An act on its own confirm page."""
        page = self.work(role, f"ho-so/{self.case.pk}/{key}/")
        for name, text in words.items():
            page.locator(f"[name={name}]").fill(text)
        self.confirm(page)

    def score(self, role: str, points) -> None:
        """Points into the grid; with scripts each is saved on leaving its box, without by the button."""
        page = self.work(role, f"ho-so/{self.case.pk}/diem/")
        for criterion, told in points.items():
            box = page.locator(f"#points-{criterion}")
            if self.javascript:
                with page.expect_response(lambda answer: "/diem/" in answer.url) as saved:
                    box.fill(told)
                    box.dispatch_event("change")
                assert saved.value.ok
            else:
                box.fill(told)
        if not self.javascript:
            page.locator("#score-form > .actions button").click()

    def state(self) -> str:
        self.case = province.case_at((self.case.year, self.case.code))
        return self.case.state


@pytest.fixture
def portal(live_portal):
    """The served province with its public pages."""
    live_portal.moment = province.NOW
    with province.now():
        call_command("load_site", verbosity=0)
    return live_portal


@pytest.mark.parametrize("javascript", [True, False])
def test_from_the_commune_s_points_to_what_a_citizen_reads(portal, open_page, settings, javascript):
    settings.COMMENT_SHORTEST_SECONDS = 0
    road = Road(portal, open_page, province.case_at(province.READY_TO_FILE), javascript)
    with road.on(FILED):
        _file_and_comment(road)
        _return_and_file_again(road)
    with road.on(DECIDED):
        _answer(road)
        _review(road)
        _recognise(road)
        _read(road)


def _file_and_comment(road: Road) -> None:
    road.score(roles.COMMUNE_OFFICER, {1: "70"})
    assert road.case.scores.get(criterion=1).commune_points == 70
    road.act(roles.COMMUNE_CHAIR, "nop", late_reason="Mưa lũ làm đường vào xã bị chia cắt")
    assert road.state() == states.COMMUNE_ASSESSED
    with road.on(date(2025, 11, 21)):
        page = road.page()
        page.goto(_address(road.case))
        page.locator("#comment_about").select_option("14")
        page.locator("#comment_text").fill("Sân chơi ở nhà rông thôn tôi đã xong từ tháng 9.")
        page.locator(".comment-form button").click()
        page.locator(".tracking-code").wait_for()


def _return_and_file_again(road: Road) -> None:
    with road.on(date(2025, 11, 21), 14):
        road.act(roles.DISTRICT_OFFICER, "tra-lai", reason="Bổ sung minh chứng tiêu chí 1")
        assert road.state() == states.DRAFT
        road.score(roles.COMMUNE_OFFICER, {1: "68,5"})
        page = road.work(roles.COMMUNE_CHAIR, f"ho-so/{road.case.pk}/nop/")
        page.locator("[name=on]").fill("21/11/2025")
        page.locator("[name=late_reason]").fill("Đã bổ sung theo yêu cầu của huyện")
        road.confirm(page)
    assert road.state() == states.COMMUNE_ASSESSED


def _answer(road: Road) -> None:
    message = Message.objects.get(case=road.case)
    page = road.work(roles.DISTRICT_OFFICER, f"gop-y/{message.pk}/xem-xet/")
    page.locator("[name=admissible][value=yes]").check()
    road.confirm(page)
    page = road.work(roles.DISTRICT_OFFICER, f"ho-so/{road.case.pk}/gop-y/tra-loi/")
    page.locator("[name=messages]").first.check()
    page.locator("[name=accepted][value=yes]").check()
    page.locator("[name=text]").fill("Đoàn đã xem sân chơi và cộng vào điểm của xã.")
    road.confirm(page)


def _review(road: Road) -> None:
    commune = {score.criterion: score.commune_points for score in road.case.scores.all()}
    told = {no: f"{points:f}".replace(".", ",") for no, points in commune.items()}
    road.score(roles.DISTRICT_OFFICER, told)
    officer, year = roles.DISTRICT_OFFICER, "2025-minh-hoa"
    place = f"{year}/{province.DISTRICT}"
    page = road.work(officer, f"hoi-dong/{place}/phien-hop/moi/")
    page.locator("[name=held_on]").fill("29/11/2025")
    page.locator(f"[name=cases][value='{road.case.pk}']").check()
    road.confirm(page)
    sitting = Sitting.objects.filter(conclusions__case=road.case, held_on=DECIDED).get()
    page = road.work(officer, f"phien-hop/{sitting.pk}/bien-ban/")
    for box in page.locator("input[name^=present-]").all():
        box.check()
    page.locator("[name=number]").fill("88/BB-HĐXD")
    page.locator("[name=signed_on]").fill("29/11/2025")
    page.locator("input[type=file]").set_input_files(SCAN)
    road.confirm(page)
    page = road.work(officer, f"phien-hop/{sitting.pk}/ket-luan/{road.case.pk}/")
    page.locator("[name=met][value=yes]").check()
    road.confirm(page)
    for kind in (kinds.TO_TRINH_HOI_DONG, kinds.BAO_CAO_THAM_DINH, kinds.TO_TRINH_CONG_NHAN):
        _add_paper(road, place, kind)
    road.act(officer, "xet-duyet")
    assert road.state() == states.DISTRICT_REVIEWED


def _add_paper(road: Road, place: str, kind: str) -> None:
    page = road.work(roles.DISTRICT_OFFICER, f"huyen/{place}/giay-to/moi/")
    page.locator("[name=kind]").select_option(kind)
    page.locator("[name=number]").fill(f"{90 + len(kind)}/{kind[:6]}")
    page.locator("[name=signed_on]").fill("29/11/2025")
    page.locator(f"[name=covers][value='{road.case.pk}']").check()
    page.locator("input[type=file]").set_input_files(SCAN)
    road.confirm(page)


def _recognise(road: Road) -> None:
    page = road.work(roles.DISTRICT_OFFICER, f"ho-so/{road.case.pk}/cong-nhan/")
    page.locator("[name=number]").fill("1499/QĐ-UBND")
    page.locator("[name=on]").fill("29/11/2025")
    page.locator("[name=signatory]").select_option(str(grant_of(roles.DISTRICT_CHAIR, road.case).pk))
    page.locator("input[type=file]").set_input_files(SCAN)
    page.locator("[name=sure]").check()
    road.confirm(page)
    assert road.state() == states.RECOGNIZED


def _read(road: Road) -> None:
    page = road.page()
    page.goto(_address(road.case))
    text = page.locator("main").inner_text()
    assert "1499/QĐ-UBND" in text
    assert "68,5" in text
    assert "Đoàn đã xem sân chơi" in text
    page.goto(page.locator("a[href*='/xac-minh/']").first.get_attribute("href"))
    assert road.case.full_name in page.locator("main").inner_text()


def _address(case) -> str:
    return f"/don-vi/{case.code}-{case.slug}/{case.year}/"
