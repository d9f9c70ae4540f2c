"""Who may do what: one table, action × state × role × unit of the case (architecture, "The life of a case").

Reading runs down the tree of units; deciding does not: each row names the unit of the case at which the
role must be held on the day of the act. The door, the buttons, the API and /quy-trinh/ all read this table.
`tests/policy_expected.csv` is written by hand from the Plan and holds the portal to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from workflow.rules.facts import (
    COMMUNE_ASSESSED,
    DISTRICT_REVIEWED,
    DRAFT,
    N_,
    NOT_FILED,
    NOT_RECOGNIZED,
    RECOGNIZED,
    REVOKED,
    REWARDED,
    STATES,
    Reason,
    Text,
)
from workflow.rules.roles import (
    ADMINISTRATOR,
    AT_COMMUNE,
    AT_PORTAL,
    AT_PROVINCE,
    AT_RECOGNISING,
    AT_REVIEWING,
    COMMUNE_CHAIR,
    COMMUNE_OFFICER,
    DISTRICT_CHAIR,
    DISTRICT_OFFICER,
    EDITOR,
    PROVINCE_CHAIR,
    PROVINCE_OFFICER,
    PUBLISHER,
    ROLES,
    SUPERVISOR,
    WHO,
)

# How one acts. A chair or officer decides; an officer of the chair's office records the chair's signed
# paper; work is what is entered and prepared between acts.
DECIDE, RECORD, WORK = "decide", "record", "work"


@dataclass(frozen=True)
class Rule:
    """One row: `role` held at `at` may do `action` while the case is in one of `states`, in this `mode`.

    `level` limits a reward to 3 or 5 years. `fallback` rows only count when every officer of the usual
    office is barred by four eyes, and need a reason that is published. `own_criteria` rows only reach the
    criteria named in the grant (R-SUP-1).
    """

    action: str
    states: tuple[str, ...]
    role: str
    at: str
    mode: str
    level: int | None = None
    fallback: bool = False
    own_criteria: bool = False


@dataclass(frozen=True)
class Act:
    """An act: it moves a case from one of `sources` to `target` (None: the state stays). `outside_plan` acts
    rest on R-OUT-1 and carry an editable legal basis."""

    action: str
    sources: tuple[str, ...]
    target: str | None
    rule: str
    outside_plan: bool = False


NO_CASE = "–"  # "state" of a case that does not exist yet; also the campaign's own acts
UNDECIDED = (DRAFT, COMMUNE_ASSESSED, DISTRICT_REVIEWED)
MET = (RECOGNIZED, REWARDED)

ACTS: tuple[Act, ...] = (
    Act("open_campaign", (NO_CASE,), DRAFT, "R-CAL-7"),
    Act("submit", (DRAFT,), COMMUNE_ASSESSED, "R-COM-4"),
    Act("return", (COMMUNE_ASSESSED,), DRAFT, "R-DIS-2"),
    Act("review", (COMMUNE_ASSESSED,), DISTRICT_REVIEWED, "R-DIS-3"),
    Act("reopen", (DISTRICT_REVIEWED,), COMMUNE_ASSESSED, "R-DIS-2"),
    Act("recognize", (DISTRICT_REVIEWED,), RECOGNIZED, "R-DIS-4"),
    Act("decline", (COMMUNE_ASSESSED, DISTRICT_REVIEWED), NOT_RECOGNIZED, "R-DIS-3"),
    Act("reconsider", (NOT_RECOGNIZED,), COMMUNE_ASSESSED, "R-OUT-1", outside_plan=True),
    Act("reward", MET, REWARDED, "R-REW-1"),
    Act("revoke", MET, REVOKED, "R-OUT-1", outside_plan=True),
    Act("close", (DRAFT,), NOT_FILED, "R-CAL-7"),
    Act("confirm_class", UNDECIDED, None, "R-THR-3"),
)
ACT = {act.action: act for act in ACTS}


def _signed(action: str, chair: str, officer: str, at: str, level: int | None = None) -> tuple[Rule, Rule]:
    """A chair's act: decided in person, or recorded by an officer of that office from the signed paper."""
    sources = ACT[action].sources
    return (
        Rule(action, sources, chair, at, DECIDE, level),
        Rule(action, sources, officer, at, RECORD, level),
    )


RULES: tuple[Rule, ...] = (
    # The year
    Rule("open_campaign", (NO_CASE,), PROVINCE_OFFICER, AT_PROVINCE, DECIDE),
    Rule("close", (DRAFT,), PROVINCE_OFFICER, AT_PROVINCE, DECIDE),
    Rule("edit_templates", (NO_CASE,), PROVINCE_OFFICER, AT_PROVINCE, WORK),
    Rule("confirm_class", UNDECIDED, PROVINCE_OFFICER, AT_PROVINCE, DECIDE),
    # The commune
    Rule("score_commune", (DRAFT,), COMMUNE_OFFICER, AT_COMMUNE, WORK),
    Rule("score_commune", (DRAFT,), COMMUNE_CHAIR, AT_COMMUNE, WORK),
    Rule("prepare_commune", (DRAFT,), COMMUNE_OFFICER, AT_COMMUNE, WORK),
    Rule("prepare_commune", (DRAFT,), COMMUNE_CHAIR, AT_COMMUNE, WORK),
    *_signed("submit", COMMUNE_CHAIR, COMMUNE_OFFICER, AT_COMMUNE),
    # The district
    Rule("score_district", (COMMUNE_ASSESSED,), DISTRICT_OFFICER, AT_REVIEWING, WORK),
    Rule("prepare_district", (COMMUNE_ASSESSED, DISTRICT_REVIEWED), DISTRICT_OFFICER, AT_REVIEWING, WORK),
    Rule("return", (COMMUNE_ASSESSED,), DISTRICT_OFFICER, AT_REVIEWING, DECIDE),
    Rule("review", (COMMUNE_ASSESSED,), DISTRICT_OFFICER, AT_REVIEWING, DECIDE),
    Rule("reopen", (DISTRICT_REVIEWED,), DISTRICT_OFFICER, AT_REVIEWING, DECIDE),
    *_signed("recognize", DISTRICT_CHAIR, DISTRICT_OFFICER, AT_RECOGNISING),
    *_signed("decline", DISTRICT_CHAIR, DISTRICT_OFFICER, AT_RECOGNISING),
    *_signed("reconsider", DISTRICT_CHAIR, DISTRICT_OFFICER, AT_RECOGNISING),
    *_signed("revoke", DISTRICT_CHAIR, DISTRICT_OFFICER, AT_RECOGNISING),
    # Four eyes where the Phòng is too small: the next tier's officer, with a published reason
    Rule("review", (COMMUNE_ASSESSED,), PROVINCE_OFFICER, AT_PROVINCE, DECIDE, fallback=True),
    # Reports of the year to the tier above (R-REP-2, R-REP-3), and who is told what at one's own unit
    Rule("record_report", (NO_CASE,), DISTRICT_OFFICER, AT_REVIEWING, WORK),
    Rule("record_report", (NO_CASE,), PROVINCE_OFFICER, AT_PROVINCE, WORK),
    Rule("switch_notices", (NO_CASE,), COMMUNE_OFFICER, AT_COMMUNE, WORK),
    Rule("switch_notices", (NO_CASE,), DISTRICT_OFFICER, AT_REVIEWING, WORK),
    Rule("switch_notices", (NO_CASE,), PROVINCE_OFFICER, AT_PROVINCE, WORK),
    # Rewards
    *_signed("reward", DISTRICT_CHAIR, DISTRICT_OFFICER, AT_RECOGNISING, level=3),
    *_signed("reward", PROVINCE_CHAIR, PROVINCE_OFFICER, AT_PROVINCE, level=5),
    Rule("prepare_reward", MET, DISTRICT_OFFICER, AT_RECOGNISING, WORK),
    Rule("prepare_reward", MET, PROVINCE_OFFICER, AT_PROVINCE, WORK),
    # Supervision and comments
    Rule("record_finding", UNDECIDED, SUPERVISOR, AT_PROVINCE, WORK, own_criteria=True),
    Rule("remind", (DRAFT,), DISTRICT_OFFICER, AT_REVIEWING, WORK),
    Rule("read_finding", (COMMUNE_ASSESSED, DISTRICT_REVIEWED), DISTRICT_OFFICER, AT_REVIEWING, WORK),
    Rule("answer_message", (COMMUNE_ASSESSED, DISTRICT_REVIEWED), DISTRICT_OFFICER, AT_REVIEWING, WORK),
    Rule("moderate_message", (COMMUNE_ASSESSED, DISTRICT_REVIEWED), DISTRICT_OFFICER, AT_REVIEWING, WORK),
    Rule("record_paper_message", (COMMUNE_ASSESSED,), COMMUNE_OFFICER, AT_COMMUNE, WORK),
    Rule("record_paper_message", (COMMUNE_ASSESSED,), DISTRICT_OFFICER, AT_REVIEWING, WORK),
    # Regulations as data: the administrator writes them and decides nothing under them
    Rule("edit_regulation", (NO_CASE,), ADMINISTRATOR, AT_PORTAL, WORK),
)

ACTIONS = tuple(dict.fromkeys(rule.action for rule in RULES))
PERMISSIONS = tuple(action for action in ACTIONS if action not in ACT)

# The same state as officials read it.
STATE_WORDS: dict[str, str] = {
    DRAFT: N_("the commune is assessing itself"),
    COMMUNE_ASSESSED: N_("the commune has filed and the district has not reviewed"),
    DISTRICT_REVIEWED: N_("the district has reviewed and the decision is awaited"),
    RECOGNIZED: N_("the commune is recognised"),
    REWARDED: N_("the commune is rewarded"),
    NOT_RECOGNIZED: N_("the commune is not recognised"),
    REVOKED: N_("the recognition is revoked"),
    NOT_FILED: N_("the commune did not file"),
    NO_CASE: N_("the year is not open yet"),
}


class Holding(NamedTuple):
    """One grant of a person: `unit_id`/`body_id` where it is held; both dates inclusive, None = open end."""

    role: str
    unit_id: int | None = None
    body_id: int | None = None
    criteria: tuple[int, ...] = ()
    deputy: bool = False
    valid_from: date | None = None
    valid_until: date | None = None
    grant_id: int | None = None


class Places(NamedTuple):
    """Unit ids of the case. `commune` is the unit that assesses itself; the others were frozen at opening."""

    commune: int | None = None
    assessing: int | None = None
    reviewing: int | None = None
    recognising: int | None = None
    province: int | None = None
    portal: None = None  # no unit: for the rows of AT_PORTAL


class Permission(NamedTuple):
    """The answer: allowed in `mode` by `holding` under `rule`, or not and `why`."""

    allowed: bool
    mode: str = ""
    holding: Holding | None = None
    why: Reason | None = None
    rule: Rule | None = None


class Next(NamedTuple):
    """What comes next in the life of a case: who does what, and at which unit of the case."""

    action: str
    role: str
    at: str


class Reading(NamedTuple):
    """What a role may read of cases: `scope` "tree" (its unit and all below) or "" (as the public)."""

    scope: str
    states: tuple[str, ...]


_DOWN_THE_TREE = Reading("tree", STATES)
_AS_THE_PUBLIC = Reading("", ())
READS: dict[str, Reading] = {
    role: _AS_THE_PUBLIC if role in (EDITOR, PUBLISHER) else _DOWN_THE_TREE for role in ROLES
}


def reads(role: str) -> Reading:
    """Which cases the role reads: officials, supervisors and observers all states at and below their unit;
    editors and publishers only what is published, like anyone."""
    return READS[role]


def rules_for(action: str, *, level: int | None = None, fallback: bool = False) -> tuple[Rule, ...]:
    """The rows of an action; of a reward only those of `level` when given; fallback rows on request only."""
    return tuple(
        rule
        for rule in RULES
        if rule.action == action
        and (level is None or rule.level in (None, level))
        and (fallback or not rule.fallback)
    )


def actions_from(state: str) -> tuple[str, ...]:
    """The acts that may leave, or be done in, this state, in the order of the table."""
    return tuple(act.action for act in ACTS if state in act.sources)


def target(action: str, state: str) -> str:
    """The state after the act; the same for one that moves nothing. ValueError from a wrong state."""
    act = ACT[action]
    if state not in act.sources:
        raise ValueError(f"{action} does not leave {state}")
    return act.target or state


_NEXT = {
    DRAFT: Next("submit", COMMUNE_CHAIR, AT_COMMUNE),
    COMMUNE_ASSESSED: Next("review", DISTRICT_OFFICER, AT_REVIEWING),
    DISTRICT_REVIEWED: Next("recognize", DISTRICT_CHAIR, AT_RECOGNISING),
    RECOGNIZED: Next("reward", DISTRICT_CHAIR, AT_RECOGNISING),
    REWARDED: Next("reward", PROVINCE_CHAIR, AT_PROVINCE),
}


def next_step(state: str) -> Next | None:
    """The usual next step of a case and who does it; None where the case has come to rest."""
    return _NEXT.get(state)


def who_may(action: str, *, level: int | None = None, fallback: bool = False) -> tuple[Text, ...]:
    """Who may do it, as phrases for "only … may do this", deciding roles before recording ones."""
    rules = sorted(rules_for(action, level=level, fallback=fallback), key=lambda rule: rule.mode == RECORD)
    return tuple(Text(phrase) for phrase in dict.fromkeys(WHO[rule.role, rule.at] for rule in rules))


def permission(
    action: str,
    state: str,
    holdings: Iterable[Holding],
    places: Places,
    on: date,
    *,
    level: int | None = None,
    criterion: int | None = None,
    fallback: bool = False,
) -> Permission:
    """May a person with these holdings do this to a case in this state on this day, and in which mode?

    `level` (3 or 5) picks the rows of a reward; without it any level's holder passes. `criterion` is the
    one a supervisor writes on. `fallback` also admits the next tier's officer (four eyes). Deciding is
    preferred to recording, a full holder to a deputy. An unknown action raises KeyError.
    """
    rules = rules_for(action, level=level, fallback=fallback)
    if not rules:
        raise KeyError(action)
    holdings = tuple(holdings)
    in_state = tuple(rule for rule in rules if state in rule.states)
    if not in_state:
        return Permission(False, why=_wrong_state(action, state, rules))
    passing = [
        (rule, holding)
        for rule in in_state
        for holding in holdings
        if _held_at(rule, holding, places) and _in_force(holding, on) and _reaches(rule, holding, criterion)
    ]
    if passing:
        rule, holding = min(passing, key=lambda pair: (pair[0].mode == RECORD, pair[1].deputy))
        return Permission(True, rule.mode, holding, None, rule)
    return Permission(False, why=_why_not(action, in_state, holdings, places, on, criterion, level, fallback))


def is_there(rule: Rule, holding: Holding, places: Places) -> bool:
    """Whether a right is held at the unit a row names; a row of the portal asks for a right at no unit."""
    unit = getattr(places, rule.at)
    return holding.unit_id == unit and (unit is not None or rule.at == AT_PORTAL)


def _held_at(rule: Rule, holding: Holding, places: Places) -> bool:
    return holding.role == rule.role and is_there(rule, holding, places)


def _in_force(holding: Holding, on: date) -> bool:
    started = holding.valid_from is None or holding.valid_from <= on
    return started and (holding.valid_until is None or on <= holding.valid_until)


def _reaches(rule: Rule, holding: Holding, criterion: int | None) -> bool:
    return not rule.own_criteria or criterion is None or criterion in holding.criteria


def _wrong_state(action: str, state: str, rules: tuple[Rule, ...]) -> Reason:
    right = tuple(Text(STATE_WORDS[s]) for s in dict.fromkeys(s for rule in rules for s in rule.states))
    return Reason(
        "R-ACT",
        N_("This cannot be done now, because %(now)s. It can be done when: %(when)s."),
        {"now": Text(STATE_WORDS[state]), "when": right, "action": action, "state": state},
    )


def _why_not(
    action: str,
    rules: tuple[Rule, ...],
    holdings: tuple[Holding, ...],
    places: Places,
    on: date,
    criterion: int | None,
    level: int | None,
    fallback: bool,
) -> Reason:
    """The nearest miss first: wrong day, other criteria, wrong unit, no such role."""
    first = rules[0]
    params = {
        "who": who_may(action, level=level, fallback=fallback),
        "action": action,
        "role": first.role,
        "at": first.at,
        "unit_id": getattr(places, first.at),
    }
    here = [holding for rule in rules for holding in holdings if _held_at(rule, holding, places)]
    if ended := [h.valid_until for h in here if h.valid_until is not None and h.valid_until < on]:
        message = N_("Your appointment ended on %(until)s. Now only %(who)s may do this.")
        return Reason("R-ROLE", message, {**params, "until": max(ended), "on": on})
    if coming := [h.valid_from for h in here if h.valid_from is not None and on < h.valid_from]:
        message = N_("Your appointment starts on %(from)s, after %(on)s, the day of this act.")
        return Reason("R-ROLE", message, {**params, "from": min(coming), "on": on})
    if here:
        own = tuple(sorted({no for h in here for no in h.criteria}))
        message = N_("Criterion %(criterion)s is not yours. You supervise: %(own)s.")
        return Reason("R-SUP-1", message, {**params, "criterion": criterion, "own": own})
    if {rule.role for rule in rules} & {holding.role for holding in holdings}:
        message = N_("You hold this role at another unit. Here only %(who)s may do this.")
        return Reason("R-ROLE", message, params)
    return Reason("R-ROLE", N_("Only %(who)s may do this."), params)
