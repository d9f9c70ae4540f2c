"""Why somebody may, or may not: the policy's answer step by step, state → rule → role → grant → unit.

It reads the same table as `policy.permission` and comes to the same answer, in the same words for every step
that holds or fails; who could do it instead follows from the rows that fit the state.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from workflow.rules.facts import N_, Text
from workflow.rules.policy import STATE_WORDS, Holding, Places, Rule, is_there, rules_for
from workflow.rules.roles import WHO

STATE, RULE, ROLE, GRANT, UNIT, CRITERION = "state", "rule", "role", "grant", "unit", "criterion"
STEPS = (STATE, RULE, ROLE, GRANT, UNIT)


class Step(NamedTuple):
    """One step: whether it holds (None: not reached), and why, in words."""

    key: str
    holds: bool | None
    text: Text


class Explanation(NamedTuple):
    """The answer with its steps, the rows that lead on to it, and the right it rests on when it is yes."""

    allowed: bool
    steps: tuple[Step, ...]
    rules: tuple[Rule, ...]
    holding: Holding | None = None


def explain(
    action: str,
    state: str,
    holdings: Iterable[Holding],
    places: Places,
    on: date,
    *,
    level: int | None = None,
    criterion: int | None = None,
    fallback: bool = False,
) -> Explanation:
    """The policy's answer to the same question as `permission`, with its reasons. Raises KeyError like it."""
    rules = rules_for(action, level=level, fallback=fallback)
    if not rules:
        raise KeyError(action)
    holdings = tuple(holdings)
    in_state = tuple(rule for rule in rules if state in rule.states)
    asking = in_state or rules
    of_role = [(rule, one) for rule in in_state for one in holdings if one.role == rule.role]
    in_force = [(rule, one) for rule, one in of_role if _lasts(one, on)]
    at_unit = [(rule, one) for rule, one in in_force if is_there(rule, one, places)]
    reaching = [(rule, one) for rule, one in at_unit if _reaches(rule, one, criterion)]
    found = [
        Step(STATE, bool(in_state), _state_text(state, rules, in_state)),
        Step(RULE, bool(in_state) or None, _rule_text(asking)),
        _step(ROLE, in_state, of_role, N_("You hold such a role."), N_("You hold no such role.")),
        _grant_step(of_role, in_force, on),
        _step(
            UNIT,
            in_force,
            at_unit,
            N_("You hold it at the unit that counts for this case."),
            N_("You hold it at another unit. Reading runs down the tree, deciding does not."),
        ),
    ]
    if any(rule.own_criteria for rule in asking) and criterion is not None:
        yes, no = N_("You supervise criterion %(no)s."), N_("You do not supervise criterion %(no)s.")
        found.append(_step(CRITERION, at_unit, reaching, yes, no, {"no": criterion}))
    best = min(reaching, key=lambda pair: (pair[0].mode == "record", pair[1].deputy), default=None)
    return Explanation(bool(reaching), tuple(found), asking, best[1] if best else None)


def _lasts(holding: Holding, on: date) -> bool:
    begun = holding.valid_from is None or holding.valid_from <= on
    return begun and (holding.valid_until is None or on <= holding.valid_until)


def _reaches(rule: Rule, holding: Holding, criterion: int | None) -> bool:
    return not rule.own_criteria or criterion is None or criterion in holding.criteria


def _step(key: str, before, after, yes: str, no: str, params: dict | None = None) -> Step:
    if not before:
        return Step(key, None, Text(N_("Not asked, because a step before fails.")))
    return Step(key, bool(after), Text(yes if after else no, params or {}))


def _grant_step(of_role, in_force, on: date) -> Step:
    """Appointments of other days are told apart: ended ones, and coming ones."""
    if in_force or not of_role:
        message = N_("Your appointment is in force on %(on)s.")
        return _step(GRANT, of_role, in_force, message, message, {"on": on})
    lasts = [one.valid_until for _rule, one in of_role if one.valid_until is not None]
    ended = [day for day in lasts if day < on]
    if ended:
        message = N_("Your appointment ended on %(until)s.")
        return Step(GRANT, False, Text(message, {"until": max(ended)}))
    coming = min(one.valid_from for _rule, one in of_role if one.valid_from is not None)
    return Step(GRANT, False, Text(N_("Your appointment starts on %(from)s."), {"from": coming}))


def _state_text(state: str, rules: tuple[Rule, ...], in_state: tuple[Rule, ...]) -> Text:
    now = Text(STATE_WORDS[state]) if state in STATE_WORDS else Text(state)
    if in_state:
        return Text(N_("It can be done now: %(now)s."), {"now": now})
    fitting = dict.fromkeys(one for rule in rules for one in rule.states)
    right = tuple(Text(STATE_WORDS[one]) for one in fitting)
    message = N_("It cannot be done now: %(now)s. It can be done when: %(when)s.")
    return Text(message, {"now": now, "when": right})


def _rule_text(rules: tuple[Rule, ...]) -> Text:
    who = tuple(Text(phrase) for phrase in dict.fromkeys(WHO[rule.role, rule.at] for rule in rules))
    return Text(N_("The table of who may do what names: %(who)s."), {"who": who})
