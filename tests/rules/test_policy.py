"""The table answers: who, where, when, in which mode, and who instead."""

from datetime import date, timedelta

import pytest

from workflow.rules import policy, roles
from workflow.rules.facts import STATES
from workflow.rules.policy import Holding, Places, permission

PLACES = Places(commune=1, assessing=1, reviewing=2, recognising=3, province=9)
ON = date(2026, 11, 20)

# action, role, unit of the case, states, mode – written from the architecture's table, not from the policy
EXPECTED = """
open_campaign province_officer province – decide
submit commune_chair commune draft decide
submit commune_officer commune draft record
return district_officer reviewing commune_assessed decide
review district_officer reviewing commune_assessed decide
reopen district_officer reviewing district_reviewed decide
recognize district_chair recognising district_reviewed decide
recognize district_officer recognising district_reviewed record
decline district_chair recognising commune_assessed,district_reviewed decide
decline district_officer recognising commune_assessed,district_reviewed record
reconsider district_chair recognising not_recognized decide
reconsider district_officer recognising not_recognized record
reward:3 district_chair recognising recognized,rewarded decide
reward:3 district_officer recognising recognized,rewarded record
reward:5 province_chair province recognized,rewarded decide
reward:5 province_officer province recognized,rewarded record
revoke district_chair recognising recognized,rewarded decide
revoke district_officer recognising recognized,rewarded record
close province_officer province draft decide
confirm_class province_officer province draft,commune_assessed,district_reviewed decide
score_commune commune_officer commune draft work
score_commune commune_chair commune draft work
prepare_commune commune_officer commune draft work
prepare_commune commune_chair commune draft work
score_district district_officer reviewing commune_assessed work
prepare_district district_officer reviewing commune_assessed,district_reviewed work
record_finding supervisor province draft,commune_assessed,district_reviewed work
read_finding district_officer reviewing commune_assessed,district_reviewed work
answer_message district_officer reviewing commune_assessed,district_reviewed work
moderate_message district_officer reviewing commune_assessed,district_reviewed work
record_paper_message commune_officer commune commune_assessed work
record_paper_message district_officer reviewing commune_assessed work
prepare_reward district_officer recognising recognized,rewarded work
prepare_reward province_officer province recognized,rewarded work
edit_templates province_officer province – work
remind district_officer reviewing draft work
record_report district_officer reviewing – work
record_report province_officer province – work
switch_notices commune_officer commune – work
switch_notices district_officer reviewing – work
switch_notices province_officer province – work
"""


def expected():
    table = {}
    for line in EXPECTED.split("\n"):
        if line:
            action, role, place, states, mode = line.split()
            for state in states.split(","):
                table[action, role, place, state] = mode
    return table


def test_every_cell_of_action_role_unit_and_state():
    table = expected()
    actions = [f"reward:{level}" for level in (3, 5)] + [a for a in policy.ACTIONS if a != "reward"]
    wrong = []
    for action in actions:
        name, _, level = action.partition(":")
        for role in roles.ROLES:
            for place in ("commune", "reviewing", "recognising", "province"):
                for state in (*STATES, policy.NO_CASE):
                    holding = Holding(role, getattr(PLACES, place))
                    answer = permission(name, state, [holding], PLACES, ON, level=int(level or 0) or None)
                    if answer.mode != table.get((action, role, place, state), ""):
                        wrong.append((action, role, place, state, answer.mode))
                    if answer.allowed != (answer.why is None):
                        wrong.append((action, role, place, state, "why"))
    assert wrong == []


def test_the_acts_move_cases_as_the_life_of_a_case_says():
    moves = {a.action: (set(a.sources), a.target) for a in policy.ACTS}
    assert moves["submit"] == ({"draft"}, "commune_assessed")
    assert moves["return"] == ({"commune_assessed"}, "draft")
    assert moves["reopen"] == ({"district_reviewed"}, "commune_assessed")
    assert moves["decline"] == ({"commune_assessed", "district_reviewed"}, "not_recognized")
    assert moves["reward"] == ({"recognized", "rewarded"}, "rewarded")
    assert moves["revoke"] == ({"recognized", "rewarded"}, "revoked")
    assert moves["close"] == ({"draft"}, "not_filed")
    assert policy.target("confirm_class", "draft") == "draft"
    with pytest.raises(ValueError, match="does not leave"):
        policy.target("submit", "recognized")
    assert policy.actions_from("commune_assessed") == ("return", "review", "decline", "confirm_class")


def test_the_next_step_is_one_the_policy_allows_from_there():
    for state in STATES:
        step = policy.next_step(state)
        if step:
            assert any(
                state in rule.states and (rule.role, rule.at) == (step.role, step.at)
                for rule in policy.rules_for(step.action)
            )
    assert [s for s in STATES if policy.next_step(s) is None] == ["not_recognized", "revoked", "not_filed"]


def chair(**how):
    return Holding(**{"role": "district_chair", "unit_id": 3, **how})


def test_a_right_is_held_on_the_day_of_the_act_both_days_included():
    for start, end, allowed in (
        (ON, ON, True), (None, ON, True), (ON, None, True),
        (ON + timedelta(days=1), None, False), (None, ON - timedelta(days=1), False),
    ):  # fmt: skip
        answer = permission(
            "recognize", "district_reviewed", [chair(valid_from=start, valid_until=end)], PLACES, ON
        )
        assert answer.allowed == allowed


def why(action, state, *holdings, **how):
    return str(permission(action, state, holdings, PLACES, ON, **how).why)


def test_a_refusal_says_what_is_missing_and_who_may():
    who = "the chair of this district's People's Committee"
    ended = why("recognize", "district_reviewed", chair(valid_until=date(2026, 10, 1)))
    assert "ended on 01/10/2026" in ended and who in ended
    assert "starts on 01/12/2026" in why(
        "recognize", "district_reviewed", chair(valid_from=date(2026, 12, 1))
    )
    elsewhere = why("recognize", "district_reviewed", chair(unit_id=4))
    assert "another unit" in elsewhere and who in elsewhere
    province = why("recognize", "district_reviewed", Holding("province_chair", 9))
    assert province == f"Only {who}, an officer of this district's Labour Division may do this."
    assert "the commune is assessing itself" in why("recognize", "draft", chair())


def test_a_refusal_names_role_and_place_for_the_screen():
    params = permission("reward", "recognized", [], PLACES, ON, level=5).why.params
    assert (params["role"], params["at"], params["unit_id"]) == ("province_chair", "province", 9)


def test_deputies_decide_too_but_a_full_holder_comes_first():
    deputy, full = chair(deputy=True, grant_id=1), chair(grant_id=2)
    assert permission("recognize", "district_reviewed", [deputy], PLACES, ON).mode == "decide"
    assert permission("recognize", "district_reviewed", [deputy, full], PLACES, ON).holding == full
    officer = Holding("district_officer", 3)
    assert permission("recognize", "district_reviewed", [officer, deputy], PLACES, ON).mode == "decide"
    assert permission("recognize", "district_reviewed", [officer], PLACES, ON).mode == "record"


def test_supervisors_write_on_their_own_criteria():
    health = Holding("supervisor", 9, 40, (8, 9, 10))
    assert permission("record_finding", "draft", [health], PLACES, ON, criterion=9).allowed
    assert "You supervise: 8, 9, 10" in why("record_finding", "draft", health, criterion=4)
    assert not permission("record_finding", "draft", [Holding("supervisor", 2, 41, (9,))], PLACES, ON).allowed


def test_the_next_tier_steps_in_only_when_asked_to():
    officer = Holding("province_officer", 9)
    assert not permission("review", "commune_assessed", [officer], PLACES, ON).allowed
    answer = permission("review", "commune_assessed", [officer], PLACES, ON, fallback=True)
    assert answer.allowed and answer.rule.fallback
    assert not permission("recognize", "district_reviewed", [officer], PLACES, ON, fallback=True).allowed


def test_a_place_that_is_not_known_allows_nobody():
    assert not permission("recognize", "district_reviewed", [chair(unit_id=None)], Places(), ON).allowed


def test_an_administrator_never_decides_and_nobody_decides_unknown_things():
    own = [rule for rule in policy.RULES if rule.role == "administrator"]
    assert [(rule.action, rule.states, rule.mode) for rule in own] == [
        ("edit_regulation", (policy.NO_CASE,), policy.WORK)
    ]
    with pytest.raises(KeyError):
        permission("annul", "draft", [], PLACES, ON)


def test_reading_runs_down_the_tree_for_all_but_the_editors():
    public = [role for role in roles.ROLES if not policy.reads(role).scope]
    assert public == ["editor", "publisher"]
    assert policy.reads("observer").states == STATES
