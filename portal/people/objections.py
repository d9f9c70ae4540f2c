"""Why a right is not given or not ended: every reason at once (R-APP), asked by the code that refuses."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext, gettext_noop

from portal.people import roles
from portal.people.holding import given_to, may_appoint
from portal.people.models import Grant, User
from portal.record import clock
from portal.units import tree


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


def against(grant: Grant, by: User) -> list[Reason]:
    return [*unfit(grant), *_not_appointer(by, grant), *clashes(grant)]


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


def unfit(grant: Grant) -> list[Reason]:
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
    return reasons + (_unfit_stand_in(grant) if grant.acting_for_id else [])


def _unfit_stand_in(grant: Grant) -> list[Reason]:
    """R-APP-7: who stands in does so for somebody else, for a reason, until a day, while the post is held."""
    absent, reasons = grant.acting_for, []
    if absent.user_id == grant.user_id:
        reasons.append(Reason("R-APP-7", gettext_noop("Nobody stands in for themselves.")))
    if absent.acting_for_id:
        reasons.append(Reason("R-APP-7", gettext_noop("Nobody stands in for somebody who only stands in.")))
    if not grant.reason:
        reasons.append(Reason("R-APP-7", gettext_noop("Write why the holder is away.")))
    if grant.valid_until is None:
        reasons.append(Reason("R-APP-7", gettext_noop("Standing in has a last day.")))
    elif not absent.holds_on(grant.valid_from) or not absent.holds_on(grant.valid_until):
        message = gettext_noop("The one who is away does not hold the post on all of these days.")
        reasons.append(Reason("R-APP-7", message))
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


def clashes(grant: Grant) -> list[Reason]:
    """What other rights of the same person stand against it in the same days."""
    reasons = []
    held = [
        other
        for other in given_to(grant.user_id)
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


def unendable(grant: Grant, by: User, on: date) -> list[Reason]:
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
