"""The policy, cell by cell, against the table written by hand from the Plan."""

from datetime import date, timedelta
from itertools import product

from portal.people import roles
from tests.policy import expected
from workflow.rules import policy
from workflow.rules.policy import Holding, Places, permission

TODAY = date(2025, 11, 20)
DAY = timedelta(days=1)
PLACES = Places(commune=1, assessing=1, reviewing=2, recognising=2, province=3)
AT = {
    "commune": 1,
    "district": 2,
    "province": 3,
    "other commune": 11,
    "other district": 12,
    "other province": 13,
    "portal": None,
}
RIGHTS = {
    "held": {"valid_from": TODAY, "valid_until": TODAY},
    "ended": {"valid_from": TODAY - 9 * DAY, "valid_until": TODAY - DAY},
    "coming": {"valid_from": TODAY + DAY, "valid_until": None},
}
# The words of the table that stand for an action asked in a special way.
SPECIAL = {
    "reward 3": ("reward", {"level": 3}),
    "reward 5": ("reward", {"level": 5}),
    "review standing in": ("review", {"fallback": True}),
    "record_finding on another's criterion": ("record_finding", {"criterion": 4}),
}
STATES = ("none", *policy.STATES)


def asked(action: str) -> tuple[str, dict]:
    """What the policy is asked for a word of the table."""
    if action == "record_finding":
        return action, {"criterion": 9}
    return SPECIAL.get(action, (action, {}))


def words() -> list[str]:
    """Every action of the policy as the table names it."""
    return [action for action in policy.ACTIONS if action != "reward"] + list(SPECIAL)


def test_every_cell_of_the_policy_is_as_the_plan_has_it():
    """Action × role × unit × right × state, deputies like heads."""
    table, wrong, cells = expected.table(), [], 0
    for action, role, at, right in product(words(), roles.ROLES, AT, RIGHTS):
        name, more = asked(action)
        holdings = [Holding(role, AT[at], None, (8, 9, 10), **RIGHTS[right])]
        if role in roles.DEPUTY_ROLES:
            holdings.append(holdings[0]._replace(deputy=True))
        for state in STATES:
            wanted = expected.mode(table, action, role, at, right, state)
            in_policy = policy.NO_CASE if state == "none" else state
            for holding in holdings:
                cells += 1
                answer = permission(name, in_policy, [holding], PLACES, TODAY, **more)
                if answer.mode != wanted or (answer.why is None) != bool(wanted):
                    wrong.append((action, role, at, right, state, holding.deputy, answer.mode, wanted))
    assert wrong == []
    assert cells > 80_000


def test_every_line_of_the_table_is_asked():
    """A line with a misspelt word would allow or refuse nothing."""
    for action, *line in expected.table():
        if tuple(line) == expected.EVERYBODY_ELSE:
            continue
        role, at, right = line
        assert action in words() and role in roles.ROLES and at in AT and right in RIGHTS


def test_the_table_names_every_action_and_state_of_the_policy():
    table = expected.table()
    assert {action for action, *line in table if tuple(line) == expected.EVERYBODY_ELSE} == set(words())
    assert {action for action, *_ in table} == set(words())
    assert {tuple(cells) for cells in table.values()} == {STATES}
