"""The pages of notices, last days, calendars, switches and failed mails, as officials use them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from portal.outbox import post
from portal.outbox.models import BouncedAddress, Delivery, Notice
from portal.people import roles
from portal.people.models import User
from portal.record.models import Event
from tests import province
from tests.province import user_of
from workflow.models import CalendarFeed, NoticeSwitch, YearReport
from workflow.notices import deadlines

pytestmark = pytest.mark.django_db
MOST_QUERIES = 25


@pytest.fixture(autouse=True)
def today():
    """The province's own day, on which nobody was told anything yet (appointments are told too)."""
    Notice.objects.all().delete()
    with province.now():
        yield


@pytest.fixture
def case():
    return province.case_at(province.READY_TO_FILE)


@pytest.fixture
def enter(client, case):
    """`enter(role)` signs in who holds a role at the case's place."""

    def signed_in(role):
        client.force_login(user_of(role, case))
        return client

    return signed_in


def tell(user, count=1, **params):
    return post.tell_each(
        post.Letter(user, "event.campaign.closed", {"year": str(2000 + n), **params}, "/lam-viec/")
        for n in range(count)
    )


def asked(client, address, **query):
    with CaptureQueriesContext(connection) as captured:
        page = client.get(address, query)
    assert page.status_code == 200, address
    return page.content.decode(), len(captured)


def test_the_bell_counts_what_is_unread(enter, case):
    client, officer = enter(roles.COMMUNE_OFFICER), user_of(roles.COMMUNE_OFFICER, case)
    assert "bell-count" not in asked(client, "/lam-viec/")[0]
    tell(officer, 3)
    assert '<span class="bell-count" aria-hidden="true">3</span>' in asked(client, "/lam-viec/")[0]
    tell(officer, 120)
    assert '<span class="bell-count" aria-hidden="true">99+</span>' in asked(client, "/lam-viec/")[0]


def test_the_list_is_paged_and_costs_the_same_however_long(enter, case):
    client, officer = enter(roles.COMMUNE_OFFICER), user_of(roles.COMMUNE_OFFICER, case)
    tell(officer, 2)
    asked(client, "/lam-viec/")  # what the unit is called is kept by the process from then on
    first, few = asked(client, "/lam-viec/thong-bao/")
    assert first.count('class="notice-row unread"') == 2
    tell(officer, 60)
    second, many = asked(client, "/lam-viec/thong-bao/", page="2")
    assert second.count('class="notice-row unread"') == 25
    assert few == many <= MOST_QUERIES


def test_reading_one_all_and_only_ones_own(enter, case):
    client, officer = enter(roles.COMMUNE_OFFICER), user_of(roles.COMMUNE_OFFICER, case)
    other = user_of(roles.COMMUNE_CHAIR, case)
    (theirs,), mine = tell(other), tell(officer, 3)
    assert client.get(f"/lam-viec/thong-bao/{theirs.pk}/").status_code == 404
    assert client.post(f"/lam-viec/thong-bao/{theirs.pk}/da-doc/").status_code == 404
    assert client.get(f"/lam-viec/thong-bao/{mine[0].pk}/").url == "/lam-viec/"
    answer = client.post(f"/lam-viec/thong-bao/{mine[1].pk}/da-doc/", {"xem": "chua-doc", "page": "1"})
    assert answer.url == "/lam-viec/thong-bao/?xem=chua-doc&page=1"
    unread = set(Notice.objects.filter(read_at=None).values_list("pk", flat=True))
    assert unread == {theirs.pk, mine[2].pk}
    client.post("/lam-viec/thong-bao/da-doc/", {"xem": "//evil", "page": "1'"})
    assert set(Notice.objects.filter(read_at=None).values_list("pk", flat=True)) == {theirs.pk}
    assert asked(client, "/lam-viec/thong-bao/", xem="chua-doc")[0].count("notice-row") == 0


def test_a_digest_stands_line_by_line_in_both_languages(enter, case):
    client, officer = enter(roles.COMMUNE_OFFICER), user_of(roles.COMMUNE_OFFICER, case)
    deadlines.run()
    assert Notice.objects.filter(user=officer).count() == 1
    page, _ = asked(client, "/en/lam-viec/thong-bao/")
    assert "File the dossier: Xã Măng Cành: until the end of 14/11/2025, 6 days over." in page
    assert asked(client, "/lam-viec/thong-bao/")[0].count("14/11/2025") == 1


def test_last_days_stand_with_their_sum_on_every_page_that_tells_them(enter, case):
    client = enter(roles.PROVINCE_OFFICER)
    campaign = case.campaign
    pages = {
        "/en/lam-viec/han/": "before 30/11/2025 → until the end of 29/11/2025; "
        "9 days left, 6 of them working days",
        "/en/lam-viec/": "before 30/11/2025 → until the end of 29/11/2025",
        f"/en/lam-viec/dot/{campaign.pk}/": "at the latest 30/12/2025 → until the end of 30/12/2025",
        f"/en/lam-viec/huyen/2025-minh-hoa/{province.DISTRICT}/": "before 30/11/2025",
        f"/en/lam-viec/ho-so/{case.pk}/": "before 15/11/2025 → until the end of 14/11/2025; 6 days over",
    }
    for address, words in pages.items():
        page, queries = asked(client, address)
        assert words in page, address
        assert queries <= MOST_QUERIES, f"{address}: {queries}"


@pytest.mark.parametrize(
    "role", [roles.COMMUNE_OFFICER, roles.DISTRICT_OFFICER, roles.PROVINCE_OFFICER, roles.ADMINISTRATOR]
)
def test_last_days_show_what_one_reads_in_few_queries(enter, role, case):
    page, queries = asked(enter(role), "/lam-viec/han/")
    assert queries <= MOST_QUERIES
    other = "Phường Duy Tân" in page
    assert "Xã Măng Cành" in page and other == (role not in (roles.COMMUNE_OFFICER, roles.DISTRICT_OFFICER))


def test_a_districts_report_is_recorded_and_no_longer_owed(enter, case):
    client = enter(roles.DISTRICT_OFFICER)
    address = f"/lam-viec/han/bao-cao/2025-minh-hoa/{province.DISTRICT}/"
    wrong = client.post(address, {"number": " ", "signed_on": "40/11/2025"})
    assert wrong.status_code == 200 and YearReport.objects.count() == 0
    ahead = client.post(address, {"number": "12/BC-LĐTBXH", "signed_on": "21/11/2025"})
    assert ahead.status_code == 200 and "12/BC-LĐTBXH" in ahead.content.decode()
    assert YearReport.objects.count() == 0
    assert client.post(address, {"number": "12/BC-LĐTBXH", "signed_on": "20/11/2025"}).status_code == 302
    report = YearReport.objects.get()
    assert (report.number, report.signed_on, report.unit.code) == (
        "12/BC-LĐTBXH", date(2025, 11, 20), province.DISTRICT,
    )  # fmt: skip
    assert Event.objects.filter(action="report.recorded").count() == 1
    again = client.post(address, {"number": "13/BC", "signed_on": "20/11/2025"})
    assert again.status_code == 200 and YearReport.objects.count() == 1


def test_a_units_officer_switches_who_is_told_what(enter, case):
    client = enter(roles.DISTRICT_OFFICER)
    address = f"/lam-viec/thong-bao/quy-tac/{province.DISTRICT}/"
    page, queries = asked(client, address)
    assert queries <= MOST_QUERIES
    assert user_of(roles.DISTRICT_OFFICER, case).full_name in page
    chosen = dict.fromkeys(_fields(page), "mail") | {"case-submit": "off"}
    assert client.post(address, chosen).status_code == 302
    assert NoticeSwitch.objects.get(rule="case.submit").channel == "off"
    assert Event.objects.filter(action="notices.switched").count() == 1
    count = NoticeSwitch.objects.count()
    bad = client.post(address, chosen | {"case-submit": "sms"})
    assert bad.status_code == 200 and "late" in bad.content.decode()
    assert client.post(address, chosen).status_code == 302
    assert (NoticeSwitch.objects.count(), Event.objects.filter(action="notices.switched").count()) == (
        count,
        1,
    )


def _fields(page):
    return [part.split('"')[0] for part in page.split('<select name="')[1:]]


def test_the_own_calendar_is_made_renewed_and_taken_away(enter, case, client):
    mine = enter(roles.COMMUNE_OFFICER)
    assert mine.post("/lam-viec/han/lich/toi/").status_code == 302
    token = CalendarFeed.objects.get().token
    assert len(token) >= 40 and token in asked(mine, "/lam-viec/han/lich/")[0]
    client.logout()
    answer = client.get(f"/lich/{token}.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    events = list(Calendar.from_ical(answer.content).walk("VEVENT"))
    assert [(str(e["UID"]).split("-")[0], e["DTSTART"].dt) for e in events] == [("file", date(2025, 11, 14))]
    assert "Xã Măng Cành" in events[0]["DESCRIPTION"]
    mine = enter(roles.COMMUNE_OFFICER)
    mine.post("/lam-viec/han/lich/toi/")
    assert client.get(f"/lich/{token}.ics").status_code == 404
    renewed = CalendarFeed.objects.get().token
    assert client.get(f"/lich/{renewed}.ics").status_code == 200
    mine.post("/lam-viec/han/lich/toi/bo/")
    assert client.get(f"/lich/{renewed}.ics").status_code == 404


def test_a_closed_account_has_no_calendar_any_more(client, case):
    officer = user_of(roles.COMMUNE_OFFICER, case)
    feed = CalendarFeed.objects.create(user=officer)
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert client.get(f"/lich/{feed.token}.ics").status_code == 404


def test_a_units_calendar_tells_what_the_unit_owes_and_is_its_offices_alone(enter, case, client):
    phong = enter(roles.DISTRICT_OFFICER)
    assert phong.post(f"/lam-viec/han/lich/{case.code}/").status_code == 404
    assert phong.post(f"/lam-viec/han/lich/{province.DISTRICT}/").status_code == 302
    feed = CalendarFeed.objects.get(unit=case.reviewing_unit)
    events = list(Calendar.from_ical(client.get(f"/lich/{feed.token}.ics").content).walk("VEVENT"))
    keys = {str(event["UID"]).split("-")[0] for event in events}
    assert keys == {"review", "decide", "district_report"}
    assert all("29/11/2025" in str(event["DESCRIPTION"]) for event in events)


def test_the_calendar_costs_the_same_for_one_commune_and_for_all(client, case):
    feed = CalendarFeed.objects.create(unit=case.campaign.province)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"/lich/{feed.token}.ics").status_code == 200
    assert len(captured) <= 12


def failed(user, **state):
    (notice,) = tell(user)
    return Delivery.objects.create(
        notice=notice, address="x@kontum.gov.vn", attempts=5, tried_at=province.NOW, **state
    )


def test_failed_mails_are_listed_and_tried_again(enter, case, mailoutbox):
    officer = user_of(roles.COMMUNE_OFFICER, case)
    BouncedAddress.objects.create(address="x@kontum.gov.vn", reason="550 không có hộp thư")
    mail = failed(officer, state="bounced", error="550 không có hộp thư")
    failed(officer, state="sent")
    client = enter(roles.PROVINCE_OFFICER)
    page, queries = asked(client, "/lam-viec/thu-loi/")
    assert page.count("550 không có hộp thư") == 1 and officer.full_name in page
    assert queries <= MOST_QUERIES
    assert client.post(f"/lam-viec/thu-loi/{mail.pk}/gui-lai/").status_code == 302
    assert [message.to for message in mailoutbox] == [["x@kontum.gov.vn"]]
    assert asked(client, "/lam-viec/thu-loi/")[0].count("550 không có hộp thư") == 0


def test_failed_mails_cost_the_same_however_many(enter, case):
    client, officer = enter(roles.ADMINISTRATOR), user_of(roles.COMMUNE_OFFICER, case)
    failed(officer, state="failed", error="x")
    asked(client, "/lam-viec/")
    _page, few = asked(client, "/lam-viec/thu-loi/")
    for _ in range(20):
        failed(officer, state="failed", error="x")
    assert asked(client, "/lam-viec/thu-loi/")[1] == few


def test_the_form_of_a_year_proposes_vietnams_holidays_and_names_their_source(enter):
    page, _ = asked(enter(roles.PROVINCE_OFFICER), "/lam-viec/dot/mo/", nam="2026", bo="34/2014")
    assert "24/11/2026\n01/01/2027" in page and "holidays 0." in page
