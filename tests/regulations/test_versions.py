"""One criterion written into a data file, and what two versions say differently."""

from dataclasses import replace
from decimal import Decimal

import pytest

from workflow.regulations import loader
from workflow.regulations.differences import Change, differences
from workflow.regulations.model import Band
from workflow.regulations.writing import with_criterion

SHIPPED = loader.get("34/2014")
TEXT = loader.source("34/2014")
NAME = "Tên mới: “có” dấu # và: hai chấm"
BANDS = [
    {"points": Decimal(50), "at_least": Decimal(98)},
    {"points": Decimal("30.5"), "at_least": Decimal(90), "below": Decimal(98)},
]


def values(no: int, **changed) -> dict:
    one = SHIPPED.criterion(no)
    names = ("no", "name", "name_en", "short_name", "short_name_en", "source", "confirmed")
    found = {name: getattr(one, name) for name in names} | {"maximum": int(one.maximum)}
    return found | {"supervisors": list(one.supervisors), "bands_state": "partial"} | changed


@pytest.mark.parametrize("no", [1, 2, 8])
def test_only_that_criterion_changes_and_comments_elsewhere_stay(no):
    text = with_criterion(TEXT, no, values(no, name=NAME, unit="percent", bands=BANDS))
    new = loader.parse(text, "thử")
    assert {change.criterion for change in differences(SHIPPED, new)} == {no}
    assert new.criterion(no).name == NAME
    assert new.criterion(no).bands == tuple(Band(**band) for band in BANDS)
    assert [line for line in TEXT.splitlines() if "#" in line] == [
        line for line in text.splitlines() if "#" in line and NAME not in line
    ]


def test_an_unknown_criterion_is_not_written():
    with pytest.raises(KeyError):
        with_criterion(TEXT, 16, values(1))


def test_every_difference_is_told_once_in_order():
    one, rest = SHIPPED.criteria[0], SHIPPED.criteria[1:-1]
    new = replace(SHIPPED, zero_rule=True, criteria=(replace(one, maximum=Decimal(70)), *rest))
    last = SHIPPED.criteria[-1]
    assert differences(SHIPPED, new) == (
        Change(None, "zero_rule", False, True),
        Change(1, "maximum", Decimal(75), Decimal(70)),
        Change(last.no, "criterion", last, None),
    )
    assert differences(SHIPPED, SHIPPED) == ()
