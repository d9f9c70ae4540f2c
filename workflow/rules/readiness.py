"""Why not yet: every condition of every act (R-COM, R-DIS, R-THR, R-REW, R-CAL, R-OUT-1).

`tasks` and `unmet` run the same conditions, so what the task list asks for is what the door refuses for,
in the same words. Who may act is the policy's affair, whose eyes judge is four_eyes'.
"""

from __future__ import annotations

from datetime import date

from workflow.rules import conditions as c
from workflow.rules import handed_in as h
from workflow.rules import readiness_commune as commune
from workflow.rules import readiness_district as district
from workflow.rules import readiness_rewards as rewards
from workflow.rules.facts import N_, CaseFacts, OpeningFacts, Reason, Task

# What is built up over time and shown as a task list: action → conditions on the facts alone.
DOSSIER = {
    "submit": (
        commune.council,
        commune.sitting,
        commune.points,
        commune.numbers,
        commune.papers,
        commune.corrections,
    ),
    "review": (
        commune.concluded_met,
        district.council,
        district.points,
        district.numbers,
        district.reasons,
        district.sitting,
        district.window_closed,
        district.findings_read,
        c.class_known,
    ),
    "recognize": (
        c.class_known,
        district.total_reached,
        district.concluded_met,
        district.papers,
        district.messages_settled,
    ),
    "decline": (c.class_known,),
    "reward": (rewards.streak, rewards.dossier),
    "close": (c.after_closing_day,),
}

# What comes with the act itself: action → checks of the act's date and of what is handed in.
HANDED_IN = {
    "submit": (h.act_date, h.after_period, h.late_reason("submit", "R-CAL-2")),
    "return": (h.act_date, h.needs_reason("R-DIS-2", N_("Write what the commune has to complete."))),
    "review": (h.act_date, h.late_reason("review", "R-CAL-3")),
    "reopen": (h.act_date, h.needs_reason("R-DIS-2", N_("Write why the review is taken up again."))),
    "recognize": (
        h.act_date,
        h.late_reason("recognize", "R-CAL-3"),
        h.needs_decision("R-DIS-4", N_("Enter the signed decision of recognition.")),
    ),
    "decline": (
        h.act_date,
        h.late_reason("decline", "R-CAL-3"),
        h.needs_decision("R-DIS-3", N_("Enter the signed decision or notice."), notice=True),
        h.needs_reason("R-DIS-3", N_("Write why the commune is not recognised. Everybody will read it.")),
    ),
    "reconsider": (
        h.act_date,
        h.needs_decision("R-OUT-1", N_("Enter the signed decision to look at the case again.")),
        h.needs_reason("R-OUT-1", N_("Write why the case is looked at again.")),
    ),
    "reward": (
        h.act_date,
        rewards.level_given,
        rewards.late_dossier,
        h.needs_decision("R-REW-1", N_("Enter the signed decision of the reward.")),
    ),
    "revoke": (
        h.act_date,
        h.needs_decision("R-OUT-1", N_("Enter the signed decision of revocation.")),
        h.needs_reason("R-OUT-1", N_("Write why the recognition is revoked. Everybody will read it.")),
        h.needs_legal_basis,
    ),
    "close": (
        h.act_date,
        h.needs_reason("R-CAL-7", N_("Write why the commune did not file. Everybody will read it.")),
    ),
    "confirm_class": (h.possible_date, district.class_given),
}


def unmet(
    action: str, facts: CaseFacts | OpeningFacts, on: date, inputs: h.Inputs | None = None
) -> tuple[Reason, ...]:
    """Every reason that stands in the way of the act on the act date `on`; empty when it is ready.

    `inputs` may hold: today (date of recording, default `on`), reason, late_reason, legal_basis, decision
    (truthy when handed in), decision_kind ("QĐ" or "TB"), decision_on, level (3 or 5), class_code,
    class_source. "open_campaign" takes OpeningFacts. KeyError for an unknown action.
    """
    inputs = inputs or {}
    if action == "open_campaign":
        return tuple(h.opening(facts, on, inputs))
    handed_in = tuple(reason for check in HANDED_IN[action] for reason in check(facts, on, inputs))
    missing = tuple(x.reason() for x in _dossier(action, facts, on, inputs) if not x.done)
    return missing + handed_in


def tasks(action: str, facts: CaseFacts, on: date, inputs: h.Inputs | None = None) -> tuple[Task, ...]:
    """The task list of an act: open lines first, then the done ones. Only `level` of `inputs` matters, for a
    reward; without it the next level the run leads to. What is handed in with the act is no task."""
    lines = tuple(x.task() for x in _dossier(action, facts, on, inputs or {}))
    return tuple(sorted(lines, key=lambda line: line.done))


def _dossier(action: str, facts: CaseFacts, on: date, inputs: h.Inputs) -> tuple[c.Condition, ...]:
    level = inputs.get("level")
    if action == "reward":
        return tuple(x for check in DOSSIER["reward"] for x in check(facts, on, level))
    return tuple(x for check in DOSSIER.get(action, ()) for x in check(facts, on))
