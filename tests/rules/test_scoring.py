"""Points as typed: 0…maximum, two decimals, comma or point, nothing else."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.rules import scoring
from workflow.rules.scoring import PointsRefused, parse_points

TAKEN = {
    "0": "0",
    "75": "75",
    " 42 ": "42",
    "42,5": "42.5",
    "42.25": "42.25",
    "007": "7",
    "75,00": "75",
    "\u00a060\u202f": "60",
}
REFUSED = [
    "-1", "−1", "-0", "+5", "75,01", "76", "1000000", "42,555", "1.000", "1,000.5", "1e1", "1E1", "NaN",
    "sNaN", "inf", "Infinity", "٤٢", "４２", "²", "1_0", "0x1F", "4 2", "42,", ",5", ".", "bốn mươi", "42;",
    "42\x00", "9" * 1_000_000, "0." + "0" * 1_000_000, "(5)", "5%",
]  # fmt: skip


def test_what_is_taken():
    assert {typed: parse_points(typed, 75) for typed in TAKEN} == {t: Decimal(d) for t, d in TAKEN.items()}


@pytest.mark.parametrize("typed", REFUSED, ids=[repr(t[:12]) for t in REFUSED])
def test_what_is_refused_says_what_to_write(typed):
    with pytest.raises(PointsRefused) as refused:
        parse_points(typed, Decimal(75))
    assert not refused.value.empty
    assert "0 to 75" in str(refused.value) or "two decimals" in str(refused.value)


@pytest.mark.parametrize("typed", ["", " ", "\t\n", "\u00a0"])
def test_empty_is_not_zero(typed):
    with pytest.raises(PointsRefused) as refused:
        parse_points(typed, 75)
    assert refused.value.empty


@given(st.decimals(min_value=0, max_value=75, places=2), st.sampled_from(",."))
def test_every_value_in_bounds_comes_back(points, mark):
    assert parse_points(str(points).replace(".", mark), 75) == points


@given(st.text(max_size=20))
def test_whatever_is_typed_gives_points_in_bounds_or_a_refusal(typed):
    try:
        points = parse_points(typed, 50)
    except PointsRefused:
        return
    assert 0 <= points <= 50
    assert points == round(points, 2)


def test_sums_and_differences():
    assert scoring.total([Decimal("60.5"), None, Decimal(0)]) == Decimal("60.5")
    assert scoring.difference(Decimal(60), Decimal(55)) == -5
    assert scoring.difference(Decimal(0), Decimal(0)) == 0
    assert scoring.difference(None, Decimal(5)) is None
