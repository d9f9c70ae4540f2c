"""Obligations: the step reached, days and working days left, and the sums in words."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.build import CAMPAIGN
from workflow.rules import calendar, obligations, public_holidays
from workflow.rules.obligations import BY_KEY, OBLIGATIONS, left, step_reached

DAY = timedelta(days=1)
days = st.dates(date(2014, 1, 1), date(2100, 12, 31))
holiday_sets = st.frozensets(st.dates(date(2026, 10, 1), date(2027, 1, 31)), max_size=12)


def test_every_obligation_has_its_rule_owner_and_last_day():
    told = {one.key: (one.rule, one.owners, one.due(CAMPAIGN, ())) for one in OBLIGATIONS}
    chair_and_officer = (("commune_chair", "commune"), ("commune_officer", "commune"))
    phong, so = (("district_officer", "reviewing"),), (("province_officer", "province"),)
    decide = (("district_chair", "recognising"), ("district_officer", "recognising"))
    november = date(2026, 11, 29)
    assert told == {
        "file": ("R-CAL-2", chair_and_officer, date(2026, 11, 14)),
        "class": ("R-THR-3", so, november),
        "comments": ("R-OUT-1", phong, november),
        "review": ("R-CAL-3", phong, november),
        "decide": ("R-CAL-3", decide, november),
        "district_report": ("R-REP-2", phong, november),
        "province_report": ("R-CAL-4", so, date(2026, 12, 9)),
        "reward_dossier": ("R-CAL-5", (("district_officer", "recognising"),), date(2026, 12, 30)),
        "closing": ("R-CAL-7", so, date(2027, 1, 1)),
    }


def test_closing_waits_for_the_first_working_day_after_the_closing_day():
    new_year = [date(2027, 1, 1)]  # a Friday; the weekend follows
    assert BY_KEY["closing"].due(CAMPAIGN, new_year) == date(2027, 1, 4)


@pytest.mark.parametrize(
    ("key", "today", "words"),
    [
        (
            "file",
            date(2026, 11, 8),
            "before 15/11/2026 → until the end of 14/11/2026; 6 days left, 5 of them working days",
        ),
        (
            "file",
            date(2026, 11, 14),
            "before 15/11/2026 → until the end of 14/11/2026; today is the last day",
        ),
        ("file", date(2026, 11, 17), "before 15/11/2026 → until the end of 14/11/2026; 3 days over"),
        (
            "reward_dossier",
            date(2026, 12, 24),
            "at the latest 30/12/2026 → until the end of 30/12/2026; 6 days left, 4 of them working days",
        ),
        (
            "closing",
            date(2026, 12, 31),
            "after 31/12/2026 has ended → the next working day, 01/01/2027; "
            "1 days left, 1 of them working days",
        ),
    ],
)
def test_the_sum_in_words(key, today, words):
    assert str(obligations.arithmetic(BY_KEY[key], CAMPAIGN, today)) == words


def test_the_plans_example_six_days_four_working_days():
    """14/11/2024 is a Thursday: from Friday 8 November there are 6 days, 4 of them working days."""
    found = left(date(2024, 11, 14), date(2024, 11, 8))
    assert (found.days, found.working_days) == (6, 4)


def test_steps_over_the_days_around_a_last_day():
    due = date(2028, 3, 1)  # the leap day lies before it
    told = [step_reached(due, due + timedelta(days=d)) for d in range(-16, 19)]
    expected = [None, None, *[14] * 7, *[7] * 4, *[3] * 2, 1, 0]
    expected += [-1, -1, *[-3] * 7, *[-10] * 7, *[-17] * 2]
    assert told == expected


@given(due=days, offset=st.integers(-400, 400))
def test_steps_only_sharpen_as_days_pass(due, offset):
    today = due + timedelta(days=offset)
    now, then = step_reached(due, today), step_reached(due, today + DAY)
    if now is not None:
        assert then is not None and then <= now
    if now in obligations.AHEAD:
        assert (due - today).days <= now
    assert (now is not None and obligations.is_escalated(now)) == (offset >= obligations.ESCALATED_AFTER)


@given(due=days, ahead=st.integers(0, 120), holidays=holiday_sets)
def test_working_days_left_are_the_working_days_one_by_one(due, ahead, holidays):
    today = due - timedelta(days=ahead)
    found = left(due, today, holidays)
    one_by_one = [today + DAY * n for n in range(1, ahead + 1)]
    assert found.days == len(one_by_one) == ahead
    assert found.working_days == sum(calendar.is_working_day(day, holidays) for day in one_by_one)
    assert found.over == 0 and left(due, due + DAY * ahead).over == ahead


@given(due=days, ahead=st.integers(1, 60), more=st.dates(date(2026, 10, 1), date(2027, 1, 31)))
def test_a_holiday_never_adds_a_working_day(due, ahead, more):
    today = due - timedelta(days=ahead)
    plain, off = left(due, today), left(due, today, [more])
    assert off.days == plain.days and plain.working_days - off.working_days in (0, 1)


@given(year=st.integers(2020, 2035))
def test_proposed_holidays_are_weekdays_of_the_season_in_order(year):
    first, last = date(year, 10, 31), date(year + 1, 1, 31)
    found = public_holidays.proposed(first, last)
    assert found == sorted(set(found))
    assert all(first <= day <= last and day.weekday() < 5 for day in found)
    new_year = date(year + 1, 1, 1)
    assert (new_year in found) == (new_year.weekday() < 5)
