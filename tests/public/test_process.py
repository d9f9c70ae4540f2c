"""The process page tells the whole policy, and nothing else."""

from collections import Counter
from datetime import date

from portal.record import clock
from public import process
from public.deadlines import deadlines
from public.diagram import life_of_a_case
from workflow.models import Campaign
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


def test_the_days_are_those_of_the_running_year(site):
    """A year opened with other cut-offs shows its own; without one the Plan's stand there."""
    running = Campaign.objects.running().get()
    assert [one.day for one in deadlines()] == ["31/10", "14/11", "29/11", "09/12", "30/12", "31/12"]
    Campaign.objects.filter(pk=running.pk).update(district_due=date(2025, 11, 27))
    assert deadlines()[2].day == "27/11"
    Campaign.objects.filter(closed_at=None).update(closed_at=clock.now())
    assert deadlines()[2].day == "29/11"
