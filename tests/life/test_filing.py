"""Filing, returning and filing again (R-COM-1…5, R-CAL-2, R-CAL-6)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import F

from portal.people import roles
from portal.record import chain, clock, events
from portal.record.models import Event
from public.models.publication import Publication
from tests import province
from tests import province_acts as act
from tests.life.told import told_publicly
from tests.life.unchanged import refused
from workflow.actions import corrections, digests, findings, scoring
from workflow.actions.dossier import gather
from workflow.models import Act, Case, CommentWindow, Correction, Council, Paper, ScoreRevision, Sitting
from workflow.models.scores import COMMUNE
from workflow.rules import papers as kinds

LATE = "Mưa lũ chia cắt đường"


def test_filing_locks_publishes_and_opens_the_days_for_comments(ready):
    before = chain.head(events.PORTAL).sequence
    moved = act.submit(ready, late_reason=LATE)
    assert ready.state == "commune_assessed"
    assert ready.commune_total == sum(score.commune_points for score in ready.scores.all()) == 904 + 1
    assert (ready.submitted_on, ready.submit_days_late, ready.late) == (clock.today(), 6, True)
    assert set(ready.scores.values_list("commune_locked", "district_locked")) == {(True, False)}
    window = CommentWindow.objects.get(case=ready)
    # Filed on Thursday the 20th: five working days from Friday the 21st end on Thursday the 27th.
    assert [f"{day:%d/%m}" for day in (window.opens, window.closes)] == ["21/11", "27/11"]
    assert moved.event_sequence == before + 1 == ready.head_event
    told = told_publicly(ready)
    assert (told["kind"], told["state"], told["totals"]["commune"]) == ("provisional", ready.state, "905")
    assert {c["district"] for c in told["criteria"]} == {None}
    assert chain.verify(events.PORTAL) == []


def test_the_record_holds_the_act_and_only_digests_of_words(ready):
    moved = act.submit(ready, late_reason=LATE)
    event = Event.objects.get(chain=events.PORTAL, sequence=moved.event_sequence)
    assert (event.action, event.subject_id, event.actor_role) == ("case.submit", ready.pk, "commune_chair")
    assert event.payload["from"] == "draft" and event.payload["to"] == "commune_assessed"
    assert event.payload["days_late"] == 6 and event.payload["due"] == "2025-11-14"
    assert LATE not in str(event.payload) and set(event.payload["texts"]) == {"late_reason", digests.SALT}
    assert set(event.payload["digests"]) >= {"scores", "revisions", "councils", "sittings", "papers"}
    row = Act.objects.get(event=moved.event_sequence)
    assert LATE not in str(vars(row)) and (row.mode, row.sign_form) == ("decide", "")
    assert {k: v for k, v in events.texts_of(event).items() if k != digests.SALT} == {"late_reason": LATE}
    assert row.signatory_post == "Chủ tịch UBND xã Măng Cành"


def test_the_fourteenth_is_in_time_and_the_fifteenth_is_late(ready):
    chair = province.user_of(roles.COMMUNE_CHAIR, ready)
    with act.on_day(ready.campaign.commune_due, hour=23):
        act.perform(ready, "submit", roles.COMMUNE_CHAIR)
        assert (ready.submit_days_late, ready.late) == (0, False)
        act.perform(ready, "return", roles.DISTRICT_OFFICER, reason="Bổ sung")
    with act.on_day(ready.campaign.commune_due + timedelta(days=1), hour=0):
        with refused("R-CAL-2") as why:
            act.submit(ready)
        assert "14/11/2025" in why[0]
        moved = act.submit(ready, late_reason=LATE)
    assert (ready.submit_days_late, moved.act.actor_id) == (1, chair.pk)


def test_lateness_counts_the_day_of_the_act_and_stays(ready):
    """Recorded on the 20th, signed on the 13th: in time, and both dates are kept (R-CAL-6)."""
    moved = act.submit(ready, on=ready.campaign.commune_due - timedelta(days=1))
    assert (moved.act.on.day, moved.act.recorded_at.astimezone(clock.HANOI).day) == (13, 20)
    assert (ready.submit_days_late, ready.late) == (-1, False)


def test_late_once_is_late_for_ever(ready):
    act.submit(ready, late_reason=LATE)
    act.perform(ready, "return", roles.DISTRICT_OFFICER, reason="Bổ sung")
    act.submit(ready, late_reason=LATE)
    ready.refresh_from_db()
    assert ready.late is True


@pytest.mark.parametrize(
    ("days", "rules"),
    [(1, {"R-CAL-6", "R-CAL-2"}), (-9, {"R-COM-2"}), (-400, {"R-CAL-1", "R-COM-2"})],
    ids=["a day to come", "before the council sat", "before the year assessed"],
)
def test_an_impossible_day_is_refused(ready, days, rules):
    day = clock.today() + timedelta(days=days)
    with refused(*rules):
        act.perform(
            ready, "submit", roles.COMMUNE_OFFICER, on=day, signatory=act.grant_of(roles.COMMUNE_CHAIR, ready)
        )


def test_a_return_loses_nothing_and_says_so(ready):
    act.submit(ready, late_reason=LATE)
    points = list(ready.scores.values_list("commune_points", "commune_evidence"))
    papers = list(Paper.objects.filter(case=ready).values())
    act.perform(ready, "return", roles.DISTRICT_OFFICER, reason="Bổ sung minh chứng")
    assert ready.state == "draft"
    assert list(ready.scores.values_list("commune_points", "commune_evidence")) == points
    assert list(Paper.objects.filter(case=ready).values()) == papers
    assert set(ready.scores.values_list("commune_locked", flat=True)) == {False}
    told = told_publicly(ready)
    assert (told["kind"], told["reason"]) == ("withdrawn", "Bổ sung minh chứng")
    assert {c["commune"] for c in told["criteria"]} == {None}


def test_filing_the_same_points_again_keeps_the_window(returned):
    (window,) = CommentWindow.objects.filter(case=returned)
    act.submit(returned, late_reason=LATE)
    (kept,) = CommentWindow.objects.filter(case=returned)
    assert (kept.pk, kept.opens, kept.closes, kept.replaced) == (
        window.pk,
        window.opens,
        window.closes,
        False,
    )


def test_filing_changed_points_again_opens_a_new_window(returned):
    (former,) = CommentWindow.objects.filter(case=returned)
    score = returned.scores.get(criterion=3)
    officer = province.user_of(roles.COMMUNE_OFFICER, returned)
    saved = scoring.save(
        returned,
        3,
        COMMUNE,
        officer,
        points=score.commune_points - Decimal("0.25"),
        note=act.EVIDENCE,
        seen_version=score.commune_version,
    )
    assert not saved.conflict
    act.submit(returned, late_reason=LATE)
    former.refresh_from_db()
    window = CommentWindow.objects.get(case=returned, replaced=False)
    assert former.replaced and window.pk != former.pk
    assert (window.opens, former.closes < window.closes) == (clock.today() + timedelta(days=1), True)
    assert returned.commune_total % 1 == Decimal("0.75")


def test_every_missing_thing_is_told_at_once():
    """An untouched case: council, sitting, points, papers, shortcomings, and the late reason."""
    case = province.case_in("draft")
    with refused("R-COM-1", "R-COM-2", "R-COM-3", "R-COM-4", "R-COM-5", "R-CAL-2") as why:
        act.submit(case)
    assert len(why) >= 12
    assert any("1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15" in sentence for sentence in why)


@pytest.mark.parametrize(
    ("take_away", "rules"),
    [
        (
            lambda case: Council.objects.filter(campaign=case.campaign, unit=case.commune).update(
                founded_on=None
            ),
            {"R-COM-1"},
        ),
        (lambda case: Sitting.objects.filter(council__unit=case.commune).update(minutes=None), {"R-COM-2"}),
        (lambda case: case.conclusions.update(met=None), {"R-COM-2"}),
        (lambda case: case.scores.filter(criterion=7).update(commune_points=None), {"R-COM-3"}),
        (lambda case: case.scores.filter(criterion=7).update(commune_evidence=" "), {"R-COM-3"}),
        (lambda case: case.papers.filter(kind=kinds.TONG_DIEM).update(file=None), {"R-COM-4"}),
        (lambda case: case.papers.filter(kind=kinds.CONG_VAN).update(replaced_by=F("pk")), {"R-COM-4"}),
        (lambda case: Case.objects.filter(pk=case.pk).update(shortcomings=""), {"R-COM-5"}),
    ],
    ids=["council", "minutes", "conclusion", "points", "evidence", "file", "request", "shortcomings"],
)
def test_nothing_is_filed_without_each_thing_the_plan_asks_for(ready, take_away, rules):
    take_away(ready)
    with refused(*rules):
        act.submit(ready, late_reason=LATE)


def test_zero_is_a_score(ready):
    ready.scores.filter(criterion=7).update(commune_points=0)
    act.submit(ready, late_reason=LATE)
    assert ready.commune_total == 905 - 68
    assert told_publicly(ready)["criteria"][6]["commune"] == "0"


def test_without_the_request_only_a_commune_that_concluded_not_met_files():
    """R-COM-4: papers 2 to 4; the district can then only decline."""
    case = province.case_at(province.NOT_MET)
    assert not Paper.objects.filter(case=case, kind=kinds.CONG_VAN).exists()
    with act.on_day(case.campaign.commune_due + timedelta(days=8)):
        act.prepare_review([case], met=False)
        with refused("R-COM-4"):
            act.review(case)
        act.decide(case, "decline", kind="TB", reason="Hội đồng xã kết luận không đạt")
    assert case.state == "not_recognized"


def test_last_years_shortcomings_open_this_years_case():
    """R-COM-5: named last year, answered this year before filing."""
    case = province.case_at((2025, province.DAK_TANG))
    (inherited,) = case.corrections.exclude(follows=None)
    assert inherited.follows.case.year == 2024
    assert (inherited.criterion, inherited.shortcoming) == (14, "Một số thôn chưa có sân chơi")
    assert inherited.outcome == "Đã làm một sân chơi"
    with act.on_day(case.campaign.closing_day + timedelta(days=310)):
        campaign = act.open_year(2026, [province.DAK_TANG])
        new = act.the_case(campaign, province.DAK_TANG)
        (carried,) = corrections.open_ones(new)
        assert Correction.objects.get(pk=carried).follows.case_id == case.pk
        act.confirm_class(new)
        act.prepare_dossier(new)
        Correction.objects.filter(pk=carried).update(outcome="")
        with refused("R-COM-5"):
            act.submit(new)


def test_every_value_ever_saved_is_kept_and_anchored(ready):
    """Autosaves are no events; the act's event anchors the digest of all of them."""
    officer = province.user_of(roles.COMMUNE_OFFICER, ready)
    score = ready.scores.get(criterion=1)
    saves = ScoreRevision.objects.filter(case_id=ready.pk).count()
    head = chain.head(events.PORTAL).sequence
    for version, points in enumerate((10, 20, 30), start=score.commune_version):
        scoring.save(ready, 1, COMMUNE, officer, points=Decimal(points), note="a", seen_version=version)
    assert ScoreRevision.objects.filter(case_id=ready.pk).count() == saves + 3
    assert chain.head(events.PORTAL).sequence == head
    first = act.submit(ready, late_reason=LATE)
    act.perform(ready, "return", roles.DISTRICT_OFFICER, reason="x")
    scoring.save(
        ready, 1, COMMUNE, officer, points=Decimal(30), note="b", seen_version=score.commune_version + 3
    )
    second = act.submit(ready, late_reason=LATE)
    told = [
        Event.objects.get(chain=events.PORTAL, sequence=moved.event_sequence) for moved in (first, second)
    ]
    dossier = gather(Case.objects.get(pk=ready.pk))
    now = [digests.of_dossier(dossier, digests.salt_of(event.pk)) for event in told]
    assert told[1].payload["digests"] == now[1]
    changed = {part for part, digest in told[0].payload["digests"].items() if digest != now[0][part]}
    assert changed == {"scores", "revisions"}


def test_a_second_editor_is_told_and_overwrites_nothing(ready):
    officer, chair = (province.user_of(role, ready) for role in (roles.COMMUNE_OFFICER, roles.COMMUNE_CHAIR))
    seen = ready.scores.get(criterion=5).commune_version
    first = scoring.save(ready, 5, COMMUNE, officer, points=Decimal(50), note="sổ", seen_version=seen)
    second = scoring.save(ready, 5, COMMUNE, chair, points=Decimal(60), note="khác", seen_version=seen)
    assert (first.conflict, second.conflict) == (False, True)
    assert (second.score.commune_points, second.score.commune_saved_by) == (50, officer.full_name)
    assert ready.scores.get(criterion=5).commune_points == 50


def test_findings_and_versions_of_a_publication_follow_each_other(ready):
    act.submit(ready, late_reason=LATE)
    finding = findings.record(
        ready,
        province.user_of(roles.SUPERVISOR, ready),
        criterion=8,
        text="Thiếu sổ",
        doubted=True,
        seen_on=clock.today(),
    )
    act.perform(ready, "return", roles.DISTRICT_OFFICER, reason="Bổ sung")
    act.submit(ready, late_reason=LATE)
    versions = Publication.objects.filter(case_id=ready.pk).order_by("version")
    assert [(p.version, p.kind) for p in versions] == [
        (1, "provisional"),
        (2, "withdrawn"),
        (3, "provisional"),
    ]
    assert ready.findings.get() == finding
