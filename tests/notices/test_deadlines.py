"""Reminders: to whom, once, escalated, to whoever holds the post that day."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import translation

from portal.outbox.models import Delivery, Notice
from portal.people import grants, roles
from portal.people.models import Grant, User
from portal.record import clock
from tests import province
from workflow.models import Campaign, Case, Digest, NoticeSwitch, Reminder, states
from workflow.notices import deadlines
from workflow.notices.digest import DIGEST

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
DUE = date(2025, 11, 14)
DISTRICT_DUE = date(2025, 11, 29)
OFFICER, CHAIR = f"xa.{province.DAK_NEN}.canbo", f"xa.{province.DAK_NEN}.chutich"
PHONG = f"huyen.{province.DISTRICT}.phong"
DRAFTS = {province.DAK_NEN, province.MANG_CANH, province.HIEU, province.DUY_TAN}


def whats(lines):
    return {line["what"] for line in lines}


def people_of(codes):
    return {f"xa.{code}.{post}" for code in codes for post in ("canbo", "chutich")}


def test_the_owners_of_a_draft_are_reminded_once_a_step(remind):
    """From sixteen days before the last day to five after it, day by day."""
    told = {}
    for offset in range(-16, 6):
        lines = remind(DUE + offset * DAY).get(OFFICER, [])
        told[offset] = [line["days"] for line in lines if line["what"] == "file"]
    steps = {offset: days for offset, days in told.items() if days}
    assert steps == {-14: [14], -7: [7], -3: [3], -1: [1], 0: [0], 1: [-1], 3: [-3]}


def test_exactly_the_owners_of_what_is_open_are_told(remind):
    told = remind(DUE - 3 * DAY)
    filers = {name for name, lines in told.items() if "file" in whats(lines)}
    assert filers == people_of(DRAFTS)
    assert {line["names"][0] for line in told[OFFICER]} == {"Xã Đắk Nên"}


def test_after_three_days_the_tier_above_is_told_too(remind):
    assert "file" not in whats(remind(DUE + 2 * DAY).get(PHONG, []))
    (line,) = [one for one in remind(DUE + 3 * DAY)[PHONG] if one["what"] == "file"]
    assert (line["escalated"], line["count"], line["days"]) == (True, 3, -3)
    assert [one["what"] for one in remind(DUE + 9 * DAY).get(PHONG, []) if one["what"] == "file"] == []
    assert [one["what"] for one in remind(DUE + 10 * DAY)[PHONG] if one["what"] == "file"] == ["file"]


def test_a_second_run_of_the_day_does_nothing(remind):
    assert remind(DUE - 7 * DAY)
    before = Reminder.objects.count(), Notice.objects.count(), Digest.objects.count()
    assert remind(DUE - 7 * DAY) == {}
    assert (Reminder.objects.count(), Notice.objects.count(), Digest.objects.count()) == before


def test_a_day_on_which_nothing_ran_is_made_up_for(remind):
    """The step of fourteen days is told twelve days ahead, with the days as they are."""
    (line,) = [one for one in remind(DUE - 12 * DAY)[OFFICER] if one["what"] == "file"]
    assert line["days"] == 12
    assert "file" not in whats(remind(DUE - 11 * DAY).get(OFFICER, []))


def test_what_comes_up_after_todays_digest_waits_for_tomorrows(remind, on):
    remind(DUE - 7 * DAY)
    with on(DUE - 7 * DAY):
        Case.objects.filter(code=province.DAK_NEN, year=2025).update(threshold=None)
        person = User.objects.get(username="so.ldtbxh")
        Reminder.objects.filter(user=person, obligation="class").delete()
        assert deadlines.run().digests == 0
    assert Digest.objects.filter(user=person).count() <= 1


def test_who_took_the_post_over_on_the_day_is_told(remind, on):
    """R-CAL: the reminder goes to whoever holds the post when it is sent, deputies when nobody is head."""
    unit = province.act.unit(province.DISTRICT)
    old = User.objects.get(username=PHONG)
    successor = User.objects.create_user("ke.nhiem", full_name="Người Kế Nhiệm")
    so = User.objects.get(username="so.ldtbxh")
    day = DISTRICT_DUE - 3 * DAY
    with on(day - DAY):
        grants.end(Grant.objects.get(user=old, role=roles.DISTRICT_OFFICER), by=so, on=day - DAY)
        grants.give(successor, roles.DISTRICT_OFFICER, by=so, decision="15/QĐ", unit=unit, valid_from=day)
    told = remind(day)
    assert PHONG not in told
    assert {"review", "district_report"} <= whats(told["ke.nhiem"])


def test_deputies_are_told_when_nobody_is_head(remind, on):
    unit = province.act.unit(province.DISTRICT)
    so = User.objects.get(username="so.ldtbxh")
    chair = Grant.objects.get(user__username=f"huyen.{province.DISTRICT}.chutich", role=roles.DISTRICT_CHAIR)
    deputy = f"huyen.{province.DISTRICT}.phochutich"
    assert deputy not in remind(DISTRICT_DUE - 7 * DAY)
    with on(DISTRICT_DUE - 4 * DAY):
        grants.end(chair, by=so, on=DISTRICT_DUE - 4 * DAY)
    told = remind(DISTRICT_DUE - 3 * DAY)
    assert "decide" in whats(told[deputy])
    assert Grant.objects.in_force(DISTRICT_DUE).filter(unit=unit, role=roles.DISTRICT_CHAIR).count() == 1


def test_a_vacant_post_is_told_to_the_tier_above_at_once(remind, on):
    with on(DUE - 8 * DAY):
        User.objects.filter(username__in=(OFFICER, CHAIR)).update(is_active=False)
    lines = [one for one in remind(DUE - 7 * DAY)[PHONG] if one["what"] == "file"]
    assert [(one["vacant"], one["names"]) for one in lines] == [(True, ["Xã Đắk Nên"])]


def test_a_unit_that_switched_reminders_off_is_told_nothing(remind):
    unit = province.act.unit(province.DAK_NEN)
    NoticeSwitch.objects.create(unit=unit, rule="deadline", channel="off")
    told = remind(DUE - 7 * DAY)
    assert not {OFFICER, CHAIR} & set(told)
    assert people_of(DRAFTS - {province.DAK_NEN}) <= set(told)


def test_a_closed_year_reminds_nobody(remind, on):
    with on(DUE):
        Campaign.objects.filter(year=2025).update(closed_at=clock.now())
    assert remind(DUE) == {}


def test_filing_ends_the_reminders(remind):
    assert "file" in whats(remind(DUE - DAY)[f"xa.{province.MANG_CANH}.canbo"])
    case = province.case_at(province.READY_TO_FILE)
    with province.act.on_day(DUE):
        province.act.submit(case)
    assert "file" not in whats(remind(DUE).get(f"xa.{province.MANG_CANH}.canbo", []))


def test_digests_are_mailed_in_the_readers_language(addresses, on, django_capture_on_commit_callbacks):
    User.objects.filter(username=CHAIR).update(language="en")
    with on(DUE - 7 * DAY), django_capture_on_commit_callbacks(execute=True):
        deadlines.run()
    mails = {message.to[0].split("@")[0]: message for message in mail.outbox}
    assert "File the dossier: Xã Đắk Nên: until the end of 14/11/2025" in mails[CHAIR].body
    assert mails[CHAIR].subject.startswith("[illustrative data] Last days, 07/11/2025")
    assert mails[OFFICER].body.startswith(translated("Illustrative data: points and decisions are made up."))


def translated(message):
    with translation.override("vi"):
        return translation.gettext(message)


def test_an_illustrative_year_is_never_mailed_to_a_real_post(
    addresses, on, django_capture_on_commit_callbacks
):
    """A post given by a real decision reads of it in the portal alone."""
    real = User.objects.create_user("can.bo.that", full_name="Cán Bộ Thật", email="that@kontum.gov.vn")
    unit, by = province.act.unit(province.DAK_NEN), User.objects.get(username=PHONG)
    with on(DUE - 8 * DAY):
        grants.give(real, roles.COMMUNE_OFFICER, by=by, decision="12/QĐ-UBND", unit=unit)
    with on(DUE - 7 * DAY), django_capture_on_commit_callbacks(execute=True):
        deadlines.run()
    addressed = {message.to[0].split("@")[0] for message in mail.outbox}
    assert "that" not in addressed and {OFFICER, CHAIR} <= addressed
    assert Notice.objects.filter(user=real, kind=DIGEST).count() == 1
    assert not Delivery.objects.filter(notice__user=real, notice__kind=DIGEST).exists()


def test_the_command_says_what_it_did(on, capsys):
    with on(DUE - 7 * DAY):
        call_command("run_deadlines")
        first = capsys.readouterr().out
        call_command("run_deadlines")
    second = capsys.readouterr().out
    digests = Digest.objects.count()
    assert first.startswith(f"07/11/2025: 1 running years, {digests} digests with ")
    assert f"0 digests with 0 reminders, {digests} people had nothing new" in second


def test_the_command_knows_no_other_day():
    with pytest.raises(TypeError, match="on"):
        call_command("run_deadlines", on="2025-11-07")


def test_a_run_costs_the_same_queries_for_three_communes_and_for_thirty(on, django_assert_max_num_queries):
    with on(DUE - 7 * DAY), django_assert_max_num_queries(30) as few:
        deadlines.run()
    Digest.objects.all().delete()
    Reminder.objects.all().delete()
    campaign = Campaign.objects.get(year=2025)
    Case.objects.filter(campaign=campaign, state=states.DRAFT).update(threshold=None)
    with on(DUE - 7 * DAY), django_assert_max_num_queries(len(few)):
        deadlines.run()
