"""Who holds which right on a day: asked of the rows of rights, never written here."""

import enum
from collections.abc import Collection
from datetime import date
from typing import Final

from portal.people import roles
from portal.people.models import Grant
from portal.prepared import Prepared
from portal.record import clock, events
from portal.units import tree
from portal.units.models import Unit


class Reach(enum.Enum):
    """How far reading goes when it is not bounded by units."""

    ALL = "all"


ALL: Final = Reach.ALL

_GRANTS_OF = Prepared(
    lambda user: Grant.objects.filter(user_id=user, withdrawn=False).with_places().order_by("id")
)


def holdings(user, on: date) -> tuple[Grant, ...]:
    """The rights a person holds on a day, with unit and body."""
    return tuple(grant for grant in ever_held(user) if grant.holds_on(on))


def ever_held(user) -> tuple[Grant, ...]:
    """All rights a person was given, also ended and coming ones; asked once per user instance.

    An anonymous visitor and a closed account hold nothing.
    """
    if not user.is_authenticated or not user.is_active:
        return ()
    # By attribute: a request's user is a lazy object, and the account inside it must keep the answer.
    held = getattr(user, "_grants", None)
    if held is None:
        held = user._grants = tuple(_GRANTS_OF(user.pk))
    return held


def forget(user) -> None:
    """Ask anew on the next question about this instance, after its rights changed."""
    user._grants = None


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
    return role in appointable(by, unit, on)


def appointable(by, unit: Unit | None, on: date) -> frozenset[str]:
    """The roles a person may give or end at that unit (None: the portal), by the appointing table."""
    held = [grant for grant in holdings(by, on) if grant.role in roles.APPOINTING]
    if not held:
        return frozenset()
    above = {unit.pk, *(one.pk for one in tree.ancestors_at(unit, on))} if unit else set()
    given = [
        roles.APPOINTING[grant.role] for grant in held if grant.unit_id is None or grant.unit_id in above
    ]
    return frozenset().union(*given)


def given_to(user_id: int | None) -> list[Grant]:
    """Every right a person was ever given and not withdrawn, with unit and body, oldest first; none to a
    person whose account is still to be made."""
    return list(_GRANTS_OF(user_id)) if user_id else []


def appointer(by, given: Collection[str]) -> events.Actor:
    """An appointer as the record copies them: the role by which they give one of these, and its unit."""
    for held in holdings(by, clock.today()):
        if not roles.APPOINTING.get(held.role, frozenset()).isdisjoint(given):
            return events.Actor(by.pk, by.full_name, held.role, held.unit.code if held.unit else "")
    return events.Actor(by.pk, by.full_name, "", "")
