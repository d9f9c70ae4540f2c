"""Monday to Friday: fetched, filled in in the village, brought back, looked at, confirmed; and who may."""

from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.people import roles
from portal.record import clock
from portal.record.models import StoredFile
from tests import province, province_acts
from tests.workbooks import books
from tests.workbooks.filling import Formula, filled
from tests.workbooks.journey import (
    PLACE,
    at,
    commune_cells,
    confirmed,
    district_cells,
    everything,
    fetched,
    rows_of,
    sent,
    uploaded,
)
from workflow.actions import scoring
from workflow.models import Case, ScoreRevision, states
from workflow.models.scores import COMMUNE

MOST_QUERIES = 25


# The journey ------------------------------------------------------------------------------------------


def test_a_week_without_a_network(officer, draft):
    """A colleague changes criterion 3 while the workbook is in the village."""
    with clock.at(province_acts.moment(province.NOW.date(), 8)):
        book = fetched(officer, draft)
    chair = province.user_of(roles.COMMUNE_CHAIR, draft)
    scores = {score.criterion: score for score in draft.scores.all()}
    for number, points in ((3, 21), (4, 33)):
        scoring.save(
            draft,
            number,
            COMMUNE,
            chair,
            points=Decimal(points),
            note="Sổ của Chủ tịch",
            seen_version=scores[number].commune_version,
        )
    book = filled(
        book, commune_cells(draft, points_1=40.5, note_1="Nghị quyết 12", points_2=None, points_3="12,25")
    )
    before = everything()
    preview = uploaded(officer, at("case-workbook", draft.pk), book)
    assert everything() == before, "a look changes nothing"
    rows = rows_of(preview)
    assert list(rows) == [1, 2, 3]
    assert [(c.name, c.cell, c.new) for c in rows[1].cells] == [
        ("points", "F6", Decimal("40.5")),
        ("note", "G6", "Nghị quyết 12"),
    ]
    assert (rows[2].cells[0].old, rows[2].cells[0].new) == (scores[2].commune_points, None)
    assert (rows[3].conflict, rows[3].who, rows[3].theirs.points) == (True, chair.full_name, 21)
    assert preview.context["proposal"].cases[0].kept_theirs == [4]
    page = preview.content.decode()
    assert "21" in page and "12,25" in page and chair.full_name in page

    again = confirmed(officer, preview)
    assert again.status_code == 200 and again.context["choose"] and everything() == before
    done = confirmed(officer, preview, **{rows[3].key: "mine"})
    assert (done.status_code, done["Location"]) == (302, at("case-scores", draft.pk))
    saved = {score.criterion: score for score in draft.scores.all()}
    assert (saved[1].commune_points, saved[1].commune_evidence) == (Decimal("40.5"), "Nghị quyết 12")
    assert [saved[number].commune_points for number in (2, 3, 4)] == [None, Decimal("12.25"), 33]
    assert ScoreRevision.objects.count() == before[1] + 3
    twice = confirmed(officer, preview)
    assert twice.status_code == 200 and twice.context["proposal"].savable == []
    assert ScoreRevision.objects.count() == before[1] + 3


def test_keeping_the_colleagues_value(officer, draft):
    book = fetched(officer, draft)
    chair = province.user_of(roles.COMMUNE_CHAIR, draft)
    version = draft.scores.get(criterion=3).commune_version
    scoring.save(draft, 3, COMMUNE, chair, points=Decimal(21), note="", seen_version=version)
    preview = uploaded(
        officer, at("case-workbook", draft.pk), filled(book, commune_cells(draft, points_3=5, points_6=6))
    )
    done = confirmed(officer, preview, **{rows_of(preview)[3].key: "theirs"})
    assert done.status_code == 302
    points = {s.criterion: s.commune_points for s in draft.scores.all()}
    assert (points[3], points[6]) == (21, 6)


def test_somebody_saves_between_look_and_confirmation(officer, draft):
    preview = uploaded(
        officer,
        at("case-workbook", draft.pk),
        filled(fetched(officer, draft), commune_cells(draft, points_3=5, points_6=6)),
    )
    chair = province.user_of(roles.COMMUNE_CHAIR, draft)
    version = draft.scores.get(criterion=3).commune_version
    scoring.save(draft, 3, COMMUNE, chair, points=Decimal(21), note="", seen_version=version)
    before = everything()
    answer = confirmed(officer, preview)
    assert answer.status_code == 409 and answer.context["moved"]
    assert rows_of(answer)[3].conflict and everything() == before


def test_overtaken_within_the_transaction_saves_nothing(officer, draft, monkeypatch):
    preview = uploaded(
        officer,
        at("case-workbook", draft.pk),
        filled(fetched(officer, draft), commune_cells(draft, points_3=5)),
    )

    def overtaken(*_given):
        raise scoring.Overtaken

    monkeypatch.setattr(scoring, "save_together", overtaken)
    answer = confirmed(officer, preview)
    assert answer.status_code == 302 and answer["Location"].startswith(at("case-workbook-preview", draft.pk))


def test_errors_are_named_and_nothing_can_be_confirmed(officer, draft):
    cells = commune_cells(draft, points_1=99, points_2=Formula("1+1"), note_3="x" * 4001, points_4=10)
    preview = uploaded(officer, at("case-workbook", draft.pk), filled(fetched(officer, draft), cells))
    told = [(error.sheet, error.cell, error.rule) for error in preview.context["proposal"].errors]
    assert told == [(draft.full_name, cell, "R-COM-3") for cell in ("F6", "F7", "G8")]
    page = preview.content.decode()
    assert all(f"<strong>{cell}</strong>" in page for cell in ("F6", "F7", "G8"))
    assert 'name="file"' in page, "the mended file is uploaded from here"
    before = everything()
    assert confirmed(officer, preview).status_code == 200 and everything() == before


def test_a_workbook_left_alone_changes_nothing(officer, draft):
    preview = uploaded(officer, at("case-workbook", draft.pk), fetched(officer, draft))
    assert preview.context["proposal"].savable == []
    before = everything()
    assert confirmed(officer, preview).status_code == 200 and everything() == before


def test_refused_files_keep_nothing_and_say_why(officer, draft, ready):
    before = StoredFile.objects.count()
    for content in (b"", b"Hello", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9, books.district_book([ready])):
        answer = officer.post(at("case-workbook", draft.pk), sent(content))
        assert answer.status_code == 200 and answer.context["form"].errors["file"]
    assert officer.post(at("case-workbook", draft.pk), {}).context["form"].errors["file"]
    assert StoredFile.objects.count() == before


def test_a_name_that_lies_about_its_kind(officer, draft):
    answer = officer.post(at("case-workbook", draft.pk), sent(fetched(officer, draft), "so-diem.xlsm"))
    assert answer.status_code == 200 and answer.context["form"].errors["file"]


# The district -----------------------------------------------------------------------------------------


def _second() -> Case:
    case = province.case_in(states.DISTRICT_REVIEWED)
    province_acts.perform(case, "reopen", roles.DISTRICT_OFFICER, reason="Xem lại")
    case.refresh_from_db()
    return case


def test_a_district_brings_back_all_its_communes(office, ready):
    second = _second()
    answer = office.get(at("district-workbook-file", *PLACE))
    assert (
        'filename="so-diem-' in answer["Content-Disposition"]
        and "2025-minh-hoa" in answer["Content-Disposition"]
    )
    cells = district_cells(ready, points_1=1, note_1="Thiếu sổ", cleared_1="Có", points_2=2)
    cells |= district_cells(second, points_5=5.5)
    preview = uploaded(office, at("district-workbook", *PLACE), filled(answer.content, cells))
    by_case = {one.case.pk: one for one in preview.context["proposal"].savable}
    assert set(by_case) == {ready.pk, second.pk}
    warned = {
        (one.case.pk, w.criterion, w.rule) for one, all_of in preview.context["by_case"] for w in all_of
    }
    note = {s.criterion: s.district_reason for s in ready.scores.all()}[2]
    assert ((ready.pk, 2, "R-DIS-2") in warned) is (not note)
    before = ScoreRevision.objects.count()
    done = confirmed(office, preview)
    assert (done.status_code, done["Location"]) == (302, at("district", *PLACE))
    assert ScoreRevision.objects.count() == before + 3
    one = ready.scores.get(criterion=1)
    assert (one.district_points, one.district_reason, one.reason_cleared) == (1, "Thiếu sổ", True)
    assert second.scores.get(criterion=5).district_points == Decimal("5.5")


def test_a_commune_reviewed_meanwhile_is_left_out_and_named(office, ready):
    second = _second()
    book = office.get(at("district-workbook-file", *PLACE)).content
    province_acts.review(second)
    cells = district_cells(ready, points_1=1) | district_cells(second, points_5=5.5)
    preview = uploaded(office, at("district-workbook", *PLACE), filled(book, cells))
    proposal = preview.context["proposal"]
    assert [one.case.pk for one in proposal.savable] == [ready.pk]
    assert [(one.case.pk, bool(one.why_stopped)) for one in proposal.stopped] == [(second.pk, True)]
    fixed = second.scores.get(criterion=5).district_points
    assert confirmed(office, preview).status_code == 302
    assert second.scores.get(criterion=5).district_points == fixed
    assert ready.scores.get(criterion=1).district_points == 1


def test_one_case_of_the_district_alone(office, ready):
    book = fetched(office, ready)
    preview = uploaded(office, at("case-workbook", ready.pk), filled(book, district_cells(ready, points_1=3)))
    assert confirmed(office, preview).status_code == 302
    assert ready.scores.get(criterion=1).district_points == 3


# The pages --------------------------------------------------------------------------------------------


def test_pages_stay_within_their_queries(officer, office, draft, ready):
    second = _second()
    book = office.get(at("district-workbook-file", *PLACE)).content
    cells = {}
    for case in (ready, second):
        cells |= district_cells(case, **{f"points_{number}": number for number in range(1, 16)})
    many = office.post(at("district-workbook", *PLACE), sent(filled(book, cells)))["Location"]
    one = office.post(at("district-workbook", *PLACE), sent(filled(book, district_cells(ready, points_1=1))))
    counted = {}
    for client, address in (
        (officer, at("case-workbook", draft.pk)),
        (officer, at("case-workbook-file", draft.pk)),
        (office, at("district-workbook", *PLACE)),
        (office, at("district-workbook-file", *PLACE)),
        (office, many),
        (office, one["Location"]),
    ):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counted[address] = len(queries)
    assert max(counted.values()) <= MOST_QUERIES, counted
    assert counted[many] == counted[one["Location"]]


def test_the_buttons_stand_where_the_work_is(officer, office, signed_in, draft, ready):
    link = f'href="{at("case-workbook", draft.pk)}"'
    assert link in officer.get(at("case-scores", draft.pk)).content.decode()
    assert (
        link not in signed_in(roles.COMMUNE_MEMBER, draft).get(at("case-scores", draft.pk)).content.decode()
    )
    link = f'href="{at("district-workbook", *PLACE)}"'
    assert link in office.get(at("district", *PLACE)).content.decode()
    assert link not in signed_in(roles.DISTRICT_CHAIR, ready).get(at("district", *PLACE)).content.decode()
