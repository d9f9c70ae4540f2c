"""The list of cases: what one may read, filtered and sorted by the address, and as a file."""

import csv
import io
from urllib.parse import urlencode

import pytest

from tests import province
from tests.workspace.conftest import at
from workflow.models import Case

OFFICER = "so.ldtbxh"


def _names(answer) -> list[str]:
    return [str(row.record.name) for row in answer.context["table"].rows]


@pytest.fixture
def listed(signed_in, within_budget):
    client = signed_in(OFFICER)
    return lambda **query: within_budget(client, f"{at('case-list')}?{_query(query)}")


def _query(query) -> str:
    return urlencode(query)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "dak nen"}, {"Đắk Nên"}),
        ({"q": "ĐẮK  NÊN"}, {"Đắk Nên"}),
        ({"q": "xã hiếu"}, {"Hiếu"}),
        ({"q": "phuong quang"}, {"Quang Trung"}),
        ({"state": "revoked"}, {"Pờ Ê"}),
        ({"state": "not_filed", "year": "2024"}, {"Đắk Nên"}),
        ({"class": "unconfirmed"}, {"Đắk Nên"}),
        ({"class": "xa_dbkk"}, {"Hiếu"}),
        ({"district": province.CITY}, {"Quang Trung", "Duy Tân", "Đắk Cấm"}),
        ({"q": "không có xã nào như thế"}, set()),
        ({"year": "2023"}, {"Măng Đen"}),
    ],
)
def test_each_filter(listed, query, expected):
    assert set(_names(listed(**query))) == expected


def test_a_filter_finds_what_the_database_holds(listed):
    for query in ({"late": "true"}, {"late": "false"}, {"state": "draft", "late": "false"}):
        kept = {"late": query["late"] == "true"} | ({"state": query["state"]} if "state" in query else {})
        assert listed(**query).context["total"] == Case.objects.filter(**kept).count()


def test_strange_filters_are_no_error_and_hide_nothing(listed):
    everything = Case.objects.count()
    for query in (
        {"year": "9" * 400},
        {"year": "NaN"},
        {"district": "' OR 1=1 --"},
        {"state": "none"},
        {"late": "perhaps"},
        {"page": "-3"},
        {"page": "9" * 60},
        {"page": "x"},
        {"sort": "campaign__province__code"},
        {"sort": "-"},
        {"q": "\x00"},
        {"q": "%_%"},
    ):
        answer = listed(**query)
        assert answer.status_code == 200, query
        assert answer.context["total"] == everything, query


def test_order_of_the_address(listed):
    names = [row.record.sort_key for row in listed(sort="name", year="2025").context["table"].rows]
    assert names == sorted(names)
    margins = [row.record.margin for row in listed(sort="-margin").context["table"].rows]
    assert margins == sorted(margins, reverse=True)
    assert None not in margins
    years = [row.record.year for row in listed(sort="year").context["table"].rows]
    assert years == sorted(years)


@pytest.mark.parametrize(
    ("username", "seen"),
    [
        (f"xa.{province.HIEU}.thanhvien", 1),
        (f"huyen.{province.CITY}.chutich", 3),
        ("giamsat.so_y_te", None),
        ("mttq.tinh", None),
        ("quan.tri", None),
    ],
)
def test_one_sees_ones_own_units(signed_in, username, seen):
    answer = signed_in(username).get(at("case-list"))
    assert answer.context["total"] == (Case.objects.count() if seen is None else seen)


def test_the_file_holds_what_is_shown(signed_in):
    client = signed_in(OFFICER)
    page = client.get(at("case-list"), {"year": "2025", "state": "recognized", "page": "1"}).content.decode()
    assert 'href="?year=2025&amp;state=recognized&amp;xuat=csv"' in page
    answer = client.get(at("case-list"), {"year": "2025", "state": "recognized", "xuat": "csv"})
    text = b"".join(answer.streaming_content).decode()
    assert answer["Content-Disposition"].startswith("attachment") and answer["Content-Type"].startswith(
        "text/csv"
    )
    assert text.startswith("\ufeff")
    head, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert [row[1] for row in rows] == ["Xã Đắk Tăng"]
    case = Case.objects.get(code=province.DAK_TANG, year=2025)
    assert rows[0][8] == f"{case.district_total.normalize():f}"
    assert len(head) == len(rows[0])


def test_the_file_of_a_stranger_is_empty(signed_in):
    client = signed_in(f"huyen.{province.CITY}.phong")
    answer = client.get(at("case-list"), {"q": "hieu", "xuat": "csv"})
    assert len(b"".join(answer.streaming_content).decode().splitlines()) == 1
