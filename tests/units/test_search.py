"""Finding units however their names are typed."""

from datetime import date

import pytest

from portal.units.search import search

IN_2014, TODAY = date(2014, 6, 1), date(2025, 11, 1)


def codes(query: str, on=TODAY, limit=20) -> list[str]:
    return [span.code for span in search(query, on, limit)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("dak ha", ["615", "23425", "23500"]),
        ("Đắk Hà", ["615", "23425", "23500"]),
        ("đăk hà", ["615", "23425", "23500"]),
        ("ĐẮC HÀ", ["615", "23425", "23500"]),
        ("kon tum", ["62", "608"]),
        ("thành phố kon tum", ["608"]),
        ("thi tran dak ha", ["23500"]),
        ("đắk hà, tu mơ rông", ["23425"]),
        ("đăk long, đăk hà", ["23504"]),
        ("ngoc lay", ["23404"]),
        ("plei can", ["23377"]),
        ("konplong", ["613"]),
        ("ia hdrai", ["618"]),
        ("ia h drai", ["618"]),
        ("Ia H’Drai", ["618"]),
        ("mang d", ["23473"]),
        ("glei", ["610", "23341"]),
        ("23473", ["23473"]),
        ("nowhere", []),
        ("", []),
        ("  ,  ", []),
        ("%", []),
        ("_", []),
        ("'", []),
        ("x" * 1000, []),
    ],
)
def test_search(units, query, found):
    assert codes(query) == found


def test_a_former_name_leads_to_the_unit(units):
    hits = {span.code: span for span in search("xã đắk long", TODAY, 9)}
    assert hits["23473"].full_name == "Thị trấn Măng Đen"
    assert hits["23473"].former_name == "Xã Đắk Long"
    assert hits["23368"].former_name == ""
    assert {span.full_name for span in search("mang den", IN_2014, 9)} == {"Xã Đắk Long"}


def test_only_units_in_force_are_found(units):
    assert codes("ia h'drai", IN_2014) == []


def test_a_kind_alone_lists_its_units(units):
    assert len(codes("thị trấn", limit=50)) == 7


def test_names_that_begin_so_come_first(units):
    ranked = codes("dak", limit=200)
    assert set(ranked[:3]) == {"610", "612", "615"}
    first_commune = next(place for place, code in enumerate(ranked) if len(code) == 5)
    assert {len(code) for code in ranked[:first_commune]} == {3}


def test_the_limit_holds_and_queries_are_few(units, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        assert len(codes("a", limit=7)) == 7
    assert codes("a", limit=0) == []
