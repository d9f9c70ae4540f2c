"""The district's review and what comes back from it (R-DIS-1…3, R-OUT-1, R-SUP-1, R-THR-3, R-EYES)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from portal.people import grants, roles
from portal.record import clock, events
from portal.record.models import Event
from tests import province
from tests import province_acts as act
from tests.life.told import told_publicly
from tests.life.unchanged import refused
from workflow.actions import findings, messages
from workflow.models import Act, Case, CommentWindow, Council, Finding, Message, Seat, Sitting


def test_a_review_locks_and_stores_the_total(filed):
    moved = act.review(filed)
    assert filed.state == "district_reviewed"
    assert (filed.district_total, filed.margin, filed.reviewed_on) == (904, 154, clock.today())
    assert set(filed.scores.values_list("commune_locked", "district_locked")) == {(True, True)}
    assert (moved.act.due.day, moved.act.days_late) == (29, -9)
    told = told_publicly(filed)
    assert (told["kind"], told["totals"]["district"], told["totals"]["margin"]) == (
        "provisional",
        "904",
        "154",
    )
    first = told["criteria"][0]
    assert (first["commune"], first["district"], first["difference"]) == ("68", "67", "-1")
    assert first["reason"] == act.DIFFERS
    assert {c["reason"] for c in told["criteria"][1:]} == {None}


def test_a_reason_that_is_not_cleared_stays_inside(filed):
    filed.scores.filter(criterion=1).update(reason_cleared=False)
    act.review(filed)
    assert told_publicly(filed)["criteria"][0]["reason"] is None


def test_of_criteria_4_5_and_7_nobody_outside_reads_a_reason(filed):
    """R-PRV-2: even a row that somebody marked cleared behind the portal tells points alone."""
    filed.scores.update(reason_cleared=True, district_reason="Có 2 em", district_points=1)
    act.review(filed)
    told = {row["no"]: row for row in told_publicly(filed)["criteria"]}
    assert {no for no, row in told.items() if row["reason"] is None} == {4, 5, 7}
    assert {told[no]["difference"] is not None for no in (4, 5, 7)} == {True}


def test_a_reason_erased_from_the_record_is_in_no_later_publication(filed):
    moved = act.perform(filed, "return", roles.DISTRICT_OFFICER, reason="Nêu tên một em")
    assert told_publicly(filed)["reason"] == "Nêu tên một em"
    event = Event.objects.get(chain=events.PORTAL, sequence=moved.event_sequence)
    events.erase_text(event, "reason", actor=events.SYSTEM, reason="Lộ tên trẻ em")
    act.submit(filed, late_reason="Bổ sung")
    assert "Nêu tên" not in str(told_publicly(filed))
    assert "Nêu tên" not in str([vars(one) for one in Act.objects.filter(case_id=filed.pk)])


def unread_doubt(case: Case) -> None:
    Finding.objects.create(
        case=case,
        body=province.user_of(roles.SUPERVISOR, case).grants.get().body,
        criterion=9,
        doubted=True,
        text="Thiếu sổ",
        seen_on=clock.today(),
    )


def own_council(case: Case):
    return Council.objects.filter(campaign=case.campaign, unit=case.reviewing_unit)


def district_conclusions(case: Case):
    return case.conclusions.filter(sitting__council__tier="district")


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        (lambda case: own_council(case).update(founded_number=""), "R-DIS-1"),
        (lambda case: Seat.objects.filter(council__in=own_council(case), code="y_te").delete(), "R-DIS-1"),
        (lambda case: case.scores.filter(criterion=4).update(district_points=None), "R-DIS-2"),
        (lambda case: case.scores.filter(criterion=1).update(district_reason=" "), "R-DIS-2"),
        (lambda case: Sitting.objects.filter(conclusions__case=case).update(minutes=None), "R-DIS-3"),
        (lambda case: district_conclusions(case).update(met=None), "R-DIS-3"),
        (lambda case: district_conclusions(case).delete(), "R-DIS-3"),
        (lambda case: CommentWindow.objects.filter(case=case).update(closes=clock.today()), "R-OUT-1"),
        (lambda case: CommentWindow.objects.filter(case=case).update(replaced=True), "R-OUT-1"),
        (unread_doubt, "R-SUP-1"),
        (lambda case: Case.objects.filter(pk=case.pk).update(threshold=None), "R-THR-3"),
    ],
    ids=[
        "council", "seat", "points", "reason", "minutes", "conclusion", "sitting", "open window", "no window",
        "unread finding", "class",
    ],
)  # fmt: skip
def test_no_review_without_each_thing_the_plan_asks_for(filed, spoil, rule):
    spoil(filed)
    with refused(rule):
        act.review(filed)


def test_the_window_s_last_day_belongs_to_the_people(filed):
    window = CommentWindow.objects.get(case=filed)
    window.closes = clock.today()
    window.save()
    with refused("R-OUT-1") as why:
        act.review(filed)
    assert "20/11/2025" in why[0]
    with act.on_day(clock.today() + timedelta(days=1), hour=0):
        act.review(filed)


def test_after_the_29th_a_review_needs_a_reason_and_is_late_for_ever(filed):
    with act.on_day(filed.campaign.district_due, hour=23):
        assert act.perform(filed, "review", roles.DISTRICT_OFFICER).act.days_late == 0
        act.perform(filed, "reopen", roles.DISTRICT_OFFICER, reason="Sửa điểm")
    with act.on_day(filed.campaign.district_due + timedelta(days=1), hour=0):
        with refused("R-CAL-3"):
            act.review(filed)
        moved = act.review(filed, late_reason="Chờ kiểm tra lại")
    assert moved.act.days_late == 1
    *_, entry = [one for one in told_publicly(filed)["timeline"] if one["act"] == "review"]
    assert entry["late_reason"] == "Chờ kiểm tra lại"


def test_a_doubt_that_was_read_and_one_that_does_not_doubt_let_it_pass(filed):
    unread_doubt(filed)
    findings.mark_read(Finding.objects.get(case=filed), province.user_of(roles.DISTRICT_OFFICER, filed))
    findings.record(
        filed,
        province.user_of(roles.SUPERVISOR, filed),
        criterion=8,
        text="Đủ sổ",
        doubted=False,
        seen_on=clock.today(),
    )
    act.review(filed)
    assert filed.state == "district_reviewed"


def test_reopening_unlocks_the_district_s_points_alone(reviewed):
    with refused("R-DIS-2"):
        act.perform(reviewed, "reopen", roles.DISTRICT_OFFICER, reason="  ")
    act.perform(reviewed, "reopen", roles.DISTRICT_OFFICER, reason="Sửa điểm tiêu chí 6")
    assert (reviewed.state, reviewed.district_total, reviewed.margin) == ("commune_assessed", None, None)
    assert set(reviewed.scores.values_list("commune_locked", "district_locked")) == {(True, False)}
    act.fix_points(reviewed, less=3)
    act.review(reviewed)
    assert reviewed.district_total == 902


def test_a_refiled_dossier_is_judged_by_a_sitting_of_its_own(filed):
    """A conclusion on the dossier as it was filed before counts no more."""
    act.perform(filed, "return", roles.DISTRICT_OFFICER, reason="Bổ sung")
    act.submit(filed, late_reason="Bổ sung theo yêu cầu")
    with refused("R-DIS-3"):
        act.review(filed)
    with act.on_day(clock.today() + timedelta(days=1)):
        act.sit_district([filed])
        act.review(filed)
    assert filed.state == "district_reviewed"


# The class (R-THR-3) --------------------------------------------------------------------------------


def test_a_class_is_confirmed_once_with_its_source_and_fixes_the_threshold():
    case = province.case_in("draft")
    with refused("R-THR-3") as why:
        act.perform(case, "confirm_class", roles.PROVINCE_OFFICER, class_code="phuong")
    assert len(why) == 2  # neither a class of a xã nor a source
    moved = act.perform(
        case, "confirm_class", roles.PROVINCE_OFFICER, class_code="xa_dbkk", class_source="QĐ 861/QĐ-TTg"
    )
    assert (case.state, case.threshold, case.class_code) == ("draft", 650, "xa_dbkk")
    assert (case.head_event, moved.act.from_state, moved.act.to_state) == (
        moved.event_sequence,
        "draft",
        "draft",
    )
    with refused("R-THR-3"):
        act.perform(case, "confirm_class", roles.PROVINCE_OFFICER, class_code="xa", class_source="khác")


def test_a_class_confirmed_after_filing_is_published_at_once(ready):
    Case.objects.filter(pk=ready.pk).update(threshold=None, class_code="unconfirmed", class_source="")
    act.submit(ready, late_reason="Mưa lũ")
    assert told_publicly(ready)["threshold"] is None
    act.perform(ready, "confirm_class", roles.PROVINCE_OFFICER, class_code="xa", class_source="QĐ 861")
    assert told_publicly(ready)["threshold"] == "750"
    assert told_publicly(ready)["class"]["source"] == "QĐ 861"


# Comments (R-OUT-1) ---------------------------------------------------------------------------------


def test_comments_are_taken_on_the_days_of_the_window_and_no_others():
    case = province.case_at(province.UNDER_COMMENT)
    window = CommentWindow.objects.get(case=case)
    for day, taken in (
        (window.opens - timedelta(days=1), False),
        (window.opens, True),
        (window.closes, True),
        (window.closes + timedelta(days=1), False),
    ):
        with act.on_day(day, hour=12):
            assert bool(messages.open_window(case)) is taken, day


def test_recognition_waits_for_every_comment_that_came_in_time():
    case = province.case_at(province.UNDER_COMMENT)
    with act.on_day(CommentWindow.objects.get(case=case).closes + timedelta(days=1)):
        act.prepare_review([case])
        act.review(case)
        with refused("R-OUT-1"):
            act.decide(case, "recognize")
        act.answer_all(case)
        act.decide(case, "recognize")
    assert case.state == "recognized"
    told = told_publicly(case)
    assert [m["answer"] for m in told["messages"]] == ["Hội đồng đã xem xét."] * 2
    assert (told["window"]["received"], told["window"]["answered"]) == (2, 2)
    assert "Nguyễn Văn A" not in str(told)


def test_a_comment_is_hidden_with_a_reason_or_answered_once_for_all():
    case = province.case_at(province.UNDER_COMMENT)
    officer = province.user_of(roles.DISTRICT_OFFICER, case)
    first, second = Message.objects.filter(case=case)
    with refused("R-OUT-1"):
        messages.moderate(first, officer, admissible=False)
    messages.moderate(first, officer, admissible=False, reason="Nêu tên một cháu bé")
    with refused("R-OUT-1"):
        messages.answer([first], officer, accepted=True, text="Cảm ơn")
    messages.moderate(second, officer, admissible=True)
    given = messages.answer([second], officer, accepted=False, text="Không đủ căn cứ")
    assert list(given.messages.all()) == [second]


# Four eyes (R-EYES) ---------------------------------------------------------------------------------


def seat_in_commune(case: Case, user) -> None:
    """The person sits on the commune's council."""
    Seat.objects.filter(council__unit=case.commune, council__campaign=case.campaign, code="y_te").update(
        holder=user
    )


def test_who_sat_for_the_commune_does_not_review_it(filed):
    seat_in_commune(filed, province.user_of(roles.DISTRICT_OFFICER, filed))
    with refused("R-EYES"):
        act.review(filed)


def test_who_filed_does_not_review_even_with_the_right_to(filed):
    """The commune's chair, meanwhile appointed to the district's office."""
    chair = province.user_of(roles.COMMUNE_CHAIR, filed)
    grants.end(
        chair.grants.get(),
        by=province.user_of(roles.DISTRICT_OFFICER, filed),
        on=clock.today() - timedelta(days=1),
    )
    grants.give(
        chair,
        roles.DISTRICT_OFFICER,
        by=province.user_of(roles.PROVINCE_OFFICER, filed),
        decision="QĐ 5",
        unit=filed.reviewing_unit,
        deputy=True,
    )
    with refused("R-EYES"):
        act.door.perform(filed, "review", chair)


def test_the_province_steps_in_only_where_the_whole_office_is_barred_and_says_why(filed):
    with refused("R-ROLE"):
        act.perform(filed, "review", roles.PROVINCE_OFFICER)
    with refused("R-EYES"):
        act.perform(filed, "review", roles.PROVINCE_OFFICER, exception_reason="Phòng chỉ có một người")
    seat_in_commune(filed, province.user_of(roles.DISTRICT_OFFICER, filed))
    moved = act.perform(filed, "review", roles.PROVINCE_OFFICER, exception_reason="Phòng chỉ có một người")
    assert moved.act.actor_role == "province_officer"
    (entry,) = [entry for entry in told_publicly(filed)["timeline"] if entry["act"] == "review"]
    assert entry["exception"] == "Phòng chỉ có một người"


def test_who_sat_for_the_commune_signs_no_decision_on_it(reviewed):
    """Neither in person nor when an officer records it from paper."""
    chair = act.grant_of(roles.DISTRICT_CHAIR, reviewed)
    seat_in_commune(reviewed, chair.user)
    data = act.decision_data(reviewed)
    with refused("R-EYES"):
        act.perform(reviewed, "recognize", roles.DISTRICT_CHAIR, decision=data)
    with refused("R-EYES"):
        act.perform(reviewed, "recognize", roles.DISTRICT_OFFICER, decision=data, signatory=chair)
    act.perform(
        reviewed, "recognize", roles.DISTRICT_OFFICER, decision=data, signatory=act.deputy_of(reviewed)
    )
    assert (reviewed.state, reviewed.margin) == ("recognized", Decimal(154))
