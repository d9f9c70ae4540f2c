"""Who holds which right, and the only way rights are given and ended.

Rights are asked as of a day. Giving and ending follow `roles.APPOINTING`, apart from what the appointer
holds, and each writes one event into the chained record in the same transaction.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext_noop

from portal.people import roles
from portal.people.holding import (
    ALL,
    Reach,
    appointable,
    appointer,
    ever_held,
    forget,
    given_to,
    holders,
    holdings,
    holds,
    may_appoint,
    reads_under,
)
from portal.people.models import Grant, User
from portal.people.objections import AppointmentRefused, Reason, against, clashes, unendable, unfit
from portal.prepared import Prepared
from portal.record import clock, events
from portal.units import tree
from portal.units.models import Body, Unit

__all__ = [
    "ALL",
    "ENDED",
    "GIVEN",
    "AppointmentRefused",
    "Reach",
    "Reason",
    "act_for",
    "appointable",
    "changed",
    "end",
    "ever_held",
    "forget",
    "found",
    "give",
    "given_to",
    "hand_over",
    "holders",
    "holdings",
    "holds",
    "may_appoint",
    "reads_under",
    "why_not_act_for",
    "why_not_end",
    "why_not_give",
    "why_not_hand_over",
]

GIVEN: Final = "grant.given"
ENDED: Final = "grant.ended"
DAY: Final = timedelta(days=1)

# Sent inside the transaction with `grant` and `action` (GIVEN or ENDED): rooms above tell the person.
changed = Signal()

_PERSON = Prepared(lambda user: User.objects.select_for_update().filter(pk=user))


# Giving and ending ------------------------------------------------------------------------------


def give(
    user: User,
    role: str,
    *,
    by: User,
    decision: str,
    unit: Unit | None = None,
    body: Body | None = None,
    criteria: Iterable[int] = (),
    valid_from: date | None = None,
    valid_until: date | None = None,
    deputy: bool = False,
    acting_for: Grant | None = None,
    reason: str = "",
) -> Grant:
    """Give a person a role, from a day (today) until a day (open), by a signed decision.

    A body's role takes its unit from the body, and the body's criteria when none are named (R-SUP-1).
    Raises AppointmentRefused with every reason.
    """
    grant = _drafted(
        user,
        role,
        by,
        decision,
        unit,
        body,
        criteria,
        valid_from,
        valid_until,
        deputy,
        acting_for,
        reason,
    )
    with transaction.atomic():
        _one_at_a_time(user)
        reasons = against(grant, by)
        if reasons:
            raise AppointmentRefused(*reasons)
        return _written(grant, by)


def why_not_give(user: User, role: str, *, by: User, decision: str, **terms) -> list[Reason]:
    """The reasons for which `give` would refuse the same arguments now; nothing is written."""
    return against(_drafted(user, role, by, decision, **terms), by)


def found(user: User, *, decision: str) -> Grant:
    """Make the portal's first administrator; refused as soon as there is one."""
    grant = _drafted(user, roles.ADMINISTRATOR, None, decision)
    with transaction.atomic():
        _one_at_a_time(user)
        reasons = [*unfit(grant), *clashes(grant)]
        if Grant.objects.filter(role=roles.ADMINISTRATOR).in_force(clock.today()).exists():
            reasons.append(Reason("R-APP-5", gettext_noop("The portal already has an administrator.")))
        if reasons:
            raise AppointmentRefused(*reasons)
        return _written(grant, None)


def end(grant: Grant, *, by: User, on: date | None = None, decision: str = "") -> Grant:
    """End a right, `on` being its last day (today); one that has not begun is withdrawn.

    Raises AppointmentRefused when the person may not, the right has ended already, the person would end
    the last right of their own, or the portal would be left without an administrator.
    """
    on = on or clock.today()
    with transaction.atomic():
        _one_at_a_time(grant.user)
        grant = Grant.objects.with_places().select_related("user").get(pk=grant.pk)
        reasons = unendable(grant, by, on)
        if reasons:
            raise AppointmentRefused(*reasons)
        grant.withdrawn = on < grant.valid_from
        grant.valid_until = grant.valid_until if grant.withdrawn else on
        grant.ended_by, grant.ended_at = by, clock.now()
        grant.save(update_fields=["withdrawn", "valid_until", "ended_by", "ended_at"])
        _record(ENDED, grant, by, ended_on=on.isoformat(), ending_decision=decision)
    forget(grant.user)
    return grant


def why_not_end(grant: Grant, *, by: User, on: date | None = None) -> list[Reason]:
    """The reasons for which `end` would refuse now; nothing is written."""
    return unendable(grant, by, on or clock.today())


# Handing over and standing in --------------------------------------------------------------------


def hand_over(
    grant: Grant,
    successor: User,
    *,
    by: User,
    first_day: date,
    decision: str,
    valid_until: date | None = None,
) -> Grant:
    """End a post the day before `first_day` and give it to a successor from that day, by one decision.

    Open work moves with the post, because work follows roles. Both halves are done, or neither.
    Raises AppointmentRefused with every reason.
    """
    with transaction.atomic():
        _one_at_a_time(grant.user)
        grant = Grant.objects.with_places().select_related("user").get(pk=grant.pk)
        reasons = why_not_hand_over(
            grant, successor, by=by, first_day=first_day, decision=decision, valid_until=valid_until
        )
        if reasons:
            raise AppointmentRefused(*reasons)
        if grant.valid_until != first_day - DAY:
            end(grant, by=by, on=first_day - DAY, decision=decision)
        return give(successor, by=by, **_post_of(grant, first_day, valid_until), decision=decision)


def why_not_hand_over(
    grant: Grant,
    successor: User,
    *,
    by: User,
    first_day: date,
    decision: str,
    valid_until: date | None = None,
) -> list[Reason]:
    """The reasons for which `hand_over` would refuse now."""
    reasons = []
    if successor.pk == grant.user_id:
        reasons.append(Reason("R-APP-8", gettext_noop("A post is handed over to somebody else.")))
    if first_day <= grant.valid_from:
        message = gettext_noop("The successor begins after the first day of the one before, %(day)s.")
        reasons.append(Reason("R-APP-8", message, {"day": f"{grant.valid_from:%d/%m/%Y}"}))
    elif grant.valid_until != first_day - DAY:
        reasons += unendable(grant, by, first_day - DAY)
    given = why_not_give(successor, by=by, decision=decision, **_post_of(grant, first_day, valid_until))
    told = {(reason.rule, reason.message) for reason in reasons}
    return reasons + [reason for reason in given if (reason.rule, reason.message) not in told]


def act_for(
    grant: Grant,
    person: User,
    *,
    by: User,
    valid_from: date,
    valid_until: date | None,
    decision: str,
    reason: str,
) -> Grant:
    """Let somebody stand in for the holder of a post who is away; it ends by itself on `valid_until`.

    Raises AppointmentRefused with every reason.
    """
    terms = _stand_in(grant, valid_from, valid_until, reason)
    return give(person, by=by, decision=decision, **terms)


def why_not_act_for(
    grant: Grant,
    person: User,
    *,
    by: User,
    valid_from: date,
    valid_until: date | None,
    decision: str,
    reason: str,
) -> list[Reason]:
    """The reasons for which `act_for` would refuse now."""
    return why_not_give(person, by=by, decision=decision, **_stand_in(grant, valid_from, valid_until, reason))


def _place_of(grant: Grant) -> dict:
    return {"role": grant.role, "unit": grant.unit, "body": grant.body, "criteria": grant.criteria}


def _post_of(grant: Grant, first_day: date, valid_until: date | None) -> dict:
    return {
        **_place_of(grant),
        "deputy": grant.deputy,
        "valid_from": first_day,
        "valid_until": valid_until,
    }


def _stand_in(grant: Grant, valid_from: date, valid_until: date | None, reason: str) -> dict:
    return {
        **_place_of(grant),
        "deputy": grant.role in roles.DEPUTY_ROLES,
        "valid_from": valid_from,
        "valid_until": valid_until,
        "acting_for": grant,
        "reason": reason,
    }


def _drafted(
    user,
    role,
    by,
    decision,
    unit=None,
    body=None,
    criteria=(),
    valid_from=None,
    valid_until=None,
    deputy=False,
    acting_for=None,
    reason="",
) -> Grant:
    criteria = sorted(set(criteria))
    if role in roles.BODY_ROLES and body is not None:
        unit = unit or body.unit
        if role == roles.SUPERVISOR:
            criteria = criteria or list(body.criteria)
    return Grant(
        user=user,
        role=role,
        unit=unit,
        body=body,
        criteria=criteria,
        valid_from=valid_from or clock.today(),
        valid_until=valid_until,
        decision=decision.strip(),
        deputy=deputy,
        acting_for=acting_for,
        reason=reason.strip(),
        given_by=by,
        given_at=clock.now(),
    )


def _one_at_a_time(user: User) -> None:
    """Two appointments of one person wait for each other, so that neither misses the other's right."""
    _PERSON.get(user.pk)


def _written(grant: Grant, by: User | None) -> Grant:
    grant.save(force_insert=True)
    _record(GIVEN, grant, by)
    forget(grant.user)
    return grant


def _record(action: str, grant: Grant, by: User | None, **more: Any) -> None:
    span = tree.span_at(grant.unit, grant.valid_from) if grant.unit else None
    payload = {
        "grant": grant.pk,
        "role": grant.role,
        "unit": grant.unit.code if grant.unit else None,
        "unit_name": span.name if span else None,
        "body": grant.body.code if grant.body else None,
        "criteria": list(grant.criteria),
        "valid_from": grant.valid_from.isoformat(),
        "valid_until": grant.valid_until.isoformat() if grant.valid_until else None,
        "decision": grant.decision,
        "deputy": grant.deputy,
        **more,
    }
    if action == ENDED:
        payload["withdrawn"] = grant.withdrawn
    texts = {}
    if grant.acting_for_id and action == GIVEN:
        # Why somebody is away is theirs: only its digest is chained.
        payload["acting_for"], texts["reason"] = grant.acting_for_id, grant.reason
    subject = events.Subject("account", grant.user_id, grant.user.username, grant.user.full_name)
    actor = appointer(by, {grant.role}) if by else events.Actor(None, "", "system", "")
    changed.send(sender=Grant, grant=grant, action=action, by=by)
    events.append(action, actor=actor, subject=subject, payload=payload, texts=texts)
