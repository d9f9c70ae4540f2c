"""Why not: each act is ready when everything is there, and each missing thing is named by its rule."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.rules.build import (
    CAMPAIGN,
    DECIDED,
    FILED,
    HANDED_IN,
    REVIEWED,
    case,
    with_criterion,
    without_papers,
)
from workflow.rules import papers, policy, readiness
from workflow.rules.facts import (
    CorrectionFacts,
    FindingFacts,
    MessageFacts,
    OpeningFacts,
    PaperFacts,
    RewardFacts,
    RunFacts,
    SeatFacts,
    SittingFacts,
    WindowFacts,
)


def unmet(action, facts=None, on=None, **changes):
    """(rule, link) of every reason, with what is handed in by default changed."""
    day, given = HANDED_IN[action]
    if facts is None:
        facts = case(class_confirmed=False, threshold=None) if action == "confirm_class" else case()
    return [(r.rule, r.link) for r in readiness.unmet(action, facts, on or day, {**given, **changes})]


def sentence(action, facts, **changes):
    day, given = HANDED_IN[action]
    return " ".join(str(r) for r in readiness.unmet(action, facts, day, {**given, **changes}))


def test_every_act_of_the_policy_is_ready_when_everything_is_there():
    assert set(readiness.HANDED_IN) | {"open_campaign"} == set(policy.ACT)
    assert {action: unmet(action) for action in HANDED_IN} == {action: [] for action in HANDED_IN}


def test_tasks_are_the_same_conditions_open_ones_first():
    facts = without_papers(with_criterion(case(), 13, commune_points=None), papers.BAO_CAO)
    lines = readiness.tasks("submit", facts, FILED)
    assert [(t.rule, t.link, t.done) for t in lines[:2]] == [
        ("R-COM-3", "scores:13", False), ("R-COM-4", "papers:bao_cao", False),
    ]  # fmt: skip
    assert all(t.done and t.message for t in lines[2:])
    assert [str(t) for t in lines[:2]] == [str(r) for r in readiness.unmet("submit", facts, FILED)]


def test_an_empty_case_names_everything_at_once():
    bare = replace(
        case(), criteria=tuple(replace(c, commune_points=None, has_evidence=False) for c in case().criteria),
        commune_council=None, commune_sittings=(), papers=(), shortcomings_written=False,
    )  # fmt: skip
    assert [rule for rule, _ in unmet("submit", bare)] == (
        ["R-COM-1"] * 2 + ["R-COM-2"] * 3 + ["R-COM-3"] * 2 + ["R-COM-4"] * 4 + ["R-COM-5"]
    )


# R-COM-1 -----------------------------------------------------------------------------------------


def council(*seats, number="12/QĐ-UBND", on=date(2026, 10, 20)):
    held = {seat.code: seat for seat in case().commune_council.seats} | {seat.code: seat for seat in seats}
    return replace(case().commune_council, founded_number=number, founded_on=on, seats=tuple(held.values()))


@pytest.mark.parametrize(
    ("formed", "missing"),
    [
        (council(number=" "), 1),
        (council(on=None), 1),
        (council(SeatFacts("mam_non")), 1),
        (council(SeatFacts("mam_non", vacant=True)), 1),
        (council(SeatFacts("mam_non", vacant=True, vacancy_reason="Xã chưa có trường mầm non")), 0),
        (council(SeatFacts("chu_tich", vacant=True, vacancy_reason="Đang khuyết")), 1),
        (council(SeatFacts("thuong_truc", vacant=True, vacancy_reason="Đang khuyết")), 0),
        (council(SeatFacts("thcs", ("ông Thiu",)), SeatFacts("tieu_hoc", ("ông Thiu",))), 1),
        (council(SeatFacts("thcs", ("A",)), SeatFacts("tieu_hoc", ("A",), concurrent_reason="ghép")), 0),
        (council(SeatFacts("thon_lang", ("bà Lan", "ông Bình"))), 0),
        (council(SeatFacts("thon_lang", ("bà Lan", "bà Lan"))), 0),
        (council(SeatFacts("other", ("ông Thiu",))), 0),
    ],
)  # fmt: skip
def test_seats_are_held_or_explained(formed, missing):
    assert unmet("submit", case(commune_council=formed)) == [("R-COM-1", "council:commune")] * missing


def test_open_seats_are_named():
    said = sentence("submit", case(commune_council=council(SeatFacts("cong_an"), SeatFacts("y_te"))))
    assert "Trưởng Công an, Trạm trưởng Trạm y tế" in said


# R-COM-2…5 ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sittings", "missing"),
    [
        ((), 3),
        ((SittingFacts(date(2026, 11, 5)),), 2),
        ((SittingFacts(date(2026, 11, 5), has_minutes=True),), 1),
        ((SittingFacts(date(2026, 11, 11), has_minutes=True, met=True),), 3),  # after the act
        ((SittingFacts(date(2026, 11, 5), has_minutes=True, met=True), SittingFacts(date(2026, 11, 6))), 0),
    ],
)
def test_the_council_met_with_minutes_and_conclusion(sittings, missing):
    assert unmet("submit", case(commune_sittings=sittings)) == [("R-COM-2", "sitting:commune")] * missing


def test_zero_is_a_score_and_empty_is_not():
    assert unmet("submit", with_criterion(case(), 4, commune_points=Decimal(0))) == []
    assert unmet("submit", with_criterion(case(), 4, commune_points=None)) == [("R-COM-3", "scores:4")]


def test_points_stay_within_their_bounds():
    for points in (Decimal("-1"), Decimal("75.01")):
        assert unmet("submit", with_criterion(case(), 4, commune_points=points)) == [("R-COM-3", "scores:4")]
    assert unmet("submit", with_criterion(case(), 4, commune_points=Decimal(75))) == []


def test_every_criterion_has_evidence():
    assert unmet("submit", with_criterion(case(), 7, has_evidence=False)) == [("R-COM-3", "scores:7")]


def test_the_four_papers_each_with_its_file():
    for kind in papers.COMMUNE_PAPERS:
        assert unmet("submit", without_papers(case(), kind)) == [("R-COM-4", f"papers:{kind}")]
    empty = replace(
        case(), papers=(*without_papers(case(), papers.BAO_CAO).papers, PaperFacts(papers.BAO_CAO))
    )
    assert unmet("submit", empty) == [("R-COM-4", "papers:bao_cao")]


def not_met(facts):
    return replace(facts, commune_sittings=(SittingFacts(date(2026, 11, 5), has_minutes=True, met=False),))


def test_a_council_that_says_not_met_files_without_the_request_and_can_only_be_declined():
    facts = not_met(without_papers(case(), papers.CONG_VAN))
    assert unmet("submit", facts) == []
    assert unmet("review", facts) == [("R-COM-4", "sitting:commune")]
    assert unmet("decline", facts) == []
    assert unmet("submit", not_met(without_papers(case(), papers.BAO_CAO))) == [("R-COM-4", "papers:bao_cao")]


def test_last_years_shortcomings_say_what_became_of_them():
    silent = CorrectionFacts(14, "Nhà văn hóa thôn chưa có sân chơi")
    told = replace(silent, outcome="Đã làm sân chơi tháng 6/2026")
    assert unmet("submit", case(previous_corrections=(silent, told))) == [("R-COM-5", "corrections")]
    assert unmet("submit", case(previous_corrections=(told,))) == []
    assert unmet("submit", case(shortcomings_written=False)) == [("R-COM-5", "corrections")]


# Days --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "rule", "last"),
    [
        ("submit", "R-CAL-2", date(2026, 11, 14)),
        ("review", "R-CAL-3", date(2026, 11, 29)),
        ("recognize", "R-CAL-3", date(2026, 11, 29)),
        ("decline", "R-CAL-3", date(2026, 11, 29)),
    ],
)
def test_the_last_day_is_in_time_the_next_needs_a_reason(action, rule, last):
    after = last + timedelta(days=1)
    assert unmet(action, on=last, decision_on=last) == []
    assert unmet(action, on=after, decision_on=after) == [(rule, "late_reason")]
    assert unmet(action, on=after, decision_on=after, late_reason="  ") == [(rule, "late_reason")]
    assert unmet(action, on=after, decision_on=after, late_reason="Mưa lũ chia cắt đường") == []


def test_an_act_date_lies_in_the_campaign_not_in_the_future_and_in_order():
    assert unmet("return", on=date(2025, 10, 31)) == [("R-CAL-1", "on")]
    assert unmet("return", on=date(2026, 11, 12), today=date(2026, 11, 11)) == [("R-CAL-6", "on")]
    assert unmet("return", case(previous_act_on=date(2026, 11, 13))) == [("R-CAL-6", "on")]
    assert unmet("return", case(previous_act_on=date(2026, 11, 12))) == []


def test_confirming_the_class_may_be_dated_before_the_last_step():
    facts = case(class_confirmed=False, threshold=None, previous_act_on=FILED + timedelta(days=3))
    assert unmet("confirm_class", facts) == []


def test_the_act_has_the_day_of_its_decision():
    assert unmet("recognize", decision_on=DECIDED - timedelta(days=1)) == [("R-CAL-6", "on")]


# Review ------------------------------------------------------------------------------------------


def test_review_needs_all_points_and_reasons_for_differences():
    assert unmet("review", with_criterion(case(), 13, district_points=None)) == [("R-DIS-2", "scores:13")]
    differing = with_criterion(case(), 9, district_points=Decimal(30))
    assert unmet("review", differing) == [("R-DIS-2", "scores:9")]
    assert unmet("review", with_criterion(differing, 9, district_reason="Thiếu hai thôn")) == []
    same = with_criterion(case(), 9, district_points=Decimal("35.00"))
    assert unmet("review", same) == []


def test_review_needs_the_district_council_seated():
    assert unmet("review", case(district_council=None)) == [("R-DIS-1", "council:district")] * 2


def test_review_needs_a_sitting_on_this_dossier():
    assert unmet("review", case(district_sittings=())) == [("R-DIS-3", "sitting:district")] * 3
    assert unmet("review", case(submitted_on=date(2026, 11, 18))) == []
    assert unmet("review", case(submitted_on=date(2026, 11, 19))) == [("R-DIS-3", "sitting:district")] * 3
    assert unmet("review", case(reconsidered_on=date(2026, 11, 19))) == [("R-DIS-3", "sitting:district")] * 3


def test_review_may_conclude_not_met():
    sat = (SittingFacts(date(2026, 11, 18), has_minutes=True, met=False),)
    assert unmet("review", case(district_sittings=sat)) == []
    assert unmet("recognize", case(district_sittings=sat)) == [("R-DIS-4", "sitting:district")]


def test_review_waits_for_the_last_day_of_comments():
    assert unmet("review", on=date(2026, 11, 18)) == []
    closing = case(window=WindowFacts(date(2026, 11, 11), REVIEWED))
    assert unmet("review", closing) == [("R-OUT-1", "messages")]
    assert unmet("review", case(window=None)) == [("R-OUT-1", "messages")]


def test_review_waits_for_doubted_findings_to_be_read():
    unread = (FindingFacts(1, 9, True, False), FindingFacts(2, 8, False, False))
    assert unmet("review", case(findings=unread)) == [("R-SUP-1", "findings")]
    assert unmet("review", case(findings=unread[1:])) == []


def test_no_review_and_no_decision_before_the_class_is_confirmed():
    unconfirmed = case(class_code="unconfirmed", class_confirmed=False, threshold=None)
    for action in ("review", "recognize", "decline"):
        assert unmet(action, unconfirmed) == [("R-THR-3", "class")]
    assert unmet("submit", unconfirmed) == []


# Decisions ---------------------------------------------------------------------------------------


def test_the_total_reaches_the_threshold():
    short = with_criterion(case(), 4, district_points=Decimal(0))
    assert unmet("recognize", short) == [("R-DIS-4", "scores")]
    assert "Needs 650, reached 612, 38 short" in sentence("recognize", short)
    exact = with_criterion(case(), 4, district_points=Decimal(38))
    assert unmet("recognize", exact) == []
    assert unmet("recognize", with_criterion(case(), 4, district_points=Decimal("37.99"))) == [
        ("R-DIS-4", "scores")
    ]


def test_recognition_needs_its_papers_and_a_decision():
    for kind in papers.DISTRICT_PAPERS[:4]:
        assert [link for _, link in unmet("recognize", without_papers(case(), kind))] == [f"papers:{kind}"]
    assert unmet("recognize", decision=False) == [("R-DIS-4", "decision")]
    assert unmet("recognize", decision_kind="TB") == [("R-DIS-4", "decision")]


def test_comments_of_the_window_are_admitted_or_not_and_answered():
    def settled(*messages):
        return [link for _, link in unmet("recognize", case(messages=messages))]

    assert settled(MessageFacts(1, True, None, False)) == ["messages"]
    assert settled(MessageFacts(1, True, True, False)) == ["messages"]
    assert settled(MessageFacts(1, True, False, False), MessageFacts(2, True, True, True)) == []
    assert settled(MessageFacts(1, False, None, False), MessageFacts(2, False, True, False)) == []


def test_decline_needs_reason_and_decision_or_notice():
    assert unmet("decline", reason="") == [("R-DIS-3", "reason")]
    assert unmet("decline", decision=None) == [("R-DIS-3", "decision")]
    assert unmet("decline", decision_kind="QĐ") == []


@pytest.mark.parametrize("action", ["return", "reopen", "close", "reconsider", "revoke"])
def test_a_reason_is_written(action):
    assert [link for _, link in unmet(action, reason=" \n")] == ["reason"]


def test_revoking_rests_on_a_decision_and_a_law():
    assert unmet("revoke", legal_basis="", decision=None) == [
        ("R-OUT-1", "decision"),
        ("R-OUT-1", "legal_basis"),
    ]


def test_a_year_closes_after_its_closing_day():
    assert unmet("close", on=date(2026, 12, 31)) == [("R-CAL-7", "")]
    assert unmet("close", on=date(2027, 1, 1)) == []


def test_a_class_is_confirmed_once_with_its_source():
    open_class = case(class_confirmed=False, threshold=None)
    assert unmet("confirm_class", open_class, class_code="phuong") == [("R-THR-3", "class_code")]
    assert unmet("confirm_class", open_class, class_source=" ") == [("R-THR-3", "class_source")]
    assert unmet("confirm_class", replace(open_class, class_confirmed=True, threshold=650)) == [
        ("R-THR-3", "class")
    ]


# Rewards -----------------------------------------------------------------------------------------


def years(*recognised, illustrative=False):
    return tuple(RunFacts(year, year, True, illustrative=illustrative) for year in recognised)


def test_rewards_rest_on_years_in_a_row():
    five = case(runs=years(2022, 2023, 2024, 2025, 2026))
    assert unmet("reward", five) == []
    assert unmet("reward", five, level=5) == []
    assert unmet("reward", level=5) == [("R-REW-2", "streak")]
    assert unmet("reward", case(runs=years(2023, 2024, 2026))) == [("R-REW-1", "streak")]
    assert unmet("reward", level=4) == [("R-REW-1", "level")]
    assert unmet("reward", decision=None) == [("R-REW-1", "decision")]


def test_the_run_ends_at_the_year_of_the_case():
    later = case(runs=years(2024, 2025, 2026, 2028))
    assert unmet("reward", later) == []


def test_a_year_carries_one_reward_of_a_level():
    six = years(*range(2021, 2027))
    given = (RewardFacts(3, (2022, 2023, 2024)),)
    assert unmet("reward", case(runs=six, rewards=given)) == [("R-REW-1", "streak")]
    assert "already carry" in sentence("reward", case(runs=six, rewards=given))
    assert unmet("reward", case(runs=six, rewards=given), level=5) == []
    assert unmet("reward", case(runs=six, rewards=(RewardFacts(3, (2021, 2022, 2023)),))) == []


def test_the_province_reward_has_a_dossier_in_time():
    five = case(runs=years(2022, 2023, 2024, 2025, 2026))
    for kind in papers.REWARD_PAPERS:
        bare = without_papers(five, kind)
        assert unmet("reward", bare, level=5) == [("R-REW-4", f"papers:{kind}")]
        assert unmet("reward", bare, level=3) == []
    for day, reasons in ((date(2026, 12, 30), []), (date(2026, 12, 31), [("R-CAL-5", "late_reason")])):
        sent = PaperFacts(papers.TO_TRINH_KHEN_THUONG, "1/TTr", day, has_file=True)
        rest = without_papers(five, papers.TO_TRINH_KHEN_THUONG)
        facts = replace(rest, papers=(*rest.papers, sent))
        assert unmet("reward", facts, on=date(2027, 1, 15), level=5) == reasons


def test_made_up_years_reward_only_made_up_cases():
    made_up = years(2024, 2025, 2026, illustrative=True)
    assert unmet("reward", case(runs=made_up)) == [("R-REW-1", "streak")]
    assert unmet("reward", case(runs=made_up, campaign=replace(CAMPAIGN, illustrative=True))) == []


def test_reward_tasks_lead_to_the_next_level():
    first = readiness.tasks("reward", case(runs=years(2025, 2026)), DECIDED)
    assert [(t.rule, t.done, t.params["missing"]) for t in first] == [("R-REW-1", False, 1)]
    rewarded = case(rewards=(RewardFacts(3, (2024, 2025, 2026)),))
    assert [t.rule for t in readiness.tasks("reward", rewarded, DECIDED)] == ["R-REW-2", "R-REW-4", "R-REW-4"]


# Opening -----------------------------------------------------------------------------------------


def test_a_year_opens_under_a_fit_regulation_once_with_days_in_order():
    def reasons(**changes):
        facts = OpeningFacts(**{"campaign": CAMPAIGN, **changes})
        return [r.rule for r in readiness.unmet("open_campaign", facts, date(2026, 10, 1))]

    assert reasons() == []
    assert reasons(unfit=("Chưa có điểm tối đa",), year_taken=True) == ["R-CAL-7", "R-CAL-1"]
    assert reasons(campaign=replace(CAMPAIGN, district_due=date(2026, 11, 1))) == ["R-CAL-6"]
