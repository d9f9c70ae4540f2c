"""Lists of people from Excel: every writing is understood, nothing harmful passes, no line is lost."""

import csv
import io
import unicodedata
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.people import bringing_in, people_file, roles
from portal.people.models import Access, Grant, User
from portal.people.people_file import FileRefused, Line
from portal.record.models import Event
from tests.people.conftest import TODAY

PAPER = "QĐ 12/QĐ-UBND ngày 02/11/2026"
HEADING = [
    "Mã đơn vị",
    "Họ và tên",
    "Tên đăng nhập",
    "Thư điện tử",
    "Chức vụ",
    "Từ ngày",
    "Đến ngày",
    "Quyết định",
]
NAMES = ("unit", "full_name", "username", "email", "role", "valid_from", "valid_until", "decision")


def written(rows, separator=";", ending="\r\n") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=ending).writerows([HEADING, *rows])
    return out.getvalue()


def row(
    unit="99101", name="Y Blan", username="", email="", post="Chủ tịch", first="", last="", decision=PAPER
):
    return [unit, name, username, email, post, first, last, decision]


# Reading ----------------------------------------------------------------------------------------

LETTERS = "aăâđêôơưÁÀẢÃẠếửộ 0123456789.,;\t\"'\n"
cells = st.lists(st.text(LETTERS, max_size=20), min_size=8, max_size=8)
cells = cells.filter(lambda row: any(one.strip() for one in row))


@settings(max_examples=80, deadline=None)
@given(
    st.lists(cells, min_size=1),
    st.sampled_from([";", ",", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from(["\r\n", "\n"]),
)
def test_every_writing_of_the_same_list_reads_the_same(rows, separator, encoding, ending):
    read = people_file.read(written(rows, separator, ending).encode(encoding))
    assert [[line.cells[name] for name in NAMES] for line in read] == [
        [" ".join(one.split()) for one in cells] for cells in rows
    ]


def test_vietnamese_windows_is_understood():
    """Windows-1258 writes tones apart from their letters."""
    text = written([row(name="Nguyễn Thị Hạnh")])
    apart = "".join(_apart(character) for character in text)
    read = people_file.read(apart.encode("cp1258"))
    assert read[0].cells["full_name"] == "Nguyễn Thị Hạnh"
    assert unicodedata.is_normalized("NFC", read[0].cells["full_name"])


def _apart(character: str) -> str:
    try:
        character.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", character)
        tones = [one for one in parts[1:] if one in "\u0300\u0301\u0303\u0309\u0323"]
        marks = [one for one in parts[1:] if one not in tones]
        return unicodedata.normalize("NFC", parts[0] + "".join(marks)) + "".join(tones)
    return character


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"PK\x03\x04" + b"0" * 50,
        b"\xd0\xcf\x11\xe0" + b"0" * 50,
        b"a;b\x00;c\n1;2;3\n",
        "Họ và tên;Chức vụ\nY Blan;Cán bộ\n".encode(),
        written([]).encode(),
        ("Mã đơn vị;" + written([row()])).encode(),
        written([row()] * 5001).encode(),
        b"x" * (people_file.MOST_BYTES + 1),
        b"\xff\xfe\x00\xd8\x00",
    ],
)
def test_what_is_no_list_is_refused_in_words(content):
    with pytest.raises(FileRefused) as refused:
        people_file.read(content)
    assert len(str(refused.value)) > 5


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content):
    try:
        assert people_file.read(content)
    except FileRefused:
        pass


def test_excels_word_about_the_separator_is_no_line():
    read = people_file.read(("sep=;\r\n" + written([row()])).encode())
    assert [line.number for line in read] == [3]


def test_the_template_reads_back():
    content = people_file.template([("99101", "Xã Hiếu Thử")], PAPER, "10/11/2026")
    lines = people_file.read(content)
    assert [(line.cells["unit"], line.cells["role"]) for line in lines] == [
        ("99101", "Chủ tịch"),
        ("99101", "Cán bộ"),
    ]


# Checking and saving ----------------------------------------------------------------------------


def lines(*rows) -> list[Line]:
    return [Line(number + 2, dict(zip(NAMES, cells, strict=True))) for number, cells in enumerate(rows)]


@pytest.fixture
def office(holder):
    return holder(roles.DISTRICT_OFFICER)


def errors_of(country, office, *rows) -> list[int]:
    return [len(one.errors) for one in bringing_in.plan(lines(*rows), country.district, office)]


def test_a_good_list_is_brought_in(country, office):
    planned = bringing_in.plan(
        lines(
            row(), row(name="A Thiu", post="cán bộ", email="a@x.vn"), row(name="Y Blan", post="Thành viên")
        ),
        country.district,
        office,
    )
    assert [one.errors for one in planned] == [[], [], []]
    assert Grant.objects.filter(unit=country.commune).count() == 0
    brought = bringing_in.carry_out(planned, office, whole=True)
    held = Grant.objects.filter(unit=country.commune).values_list("user__username", "role", "valid_from")
    assert sorted(held) == [
        ("a.thiu", roles.COMMUNE_OFFICER, TODAY),
        ("y.blan", roles.COMMUNE_CHAIR, TODAY),
        ("y.blan2", roles.COMMUNE_MEMBER, TODAY),
    ]
    assert [bool(one.issued) for one in brought] == [True, False, True]
    assert Access.objects.live().count() == 2


def test_the_same_username_twice_is_one_person(country, office):
    planned = bringing_in.plan(
        lines(row(username="y.blan"), row(username="y.blan", post="Thành viên")), country.district, office
    )
    bringing_in.carry_out(planned, office, whole=True)
    assert User.objects.get(username="y.blan").grants.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"unit": "99201"},
        {"unit": "991"},
        {"unit": ""},
        {"name": ""},
        {"name": "=1+1"},
        {"name": "+84"},
        {"name": "@SUM(A1)"},
        {"name": "A" * 151},
        {"decision": "-2+3"},
        {"decision": ""},
        {"decision": "x" * 201},
        {"post": "Chủ tịch huyện"},
        {"first": "31/02/2026"},
        {"first": "hôm nay"},
        {"last": "01/01/2020"},
        {"email": "khong phai"},
        {"username": "Có Dấu"},
        {"username": "district-officer"},
    ],
)
def test_each_wrong_cell_is_told_on_its_line(country, office, wrong):
    told = errors_of(country, office, row(), row(**({"name": "A Thiu"} | wrong)))
    assert [bool(count) for count in told] == [False, True]


def test_all_or_nothing(country, office):
    before = User.objects.count(), Grant.objects.count(), Event.objects.count()
    planned = bringing_in.plan(lines(row(), row(name="=1")), country.district, office)
    with pytest.raises(ValidationError):
        bringing_in.carry_out(planned, office, whole=True)
    assert (User.objects.count(), Grant.objects.count(), Event.objects.count()) == before


def test_each_good_line_by_choice(country, office):
    planned = bringing_in.plan(lines(row(name="=1"), row(), row(unit="0")), country.district, office)
    brought = bringing_in.carry_out(planned, office, whole=False)
    assert [bool(one.errors) for one in brought] == [True, False, True]
    assert list(Grant.objects.filter(unit=country.commune).values_list("user__full_name", flat=True)) == [
        "Y Blan"
    ]


def test_a_line_refused_in_the_last_moment_leaves_no_account(country, office):
    planned = bringing_in.plan(lines(row(), row(name="A Thiu")), country.district, office)
    planned[0].terms["valid_until"] = date(2020, 1, 1)
    brought = bringing_in.carry_out(planned, office, whole=False)
    assert [bool(one.errors) for one in brought] == [True, False]
    assert not User.objects.filter(username="y.blan").exists()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.text(max_size=30), min_size=8, max_size=8), max_size=6))
def test_any_cells_are_planned_or_told_and_nothing_is_written(country, office, rows):
    before = User.objects.count(), Grant.objects.count()
    planned = bringing_in.plan(lines(*rows), country.district, office)
    assert len(planned) == len(rows)
    assert all(one.errors or one.terms for one in planned)
    assert (User.objects.count(), Grant.objects.count()) == before
