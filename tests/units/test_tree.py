"""The tree as of a date: the changes of 2013, 2015 and 2019 are in it."""

from collections import Counter
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from portal.units import tree
from portal.units.models import Lineage, UnitSpan

IN_2012, IN_2014, IN_2016, TODAY = date(2012, 1, 1), date(2014, 6, 1), date(2016, 1, 1), date(2025, 11, 1)
IA_HDRAI = ["23535", "23537", "23538"]


@pytest.mark.parametrize(
    ("on", "kinds", "districts"),
    [
        (IN_2012, {"xa": 81, "phuong": 10, "thi_tran": 6}, 9),
        (IN_2014, {"xa": 86, "phuong": 10, "thi_tran": 6}, 9),
        (IN_2016, {"xa": 86, "phuong": 10, "thi_tran": 6}, 10),
        (TODAY, {"xa": 85, "phuong": 10, "thi_tran": 7}, 10),
    ],
)
def test_counts_over_time(units, on, kinds, districts):
    province = units("62")
    assert Counter(span.kind for span in tree.communes_at(province, on)) == kinds
    assert tree.districts_at(province, on).count() == districts
    assert len(tree.descendant_ids_at(province, on)) == sum(kinds.values()) + districts


def test_mang_den_was_the_commune_dak_long(units):
    unit = units("23473")
    assert tree.span_at(unit, date(2019, 7, 15)).full_name == "Xã Đắk Long"
    assert tree.span_at(unit, date(2019, 7, 16)).full_name == "Thị trấn Măng Đen"
    assert tree.span_at(unit, date(1900, 1, 1)).valid_from is None
    assert tree.span_at(unit, TODAY).date_precision == "resolution"
    assert tree.span_at(unit, TODAY).address == "23473-mang-den"


def test_ia_hdrai_came_out_of_sa_thay(units):
    district, province, sa_thay = units("618"), units("62"), units("616")
    assert tree.span_at(district, date(2014, 12, 31)) is None
    begun = tree.span_at(district, date(2015, 1, 1))
    assert (begun.date_precision, begun.full_name) == ("year", "Huyện Ia H'Drai")
    assert "chưa được kiểm tra" in begun.decision
    assert sorted(span.code for span in tree.children_at(district, TODAY)) == IA_HDRAI
    assert list(tree.children_at(district, IN_2014)) == []
    assert set(IA_HDRAI) < {span.code for span in tree.children_at(sa_thay, IN_2014)}
    commune = units("23535")
    assert tree.ancestors_at(commune, IN_2014) == [sa_thay, province]
    assert tree.ancestors_at(commune, TODAY) == [district, province]
    assert tree.ancestors_at(commune, IN_2012) == []
    lineage = Lineage.objects.get(to_unit=district)
    assert (lineage.from_unit, lineage.kind) == (sa_thay, "split")


def test_five_communes_were_made_in_december_2013(units):
    made = Lineage.objects.filter(date=date(2013, 12, 20), kind="created", from_unit=None)
    assert sorted(made.values_list("to_unit__code", flat=True)) == ["23504", "23510", *IA_HDRAI]
    assert set(made.values_list("decision", flat=True)) == {"Nghị quyết 126/NQ-CP"}
    assert tree.span_at(units("23510"), date(2013, 12, 19)) is None
    assert tree.span_at(units("23510"), date(2013, 12, 20)).name == "Đăk Ngọk"


def test_spans_by_id_and_by_code(units):
    mang_den, province = units("23473"), units("62")
    spans = tree.spans_at([mang_den, province.pk], IN_2014)
    assert {span.full_name for span in spans.values()} == {"Xã Đắk Long", "Tỉnh Kon Tum"}
    assert tree.span_by_code("23473", TODAY).unit == mang_den
    assert tree.span_by_code("618", IN_2014) is None
    assert tree.span_by_code("99999", TODAY) is None


def test_several_roots_at_once(units):
    both = tree.descendant_ids_at([units("618"), units("613")], TODAY)
    assert both == tree.descendant_ids_at(units("618"), TODAY) | tree.descendant_ids_at(units("613"), TODAY)
    assert tree.descendant_ids_at([], TODAY) == set()
    assert tree.descendant_ids_at(units("23473"), TODAY) == set()


def test_communes_stand_in_vietnamese_order(units):
    names = [span.name for span in tree.communes_at(units("62"), TODAY)]
    assert names[:5] == ["Bờ Y", "Chư Hreng", "Diên Bình", "Duy Tân", "Đắk Ang"]
    assert names[-1] == "Ya Xiêr"


def test_every_question_costs_one_query(units, django_assert_num_queries):
    province, commune = units("62"), units("23535")
    questions = [
        lambda: tree.span_at(commune, TODAY),
        lambda: tree.spans_at([commune, province], TODAY),
        lambda: [span.unit.code + span.parent.code for span in tree.communes_at(province, TODAY)],
        lambda: tree.descendant_ids_at(province, TODAY),
        lambda: tree.ancestors_at(commune, TODAY),
        lambda: list(tree.children_at(province, TODAY)),
    ]
    for question in questions:
        with django_assert_num_queries(1):
            question()


def test_a_tree_without_districts_still_finds_its_communes(units):
    """After 1 July 2025 communes lie directly under the province."""
    province = units("62")
    last, first = date(2025, 6, 30), date(2025, 7, 1)
    for span in [*tree.communes_at(province, last)]:
        UnitSpan.objects.filter(pk=span.pk).update(valid_until=last)
        UnitSpan.objects.create(
            unit=span.unit,
            code=span.code,
            kind="xa",
            tier="commune",
            name=span.name,
            parent=province,
            valid_from=first,
        )
    tree.districts_at(province, last).update(valid_until=last)
    assert tree.communes_at(province, first).count() == 102
    assert tree.districts_at(province, first).count() == 0
    assert tree.ancestors_at(units("23473"), first) == [province]
    assert tree.districts_at(province, last).count() == 10


@pytest.mark.parametrize(
    "dates",
    [{}, {"valid_from": date(2020, 1, 1)}, {"valid_from": date(2000, 1, 2), "valid_until": date(2000, 1, 1)}],
)
def test_a_unit_has_one_open_end_and_no_backward_span(units, dates):
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitSpan.objects.create(
            unit=units("62"), code="62", kind="tinh", tier="province", name="Kon Tum", **dates
        )
