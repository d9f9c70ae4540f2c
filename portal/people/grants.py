"""Who holds which right, and the only way rights are given and ended.

Rights are asked as of a day. Giving and ending follow `roles.APPOINTING`, apart from what the appointer
holds, and each writes one event into the chained record in the same transaction.
"""

import enum
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext, gettext_noop

from portal.people import roles
from portal.people.models import Grant, User
from portal.prepared import Prepared
from portal.record import clock, events
from portal.units import tree
from portal.units.models import Body, Unit

GIVEN: Final = "grant.given"
ENDED: Final = "grant.ended"


class Reach(enum.Enum):
    """How far reading goes when it is not bounded by units."""

    ALL = "all"


ALL: Final = Reach.ALL

_PERSON = Prepared(lambda user: User.objects.select_for_update().filter(pk=user))
_GRANTS_OF = Prepared(
    lambda user: Grant.objects.filter(user_id=user, withdrawn=False).with_places().order_by("id")
)


@dataclass(frozen=True)
class Reason:
    """Why an appointment is refused: a rule, an English msgid and its parameters."""

    rule: str
    message: str
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The reason in the reader's language."""
        return gettext(self.message) % self.params


class AppointmentRefused(Exception):
    """A right could not be given or ended; `reasons` says why, every reason at once."""

    def __init__(self, *reasons: Reason):
        super().__init__("; ".join(reason.message % reason.params for reason in reasons))
        self.reasons = reasons


# Asking -----------------------------------------------------------------------------------------


def holdings(user, on: date) -> tuple[Grant, ...]:
    """The rights a person holds on a day, with unit and body."""
    return tuple(grant for grant in ever_held(user) if grant.holds_on(on))


def ever_held(user) -> tuple[Grant, ...]:
    """All rights a person was given, also ended and coming ones; asked once per user instance.

    An anonymous visitor and a closed account hold nothing.
    """
    if not user.is_authenticated or not user.is_active:
        return ()
    if "_grants" not in user.__dict__:
        user.__dict__["_grants"] = tuple(_GRANTS_OF(user.pk))
    return user.__dict__["_grants"]


def forget(user) -> None:
    """Ask anew on the next question about this instance, after its rights changed."""
    user.__dict__.pop("_grants", None)


def holds(user, role: str, unit: Unit | None, on: date) -> bool:
    """Whether a person holds the role at exactly this unit on that day (None: at the whole portal)."""
    at = unit.pk if unit else None
    return any(grant.role == role and grant.unit_id == at for grant in holdings(user, on))


def holders(role: str, unit: Unit | None, on: date):
    """The rights by which the role is held at exactly this unit on that day, heads before deputies."""
    held = Grant.objects.in_force(on).filter(role=role, unit=unit)
    return held.with_places().select_related("user").order_by("deputy", "valid_from", "id")


def reads_under(user, on: date) -> list[Unit] | Reach:
    """The units under which a person reads cases on that day: reading runs down the tree.

    ALL for an administrator; an empty list for visitors and for those who only write pages.
    """
    held = holdings(user, on)
    if any(grant.role in roles.PORTAL_ROLES for grant in held):
        return ALL
    return list({grant.unit_id: grant.unit for grant in held if grant.role in roles.CASE_ROLES}.values())


def may_appoint(by, role: str, unit: Unit | None, on: date) -> bool:
    """Whether a person may give or end the role at that unit, by the appointing table."""
    for grant in holdings(by, on):
        if role not in roles.APPOINTING.get(grant.role, frozenset()):
            continue
        if grant.unit_id is None or (unit is not None and _lies_under(unit, grant.unit_id, on)):
            return True
    return False


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
) -> Grant:
    """Give a person a role, from a day (today) until a day (open), by a signed decision.

    A body's role takes its unit from the body, and the body's criteria when none are named (R-SUP-1).
    Raises AppointmentRefused with every reason.
    """
    grant = _drafted(user, role, by, decision, unit, body, criteria, valid_from, valid_until, deputy)
    with transaction.atomic():
        _one_at_a_time(user)
        reasons = _against(grant, by)
        if reasons:
            raise AppointmentRefused(*reasons)
        return _written(grant, by)


def why_not_give(user: User, role: str, *, by: User, decision: str, **terms) -> list[Reason]:
    """The reasons for which `give` would refuse the same arguments now; nothing is written."""
    return _against(_drafted(user, role, by, decision, **terms), by)


def found(user: User, *, decision: str) -> Grant:
    """Make the portal's first administrator; refused as soon as there is one."""
    grant = _drafted(user, roles.ADMINISTRATOR, None, decision)
    with transaction.atomic():
        _one_at_a_time(user)
        reasons = [*_unfit(grant), *_clashes(grant)]
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
        reasons = _unendable(grant, by, on)
        if reasons:
            raise AppointmentRefused(*reasons)
        grant.withdrawn = on < grant.valid_from
        grant.valid_until = grant.valid_until if grant.withdrawn else on
        grant.ended_by, grant.ended_at = by, clock.now()
        grant.save(update_fields=["withdrawn", "valid_until", "ended_by", "ended_at"])
        _record(ENDED, grant, by, ended_on=on.isoformat(), ending_decision=decision)
    forget(grant.user)
    return grant


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
    subject = events.Subject("account", grant.user_id, grant.user.username, grant.user.full_name)
    events.append(action, actor=_actor(by, grant), subject=subject, payload=payload)


def _actor(by: User | None, grant: Grant) -> events.Actor:
    """The appointer as the record copies them: the role by which they appoint, and its unit."""
    if by is None:
        return events.Actor(id=None, name="", role="system", unit_code="")
    for held in holdings(by, clock.today()):
        if grant.role in roles.APPOINTING.get(held.role, frozenset()):
            return events.Actor(by.pk, by.full_name, held.role, held.unit.code if held.unit else "")
    return events.Actor(by.pk, by.full_name, "", "")


# Why not ----------------------------------------------------------------------------------------


def _lies_under(unit: Unit, root_id: int, on: date) -> bool:
    return unit.pk == root_id or any(above.pk == root_id for above in tree.ancestors_at(unit, on))


def _against(grant: Grant, by: User) -> list[Reason]:
    return [*_unfit(grant), *_not_appointer(by, grant), *_clashes(grant)]


def _not_appointer(by: User, grant: Grant) -> list[Reason]:
    reasons = []
    if by.pk == grant.user_id:
        reasons.append(Reason("R-APP-2", gettext_noop("Nobody appoints themselves.")))
    if not may_appoint(by, grant.role, grant.unit, clock.today()):
        reasons.append(_may_not(grant))
    return reasons


def _may_not(grant: Grant) -> Reason:
    givers = [str(roles.ROLE_NAMES[role]) for role in roles.appointers(grant.role)]
    message = gettext_noop("Only %(givers)s of the unit above gives or ends the right “%(role)s”.")
    if roles.ADMINISTRATOR in roles.appointers(grant.role):
        message = gettext_noop("Only an administrator gives or ends the right “%(role)s”.")
    params = {"givers": ", ".join(givers), "role": str(roles.ROLE_NAMES.get(grant.role, grant.role))}
    return Reason("R-APP-1", message, params)


def _unfit(grant: Grant) -> list[Reason]:
    """What is wrong with the right itself, whoever gives it."""
    if grant.role not in roles.ROLE_NAMES:
        return [Reason("R-APP-4", gettext_noop("There is no role “%(role)s”."), {"role": grant.role})]
    reasons = _unfit_place(grant)
    if not grant.decision:
        reasons.append(Reason("R-APP-4", gettext_noop("Name the decision: its number and date.")))
    if grant.valid_until and grant.valid_until < grant.valid_from:
        reasons.append(Reason("R-APP-4", gettext_noop("The last day comes before the first.")))
    if grant.deputy and grant.role not in roles.DEPUTY_ROLES:
        reasons.append(Reason("R-APP-4", gettext_noop("This role has no deputies.")))
    if not grant.user.is_active:
        reasons.append(Reason("R-APP-4", gettext_noop("This account is closed.")))
    return reasons


def _unfit_place(grant: Grant) -> list[Reason]:
    """The role is held at the right kind of place, which exists on the first day."""
    if grant.role in roles.PORTAL_ROLES:
        if grant.unit or grant.body:
            return [Reason("R-APP-3", gettext_noop("This role is held at the whole portal, at no unit."))]
        return []
    if grant.role in roles.BODY_ROLES:
        if grant.body is None:
            return [Reason("R-APP-3", gettext_noop("Choose the department or organisation."))]
        if grant.unit_id != grant.body.unit_id:
            return [Reason("R-APP-3", gettext_noop("The department belongs to another unit."))]
        return _unfit_criteria(grant)
    if grant.unit is None or grant.body is not None:
        return [Reason("R-APP-3", gettext_noop("Choose the unit of this role, and no department."))]
    span = tree.span_at(grant.unit, grant.valid_from)
    if span is None:
        message = gettext_noop("The unit does not exist on %(day)s.")
        return [Reason("R-APP-3", message, {"day": f"{grant.valid_from:%d/%m/%Y}"})]
    tier = roles.TIER_OF_ROLE[grant.role]
    if tier and span.tier != tier:
        return [Reason("R-APP-3", gettext_noop("This role is held at another tier."))]
    return []


def _unfit_criteria(grant: Grant) -> list[Reason]:
    """R-SUP-1: a supervising department names its criteria, and no other department's."""
    if grant.role != roles.SUPERVISOR:
        return []
    if not grant.criteria:
        return [Reason("R-SUP-1", gettext_noop("Name the criteria this department supervises."))]
    foreign = sorted(set(grant.criteria) - set(grant.body.criteria)) if grant.body.criteria else []
    if foreign:
        message = gettext_noop("This department does not supervise criteria %(numbers)s.")
        return [Reason("R-SUP-1", message, {"numbers": ", ".join(map(str, foreign))})]
    return []


def _clashes(grant: Grant) -> list[Reason]:
    """What other rights of the same person stand against it in the same days."""
    reasons = []
    held = [
        other
        for other in _GRANTS_OF(grant.user_id)
        if (other.valid_until is None or other.valid_until >= grant.valid_from)
        and (grant.valid_until is None or other.valid_from <= grant.valid_until)
    ]
    if any((o.role, o.unit_id, o.body_id) == (grant.role, grant.unit_id, grant.body_id) for o in held):
        message = gettext_noop("This person already holds this right in these days.")
        reasons.append(Reason("R-APP-4", message))
    theirs = {o.role for o in held}
    if (grant.role in roles.PORTAL_ROLES and theirs & roles.CASE_ROLES) or (
        grant.role in roles.CASE_ROLES and theirs & roles.PORTAL_ROLES
    ):
        message = gettext_noop("An administrator never works on cases: use a second account.")
        reasons.append(Reason("R-APP-6", message))
    return reasons


def _unendable(grant: Grant, by: User, on: date) -> list[Reason]:
    reasons = []
    if not may_appoint(by, grant.role, grant.unit, clock.today()):
        reasons.append(_may_not(grant))
    if grant.withdrawn or (grant.valid_until and on >= grant.valid_until):
        reasons.append(Reason("R-APP-4", gettext_noop("This right already ends by that day.")))
    after = max(on, clock.today()) + timedelta(days=1)
    others = Grant.objects.exclude(pk=grant.pk)
    if by.pk == grant.user_id and not others.filter(user=by).in_force(after).exists():
        reasons.append(Reason("R-APP-5", gettext_noop("Nobody ends the last right of their own.")))
    if grant.role == roles.ADMINISTRATOR and not (
        others.filter(role=roles.ADMINISTRATOR, user__is_active=True).in_force(after).exists()
    ):
        reasons.append(Reason("R-APP-5", gettext_noop("The portal needs at least one administrator.")))
    return reasons
