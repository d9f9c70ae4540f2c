"""Opening and closing a year (R-CAL-1, R-CAL-6, R-CAL-7, R-THR-3), and years in earnest."""

from datetime import date, timedelta

import pytest
import time_machine

from portal.people import roles
from portal.people.models import User
from portal.record import clock
from portal.record.models import Event
from public.models.publication import CurrentPublication
from tests import province
from tests import province_acts as act
from tests.life.told import told_publicly
from tests.life.unchanged import refused
from workflow.actions import campaigns
from workflow.models import Campaign, Case, Score
from workflow.regulations import loader


def days_of(year: int, **other) -> campaigns.CutOffs:
    """The Plan's days of a year, some of them changed."""
    return campaigns.CutOffs(**vars(campaigns.cut_offs(loader.get("34/2014"), year)) | other)


def test_a_year_opens_with_a_case_for_every_commune_and_its_facts_frozen():
    campaign = campaigns.open_campaign(
        act.province(), 2026, User.objects.get(username="so.ldtbxh"), illustrative=True
    )
    cases = Case.objects.filter(campaign=campaign)
    assert (cases.count(), set(cases.values_list("state", flat=True))) == (102, {"draft"})
    assert Score.objects.filter(case__campaign=campaign).count() == 102 * 15
    assert sum(score.maximum for score in cases.first().scores.all()) == 1000
    ward, town, commune = (
        cases.get(code=code) for code in (province.DUY_TAN, province.MANG_DEN, province.HIEU)
    )
    assert [(c.class_code, c.threshold) for c in (ward, town, commune)] == [
        ("phuong", 850),
        ("thi_tran", 750),
        ("unconfirmed", None),
    ]
    assert (commune.assessing_unit, commune.reviewing_unit.code) == (commune.commune, province.DISTRICT)
    assert Event.objects.latest("sequence").payload["cases"] == 102
    assert [
        f"{day:%d/%m}" for day in (campaign.commune_due, campaign.district_due, campaign.province_due)
    ] == [
        "14/11",
        "29/11",
        "09/12",
    ]


def test_a_year_is_opened_once_by_the_province_s_office_alone():
    case = province.case_in("draft")
    officer = province.user_of(roles.PROVINCE_OFFICER, case)
    with refused("R-CAL-1"):
        campaigns.open_campaign(act.province(), 2025, officer, illustrative=True)
    for role in (roles.PROVINCE_CHAIR, roles.ADMINISTRATOR, roles.DISTRICT_OFFICER):
        with refused("R-ROLE"):
            campaigns.open_campaign(act.province(), 2026, province.user_of(role, case), illustrative=True)
    with refused("R-ROLE"):
        campaigns.open_campaign(act.unit("608"), 2026, officer, illustrative=True)


@pytest.mark.parametrize("regulation", ["37/2010", "06/2019"])
def test_a_regulation_that_is_not_complete_opens_no_year(regulation):
    officer = User.objects.get(username="so.ldtbxh")
    with refused("R-CAL-7"):
        campaigns.open_campaign(act.province(), 2026, officer, regulation=regulation, illustrative=True)


def test_days_out_of_order_open_no_year():
    officer = User.objects.get(username="so.ldtbxh")
    days = days_of(2026, commune_due=date(2026, 12, 1))
    with refused("R-CAL-6"):
        campaigns.open_campaign(act.province(), 2026, officer, days=days, illustrative=True)


def test_who_never_filed_is_closed_after_the_closing_day_with_a_reason():
    case = province.case_in("draft")
    with act.on_day(case.campaign.closing_day), refused("R-CAL-7"):
        act.perform(case, "close", roles.PROVINCE_OFFICER, reason="Không nộp")
    with act.on_day(case.campaign.closing_day + timedelta(days=1)):
        with refused("R-CAL-7"):
            act.perform(case, "close", roles.PROVINCE_OFFICER, reason=" ")
        act.perform(case, "close", roles.PROVINCE_OFFICER, reason="Xã không nộp hồ sơ")
    told = told_publicly(case)
    assert (case.state, told["kind"], told["reason"]) == ("not_filed", "final", "Xã không nộp hồ sơ")


def test_a_year_closes_when_nothing_waits_any_more():
    officer = User.objects.get(username="so.ldtbxh")
    campaign = Campaign.objects.get(year=2025)
    with refused("R-CAL-7") as why:
        campaigns.close_campaign(campaign, officer)
    assert len(why) == 2  # cases wait, and the closing day has not come
    with act.on_day(date(2026, 1, 5)):
        for case in campaign.cases.filter(state="draft"):
            act.perform(case, "close", roles.PROVINCE_OFFICER, reason="Không nộp")
        with refused("R-CAL-7"):
            campaigns.close_campaign(campaign, officer)
        for case in campaign.cases.filter(state__in=["commune_assessed", "district_reviewed"]):
            act.decide(case, "decline", kind="TB", reason="Không đạt", late_reason="Muộn")
        campaigns.close_campaign(campaign, officer)
    campaign.refresh_from_db()
    assert campaign.closed_at.astimezone(clock.HANOI).date() == date(2026, 1, 5)
    assert Event.objects.latest("sequence").action == "campaign.closed"


def test_the_current_year_is_the_newest_open_one_whatever_the_month():
    assert Campaign.objects.current(act.province()).year == 2025
    with act.on_day(date(2026, 8, 1)):
        assert Campaign.objects.current(act.province()).year == 2025
    Campaign.objects.filter(year=2025).update(closed_at=clock.now())
    assert Campaign.objects.current(act.province()) is None


# In earnest -----------------------------------------------------------------------------------------


def real_case(traveller: time_machine.Traveller) -> Case:
    """A real case of thị trấn Măng Đen, ready for its recognition on 18 November 2025."""
    traveller.move_to(act.moment(date(2025, 10, 25)))
    campaign = act.open_year(2025, [province.MANG_DEN], illustrative=False)
    case = act.the_case(campaign, province.MANG_DEN)
    traveller.move_to(act.moment(date(2025, 11, 7)))
    act.prepare_dossier(case)
    act.submit(case)
    traveller.move_to(act.moment(date(2025, 11, 17)))
    act.prepare_review([case])
    act.review(case)
    traveller.move_to(act.moment(date(2025, 11, 18)))
    return case


def test_a_real_year_lives_by_the_true_clock(true_clock):
    case = real_case(true_clock)
    act.decide(case, "recognize")
    assert (case.state, case.illustrative, case.late) == ("recognized", False, False)
    current = CurrentPublication.objects.get(unit_code=case.code, year=2025).publication
    assert (current.case_id, current.illustrative) == (case.pk, False)


def test_a_made_up_result_never_takes_the_place_of_a_real_one(true_clock):
    case = real_case(true_clock)
    true_clock.move_to(province.NOW)
    made_up = province.case_in("rewarded")
    act.decide(made_up, "revoke", reason="Sai", legal_basis=act.BASIS)
    assert CurrentPublication.objects.get(unit_code=case.code, year=2025).publication.case_id == case.pk


def test_made_up_years_do_not_count_towards_a_real_reward(true_clock):
    """Three illustrative years and one real one: one year in a row."""
    case = real_case(true_clock)
    act.decide(case, "recognize")
    with refused("R-REW-1") as why:
        act.decide(case, "reward", level=3)
    assert "1" in why[0]


def test_a_set_clock_moves_no_real_case(true_clock):
    case = real_case(true_clock)
    with act.on_day(date(2025, 11, 18)), refused("R-CAL-6"):
        act.decide(case, "recognize")


def test_a_decision_of_the_made_up_world_decides_nothing_real(true_clock):
    case = real_case(true_clock)
    made_up = act.decide(province.case_in("district_reviewed"), "recognize").act.decision
    with refused("R-DIS-4"):
        act.decide(case, "recognize", decision=made_up)
