"""Rewards for three and five years in a row, and what breaks a row (R-REW-1…5, R-CAL-5)."""

from datetime import date, timedelta

import pytest

from portal.people import roles
from portal.record import clock
from tests import province
from tests import province_acts as act
from tests.life.told import told_publicly
from tests.life.unchanged import refused
from tests.record.chains import unguarded
from workflow.models import Case, Paper, Recognition, Reward
from workflow.rules import papers as kinds


@pytest.fixture
def second_year() -> Case:
    """Xã Đắk Tăng: recognised in 2024 and 2025."""
    return province.case_in("recognized")


@pytest.fixture
def rewarded() -> Case:
    """Thị trấn Măng Đen: recognised since 2023, rewarded in 2025."""
    return province.case_in("rewarded")


def earlier(case: Case, *years: int, regulation: str = "34/2014") -> None:
    """Years recognised before the portal, imported from their decisions (R-REW-3)."""
    for year in years:
        Recognition.objects.create(
            unit=case.commune,
            sequence=year,
            year=year,
            regulation=regulation,
            source="import",
            decision_text=f"Quyết định {year}",
            illustrative=case.illustrative,
        )


def reward_five(case: Case, **inputs):
    """The province's chair rewards in person."""
    data = act.decision_data(case, issuer=case.campaign.province)
    return act.perform(case, "reward", roles.PROVINCE_CHAIR, level=5, **{"decision": data} | inputs)


def test_a_reward_names_the_years_it_rests_on(rewarded):
    reward = Reward.objects.get(case=rewarded)
    assert (reward.level, reward.unit, reward.amount) == (3, rewarded.commune, None)
    assert sorted(reward.rests_on.values_list("year", flat=True)) == [2023, 2024, 2025]
    (told,) = told_publicly(rewarded)["rewards"]
    assert (told["level"], told["years"], told["issuer"]) == (3, [2023, 2024, 2025], "Huyện Kon Plông")


def test_two_years_are_too_few(second_year):
    with refused("R-REW-1") as why:
        act.decide(second_year, "reward", level=3)
    assert "2" in why[0]


def test_years_under_the_earlier_regulation_count(second_year):
    """R-REW-3: 37/2010 in 2023, 34/2014 after."""
    earlier(second_year, 2023, regulation="37/2010")
    act.decide(second_year, "reward", level=3, amount=5_000_000)
    assert (second_year.state, Reward.objects.get(case=second_year).amount) == ("rewarded", 5_000_000)


def test_a_year_apart_does_not_count(second_year):
    earlier(second_year, 2022, 2021, 2020)
    with refused("R-REW-1"):
        act.decide(second_year, "reward", level=3)


def test_real_and_illustrative_years_never_join(second_year):
    earlier(second_year, 2023)
    with unguarded():
        Recognition.objects.filter(unit=second_year.commune, year=2023).update(illustrative=False)
    with refused("R-REW-1"):
        act.decide(second_year, "reward", level=3)


def test_a_year_in_the_middle_revoked_breaks_the_row(second_year):
    earlier(second_year, 2023)
    act.decide(province.case_at((2024, province.DAK_TANG)), "revoke", reason="Sai", legal_basis=act.BASIS)
    with refused("R-REW-1"):
        act.decide(second_year, "reward", level=3)


def test_the_same_years_carry_no_second_reward(rewarded):
    with refused("R-REW-1"):
        act.decide(rewarded, "reward", level=3)


def test_a_reward_says_which(rewarded):
    with refused("R-REW-1", "R-REW-2", "R-REW-4"):
        act.decide(rewarded, "reward")


def test_the_province_rewards_five_years_from_a_dossier(rewarded, file):
    earlier(rewarded, 2021, 2022)
    with refused("R-REW-4") as why:
        reward_five(rewarded)
    assert len(why) == 2
    officer = province.user_of(roles.PROVINCE_OFFICER, rewarded)
    for kind in (kinds.TO_TRINH_KHEN_THUONG, kinds.QUYET_DINH_CAC_NAM):
        act.add_paper(rewarded, kind, file, by=officer)
    reward_five(rewarded)
    reward = Reward.objects.get(case=rewarded, level=5)
    assert sorted(reward.rests_on.values_list("year", flat=True)) == [2021, 2022, 2023, 2024, 2025]
    assert [told["level"] for told in told_publicly(rewarded)["rewards"]] == [3, 5]
    assert reward.decision.signatory_post == "Chủ tịch UBND tỉnh Kon Tum"


def test_three_and_two_years_are_not_five(rewarded, file):
    earlier(rewarded, 2021)
    officer = province.user_of(roles.PROVINCE_OFFICER, rewarded)
    for kind in (kinds.TO_TRINH_KHEN_THUONG, kinds.QUYET_DINH_CAC_NAM):
        act.add_paper(rewarded, kind, file, by=officer)
    with refused("R-REW-2"):
        reward_five(rewarded)


@pytest.mark.parametrize(("signed", "late"), [(date(2025, 12, 30), False), (date(2025, 12, 31), True)])
def test_the_dossier_comes_by_the_30th_of_december(rewarded, file, signed, late):
    earlier(rewarded, 2021, 2022)
    officer = province.user_of(roles.PROVINCE_OFFICER, rewarded)
    with act.on_day(signed):
        for kind in (kinds.TO_TRINH_KHEN_THUONG, kinds.QUYET_DINH_CAC_NAM):
            act.add_paper(rewarded, kind, file, by=officer)
    with act.on_day(date(2026, 1, 15)):
        if late:
            with refused("R-CAL-5"):
                reward_five(rewarded)
        reward_five(rewarded, late_reason="Chờ đủ bản sao" if late else "")
    assert Reward.objects.filter(case=rewarded, level=5).exists()


def test_each_reward_is_given_by_its_own_chair(rewarded, second_year):
    earlier(second_year, 2023)
    at_province = act.decision_data(second_year, issuer=second_year.campaign.province)
    with refused("R-ROLE"):
        act.perform(second_year, "reward", roles.PROVINCE_CHAIR, level=3, decision=at_province)
    earlier(rewarded, 2021, 2022)
    with refused("R-ROLE", "R-REW-4"):
        act.perform(rewarded, "reward", roles.DISTRICT_CHAIR, level=5, decision=act.decision_data(rewarded))


def test_revoking_a_rewarded_year_keeps_the_reward_on_record(rewarded):
    act.decide(rewarded, "revoke", reason="Sai", legal_basis=act.BASIS)
    assert (rewarded.state, Reward.objects.filter(case=rewarded).count()) == ("revoked", 1)
    with act.on_day(clock.today() + timedelta(days=1)), refused("R-ACT", "R-REW-1"):
        act.decide(rewarded, "reward", level=3)
    assert Paper.objects.filter(case=rewarded).exists()
