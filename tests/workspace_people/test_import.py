"""A district officer brings in 22 commune accounts from Excel: the file, the preview, the codes to print."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.people import people_file
from portal.people.models import Access, Grant, User
from tests import province
from tests.workspace_people.conftest import CHAIR, OFFICE, PAPER, at, errors, templates

ADDRESS = ("people-import", province.DISTRICT)
CODES = (province.HIEU, province.MANG_CANH, province.DAK_NEN, province.PO_E)
HEADING = "Mã đơn vị;Họ và tên;Tên đăng nhập;Thư điện tử;Chức vụ;Từ ngày;Đến ngày;Quyết định\r\n"


def line(number: int) -> str:
    """Two of them with an e-mail address, some vice chairs, in four communes."""
    email = f"x{number}@kontum.gov.vn" if number < 2 else ""
    post = "Thành viên" if number % 3 else "Phó Chủ tịch"
    name = f"Y Người Thứ {number};nguoi.{number}"
    return f"{CODES[number % 4]};{name};{email};{post};20/11/2025;;{PAPER}"


def listing(count: int = 22, *more: str) -> str:
    return HEADING + "\r\n".join([*map(line, range(count)), *more]) + "\r\n"


def send(client, text: str, encoding: str = "utf-16"):
    file = SimpleUploadedFile("danh-sach.csv", text.encode(encoding), "text/csv")
    return client.post(at(*ADDRESS), {"file": file})


def confirm(client, preview, **change):
    sent = {"lines": preview.context["form"]["lines"].value(), "how": "whole", "sure": "on"} | change
    return client.post(at(*ADDRESS), sent)


def test_22_people_are_brought_in(signed_in):
    client = signed_in(OFFICE)
    before = User.objects.count(), Grant.objects.count()
    preview = send(client, listing())
    assert (preview.context["wrong"], preview.context["good"], preview.context["new"]) == ([], 22, 22)
    assert (User.objects.count(), Grant.objects.count()) == before
    done = confirm(client, preview)
    assert "people/import_done.html" in templates(done)
    assert (len(done.context["done"]), len(done.context["codes"]), done.context["invited"]) == (22, 20, 2)
    assert (User.objects.count(), Grant.objects.count()) == (before[0] + 22, before[1] + 22)
    assert Access.objects.live().count() == 22
    page = done.content.decode()
    assert all(one.issued.secret in page for one in done.context["codes"])
    again = confirm(client, preview)
    assert User.objects.count() == before[0] + 22 and "people/import_preview.html" in templates(again)


def test_errors_are_told_by_line_and_nothing_is_saved(signed_in):
    client = signed_in(OFFICE)
    before = User.objects.count()
    wrong = [f"99999;Y Lạ;;;Cán bộ;;;{PAPER}", f"{province.HIEU};=CMD();;;Cán bộ;;;{PAPER}"]
    preview = send(client, listing(3, *wrong), "utf-8-sig")
    assert [one.line.number for one in preview.context["wrong"]] == [5, 6]
    refused = confirm(client, preview)
    assert errors(refused)["__all__"] and User.objects.count() == before
    good = confirm(client, preview, how="good")
    assert (len(good.context["done"]), len(good.context["refused"])) == (3, 2)
    assert User.objects.count() == before + 3


def test_the_tick_is_needed_and_the_list_is_kept(signed_in):
    client = signed_in(OFFICE)
    preview = send(client, listing(2))
    again = confirm(client, preview, sure="")
    assert list(errors(again)) == ["sure"]
    assert again.context["good"] == 2


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04xxxx", b"a;b\n1;2\n", b"x" * (people_file.MOST_BYTES + 1)]
)
def test_what_is_no_list_is_told_beside_the_field(signed_in, content):
    file = SimpleUploadedFile("danh-sach.csv", content, "text/csv")
    answer = signed_in(OFFICE).post(at(*ADDRESS), {"file": file})
    assert (answer.status_code, list(errors(answer))) == (200, ["file"])


@pytest.mark.parametrize(
    "lines", ["", "x", "[]x", '[["a", {}]]', '[[1, {"unit": "1"}]]', "{}", "[1]", "null"]
)
def test_a_list_that_was_tampered_with_is_refused(signed_in, lines):
    answer = signed_in(OFFICE).post(at(*ADDRESS), {"lines": lines, "how": "whole", "sure": "on"})
    assert (answer.status_code, "people/import.html" in templates(answer)) == (200, True)


def test_only_the_labour_office_brings_people_in(signed_in):
    for username in (CHAIR, "so.ldtbxh", "quan.tri"):
        assert send(signed_in(username), listing(1)).status_code == 403
    assert not User.objects.filter(username="nguoi.0").exists()


def test_the_template_names_the_districts_communes(signed_in):
    answer = signed_in(OFFICE).get(at("people-template", province.DISTRICT))
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    told = {line.cells["unit"] for line in people_file.read(answer.content)}
    assert set(CODES) <= told
