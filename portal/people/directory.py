"""Who holds what at a unit, and whose rights reach it from above: the page Phân quyền.

Reading runs down the tree, deciding does not: a right held above a unit lets its holder read here.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from portal.people import posts, roles
from portal.people.models import Grant
from portal.units import names, tree
from portal.units.models import Unit, UnitSpan

HERE, INHERITED, PORTAL = "here", "inherited", "portal"
RECENT = timedelta(days=365)
_ORDER = {role: place for place, role in enumerate(roles.ROLES)}


@dataclass(frozen=True)
class Row:
    """One right as the page shows it: `mark` is HERE, INHERITED (from `origin`) or PORTAL."""

    grant: Grant
    post: str
    mark: str
    origin: UnitSpan | None
    coming: bool

    @property
    def role(self) -> str:
        return roles.ROLE_NAMES[self.grant.role]


@dataclass(frozen=True)
class Directory:
    """The rights that count at one unit (None: at the whole portal)."""

    rows: tuple[Row, ...]
    past: tuple[Row, ...]

    def of(self, mark: str) -> list[Row]:
        return [row for row in self.rows if row.mark == mark]


def of_unit(unit: Unit | None, on: date) -> Directory:
    """Rights in force and coming at a unit and above it, and those that ended here within a year.

    Two queries for any number of people.
    """
    spans = {span.unit_id: span for span in tree.ancestor_spans_at(unit, on)} if unit else {}
    own = tree.span_at(unit, on) if unit else None
    here = Q(unit=unit) if unit else Q(unit__isnull=True)
    reaching = here | Q(unit__in=list(spans)) | Q(unit__isnull=True)
    kept = Q(valid_until__isnull=True) | Q(valid_until__gte=on - RECENT)
    found = Grant.objects.filter(reaching, kept, withdrawn=False)
    found = found.select_related("user", "body", "acting_for__user").order_by("deputy", "valid_from", "pk")
    rows, past = [], []
    for grant in found:
        if grant.unit_id is None:
            mark, span = HERE if unit is None else PORTAL, None
        elif unit and grant.unit_id == unit.pk:
            mark, span = HERE, own
        else:
            mark, span = INHERITED, spans[grant.unit_id]
            if grant.role not in roles.CASE_ROLES:
                continue  # who writes pages reads no more below than anybody
        row = Row(grant, _post(grant, span, on), mark, span, grant.valid_from > on)
        over = grant.valid_until is not None and grant.valid_until < on
        if not over and (not row.coming or mark == HERE):
            rows.append(row)
        elif over and mark == HERE:
            past.append(row)
    rows.sort(key=lambda row: (_ORDER[row.grant.role], row.grant.deputy, row.coming))
    past.sort(key=lambda row: row.grant.valid_until, reverse=True)
    return Directory(tuple(rows), tuple(past))


def _post(grant: Grant, span: UnitSpan | None, on: date) -> str:
    if grant.body is not None:
        place = grant.body.name
    else:
        place = names.full_name(span.kind, span.name) if span else "–"
    return posts.post_title(grant, on, place)


@dataclass(frozen=True)
class Below:
    """A unit directly below, with the people who hold its posts today and the posts nobody holds."""

    span: UnitSpan
    people: int
    missing: tuple[str, ...]


# Posts without which a unit's year stands still.
_NEEDED = {
    roles.COMMUNE: (roles.COMMUNE_CHAIR, roles.COMMUNE_OFFICER),
    roles.DISTRICT: (roles.DISTRICT_CHAIR, roles.DISTRICT_OFFICER),
    roles.PROVINCE: (roles.PROVINCE_CHAIR, roles.PROVINCE_OFFICER),
}


def below(unit: Unit | None, on: date) -> list[Below]:
    """The units directly below (the provinces, for the whole portal) with their posts. Two queries."""
    if unit is None:
        spans = list(UnitSpan.objects.in_force(on).filter(tier=roles.PROVINCE, parent=None))
        # The country's list names every province; the portal works for those with people in them.
        worked = set(
            Grant.objects.in_force(on)
            .filter(unit__in=[span.unit_id for span in spans])
            .values_list("unit", flat=True)
        )
        spans = [span for span in spans if span.unit_id in worked]
    else:
        spans = list(tree.children_at(unit, on))
    held = Grant.objects.in_force(on).filter(unit__in=[span.unit_id for span in spans])
    people: dict[int, set[int]] = {}
    filled: dict[int, set[str]] = {}
    for unit_id, user_id, role in held.values_list("unit_id", "user_id", "role"):
        people.setdefault(unit_id, set()).add(user_id)
        filled.setdefault(unit_id, set()).add(role)
    return [
        Below(
            span,
            len(people.get(span.unit_id, ())),
            tuple(
                str(roles.ROLE_NAMES[role])
                for role in _NEEDED[span.tier]
                if role not in filled.get(span.unit_id, ())
            ),
        )
        for span in spans
    ]


def posts_of(people, on: date) -> dict[int, list[str]]:
    """The posts each of these people holds on a day, by account id. Two queries."""
    held = list(
        Grant.objects.in_force(on).filter(user__in=[person.pk for person in people]).select_related("body")
    )
    told = titles(held, on)
    found: dict[int, list[str]] = {}
    for grant in held:
        found.setdefault(grant.user_id, []).append(told[grant.pk])
    return found


def titles(held, on: date) -> dict[int, str]:
    """The posts of these rights, by id of the right. One query."""
    spans = tree.spans_at({grant.unit_id for grant in held if grant.unit_id}, on)
    return {grant.pk: _post(grant, spans.get(grant.unit_id), on) for grant in held}
