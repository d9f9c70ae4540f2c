"""Vietnamese names: folding, order, addresses, kinds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.units import names


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đắk Hà", "dak ha"),
        ("đăk hà", "dak ha"),
        ("ĐẮK  HÀ ", "dak ha"),
        ("Đa\u0306\u0301k Ha\u0300", "dak ha"),
        ("Ia H'Drai", "ia hdrai"),
        ("Ia H’ Drai", "ia hdrai"),
        ("Pờ Y", "po y"),
        ("Phan Rang-Tháp Chàm", "phan rang thap cham"),
        ("ăâđêôơư ắặửỹ", "aadeoou aauy"),
        ("", ""),
    ],
)
def test_fold(text, folded):
    assert names.fold(text) == folded


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text):
    assert names.fold(names.fold(text)) == names.fold(text)


@pytest.mark.parametrize(
    "ordered",
    [
        ["An", "Ăn", "Ân", "Ba", "Ca", "Da", "Đa", "E", "Ê", "O", "Ô", "Ơ", "U", "Ư", "Y"],
        ["ma", "mà", "mả", "mã", "má", "mạ"],
        ["Đắk Hà", "Đăk Long", "Đắk Long", "Đăk Ngọk", "Đắk Pék"],
        ["Dục Nông", "Đắk Ang"],
        ["Kon", "Kon Đào", "Kong"],
        ["Phường 1", "Phường 2", "Phường 10x", "Phường Ba"],
        ["Ia Chim", "Ia Dom", "Ia Đal", "Ia Tơi"],
        ["", "A"],
    ],
)
def test_vietnamese_order(ordered):
    backwards = ordered[::-1]
    assert sorted(backwards, key=names.sort_key) == ordered


@given(st.text(max_size=40))
def test_keys_sort_alike_under_every_collation(text):
    assert not set(names.sort_key(text)) - set("0123456789abcdefghijklmnopqrstuvwxyz")


@pytest.mark.parametrize(
    ("text", "slug"),
    [("Đắk Glei", "dak-glei"), ("Ia H'Drai", "ia-hdrai"), ("Phường 1", "phuong-1"), ("-", "don-vi")],
)
def test_slugs(text, slug):
    assert names.slugify_vi(text) == slug


@pytest.mark.parametrize(
    ("kind", "name", "vietnamese", "english"),
    [
        ("xa", "Măng Cành", "Xã Măng Cành", "Măng Cành Commune"),
        ("xã", "Măng Cành", "Xã Măng Cành", "Măng Cành Commune"),
        ("thanh_pho", "Kon Tum", "Thành phố Kon Tum", "Kon Tum City"),
        ("thi_tran", "Đắk Hà", "Thị trấn Đắk Hà", "Đắk Hà Township"),
        ("phuong", "1", "Phường 1", "Ward 1"),
        ("tinh", "Kon Tum", "Tỉnh Kon Tum", "Kon Tum Province"),
    ],
)
def test_full_names(kind, name, vietnamese, english):
    assert names.full_name(kind, name) == vietnamese
    assert names.full_name_en(kind, name) == english


def test_an_unknown_kind_is_an_error():
    with pytest.raises(KeyError):
        names.full_name("dac_khu", "Phú Quốc")
