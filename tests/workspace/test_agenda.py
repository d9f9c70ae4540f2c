"""The agenda as a pure function: who is told what, until when, together or apart."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from workflow.rules import papers, roles
from workflow.rules.policy import Holding, Places
from workflow.workspace.home.agenda import DISTRICT_PAPERS, build, groups_by_day
from workflow.workspace.home.items import Line, Tally

TODAY = date(2026, 11, 19)
PLACES = Places(commune=1, assessing=1, reviewing=10, recognising=10, province=100)
COMMUNE_DUE, DISTRICT_DUE, CLOSING = date(2026, 11, 14), date(2026, 11, 29), date(2026, 12, 31)
OFFICER = Holding(roles.DISTRICT_OFFICER, 10)
CHAIR = Holding(roles.DISTRICT_CHAIR, 10)
COMMUNE = Holding(roles.COMMUNE_OFFICER, 1)
LABOUR = Holding(roles.PROVINCE_OFFICER, 100)
HEAD = Holding(roles.PROVINCE_CHAIR, 100)
HEALTH = Holding(roles.SUPERVISOR, 100, criteria=(8, 9, 10))
READY = Tally(
    commune_council=True,
    commune_met=True,
    district_council=True,
    district_met=True,
    papers=frozenset((*papers.COMMUNE_PAPERS, *DISTRICT_PAPERS)),
)


PAPERS_OF_REWARD = frozenset(papers.REWARD_PAPERS)


def line(state: str, pk: int = 1, **more) -> Line:
    fixed = {
        "name": f"xã số {pk}",
        "year": 2026,
        "places": PLACES,
        "commune_due": COMMUNE_DUE,
        "district_due": DISTRICT_DUE,
        "reward_due": date(2026, 12, 30),
        "closing_day": CLOSING,
        "margin": Decimal(20),
    }
    return Line(pk=pk, state=state, **(fixed | more))


def kinds(holding: Holding, *cases: tuple[Line, Tally], today: date = TODAY):
    told = build([one for one, _ in cases], {one.pk: tally for one, tally in cases}, [holding], today)
    return [item.kind for item in told.mine], [item.kind for item in told.others]


@pytest.mark.parametrize(
    ("holding", "state", "tally", "mine", "others"),
    [
        (COMMUNE, "draft", Tally(commune_unscored=3), ["score", "council", "sitting", "papers"], []),
        (COMMUNE, "draft", READY, ["submit"], []),
        (OFFICER, "draft", READY, [], ["await_filing"]),
        (LABOUR, "draft", READY, [], ["await_filing"]),
        (COMMUNE, "commune_assessed", READY, [], ["await_review"]),
        (OFFICER, "commune_assessed", READY, ["review"], []),
        (OFFICER, "commune_assessed", Tally(doubts=1, commune_met=True), ["findings", "review"], []),
        (OFFICER, "commune_assessed", Tally(undecided=2, unanswered=1), ["moderate", "answer", "review"], []),
        (OFFICER, "commune_assessed", Tally(closes=TODAY, commune_met=True), [], ["await_comments"]),
        (OFFICER, "commune_assessed", Tally(commune_met=False), ["decline"], []),
        (CHAIR, "commune_assessed", READY, [], ["await_review"]),
        (OFFICER, "district_reviewed", READY, ["record"], []),
        (OFFICER, "district_reviewed", Tally(district_met=True), ["propose"], []),
        (CHAIR, "district_reviewed", Tally(district_met=True), ["recognize"], []),
        (CHAIR, "district_reviewed", Tally(district_met=False), ["decline"], []),
        (LABOUR, "district_reviewed", READY, [], ["await_decision"]),
        (CHAIR, "recognized", Tally(rewards=(3,)), ["reward"], []),
        (CHAIR, "recognized", Tally(rewards=(5,)), [], []),
        (LABOUR, "rewarded", Tally(rewards=(5,)), ["reward_dossier"], []),
        (LABOUR, "rewarded", Tally(rewards=(5,), papers=PAPERS_OF_REWARD), ["reward"], []),
        (HEAD, "rewarded", Tally(rewards=(5,)), [], ["await_dossier"]),
        (HEAD, "rewarded", Tally(rewards=(5,), papers=PAPERS_OF_REWARD), ["reward"], []),
        (OFFICER, "rewarded", Tally(rewards=(5,)), ["reward_dossier"], []),
        (HEALTH, "commune_assessed", Tally(supervised=frozenset({8, 9})), ["supervise"], ["await_review"]),
        (HEALTH, "commune_assessed", Tally(supervised=frozenset({8, 9, 10})), [], ["await_review"]),
        (OFFICER, "not_recognized", READY, [], []),
        (OFFICER, "revoked", READY, [], []),
    ],
)
def test_what_each_is_told(holding, state, tally, mine, others):
    assert kinds(holding, (line(state), tally)) == (mine, others)


def test_an_unconfirmed_class_waits_for_the_labour_department():
    case = (line("commune_assessed", class_known=False), READY)
    assert kinds(LABOUR, case) == (["class"], ["await_review"])
    assert kinds(OFFICER, case) == (["review"], ["await_class"])


def test_the_province_records_who_never_filed_after_the_closing_day():
    assert kinds(LABOUR, (line("draft"), READY), today=CLOSING) == ([], ["await_filing"])
    assert kinds(LABOUR, (line("draft"), READY), today=CLOSING + timedelta(days=1)) == (["close"], [])


def test_cases_of_one_kind_are_told_together():
    cases = [line("district_reviewed", pk) for pk in range(1, 8)]
    (item,) = build(cases, dict.fromkeys(range(1, 8), READY), [CHAIR], TODAY).mine
    assert item.title.params["count"] == 7
    assert item.query == {"year": "2026", "state": "district_reviewed"}
    assert item.case is None


def test_nobody_of_another_unit_is_told_anything_to_do():
    for role, unit in ((roles.DISTRICT_OFFICER, 11), (roles.DISTRICT_CHAIR, 11), (roles.COMMUNE_CHAIR, 2)):
        for state in ("draft", "commune_assessed", "district_reviewed", "recognized"):
            assert kinds(Holding(role, unit), (line(state), READY))[0] == []


def test_an_expired_office_does_nothing():
    ended = Holding(roles.DISTRICT_OFFICER, 10, valid_until=TODAY - timedelta(days=1))
    assert kinds(ended, (line("commune_assessed"), READY)) == ([], ["await_review"])


def test_items_stand_under_their_days_nearest_first():
    open_now = Tally(unanswered=1, closes=TODAY, commune_met=True)
    told = build(
        [line("commune_assessed", 1), line("commune_assessed", 2), line("draft", 3)],
        {1: open_now, 2: READY, 3: READY},
        [OFFICER, COMMUNE],
        TODAY,
    )
    grouped = [
        (kind, due, [item.kind for item in items]) for kind, due, items in groups_by_day(told.mine, TODAY)
    ]
    assert grouped == [
        ("today", None, ["submit", "answer"]),
        ("until", DISTRICT_DUE, ["review"]),
    ]
