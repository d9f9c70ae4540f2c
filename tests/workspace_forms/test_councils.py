"""Councils: seats, vacancies, kiêm nhiệm, rows that are added without script, nobody overwritten."""

from tests import province
from tests.workspace_forms.conftest import YEAR, at, errors, filled, text, upload
from workflow.models import Council

PAGE = ("district-council-edit", YEAR, province.DISTRICT)


def council() -> Council:
    return Council.objects.get(unit__code=province.DISTRICT, campaign__year=2025)


def row_of(page, code: str) -> int:
    return next(i for i, row in enumerate(page.context["rows"].forms) if row["code"].value() == code)


def test_the_form_shows_the_council_as_it_is_and_saves_it_unchanged(office):
    page = office.get(at(*PAGE))
    held = list(council().seats.values_list("code", "holder_name", "vacant"))
    answer = office.post(at(*PAGE), filled(page))
    assert answer.status_code == 302, errors(answer)
    assert list(council().seats.values_list("code", "holder_name", "vacant")) == held
    assert council().version == 2


def test_a_person_is_added_without_script_and_nothing_typed_is_lost(office):
    page = office.get(at(*PAGE))
    data = filled(page) | {"number": "45/QĐ-UBND mới", "founded_on": "ngày gì", "add": "y_te"}
    more = office.post(at(*PAGE), data | {"file": upload()})
    rows = more.context["rows"].forms
    assert more.status_code == 200
    assert errors(more) == {}
    assert len(rows) == len(page.context["rows"].forms) + 1
    assert [row["code"].value() for row in rows].count("y_te") == 2
    assert more.context["form"]["number"].value() == "45/QĐ-UBND mới"
    assert more.context["form"]["founded_on"].value() == "ngày gì"
    assert "ban-quet.pdf" in text(more)
    assert council().version == 1


def test_a_file_stays_while_the_form_is_mended(office):
    data = filled(office.get(at(*PAGE))) | {"founded_on": "31/02/2025", "file": upload()}
    wrong = office.post(at(*PAGE), data)
    assert list(errors(wrong)) == ["founded_on"]
    token = wrong.context["form"].fields["file"].widget.token
    mended = office.post(at(*PAGE), filled(wrong) | {"founded_on": "10/11/2025", "file-kept": token})
    assert mended.status_code == 302
    assert council().file.name == "ban-quet.pdf"


def test_a_forged_token_is_no_file(office):
    data = filled(office.get(at(*PAGE))) | {"file-kept": "eyJmaWxlIjoxfQ:forged:word"}
    kept = council().file_id
    assert office.post(at(*PAGE), data).status_code == 302
    assert council().file_id == kept


def test_wrong_files_are_refused_beside_the_field(office):
    data = filled(office.get(at(*PAGE)))
    for name, content in [
        ("rong.pdf", b""),
        ("anh.pdf", b"\x89PNG\r\n\x1a\n" + b"0" * 40),
        ("a.exe", b"MZ" * 40),
    ]:
        answer = office.post(at(*PAGE), data | {"file": upload(name, content)})
        assert list(errors(answer)) == ["file"], name
    assert council().version == 1


def test_one_person_in_two_seats_needs_a_reason(office):
    page = office.get(at(*PAGE))
    first, second = row_of(page, "y_te"), row_of(page, "tu_phap")
    data = filled(page) | {f"seat-{second}-name": page.context["rows"].forms[first]["name"].value()}
    data.pop(f"seat-{first}-concurrent_reason", None)
    data.pop(f"seat-{second}-concurrent_reason", None)
    refused = office.post(at(*PAGE), data)
    assert list(errors(refused)) == [f"{second}-concurrent_reason"]
    reasoned = office.post(at(*PAGE), data | {f"seat-{second}-concurrent_reason": "Phòng ghép"})
    assert reasoned.status_code == 302
    assert council().seats.get(code="tu_phap", left_on=None).concurrent_reason == "Phòng ghép"


def test_a_vacancy_needs_a_reason_and_no_name(office):
    page = office.get(at(*PAGE))
    row = row_of(page, "cong_an")
    data = filled(page) | {f"seat-{row}-vacant": "on"}
    assert list(errors(office.post(at(*PAGE), data))) == [f"{row}-vacant"]
    data[f"seat-{row}-name"] = ""
    assert list(errors(office.post(at(*PAGE), data))) == [f"{row}-vacancy_reason"]
    data[f"seat-{row}-vacancy_reason"] = "Chưa bổ nhiệm"
    assert office.post(at(*PAGE), data).status_code == 302
    assert council().seats.get(code="cong_an", left_on=None).vacant


def test_who_sat_and_was_replaced_stays_in_the_minutes(office):
    """Attendance and opinions are kept; the council of today shows the new member alone."""
    former = council().seats.get(code="cong_an")
    came = list(former.attendances.order_by("pk").values("sitting", "present"))
    assert came
    page = office.get(at(*PAGE))
    row = row_of(page, "cong_an")
    answer = office.post(at(*PAGE), filled(page) | {f"seat-{row}-name": "A Người Mới"})
    assert answer.status_code == 302
    former.refresh_from_db()
    assert former.left_on is not None
    assert list(former.attendances.order_by("pk").values("sitting", "present")) == came
    assert [seat.holder_name for seat in council().members if seat.code == "cong_an"] == ["A Người Mới"]


def test_two_chairs_are_one_too_many(office):
    page = office.get(at(*PAGE))
    added = office.post(at(*PAGE), filled(page) | {"add": "chu_tich"})
    last = len(added.context["rows"].forms) - 1
    answer = office.post(at(*PAGE), filled(added) | {f"seat-{last}-name": "Người thứ hai"})
    assert list(errors(answer)) == [f"{last}-name"]


def test_the_second_of_two_editors_is_told(office):
    data = filled(office.get(at(*PAGE)))
    assert office.post(at(*PAGE), data).status_code == 302
    second = office.post(at(*PAGE), data | {"number": "99/QĐ-UBND"})
    assert "version" in errors(second)
    assert council().founded_number != "99/QĐ-UBND"


def test_broken_rows_never_break_the_page(office):
    page = office.get(at(*PAGE))
    for broken in (
        {},
        {"add": "y_te"},
        filled(page) | {"seat-TOTAL_FORMS": "9" * 30},
        filled(page) | {"seat-TOTAL_FORMS": "-5"},
        filled(page) | {"seat-0-code": "khong_co"},
        filled(page) | {"seat-0-holder": "9" * 40},
        filled(page) | {"seat-0-name": "a\x00b"},
        filled(page) | {"version": "9" * 40},
        filled(page) | {"seat-TOTAL_FORMS": "60"},
    ):
        assert office.post(at(*PAGE), broken).status_code in (200, 302)
    assert not any("\x00" in name for name in council().seats.values_list("holder_name", flat=True))


def test_a_commune_council_is_written_while_the_case_is_a_draft(commune, signed_in):
    draft, filed = province.case_at(province.READY_TO_FILE), province.case_at(province.UNDER_COMMENT)
    page = commune.get(at("commune-council", draft.pk))
    assert commune.post(at("commune-council", draft.pk), filled(page)).status_code == 302
    late = signed_in(f"xa.{filed.code}.canbo").get(at("commune-council", filed.pk))
    assert late.status_code == 403
    assert late.context["told"][0][0] == "R-ACT"
