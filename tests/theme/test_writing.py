"""Numbers and days on screen."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.translation import override

from portal.theme.templatetags import writing

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [
        (Decimal("1000"), "1.000", "1,000"),
        ("702.50", "702,5", "702.5"),
        (Decimal("1234567.25"), "1.234.567,25", "1,234,567.25"),
        (0, "0", "0"),
        (Decimal("-0.00"), "0", "0"),
        (Decimal("-5"), "−5", "−5"),
        (Decimal("1E+3"), "1.000", "1,000"),
        (57.8, "57,8", "57.8"),
    ],
)
def test_points(value, vietnamese, english):
    with override("vi"):
        assert writing.points(value) == vietnamese
    with override("en"):
        assert writing.points(value) == english


@pytest.mark.parametrize("value", [None, "", "NaN", "Infinity", "x"])
def test_what_is_unknown_is_never_zero(value):
    with override("en"):
        assert writing.points(value) == "not yet"
        assert writing.percent(value) == "not yet"
        assert writing.signed(value) == ""


def test_differences_carry_their_sign():
    with override("vi"):
        assert [writing.signed(v) for v in (5, "-2.5", 0)] == ["+5", "−2,5", "0"]


def test_days_are_day_month_year_whatever_they_came_as():
    late_evening_in_london = datetime(2026, 11, 19, 18, 30, tzinfo=UTC)
    with override("vi"):
        assert writing.day("2025-12-02") == writing.day(date(2025, 12, 2)) == "02/12/2025"
        assert writing.day(late_evening_in_london) == "20/11/2026"
        assert writing.day(late_evening_in_london.isoformat()) == "20/11/2026"
        assert writing.short_day("2025-12-02") == "02/12"
        assert writing.moment(late_evening_in_london) == f"01:30{NBSP}20/11/2026"
        assert writing.clock_time(late_evening_in_london) == "01:30"
    with override("en"):
        assert writing.weekday_day("2026-11-19") == f"Thursday{NBSP}19/11/2026"
        assert writing.day(None) == writing.moment("") == writing.weekday_day(None) == "not yet"


def test_words_that_belong_together_stay_together():
    assert writing.paired("Xã phù hợp với trẻ em") == f"Xã phù{NBSP}hợp với trẻ{NBSP}em"
    assert writing.unbroken("Măng Cành") == f"Măng{NBSP}Cành"
    assert writing.plain(2025) == "2025"
    assert writing.plain(None) == ""
