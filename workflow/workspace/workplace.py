"""Where a person works, as the workspace's header says it: the unit on the left, the post on the right."""

from dataclasses import dataclass

from django.core.cache import caches

from portal.people import grants, posts, roles
from portal.people.models import Grant
from portal.record import clock

KEPT = 60 * 60  # seconds; what a unit is called only changes with the day

# The office a person's header names first when they hold several.
FIRST = (
    roles.DISTRICT_CHAIR,
    roles.DISTRICT_OFFICER,
    roles.PROVINCE_CHAIR,
    roles.PROVINCE_OFFICER,
    roles.COMMUNE_CHAIR,
    roles.COMMUNE_OFFICER,
)


@dataclass(frozen=True)
class Workplace:
    """Names as they stand on papers, in Vietnamese: "Huyện Kon Plông", "Phòng LĐ-TB&XH huyện Kon Plông"."""

    unit_name: str = ""
    post_name: str = ""


def main_grant(user) -> Grant | None:
    """The office a person is greeted by."""
    held = grants.holdings(user, clock.today())
    ranks = {role: rank for rank, role in enumerate(FIRST)}
    return min(held, key=lambda grant: ranks.get(grant.role, len(ranks)), default=None)


def workplace_of(user) -> Workplace:
    """The unit and post of the person's main office today."""
    grant = main_grant(user)
    if grant is None:
        return Workplace()
    return Workplace(*_named(grant))


def post_of(grant: Grant, on=None) -> str:
    """The post of a right on a day, kept between pages: "Chủ tịch UBND huyện Kon Plông"."""
    return _named(grant, on)[1]


def _named(grant: Grant, on=None) -> tuple[str, str]:
    day = on or clock.today()
    place = _place(grant, day)
    return place, posts.post_title(grant, day, place)


def _place(grant: Grant, day) -> str:
    """The place's name that day, kept by unit: heads and deputies of one office share it."""
    if grant.body is not None or grant.unit_id is None:
        return posts.place_name(grant, day)
    key = f"place-name:{grant.unit_id}:{day.isoformat()}"
    name = caches["process"].get(key)
    if name is None:
        name = posts.place_name(grant, day)
        caches["process"].set(key, name, KEPT)
    return name
