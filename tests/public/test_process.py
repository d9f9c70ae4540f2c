"""The process page tells the whole policy, and nothing else."""

from collections import Counter

from public import process
from public.diagram import life_of_a_case
from workflow.rules import policy


def test_every_action_stands_in_exactly_one_group():
    listed = Counter(key for _name, keys in process.GROUPS for key in keys)
    assert set(listed.values()) == {1}
    expected = set(policy.ACTIONS) - {"reward"} | {"reward:3", "reward:5", process.COMMENT}
    assert set(listed) == expected


def test_every_cell_comes_from_a_rule():
    columns = dict(process.ROLE_COLUMNS)
    assert {rule.role for rule in policy.RULES} <= set(columns)
    cells = [cell for group in process.table() for line in group.lines for cell in line.cells]
    told = Counter(cell.kind for cell in cells if cell.kind not in ("", "comment"))
    rows = {(rule.action, rule.level, rule.role) for rule in policy.RULES}
    assert sum(told.values()) == len(rows)


def test_every_move_is_an_arrow():
    moves = [
        (act.action, source)
        for act in policy.ACTS
        if act.target and act.action != "open_campaign"
        for source in act.sources
    ]
    assert len(life_of_a_case().arrows) == len(moves)
    assert len(process.steps()) == len({action for action, _source in moves})
