"""Classes of communes: certain where the kind or a confirmed list says so, else only hinted at (R-THR-3)."""

from datetime import date

import pytest

from portal.units import classes, tree
from portal.units.models import ClassListing

TODAY = date(2025, 11, 1)


@pytest.mark.parametrize(
    ("code", "on", "decision", "suggests", "current"),
    [
        ("23344", date(2016, 11, 1), "Quyết định 204/QĐ-TTg (01/02/2016)", "xa_dbkk", True),
        ("23344", date(2018, 11, 1), "Quyết định 900/QĐ-TTg (20/06/2017)", "xa_dbkk", True),
        ("23344", TODAY, "Quyết định 900/QĐ-TTg (20/06/2017)", "xa_dbkk", False),
        ("23473", date(2016, 11, 1), "Quyết định 204/QĐ-TTg (01/02/2016)", "xa_dbkk", True),
    ],
)
def test_the_most_telling_list_is_the_hint(units, code, on, decision, suggests, current):
    hint = classes.hint_for(units(code), on)
    assert (hint.decision, hint.suggests, hint.current) == (decision, suggests, current)
    assert hint.source.startswith("http")
    assert "Trong danh sách ghi" in hint.note


def test_a_highland_list_suggests_no_class(units):
    hint = classes.hint_for(units("23344"), date(2014, 11, 1))
    assert (hint.listed_class, hint.suggests) == ("vung_cao", "")


def test_without_a_list_there_is_no_hint(units):
    assert classes.hint_for(units("23510"), date(2014, 11, 1)) is None
    assert classes.hint_for(units("23344"), date(2010, 1, 1)) is None


def test_what_follows_from_the_kind_is_certain(units):
    spans = tree.spans_at([units("23281"), units("23500"), units("23344")], TODAY)
    found = {
        spans[unit].code: (told.code, told.confirmed)
        for unit, told in classes.classes_at(spans.values(), TODAY).items()
    }
    assert found == {
        "23281": ("phuong", True),
        "23500": ("thi_tran", True),
        "23344": ("unconfirmed", False),
    }


def test_a_confirmed_listing_decides_for_its_time(units):
    unit = units("23344")
    ClassListing.objects.create(
        unit=unit,
        listed_class="xa_dbkk",
        decision="Quyết định 1/QĐ-TTg",
        valid_from=date(2024, 1, 1),
        valid_until=date(2025, 12, 31),
        source="Sở LĐ-TB&XH",
        hint=False,
    )
    told = classes.class_at(tree.span_at(unit, TODAY), TODAY)
    assert told == classes.ClassAt("xa_dbkk", True, "Quyết định 1/QĐ-TTg")
    for on in (date(2023, 12, 31), date(2026, 1, 1)):
        assert classes.class_at(tree.span_at(unit, on), on).code == "unconfirmed"


def test_hints_of_all_communes_cost_one_query(units, django_assert_num_queries):
    spans = list(tree.communes_at(units("62"), TODAY))
    with django_assert_num_queries(1):
        hints = classes.hints_for([span.unit_id for span in spans], TODAY)
    with django_assert_num_queries(1):
        classes.classes_at(spans, TODAY)
    assert sum(hint.suggests == "xa_dbkk" for hint in hints.values()) == len(
        set(ClassListing.objects.filter(listed_class="ct135").values_list("unit", flat=True))
    )
