"""The cheapest criteria first, and how many children the next band takes."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.rules.test_measuring import FALLING, NONE_AT_ALL, PAIRS, RISING, TOP_ONLY
from workflow.rules import measuring, planning
from workflow.rules.measuring import NOTHING, Numbers
from workflow.rules.planning import Standing


@given(PAIRS, st.sampled_from(RISING.bands))
def test_that_many_children_more_reach_the_band_and_one_fewer_does_not(numbers, band):
    children = planning.children_to(RISING, numbers, band)
    reached = [
        n for n in range(numbers.denominator + 1)
        if measuring.band_of(RISING, numbers._replace(numerator=n)) is band
    ]  # fmt: skip
    if children is None:
        assert reached == []
        return
    assert abs(children) == min(abs(n - numbers.numerator) for n in reached)
    assert numbers.numerator + children in reached


def test_fewer_children_where_less_is_better():
    band = FALLING.bands[0]
    assert planning.children_to(FALLING, Numbers(5, 100), band) == -4
    assert planning.children_to(FALLING, Numbers(1, 100), band) == 0
    assert planning.children_to(NONE_AT_ALL, Numbers(3, 100), NONE_AT_ALL.bands[0]) is None


def test_the_cheapest_stands_first_and_full_ones_are_left_out():
    full, near, far, big = (
        Standing(RISING, Decimal(50), Decimal(50), Numbers(50, 50)),
        Standing(RISING, Decimal(50), Decimal(40), Numbers(97, 100)),
        Standing(RISING, Decimal(50), Decimal(0), Numbers(10, 100)),
        Standing(TOP_ONLY, Decimal(50), None, NOTHING),
    )
    found = planning.steps([full, big, far, near], gap=Decimal(10))
    assert [(step.points, step.children, step.gain, step.alone) for step in found] == [
        (Decimal(40), 1, Decimal(10), True),
        (Decimal(0), 40, Decimal("12.5"), True),
        (Decimal(0), None, Decimal(50), True),
    ]
    assert [step.alone for step in planning.steps([near], gap=Decimal(11))] == [False]
    assert [step.alone for step in planning.steps([near], gap=None)] == [False]
