"""Cut-offs, lateness and the comment window's arithmetic."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.build import CAMPAIGN
from workflow.rules import calendar

days = st.dates(date(2014, 1, 1), date(2030, 12, 31))
holiday_sets = st.frozensets(st.dates(date(2026, 11, 1), date(2026, 12, 31)), max_size=6)


def test_due_days_are_inclusive_last_days():
    expected = {
        "submit": date(2026, 11, 14), "review": date(2026, 11, 29), "recognize": date(2026, 11, 29),
        "decline": date(2026, 11, 29), "return": None, "reopen": None, "reconsider": None, "reward": None,
        "revoke": None, "close": None, "confirm_class": None,
    }  # fmt: skip
    assert {action: calendar.due(action, CAMPAIGN) for action in expected} == expected
    assert calendar.due("reward_dossier", CAMPAIGN) == date(2026, 12, 30)


def test_lateness_counts_days_after_the_last_day():
    last = date(2026, 11, 14)
    assert [calendar.lateness(last + timedelta(days=d), last) for d in (-5, 0, 1)] == [-5, 0, 1]
    assert calendar.lateness(last, None) == 0


def test_both_dates_show_when_recorded_more_than_three_days_later():
    day = date(2026, 11, 10)
    assert not calendar.shows_both_dates(day, day + timedelta(days=3))
    assert calendar.shows_both_dates(day, day + timedelta(days=4))


def test_five_working_days_from_the_day_after_filing():
    # Filed on Tuesday 10 November 2026: 11, 12, 13, 16, 17.
    window = calendar.comment_window(date(2026, 11, 10))
    assert (window.opens, window.closes) == (date(2026, 11, 11), date(2026, 11, 17))
    assert not window.shortened and not window.empty
    assert [str(step) for step in window.steps] == [
        "The commune filed on 10/11/2026, so comments open the next day, 11/11/2026.",
        "5 working days from 11/11/2026, Saturdays and Sundays left out, end on 17/11/2026.",
    ]


def test_holidays_move_the_end_and_are_named():
    window = calendar.comment_window(date(2026, 11, 10), holidays=[date(2026, 11, 12), date(2026, 11, 14)])
    assert window.closes == date(2026, 11, 18)
    assert "12/11/2026." in str(window.steps[-1])
    assert "14/11/2026" not in str(window.steps[-1])


@pytest.mark.parametrize(
    ("sitting", "closes", "shortened"),
    [
        (date(2026, 11, 18), date(2026, 11, 17), False),
        (date(2026, 11, 17), date(2026, 11, 16), True),
        (date(2026, 11, 12), date(2026, 11, 11), True),
        (date(2026, 11, 11), date(2026, 11, 10), True),
        (date(2026, 11, 2), date(2026, 11, 10), True),
    ],
)
def test_comments_close_before_the_district_sits(sitting, closes, shortened):
    window = calendar.comment_window(date(2026, 11, 10), district_sitting=sitting)
    assert (window.closes, window.shortened) == (closes, shortened)
    assert window.empty == (closes < window.opens)
    assert len(window.steps) == 2 + shortened + window.empty


def slow_working_days(first, last, holidays):
    count = 0
    while first <= last:
        count += first.weekday() < 5 and first not in holidays
        first += timedelta(days=1)
    return count


@given(days, st.integers(-10, 400), holiday_sets)
def test_working_days_equal_a_count_day_by_day(first, length, holidays):
    last = first + timedelta(days=length)
    assert calendar.working_days_between(first, last, holidays) == slow_working_days(first, last, holidays)


@given(st.dates(date(2026, 10, 25), date(2026, 12, 31)), st.integers(1, 30), holiday_sets)
def test_a_window_holds_its_working_days_and_ends_on_one(filed, count, holidays):
    window = calendar.comment_window(filed, count, holidays=holidays)
    assert slow_working_days(window.opens, window.closes, holidays) == count
    assert calendar.is_working_day(window.closes, holidays)


def test_a_window_has_at_least_one_day():
    with pytest.raises(ValueError, match="at least one"):
        calendar.comment_window(date(2026, 11, 10), 0)
