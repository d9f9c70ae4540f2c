"""Entering points: saved row by row, nothing overwritten unseen, nothing typed lost."""

from decimal import Decimal

import pytest

from portal.people import roles
from tests import province, province_acts
from tests.workspace.conftest import at
from workflow.actions import scoring
from workflow.actions.refusals import Refused
from workflow.models import Score, ScoreRevision, states


@pytest.fixture
def draft():
    return province.case_in(states.DRAFT)


@pytest.fixture
def officer(signed_in, draft):
    return signed_in(roles.COMMUNE_OFFICER, draft)


@pytest.fixture
def ready():
    return province.case_in(states.COMMUNE_ASSESSED)


@pytest.fixture
def district(signed_in, ready):
    return signed_in(roles.DISTRICT_OFFICER, ready)


def score_of(case, number: int) -> Score:
    return Score.objects.get(case=case, criterion=number)


def sent(client, case, **typed) -> dict:
    """The grid as a browser would send it, with some boxes changed (points_1="47")."""
    rows = client.get(at("case-scores", case.pk)).context["rows"]
    data = {}
    for row in rows:
        data |= {f"points-{row.no}": row.typed, f"note-{row.no}": row.note, f"version-{row.no}": row.version}
        if row.measured:
            data |= {f"num-{row.no}": row.boxes.numerator, f"den-{row.no}": row.boxes.denominator}
        if row.why_open:
            data[f"why-{row.no}"] = row.why
        if row.cleared:
            data[f"cleared-{row.no}"] = "on"
    return data | {name.replace("_", "-"): value for name, value in typed.items()}


def test_the_whole_grid_is_saved_without_script(officer, draft):
    address = at("case-scores", draft.pk)
    data = sent(officer, draft, points_1="47,5", note_1="Nghị quyết 12", points_2="0")
    answer = officer.post(address, data, follow=True)
    assert answer.redirect_chain == [(address, 302)]
    assert score_of(draft, 1).commune_points == Decimal("47.5")
    assert score_of(draft, 1).commune_evidence == "Nghị quyết 12"
    assert score_of(draft, 2).commune_points == 0
    assert score_of(draft, 3).commune_points is None
    assert ScoreRevision.objects.filter(case_id=draft.pk).count() == 2


@pytest.mark.parametrize(
    "typed",
    ["-1", "76", "75.001", "NaN", "inf", "1e2", "٤٢", "9" * 1000000, "1.000", "0x1", "４２", "\x00", "12 3"],
)
def test_points_that_cannot_be_taken(officer, draft, typed):
    data = sent(officer, draft, points_1=typed, points_2="20")
    answer = officer.post(at("case-scores", draft.pk), data)
    assert answer.status_code == 422
    assert score_of(draft, 1).commune_points is None
    assert score_of(draft, 2).commune_points == 20, "the other rows are saved"
    row = answer.context["rows"][0]
    assert row.error and row.typed == typed[:200]
    page = answer.content.decode()
    assert 'href="#points-1"' in page and 'aria-invalid="true"' in page


def test_notes_that_cannot_be_taken(officer, draft):
    for note in ("a\x00b", "x" * 4001):
        data = sent(officer, draft, points_1="10", note_1=note)
        answer = officer.post(at("case-scores", draft.pk), data)
        assert answer.status_code == 422 and answer.context["rows"][0].note_error
    assert score_of(draft, 1).commune_points is None


def test_a_grid_with_nothing_in_it_changes_nothing(officer, draft):
    assert officer.post(at("case-scores", draft.pk), {}).status_code == 302
    assert ScoreRevision.objects.filter(case_id=draft.pk).count() == 0


def test_one_row_is_saved_as_it_changes(officer, draft):
    address = at("case-score", draft.pk, 6)
    answer = officer.post(
        address, {"points-6": "40", "note-6": "", "version-6": "0"}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200 and answer["HX-Trigger"] == "points-saved"
    page = answer.content.decode()
    assert page.lstrip().startswith('<tbody id="tieu-chi-6"')
    assert 'id="saved"' in page and "hx-swap-oob" in page and "10:00" in page
    assert score_of(draft, 6).commune_points == 40
    assert officer.post(address, {"points-6": "400", "version-6": "1"}).status_code == 422
    assert officer.post(at("case-score", draft.pk, 16), {"points-16": "1"}).status_code == 404
    assert officer.post(at("case-score", draft.pk, 10**30), {}).status_code == 404


def test_two_people_at_one_box(officer, draft):
    """The second sees both values; the first stays until the second chooses."""
    data = sent(officer, draft, points_6="40")
    chair = province.user_of(roles.COMMUNE_CHAIR, draft)
    scoring.save(draft, 6, "commune", chair, points=Decimal(45), note="", seen_version=0)
    answer = officer.post(at("case-scores", draft.pk), data)
    assert answer.status_code == 409
    row = answer.context["rows"][5]
    assert (row.conflict.points, row.conflict.who, row.typed) == (Decimal(45), chair.full_name, "40")
    assert score_of(draft, 6).commune_points == 45
    mine = data | {"theirs-6": row.conflict.version, "resolve-6": "mine"}
    assert officer.post(at("case-scores", draft.pk), mine).status_code == 302
    assert score_of(draft, 6).commune_points == 40


def test_keeping_the_others_value(officer, draft):
    data = sent(officer, draft, points_6="40")
    chair = province.user_of(roles.COMMUNE_CHAIR, draft)
    scoring.save(draft, 6, "commune", chair, points=Decimal(45), note="", seen_version=0)
    answer = officer.post(at("case-score", draft.pk, 6), data | {"resolve-6": "theirs"})
    assert answer.status_code == 200
    assert score_of(draft, 6).commune_points == 45
    assert 'value="45"' in answer.content.decode()


def test_boxes_one_did_not_touch_are_no_conflict(officer, draft):
    """The whole grid is sent; what somebody else changed meanwhile and I left alone stays theirs."""
    data = sent(officer, draft, points_1="30")
    chair = province.user_of(roles.COMMUNE_CHAIR, draft)
    scoring.save(draft, 6, "commune", chair, points=Decimal(45), note="Sổ", seen_version=0)
    assert officer.post(at("case-scores", draft.pk), data).status_code == 302
    assert score_of(draft, 1).commune_points == 30
    assert score_of(draft, 6).commune_points == 45


def test_the_district_writes_why(district, ready):
    number = score_of(ready, 9)
    less = number.commune_points - 5
    data = {
        "points-9": f"{less}",
        "note-9": "Thiếu hai thôn",
        "cleared-9": "on",
        "version-9": number.district_version,
    }
    assert district.post(at("case-score", ready.pk, 9), data).status_code == 200
    saved = score_of(ready, 9)
    assert (saved.district_points, saved.district_reason, saved.reason_cleared) == (
        less,
        "Thiếu hai thôn",
        True,
    )


def test_of_criteria_4_5_and_7_no_reason_is_cleared(district, ready):
    """R-PRV-2: the grid has no tick box for them, and neither a sent tick nor another caller clears one."""
    html = district.get(at("case-scores", ready.pk)).content.decode()
    shown = {no for no in range(1, 16) if f'name="cleared-{no}"' in html}
    assert set(range(1, 16)) - shown == {4, 5, 7}
    for no in (4, 5, 7):
        row = score_of(ready, no)
        data = {f"points-{no}": "1", f"note-{no}": "Hai em", f"cleared-{no}": "on"}
        data[f"version-{no}"] = row.district_version
        assert district.post(at("case-score", ready.pk, no), data).status_code == 200
        saved = score_of(ready, no)
        assert (saved.district_reason, saved.reason_cleared) == ("Hai em", False)
        with pytest.raises(Refused) as why:
            officer = province.user_of(roles.DISTRICT_OFFICER, ready)
            told = {"points": Decimal(2), "note": "Hai em", "seen_version": saved.district_version}
            scoring.save(ready, no, "district", officer, reason_cleared=True, **told)
        assert why.value.reasons[0].rule == "R-PRV-2"


def test_a_reason_with_a_telephone_number_is_warned_of(district, ready):
    number = score_of(ready, 9)
    data = {
        "points-9": "1",
        "note-9": "Gọi 0905 123 456",
        "cleared-9": "on",
        "version-9": number.district_version,
    }
    page = district.post(at("case-score", ready.pk, 9), data).content.decode()
    assert "telephone or identity number" in page or "số điện thoại" in page


def test_readers_see_no_box_and_change_nothing(signed_in, draft, ready):
    for who, case in (
        (roles.COMMUNE_MEMBER, draft),
        (roles.DISTRICT_OFFICER, draft),
        (roles.DISTRICT_CHAIR, ready),
        (roles.COMMUNE_CHAIR, ready),
        (roles.PROVINCE_OFFICER, ready),
    ):
        client = signed_in(who, case)
        page = client.get(at("case-scores", case.pk)).content.decode()
        assert 'name="points-1"' not in page
        before = list(Score.objects.filter(case=case).values())
        answer = client.post(at("case-scores", case.pk), {"points-1": "1", "version-1": "0"})
        assert answer.status_code in (403, 409)
        assert list(Score.objects.filter(case=case).values()) == before


def test_what_was_typed_is_shown_when_the_case_moved_meanwhile(officer, signed_in):
    case = province.case_at(province.READY_TO_FILE)
    writer = signed_in(roles.COMMUNE_OFFICER, case)
    data = sent(writer, case, points_1="33")
    province_acts.perform(case, "submit", roles.COMMUNE_CHAIR, late_reason="Mưa lũ")
    answer = writer.post(at("case-scores", case.pk), data)
    assert answer.status_code == 409
    assert "33" in answer.content.decode()
    assert score_of(case, 1).commune_points != 33
