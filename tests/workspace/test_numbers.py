"""Numerator and denominator in the grid: computed points, refusals, reasons, and what stands beside."""

from decimal import Decimal

import pytest

from portal.people import roles
from portal.record.models import Event
from tests import province, province_acts
from tests.record.chains import unguarded
from tests.workspace.conftest import at
from tests.workspace.test_scores import score_of, sent
from workflow import snapshot
from workflow.actions import digests, scoring
from workflow.actions.dossier import gather
from workflow.actions.recorded import texts_of_acts
from workflow.actions.refusals import Refused
from workflow.models import Campaign, Score, ScoreRevision, states
from workflow.rules import readiness
from workflow.rules.measuring import Numbers
from workflow.workspace.scores.aids import medians


@pytest.fixture
def draft():
    return province.case_in(states.DRAFT)


@pytest.fixture
def officer(signed_in, draft):
    return signed_in(roles.COMMUNE_OFFICER, draft)


def numbers_of(case, number: int) -> tuple:
    score = score_of(case, number)
    return score.commune_numerator, score.commune_denominator, score.commune_points


def asked(case) -> list[tuple[str, str]]:
    """What filing asks for about numbers and unusual points."""
    words = ("two numbers", "unusual")
    tasks = readiness.tasks("submit", gather(case).facts, province.NOW.date())
    return [(task.link, task.done) for task in tasks if any(word in str(task).lower() for word in words)]


def test_points_come_from_the_band_and_follow_the_numbers(officer, draft):
    address = at("case-scores", draft.pk)
    officer.post(address, sent(officer, draft, num_2="49", den_2="50"))
    assert numbers_of(draft, 2) == (49, 50, Decimal(50))
    page = officer.get(address).content.decode()
    assert "98 %" in page and "num-2" in page and 'num-1"' not in page, "boxes stand where bands are"
    officer.post(address, sent(officer, draft, points_2="41"))
    assert numbers_of(draft, 2) == (49, 50, Decimal(41)), "the council decides"
    assert asked(draft) == [("scores:2", False)]
    officer.post(address, sent(officer, draft, why_2="Hội đồng trừ điểm vì đăng ký muộn"))
    assert asked(draft) == [("scores", True)]
    officer.post(address, sent(officer, draft, points_2=""))
    assert numbers_of(draft, 2) == (49, 50, Decimal(50))
    officer.post(address, sent(officer, draft, num_2="", den_2=""))
    assert numbers_of(draft, 2) == (None, None, Decimal(50))


def test_where_no_known_band_holds_the_points_are_entered_with_a_reason(officer, draft):
    address = at("case-score", draft.pk, 2)
    answer = officer.post(
        address, {"points-2": "", "note-2": "", "version-2": "0", "num-2": "40", "den-2": "50"}
    )
    assert answer.status_code == 200 and 'name="why-2"' in answer.content.decode()
    assert numbers_of(draft, 2) == (40, 50, None)
    officer.post(address, {"points-2": "30", "version-2": "1", "num-2": "40", "den-2": "50", "why-2": ""})
    assert asked(draft) == [("scores:2", False)]


@pytest.mark.parametrize(
    ("no", "numerator", "denominator", "box"),
    [
        (2, "51", "50", "num"),
        (2, "-1", "50", "num"),
        (2, "1.5", "50", "num"),
        (2, "٤", "50", "num"),
        (2, "0", "0", "den"),
        (2, "1", "x", "den"),
        (2, "1", "9" * 30, "den"),
        (4, "3", "0", "den"),
    ],
)
def test_impossible_numbers_are_refused_beside_the_box(officer, draft, no, numerator, denominator, box):
    data = sent(officer, draft, points_1="20", **{f"num_{no}": numerator, f"den_{no}": denominator})
    answer = officer.post(at("case-scores", draft.pk), data)
    page = answer.content.decode()
    assert answer.status_code == 422 and f'id="{box}-{no}-error"' in page and f'href="#{box}-{no}"' in page
    assert numbers_of(draft, no) == (None, None, None)
    assert score_of(draft, 1).commune_points == 20, "the other rows are saved"
    row = answer.context["rows"][no - 1]
    assert (row.boxes.numerator, row.boxes.denominator) == (numerator[:40], denominator[:40])


def test_the_function_behind_refuses_them_too(draft):
    actor = province.user_of(roles.COMMUNE_OFFICER, draft)
    for numbers in (Numbers(51, 50), Numbers(0, 0), Numbers(-1, 5), Numbers(1, 10**8)):
        with pytest.raises(Refused):
            scoring.save(draft, 2, "commune", actor, points=None, note="", seen_version=0, numbers=numbers)
    assert ScoreRevision.objects.filter(case_id=draft.pk).count() == 0


def test_one_number_alone_is_kept_but_not_filed(officer, draft):
    officer.post(at("case-scores", draft.pk), sent(officer, draft, den_2="50"))
    assert numbers_of(draft, 2) == (None, 50, None)
    assert asked(draft) == [("scores:2", False)]


def test_somebody_elses_numbers_are_never_overwritten(officer, draft):
    data = sent(officer, draft, num_2="49", den_2="50")
    chair = province.user_of(roles.COMMUNE_CHAIR, draft)
    scoring.save(draft, 2, "commune", chair, points=None, note="", seen_version=0, numbers=Numbers(60, 60))
    answer = officer.post(at("case-scores", draft.pk), data)
    assert answer.status_code == 409 and numbers_of(draft, 2) == (60, 60, Decimal(50))
    assert "60" in answer.content.decode() and answer.context["rows"][1].boxes.numerator == "49"
    untouched = sent(officer, draft, points_1="10")
    scoring.save(draft, 2, "commune", chair, points=None, note="x", seen_version=1, numbers=Numbers(60, 61))
    assert officer.post(at("case-scores", draft.pk), untouched).status_code == 302, "sent as it was shown"
    assert numbers_of(draft, 2) == (60, 61, Decimal(50))


def test_a_jump_on_last_year_asks_for_a_reason_the_district_reads(officer, draft, signed_in):
    """R-COM-3: more than 30 points away from what the district fixed a year before."""
    last = province.case_in(states.NOT_FILED)
    assert (last.commune_id, last.year) == (draft.commune_id, draft.year - 1)
    Score.objects.filter(case=last, criterion=1).update(commune_points=10, district_points=12)
    officer.post(at("case-scores", draft.pk), sent(officer, draft, points_1="42", note_1="Sổ"))
    assert asked(draft) == []
    officer.post(at("case-scores", draft.pk), sent(officer, draft, points_1="43", note_1="Sổ"))
    assert asked(draft) == [("scores:1", False)]
    officer.post(at("case-scores", draft.pk), sent(officer, draft, why_1="Có nghị quyết mới"))
    assert asked(draft) == [("scores", True)]
    office = signed_in(roles.DISTRICT_OFFICER, draft)
    assert "Có nghị quyết mới" in office.get(at("case-scores", draft.pk)).content.decode()


def test_a_revision_keeps_numbers_as_a_salted_digest_only(officer, draft):
    officer.post(at("case-scores", draft.pk), sent(officer, draft, num_2="40", den_2="50", points_2="20"))
    revision = ScoreRevision.objects.get(case_id=draft.pk)
    assert len(revision.numbers_salt) == 64
    assert revision.numbers_digest == digests.numbers_digest(revision.numbers_salt, (40, 50), "")
    assert revision.numbers_digest != digests.numbers_digest("", (40, 50), "")
    before = digests.of_dossier(gather(draft), "")["revisions"]
    officer.post(at("case-scores", draft.pk), sent(officer, draft, num_2="41"))
    assert digests.of_dossier(gather(draft), "")["revisions"] != before


def test_numbers_are_anchored_by_filing_and_never_told_to_the_public():
    case = province.case_at(province.READY_TO_FILE)
    row = score_of(case, 2)
    actor = province.user_of(roles.COMMUNE_OFFICER, case)
    numbers = Numbers(98765, 98766)
    scoring.save(
        case, 2, "commune", actor, points=row.commune_points, note=row.commune_evidence,
        seen_version=row.commune_version, numbers=numbers, reason="Trừ điểm vì muộn",
    )  # fmt: skip
    province_acts.submit(case, late_reason="Mưa lũ")
    event = Event.objects.get(sequence=case.head_event)
    salt = digests.salt_of(event.pk)
    kept = digests.of_dossier(gather(case), salt)
    assert event.payload["digests"]["scores"] == kept["scores"]
    assert event.payload["digests"]["revisions"] == kept["revisions"]
    assert "98765" not in str(event.payload)
    with unguarded():
        Score.objects.filter(case=case, criterion=2).update(commune_numerator=98764)
    assert digests.of_dossier(gather(case), salt)["scores"] != kept["scores"]
    told = str(snapshot.build(gather(case), "submit", texts_of_acts(case)))
    assert "98765" not in told and "Trừ điểm" not in told


def test_the_median_is_of_filed_communes_of_the_same_district_and_world(officer, draft):
    aid = officer.get(at("case-scores", draft.pk)).context["rows"][0].aid
    filed = Score.objects.filter(
        case__campaign=draft.campaign, case__reviewing_unit=draft.reviewing_unit, criterion=1
    ).exclude(case__state__in=(states.DRAFT, states.NOT_FILED))
    points = sorted(
        score.commune_points if score.case.district_total is None else score.district_points
        for score in filed.select_related("case")
    )
    middle = len(points) // 2
    expected = points[middle] if len(points) % 2 else (points[middle - 1] + points[middle]) / 2
    assert (aid.median.points, aid.median.count) == (expected, len(points))


def test_a_district_without_filed_communes_and_the_other_world_have_no_median(draft):
    alone = province.case_in(states.DRAFT)
    alone.reviewing_unit_id = alone.commune_id
    assert medians(alone) == {}
    real = Campaign.objects.get(pk=draft.campaign_id)
    real.pk, real.illustrative = None, False
    real.save(force_insert=True)
    alone = province.case_in(states.DRAFT)
    alone.campaign_id = real.pk
    assert medians(alone) == {}


def test_the_grid_stays_within_its_queries(within_budget, signed_in):
    for state, role in (
        (states.DRAFT, roles.COMMUNE_OFFICER),
        (states.COMMUNE_ASSESSED, roles.DISTRICT_OFFICER),
    ):
        case = province.case_in(state)
        within_budget(signed_in(role, case), at("case-scores", case.pk))
        within_budget(signed_in(role, case), at("case-planner", case.pk))
