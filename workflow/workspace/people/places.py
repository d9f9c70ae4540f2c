"""Where rights are held: a unit, or the portal as a whole; and who may look there."""

from dataclasses import dataclass
from functools import cached_property

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.people import grants, roles
from portal.people.models import Grant, User
from portal.record import clock
from portal.units import tree
from portal.units.models import Body, Unit, UnitSpan

PORTAL = "toan-cong"


@dataclass(frozen=True)
class Place:
    """A unit as it is today, or the whole portal (`span` None)."""

    span: UnitSpan | None

    @property
    def unit(self) -> Unit | None:
        return self.span.unit if self.span else None

    @property
    def code(self) -> str:
        return self.span.code if self.span else PORTAL

    @property
    def name(self) -> str:
        return self.span.full_name if self.span else _("The whole portal")

    def link(self, name: str = "people-unit", **query) -> str:
        """The address of one of its pages."""
        return reverse(f"workspace:{name}", args=[self.code])

    @cached_property
    def bodies(self) -> list[Body]:
        """Departments and organisations at the unit."""
        return list(Body.objects.filter(unit=self.unit).select_related("unit")) if self.unit else []

    def roles_given_by(self, user) -> list[str]:
        """The roles this person may give here, as far as they fit the place; in the order of the roles."""
        allowed = grants.appointable(user, self.unit, clock.today())
        return [role for role in roles.ROLES if role in allowed and self._takes(role)]

    def _takes(self, role: str) -> bool:
        if self.span is None or role in roles.PORTAL_ROLES:
            return self.span is None and role in roles.PORTAL_ROLES
        if role in roles.BODY_ROLES:
            return bool(self.bodies)
        if role in roles.PAGE_ROLES:
            # Pages are the whole province's: a right further down opens none.
            return self.span.tier == roles.PROVINCE
        return roles.TIER_OF_ROLE[role] == self.span.tier


def reads(user, unit: Unit | None) -> bool:
    """Whether a person reads a unit's rights: they work there or above it, or care for the portal."""
    today = clock.today()
    roots = grants.reads_under(user, today)
    if roots is grants.ALL:
        return True
    if unit is None:
        return False
    held = {root.pk for root in roots}
    return unit.pk in held or any(above.pk in held for above in tree.ancestors_at(unit, today))


def place_of(code: str) -> Place:
    """A place by the word in its address, else Http404."""
    if code == PORTAL:
        return Place(None)
    span = tree.span_by_code(code, clock.today())
    if span is None:
        raise Http404
    return Place(span)


def readable_place(user, code: str) -> Place:
    """A place whose rights the person reads, else Http404."""
    place = place_of(code)
    if not reads(user, place.unit):
        raise Http404
    return place


def place_of_grant(grant: Grant) -> Place:
    """Where a right is held, as the unit is today or was last."""
    if grant.unit_id is None:
        return Place(None)
    span = tree.span_at(grant.unit, clock.today()) or tree.span_at(grant.unit, grant.valid_from)
    return Place(span)


def readable_grant(user, pk: int) -> Grant:
    """A right at a unit the person reads, else Http404."""
    rows = Grant.objects.with_places().select_related("user", "given_by", "ended_by", "acting_for__user")
    grant = get_object_or_404(rows, pk=pk, withdrawn=False)
    if not reads(user, grant.unit):
        raise Http404
    return grant


def readable_person(user, pk: int) -> User:
    """Somebody with a right, of any time, at a unit the person reads, else Http404."""
    person = get_object_or_404(User, pk=pk)
    if not any(reads(user, grant.unit) for grant in grants.given_to(person.pk)):
        raise Http404
    return person


def trail(place: Place, *more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Where a page about the rights of a place stands."""
    own = (place.name, place.link() if more else None)
    return [(_("Rights"), reverse("workspace:people")), own, *more]
