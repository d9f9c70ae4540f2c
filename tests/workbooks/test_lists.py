"""Every list of the workspace as a file: rights and filters of the list, cells that nobody runs."""

import csv
import io
import re
import tracemalloc
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from portal.record import clock
from tests import province
from tests.workbooks.conftest import bytes_of, sheets_of
from workflow.actions import messages
from workflow.documents.workbooks import lists
from workflow.documents.workbooks.lists import Column, Listing
from workflow.models import Case

PLACE = ["2025-minh-hoa", province.DISTRICT]
LISTS = {
    "case-list": ("so.ldtbxh", []),
    "decision-list": ("so.ldtbxh", []),
    "comment-list": (f"huyen.{province.CITY}.phong", []),
    "finding-list": ("so.ldtbxh", []),
    "supervised-cases": ("giamsat.so_y_te", []),
    "council-list": ("so.ldtbxh", []),
    "district-list": ("so.ldtbxh", []),
    "district": (f"huyen.{province.DISTRICT}.phong", PLACE),
    "district-papers": (f"huyen.{province.DISTRICT}.phong", PLACE),
    "campaign-list": ("so.ldtbxh", []),
    "class-list": ("so.ldtbxh", []),
}


def read_csv(answer) -> list[list[str]]:
    text = bytes_of(answer).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.parametrize("name", LISTS)
def test_each_list_is_a_csv_and_an_xlsx_with_the_same_rows(signed_in, name):
    username, arguments = LISTS[name]
    client, address = signed_in(username), reverse(f"workspace:{name}", args=arguments)
    page = client.get(address)
    assert page.status_code == 200
    text = page.content.decode()
    assert 'href="?xuat=xlsx"' in text and 'href="?xuat=csv"' in text
    head, *rows = read_csv(client.get(address, {"xuat": "csv"}))
    assert rows and {len(row) for row in rows} == {len(head)}
    answer = client.get(address, {"xuat": "xlsx"})
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert re.search(
        r'attachment; filename="[a-z0-9-]+-minh-hoa-2025-11-20\.xlsx"', answer["Content-Disposition"]
    )
    (sheet,) = sheets_of(bytes_of(answer)).values()
    assert any(lists.illustrative_line() == row[0] for row in sheet), "made-up data is told"
    at = next(place for place, row in enumerate(sheet) if row == head)
    assert len(sheet) - at - 1 == len(rows)
    assert [row[0] for row in sheet[at + 1 :]] == [row[0] for row in rows]


def test_the_filters_stay_on(signed_in):
    client = signed_in("so.ldtbxh")
    answer = client.get(reverse("workspace:case-list"), {"year": "2025", "state": "revoked", "xuat": "xlsx"})
    (sheet,) = sheets_of(bytes_of(answer)).values()
    assert [row[1] for row in sheet[4:]] == ["Xã Pờ Ê"]
    assert "2025" in sheet[1][0], "the filters are named on the sheet"
    case = Case.objects.get(code=province.PO_E, year=2025)
    heads = dict(zip(sheet[3], sheet[4], strict=True))
    assert [value for value in heads.values() if isinstance(value, date)] == [
        case.submitted_on,
        case.decided_on,
    ]
    assert float(case.district_total) in heads.values() and 2025.0 in heads.values()


def test_a_stranger_takes_nothing_away(signed_in):
    client = signed_in(f"huyen.{province.CITY}.phong")
    rows = read_csv(client.get(reverse("workspace:case-list"), {"xuat": "csv"}))[1:]
    assert len(rows) == 3
    other = reverse("workspace:district", args=PLACE)
    assert client.get(other, {"xuat": "csv"}).status_code == 404
    commune = signed_in(f"xa.{province.HIEU}.canbo")
    for how in ("csv", "xlsx"):
        assert commune.get(other, {"xuat": how}).status_code == 404
    assert len(read_csv(commune.get(reverse("workspace:case-list"), {"xuat": "csv"}))) == 2


def test_who_wrote_a_comment_is_not_in_the_file(signed_in):
    """R-PRV-4: neither name nor telephone leaves the portal with the list."""
    case = province.case_at(province.UNDER_COMMENT)
    messages.receive(case, text="Cần thêm đèn.", name="Y Blo Niê", phone="0905123456")
    client = signed_in(f"huyen.{province.CITY}.phong")
    for how in ("csv", "xlsx"):
        content = bytes_of(client.get(reverse("workspace:comment-list"), {"xuat": how}))
        told = content.decode() if how == "csv" else str(sheets_of(content))
        assert "Cần thêm đèn." in told
        assert "Niê" not in told and "0905123456" not in told and "Nguyễn Văn A" not in told


def test_a_citizens_formula_is_text(signed_in):
    case = province.case_at(province.UNDER_COMMENT)
    messages.receive(case, text='=HYPERLINK("http://x.example","Bấm")')
    client = signed_in(f"huyen.{province.CITY}.phong")
    rows = read_csv(client.get(reverse("workspace:comment-list"), {"xuat": "csv"}))
    assert any(cell.startswith("'=HYPERLINK") for row in rows for cell in row)
    content = bytes_of(client.get(reverse("workspace:comment-list"), {"xuat": "xlsx"}))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        xml = package.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in xml and "HYPERLINK" in xml
        assert 'quotePrefix="1"' in package.read("xl/styles.xml").decode()


@pytest.mark.parametrize("text", ["=1+1", "+84", "-cmd", "@sum", "\t=1", "\r=1", "  =1", "＝1", "\n@x"])
def test_no_cell_is_a_formula(text):
    assert lists.harmless(text) == f"'{text}"


def test_ordinary_names_stay_as_they_are():
    assert lists.harmless("Xã Đắk Tăng") == "Xã Đắk Tăng"


def listing(rows) -> Listing:
    return Listing("Danh sách", "danh-sach", [Column("Ô", lambda row: row, 20)], rows)


VALUES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), max_size=60),
    st.integers(-(10**6), 10**6),
    st.decimals(-1000, 1000, places=2),
    st.dates(date(1900, 3, 1), date(2100, 1, 1)),
)


@given(st.lists(VALUES, min_size=1, max_size=8))
def test_what_is_written_is_what_is_read(values):
    """Numbers come back as numbers, days as days, text as the same text, in both files."""
    with lists.xlsx_file(listing(values)) as file:
        (sheet,) = sheets_of(file.read()).values()
    read = [row[0] for row in sheet[3:]] + [""] * len(values)
    for value, found in zip(values, read, strict=False):
        if isinstance(value, int | Decimal):
            assert found == pytest.approx(float(value), abs=1e-9)
        else:
            assert found == value
    rows = list(csv.reader(io.StringIO("".join(lists.csv_lines(listing(values))).removeprefix("\ufeff"))))
    for value, (found,) in zip(values, (row or [""] for row in rows[1:]), strict=True):
        if isinstance(value, str):
            assert found.removeprefix("'") == value.removeprefix("'")
            assert not found.lstrip().startswith(("=", "+", "-", "@"))
        elif isinstance(value, date):
            assert date.fromisoformat(found) == value
        else:
            assert Decimal(found) == value


def test_moments_and_truths():
    moment = datetime(2025, 11, 20, 10, 5, tzinfo=clock.HANOI)
    with lists.xlsx_file(listing([moment, True, False, None, "x" * 40_000])) as file:
        (sheet,) = sheets_of(file.read()).values()
    assert sheet[3][0] == datetime(2025, 11, 20, 10, 5)
    assert sheet[4][0] and sheet[5][0] == sheet[6][0] == ""
    assert len(sheet[7][0]) == lists.LONGEST_CELL


def test_more_rows_than_a_sheet_holds_go_on_the_next(monkeypatch):
    monkeypatch.setattr(lists, "MOST_ROWS", 10)
    with lists.xlsx_file(listing(range(25))) as file:
        found = sheets_of(file.read())
    assert [[row[0] for row in rows[3:]] for rows in found.values()] == [
        list(range(10)),
        list(range(10, 20)),
        list(range(20, 25)),
    ]


def test_memory_does_not_grow_with_rows():
    def peak(count: int, write) -> int:
        tracemalloc.start()
        write(listing(f"Xã số {number}" for number in range(count)))
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top

    def as_csv(one):
        for _line in lists.csv_lines(one):
            pass

    def as_xlsx(one):
        lists.xlsx_file(one).close()

    for write in (as_csv, as_xlsx):
        peak(10, write)
        assert peak(9000, write) < peak(3000, write) + 100_000


def test_queries_do_not_grow_with_rows(signed_in):
    client = signed_in("so.ldtbxh")
    counts = {}
    for year in ("", "2023"):
        with CaptureQueriesContext(connection) as queries:
            bytes_of(client.get(reverse("workspace:case-list"), {"xuat": "csv", "year": year}))
        counts[year] = len(queries)
    assert counts[""] == counts["2023"] <= 25
