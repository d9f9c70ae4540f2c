"""Events are told once, to whom the table says, as each unit has switched, and none is lost."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection

from portal.outbox.models import Notice
from portal.people import roles
from portal.people.models import User
from portal.record import clock
from portal.record.models import ChainHead
from tests import province
from tests.province import user_of
from workflow.actions import findings, messages
from workflow.models import NoticeSwitch, RelayCursor, states
from workflow.notices import relay

pytestmark = pytest.mark.django_db


def told(kind):
    """Usernames that have a notice of this event."""
    return set(Notice.objects.filter(kind=f"event.{kind}").values_list("user__username", flat=True))


@pytest.fixture
def filed():
    """A commune files its dossier, its chair acting."""
    case = province.case_at(province.READY_TO_FILE)
    with province.now():
        province.act.submit(case, late_reason="Mưa lũ")
    return case


def district(case, post):
    return f"huyen.{case.reviewing_unit.code}.{post}"


def test_a_filing_is_told_to_the_reviewing_office_and_to_nobody_twice(filed):
    with province.now():
        assert relay.catch_up() == 1
        assert relay.catch_up() == 0
    assert told("case.submit") == {district(filed, "phong")}
    notice = Notice.objects.get(kind="event.case.submit")
    assert notice.url == f"/lam-viec/ho-so/{filed.pk}/"
    assert notice.params["commune"] == "Xã Măng Cành" and notice.illustrative


def test_who_acts_is_not_told_of_it():
    case = province.case_in(states.COMMUNE_ASSESSED)
    with province.now():
        province.act.perform(case, "return", roles.DISTRICT_OFFICER, reason="Thiếu biên bản")
        relay.catch_up()
    assert told("case.return") == {f"xa.{case.code}.canbo", f"xa.{case.code}.chutich"}


def test_a_unit_switches_what_its_people_are_told(filed):
    NoticeSwitch.objects.create(unit=filed.reviewing_unit, rule="case.submit", channel="off")
    with province.now():
        assert relay.catch_up() == 0
    assert told("case.submit") == set()


@pytest.mark.parametrize(("channel", "mails"), [("mail", 1), ("portal", 0)])
def test_by_mail_or_in_the_portal_alone(filed, channel, mails, addresses, django_capture_on_commit_callbacks):
    NoticeSwitch.objects.create(unit=filed.reviewing_unit, rule="case.submit", channel=channel)
    with province.now(), django_capture_on_commit_callbacks(execute=True):
        relay.catch_up()
    assert told("case.submit") == {district(filed, "phong")}
    assert len(mail.outbox) == mails


def test_the_commit_of_an_act_kicks_the_relay(django_capture_on_commit_callbacks):
    case = province.case_at(province.READY_TO_FILE)
    with province.now(), django_capture_on_commit_callbacks(execute=True):
        province.act.submit(case, late_reason="Mưa lũ")
    assert told("case.submit") == {district(case, "phong")}


def test_a_lost_kick_is_made_up_for_by_the_next_one(filed, django_capture_on_commit_callbacks):
    assert told("case.submit") == set()
    connection.run_on_commit = []
    other = province.case_in(states.COMMUNE_ASSESSED)
    with province.now(), django_capture_on_commit_callbacks(execute=True):
        province.act.perform(other, "return", roles.DISTRICT_OFFICER, reason="Thiếu biên bản")
    assert told("case.submit") == {district(filed, "phong")} and len(told("case.return")) == 2


def test_comments_findings_and_answers_are_told():
    case = province.case_at(province.UNDER_COMMENT)
    with province.now():
        message = messages.receive(case, text="Sân chơi cần có đèn.", criterion=14)
        relay.catch_up()
        assert told("comment.received") == {district(case, "phong")}
        messages.moderate(message, user_of(roles.DISTRICT_OFFICER, case), admissible=True)
        message.refresh_from_db()
        messages.answer([message], user_of(roles.DISTRICT_OFFICER, case), accepted=True, text="Sẽ lắp đèn.")
        findings.record(
            case, user_of(roles.SUPERVISOR, case), criterion=9, text="Đã xem.", doubted=False,
            seen_on=clock.today(),
        )  # fmt: skip
        relay.catch_up()
        assert relay.catch_up() == 0
    commune = {f"xa.{case.code}.canbo", f"xa.{case.code}.chutich"}
    assert told("message.answered") == commune
    assert told("finding.recorded") == commune | {district(case, "phong")}
    urls = dict(Notice.objects.filter(url__endswith="/").values_list("kind", "url"))
    assert urls["event.comment.received"] == f"/lam-viec/ho-so/{case.pk}/y-kien/"
    assert urls["event.finding.recorded"] == f"/lam-viec/ho-so/{case.pk}/giam-sat/"


def test_a_year_opened_is_told_once_to_everybody_it_concerns():
    with province.act.on_day(province.NOW.date() + timedelta(days=300)):
        province.act.open_year(2026, [province.DAK_NEN, province.HIEU])
        relay.catch_up()
    communes = {
        f"xa.{code}.{post}" for code in (province.DAK_NEN, province.HIEU) for post in ("canbo", "chutich")
    }
    offices = {f"huyen.{province.DISTRICT}.{post}" for post in ("phong", "chutich")}
    assert told("campaign.opened") == communes | offices
    assert Notice.objects.filter(kind="event.campaign.opened").count() == len(communes | offices)


def test_old_events_are_history_and_no_news(filed):
    with clock.at(province.NOW + timedelta(days=31)):
        assert relay.catch_up() == 0
    assert RelayCursor.objects.get().sequence == ChainHead.objects.get(chain="portal").sequence
    with province.now():
        assert relay.catch_up() == 0


def test_events_beyond_one_batch_are_all_told(filed, monkeypatch):
    monkeypatch.setattr(relay, "BATCH", 1)
    other = province.case_in(states.COMMUNE_ASSESSED)
    with province.now():
        province.act.perform(other, "return", roles.DISTRICT_OFFICER, reason="Thiếu biên bản")
        relay.catch_up()
    assert len(told("case.submit")) == 1 and len(told("case.return")) == 2


def test_somebody_who_left_is_told_nothing(filed):
    User.objects.filter(username=district(filed, "phong")).update(is_active=False)
    with province.now():
        assert relay.catch_up() == 0
