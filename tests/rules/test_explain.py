"""The explanation is the policy: the same answer for every action, state, role, unit and day."""

from itertools import product

import pytest

from portal.people import roles
from tests.policy.test_expected import AT, PLACES, RIGHTS, TODAY, asked, words
from workflow.rules import policy
from workflow.rules.explain import CRITERION, STEPS, explain
from workflow.rules.policy import Holding, permission

NOT_TODAY = (True, True, True, False, None)
STATES = (policy.NO_CASE, *policy.STATES)


def test_it_agrees_with_the_policy_in_every_cell():
    wrong, cells = [], 0
    for action, role, at, right, state in product(words(), roles.ROLES, AT, RIGHTS, STATES):
        name, more = asked(action)
        holding = Holding(role, AT[at], None, (8, 9, 10), **RIGHTS[right])
        told = explain(name, state, [holding], PLACES, TODAY, **more)
        answer = permission(name, state, [holding], PLACES, TODAY, **more)
        cells += 1
        if (told.allowed, told.holding) != (answer.allowed, answer.holding):
            wrong.append((action, role, at, right, state))
        if told.allowed != all(step.holds for step in told.steps):
            wrong.append((action, role, at, right, state, "steps"))
    assert wrong == []
    assert cells > 50_000


def test_it_agrees_for_people_with_several_rights():
    """Pairs of rights: the explanation takes the right the policy takes, a head before a deputy."""
    wrong = []
    places = [(role, at) for role, at in product(roles.ROLES, ("commune", "district", "province"))]
    for first, second in product(places[::3], places[1::3]):
        held = [
            Holding(first[0], AT[first[1]], None, (), deputy=True, grant_id=1),
            Holding(second[0], AT[second[1]], None, (), grant_id=2),
            Holding(first[0], AT[first[1]], None, (), grant_id=3),
        ]
        for action, state in product(("submit", "review", "recognize", "reward"), STATES):
            told = explain(action, state, held, PLACES, TODAY)
            answer = permission(action, state, held, PLACES, TODAY)
            if (told.allowed, told.holding) != (answer.allowed, answer.holding):
                wrong.append((first, second, action, state))
    assert wrong == []


def steps_of(action: str, state: str, holding: Holding | None, **more) -> dict:
    told = explain(action, state, [holding] if holding else [], PLACES, TODAY, **more)
    return {step.key: step.holds for step in told.steps}


@pytest.mark.parametrize(
    ("state", "holding", "holds"),
    [
        ("draft", None, (False, None, None, None, None)),
        ("commune_assessed", None, (True, True, False, None, None)),
        ("commune_assessed", Holding("commune_chair", 1), (True, True, False, None, None)),
        ("commune_assessed", Holding("district_officer", 12), (True, True, True, True, False)),
        ("commune_assessed", Holding("district_officer", 2, **RIGHTS["ended"]), NOT_TODAY),
        ("commune_assessed", Holding("district_officer", 2, **RIGHTS["coming"]), NOT_TODAY),
        ("commune_assessed", Holding("district_officer", 2), (True, True, True, True, True)),
    ],
)
def test_the_first_step_that_fails_is_told(state, holding, holds):
    assert steps_of("review", state, holding) == dict(zip(STEPS, holds, strict=True))


def test_a_supervisor_is_told_of_the_criterion():
    own = Holding("supervisor", 3, 7, (8, 9, 10))
    assert steps_of("record_finding", "draft", own, criterion=9)[CRITERION] is True
    assert steps_of("record_finding", "draft", own, criterion=4)[CRITERION] is False


def test_an_unknown_action_is_an_error():
    with pytest.raises(KeyError):
        explain("fly", "draft", [], PLACES, TODAY)
