"""Shortcomings of this year with solutions, and what became of last year's (R-COM-5)."""

from tests import province
from tests.workspace_forms.conftest import at, errors, filled, text
from workflow.models import Case, Correction, states


def case() -> Case:
    return province.case_at(province.READY_TO_FILE)


def test_shortcomings_are_written_with_rows_added_without_script(commune):
    address = at("case-corrections", case().pk)
    page = commune.get(address)
    more = commune.post(address, filled(page) | {"named-0-shortcoming": "Thiếu sân chơi", "add": "1"})
    rows = more.context["rows"].forms
    assert len(rows) == len(page.context["rows"].forms) + 1
    assert errors(more) == {}
    assert rows[0]["shortcoming"].value() == "Thiếu sân chơi"
    data = filled(more) | {
        "summary": "Còn thiếu sân chơi; năm tới làm hai điểm.",
        "named-0-shortcoming": "Thiếu sân chơi",
        "named-0-solution": "Làm hai điểm vui chơi",
        "named-0-criterion": "14",
    }
    assert commune.post(address, data).status_code == 302
    written = case().corrections.filter(follows=None)
    assert ("Thiếu sân chơi", "Làm hai điểm vui chơi", 14) in written.values_list(
        "shortcoming", "solution", "criterion"
    )
    assert case().shortcomings == "Còn thiếu sân chơi; năm tới làm hai điểm."


def test_last_years_shortcomings_are_followed_up(commune):
    last = Correction.objects.create(
        case=province.case_in(states.NOT_FILED), shortcoming="Thiếu nước sạch", solution="Khoan giếng"
    )
    row = Correction.objects.create(case=case(), shortcoming=last.shortcoming, follows=last)
    address = at("case-corrections", case().pk)
    page = commune.get(address)
    assert "Thiếu nước sạch" in text(page)
    data = filled(page) | {"summary": "Không có hạn chế mới.", f"outcome-{row.pk}": "Đã khoan ba giếng"}
    assert commune.post(address, data).status_code == 302
    row.refresh_from_db()
    assert row.outcome == "Đã khoan ba giếng"


def test_what_is_missing_is_told_beside_the_field(commune):
    address = at("case-corrections", case().pk)
    good = filled(commune.get(address)) | {"summary": "Có hạn chế."}
    for change, field in [
        ({"summary": " "}, "summary"),
        ({"summary": "a\x00"}, "summary"),
        ({"named-0-shortcoming": "", "named-0-solution": "Giải pháp"}, "0-shortcoming"),
        ({"named-0-shortcoming": "x", "named-0-criterion": "9" * 20}, "0-criterion"),
    ]:
        assert field in errors(commune.post(address, good | change)), change
    for broken in ({}, {"add": "1"}, {"summary": "x", "named-TOTAL_FORMS": "x"}):
        assert commune.post(address, broken).status_code == 200


def test_readers_read_and_do_not_write(office, signed_in):
    filed = province.case_in(states.COMMUNE_ASSESSED)
    address = at("case-corrections", filed.pk)
    for client in (office, signed_in(f"xa.{filed.code}.canbo")):
        page = client.get(address)
        assert page.status_code == 200
        assert "<textarea" not in text(page)
        assert client.post(address, {"summary": "Đổi"}).status_code == 403
    assert Case.objects.get(pk=filed.pk).shortcomings != "Đổi"
