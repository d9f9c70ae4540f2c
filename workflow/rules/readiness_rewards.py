"""What a reward rests on: years in a row and, for the province's, a dossier (R-REW-1…4, R-CAL-5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workflow.rules import calendar, streaks
from workflow.rules.conditions import Condition, paper_here
from workflow.rules.facts import N_, CaseFacts, Reason, Text
from workflow.rules.handed_in import Inputs, written
from workflow.rules.papers import REWARD_PAPERS, TO_TRINH_KHEN_THUONG

RULES = {streaks.DISTRICT_LEVEL: "R-REW-1", streaks.PROVINCE_LEVEL: "R-REW-2"}


def _run(facts: CaseFacts) -> tuple[int, int | None, bool]:
    """Length of the run up to this case's year, its sequence, and whether the year is made up."""
    made_up = facts.campaign.illustrative
    upto = next((run.sequence for run in facts.runs if run.year == facts.campaign.year), None)
    return len(streaks.current(facts.runs, upto, illustrative=made_up)), upto, made_up


def next_level(facts: CaseFacts) -> int:
    """The level the case is on its way to: five years once the three are rewarded in this run, else three."""
    _, upto, made_up = _run(facts)
    run = {r.sequence for r in streaks.current(facts.runs, upto, illustrative=made_up)}
    given = any(r.level == streaks.DISTRICT_LEVEL and run & set(r.sequences) for r in facts.rewards)
    return streaks.PROVINCE_LEVEL if given else streaks.DISTRICT_LEVEL


def streak(facts: CaseFacts, on: date, level: int | None) -> Iterator[Condition]:
    """R-REW-1…3: recognised that many years in a row, years that carry no reward of this level yet."""
    level = level if level in streaks.LEVELS else next_level(facts)
    length, upto, made_up = _run(facts)
    resting = streaks.resting_on(facts.runs, level, facts.rewards, upto, illustrative=made_up)
    params = {"level": level, "years": length, "missing": level - length}
    if length < level:
        todo = Text(
            N_("Recognised %(years)s years in a row, %(missing)s more needed for %(level)s years."), params
        )
    else:
        todo = Text(N_("These years already carry a reward for %(level)s years in a row."), params)
    told = Text(
        N_("Recognised %(level)s years in a row: %(list)s"),
        {**params, "list": tuple(run.year for run in resting)},
    )
    yield Condition(RULES[level], bool(resting), todo, told, "streak")


def dossier(facts: CaseFacts, on: date, level: int | None) -> Iterator[Condition]:
    """R-REW-4: two papers for the province's reward; for the district's the Plan names none."""
    if (level if level in streaks.LEVELS else next_level(facts)) == streaks.PROVINCE_LEVEL:
        for kind in REWARD_PAPERS:
            yield paper_here("R-REW-4", kind, facts)


def level_given(facts: CaseFacts, on: date, inputs: Inputs) -> Iterator[Reason]:
    """The act says which reward it is."""
    if inputs.get("level") not in streaks.LEVELS:
        yield Reason("R-REW-1", N_("Choose the reward: three years or five years in a row."), {}, "level")


def late_dossier(facts: CaseFacts, on: date, inputs: Inputs) -> Iterator[Reason]:
    """R-CAL-5: a province dossier signed after 30 December needs a written reason."""
    if inputs.get("level") != streaks.PROVINCE_LEVEL or written(inputs, "late_reason"):
        return
    due = calendar.due("reward_dossier", facts.campaign)
    signed = [p.signed_on for p in facts.papers if p.kind == TO_TRINH_KHEN_THUONG and p.signed_on]
    late = calendar.lateness(max(signed), due) if signed else 0
    if late > 0:
        yield Reason(
            "R-CAL-5",
            N_("The reward dossier came %(days)s days after %(due)s. Write why."),
            {"days": late, "due": due},
            "late_reason",
        )
