"""The one door to a case: every act passes here, whole or not at all.

Order inside one transaction: lock the case, rights and unit, four eyes, readiness on the frozen facts,
effects, django-fsm transition, digests, event, listeners of `case_moving`, commit; then `case_moved`.
"""

from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from django.db import DatabaseError, transaction
from django_fsm import ConcurrentTransition, can_proceed

from portal.people import posts
from portal.record import clock
from workflow import signals, snapshot
from workflow.actions import effects
from workflow.actions.digests import SALT, new_salt, of_dossier
from workflow.actions.dossier import Gathered, gather, glance
from workflow.actions.eyes import conflicts
from workflow.actions.inputs import Inputs
from workflow.actions.locking import locked_to_move
from workflow.actions.recorded import name_of, note, texts_of_acts
from workflow.actions.refusals import Refused, log_refusal
from workflow.actions.rights import ever_held, grant_of
from workflow.models import Act, Case
from workflow.models.passage import open_for
from workflow.models.states import DRAFT
from workflow.rules import calendar, readiness
from workflow.rules.facts import N_, Reason
from workflow.rules.policy import RECORD, Permission, permission

TRANSITIONS = {
    "submit": "submit",
    "return": "send_back",
    "review": "review",
    "reopen": "reopen",
    "recognize": "recognize",
    "decline": "decline",
    "reconsider": "reconsider",
    "reward": "reward",
    "revoke": "revoke",
    "close": "close",
}
STILL = ("confirm_class",)  # acts that leave the state as it is
NAME_SIGNATORY = N_("Name who signed the paper: an officer records the chair's act, but does not decide.")
IN_PERSON = N_("You act in your own name here. Leave the signatory empty.")
PAPER_NEEDED = N_("Attach the signed paper: an officer records an act only from the paper.")


@dataclass(frozen=True)
class Moved:
    """A case after an act."""

    case: Case
    act: Act
    event_sequence: int


@dataclass
class Passing:
    """One act on its way through the door; effects read it and put what they made on it."""

    case: Case
    action: str
    actor: object
    inputs: Inputs
    gathered: Gathered
    on: date
    permission: Permission
    due: date | None = None
    days_late: int | None = None
    decision: object = None
    payload: dict = field(default_factory=dict)

    @property
    def grant(self):
        """The right the act rests on: the signatory's on paper, else the actor's own."""
        return self.inputs.signatory or grant_of(self.actor, self.permission.holding.grant_id)

    @property
    def signatory(self):
        """The person whose act it is: the signatory on paper, else the actor."""
        return self.inputs.signatory.user if self.inputs.signatory else self.actor


def perform(case: Case, action: str, actor, **inputs) -> Moved:
    """Do an act on a case. `inputs` are the fields of `Inputs`.

    Raises Refused with every reason when the rules stand in the way (role, unit, four eyes, unmet
    conditions, a decision number used twice, a case that moved meanwhile); the refusal is logged and
    nothing is left half done.
    """
    given = Inputs(**inputs)
    try:
        with transaction.atomic():
            moved, told = _pass(case.pk, action, actor, given)
            transaction.on_commit(partial(signals.case_moved.send_robust, Case, **told))
        return moved
    except Refused as refused:
        log_refusal(action, actor, case.pk, refused)
        raise
    except ConcurrentTransition:
        refused = Refused([_moved_meanwhile()])
        log_refusal(action, actor, case.pk, refused)
        raise refused from None


def perform_each(cases: Iterable[Case], action: str, actor, **inputs) -> list[tuple[Case, Moved | Refused]]:
    """A batch: one transaction a case, so that one refusal does not undo the others.

    A decision given as data is written with the first case that passes and covers the rest.
    """
    results = []
    for case in cases:
        try:
            moved = perform(case, action, actor, **inputs)
        except Refused as refused:
            results.append((case, refused))
            continue
        results.append((case, moved))
        if moved.act.decision_id:
            inputs["decision"] = moved.act.decision
    return results


def examine(case: Case, action: str, actor, gathered: Gathered | None = None, **inputs) -> Passing:
    """Everything that would stand in the way, without doing it. Raises Refused like `perform`."""
    given = Inputs(**inputs)
    gathered = gathered or gather(case)
    on = given.on or clock.today()
    answer = _permission(case, action, actor, given, gathered, on)
    reasons = [] if answer.allowed else [answer.why]
    if answer.allowed:
        reasons += _paper_attached(action, answer, given)
        reasons += conflicts(gathered, action, actor, given, answer)
    reasons += _not_moved(case, given)
    reasons += _true_clock(case)
    reasons += readiness.unmet(action, gathered.facts, on, _rule_inputs(given))
    if reasons:
        raise Refused(reasons)
    due = calendar.due(action, gathered.facts.campaign)
    days = calendar.lateness(on, due) if due else None
    return Passing(case, action, actor, given, gathered, on, answer, due, days)


def _pass(case_id: int, action: str, actor, given: Inputs) -> tuple[Moved, dict]:
    case = locked_to_move(case_id)
    found = dict(case.__dict__)
    # A filed case is told anew even when its state stays, so only a draft gets by with a glance.
    brief = action in STILL and case.state == DRAFT
    passing = examine(case, action, actor, glance(case) if brief else gather(case), **vars(given))
    before = case.state
    with _refusing_as_refused():
        effects.apply(passing)
    if action not in STILL:
        transition = getattr(case, TRANSITIONS[action])
        with open_for(case.pk):
            if not can_proceed(transition):
                raise Refused([_moved_meanwhile()])
            transition()
    event = _event(passing, before)
    case.head_event = event.sequence
    act = _act(passing, before, event)
    passing.gathered.acts.append(act)
    with _refusing_as_refused():
        case.save(update_fields=_changed(case, found))
    told = {
        "case": case,
        "action": action,
        "event": event,
        "snapshot": snapshot.build(passing.gathered, action, texts_of_acts(case)),
    }
    signals.case_moving.send(Case, **told)
    return Moved(case, act, event.sequence), told


@contextmanager
def _refusing_as_refused():
    """A constraint or trigger that refuses is a refusal like the others: nothing a person could do here."""
    try:
        yield
    except ConcurrentTransition:
        raise
    except DatabaseError as error:
        raise Refused(
            [Reason("R-DOOR", N_("The database refused this act: %(why)s"), {"why": str(error)})]
        ) from error


def _changed(case: Case, found: dict) -> list[str]:
    """The columns an act has changed since the case was `found`."""
    return [f.name for f in case._meta.concrete_fields if case.__dict__[f.attname] != found[f.attname]]


def _permission(case, action, actor, given: Inputs, gathered, on: date) -> Permission:
    """The actor's right today, and on the act date that of the person whose act it is."""
    today = clock.today()
    answer = _asked(case, action, actor, given, gathered, today)
    if not answer.allowed:
        return answer
    signatory = given.signatory
    if answer.mode == RECORD and signatory is None:
        return answer._replace(allowed=False, why=Reason("R-CAL-6", NAME_SIGNATORY, {}, "signatory"))
    if answer.mode != RECORD and signatory is not None and signatory.user_id != actor.pk:
        return answer._replace(allowed=False, why=Reason("R-CAL-6", IN_PERSON, {}, "signatory"))
    if signatory is None and on == today:
        return answer
    person = signatory.user if signatory else actor
    then = _asked(case, action, person, given, gathered, on, signatory)
    if not then.allowed:
        return then
    if then.mode == RECORD:
        return then._replace(allowed=False, why=Reason("R-CAL-6", NAME_SIGNATORY, {}, "signatory"))
    return answer if signatory else then


def _asked(case, action, person, given: Inputs, gathered, on: date, signed_as=None) -> Permission:
    """The policy's answer for all rights of a person on a day, or for the one they signed as."""
    holdings = ever_held(person)
    if signed_as is not None:
        holdings = tuple(held for held in holdings if held.grant_id == signed_as.pk)
    return permission(
        action,
        case.state,
        holdings,
        gathered.places,
        on,
        level=given.level,
        fallback=bool(given.exception_reason.strip()),
    )


def _paper_attached(action: str, answer: Permission, given: Inputs) -> list[Reason]:
    """Recording needs the signed paper; a filing's papers are asked for by R-COM-4 anyway."""
    if answer.mode != RECORD or action == "submit":
        return []
    has_file = getattr(given.decision, "file", None) is not None
    return [] if has_file else [Reason("R-CAL-6", PAPER_NEEDED, {}, "decision")]


def _rule_inputs(given: Inputs) -> dict:
    decision = given.decision
    return {
        "on": given.on,
        "today": clock.today(),
        "reason": given.reason.strip(),
        "late_reason": given.late_reason.strip(),
        "legal_basis": given.legal_basis.strip(),
        "exception_reason": given.exception_reason.strip(),
        "decision": decision is not None,
        "decision_kind": decision.kind if decision else "",
        "decision_on": decision.signed_on if decision else None,
        "level": given.level,
        "class_code": given.class_code,
        "class_source": given.class_source.strip(),
    }


def _moved_meanwhile() -> Reason:
    return Reason(
        "R-DOOR", N_("Somebody has moved this case meanwhile. Look at it again before you go on."), {}, "case"
    )


def _not_moved(case: Case, given: Inputs) -> list[Reason]:
    seen = given.expected_event
    return [_moved_meanwhile()] if seen is not None and seen != (case.head_event or 0) else []


def _true_clock(case: Case) -> list[Reason]:
    """A set clock (simulations) moves illustrative cases only."""
    if clock.is_set() and not case.illustrative:
        return [Reason("R-CAL-6", N_("A set clock moves illustrative cases only."))]
    return []


def _event(passing: Passing, before: str):
    case, given = passing.case, passing.inputs
    salt = "" if passing.action in STILL else new_salt()
    texts = {
        "reason": given.reason,
        "late_reason": given.late_reason,
        "legal_basis": given.legal_basis,
        "exception_reason": given.exception_reason,
        "signatory": name_of(passing.signatory) if given.signatory else "",
        SALT: salt,
    }
    payload = {
        "from": before,
        "to": case.state,
        "on": passing.on.isoformat(),
        "mode": passing.permission.mode,
        "due": passing.due.isoformat() if passing.due else None,
        "days_late": passing.days_late,
        "signatory_id": passing.signatory.pk if given.signatory else None,
        "digests": of_dossier(passing.gathered, salt) if salt else {},
        **passing.payload,
    }
    return note(f"case.{passing.action}", case, passing.actor, passing.permission, payload, texts)


def _act(passing: Passing, before: str, event) -> Act:
    case = passing.case
    grant = passing.grant
    return Act.objects.create(
        case_id=case.pk,
        action=passing.action,
        from_state=before,
        to_state=case.state,
        on=passing.on,
        due=passing.due,
        days_late=passing.days_late,
        mode=passing.permission.mode,
        actor_id=passing.actor.pk,
        actor_name=name_of(passing.actor),
        actor_role=passing.permission.holding.role,
        signatory_id=passing.signatory.pk,
        signatory_name=name_of(passing.signatory),
        signatory_post=posts.post_title(grant, passing.on),
        sign_form=posts.signing_form(grant),
        decision=passing.decision,
        event=event.sequence,
    )
