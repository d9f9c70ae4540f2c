"""Made-up office holders of the illustrative world, one set per unit, with dated grants."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time

from portal.people import grants, roles
from portal.people.models import Grant, User
from portal.record import clock
from portal.units import tree
from portal.units.models import Body, Unit
from portal.units.names import fold
from workflow.notices.illustrative import MADE_UP_DECISION

START = date(2014, 1, 1)
DECISION = MADE_UP_DECISION
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Võ", "Đặng", "Bùi", "Đỗ", "Ngô", "Hồ", "Dương")
MIDDLE = ("Văn", "Thị", "Minh", "Thanh", "Ngọc", "Đức", "Thu", "Hữu", "Xuân", "Kim")
GIVEN = ("Hạnh", "Minh", "Sơn", "Lan", "Hùng", "Thảo", "Bình", "Tâm", "Dũng", "Hương", "Nam", "Phúc", "Yến")
HIGHLAND = (
    "A Thiu",
    "Y Blan",
    "A Brôl",
    "Y Hương",
    "A Nhôi",
    "Y Thút",
    "A Kiên",
    "Y Liên",
    "A Djang",
    "Y Ngọc",
)


def person(rng: random.Random) -> str:
    """A made-up name."""
    if rng.random() < 0.35:
        return rng.choice(HIGHLAND)
    return f"{rng.choice(FAMILY)} {rng.choice(MIDDLE)} {rng.choice(GIVEN)}"


class Names:
    """Made-up names of people who are not each other, nor anybody of the office."""

    def __init__(self, rng: random.Random, office: "Office"):
        held = [*office.holders.values(), *office.deputies.values()]
        self._rng, self._taken = rng, {fold(grant.user.full_name) for grant in held}

    def next(self) -> str:
        """A name not given before."""
        while fold(name := person(self._rng)) in self._taken:
            pass
        self._taken.add(fold(name))
        return name


@dataclass
class Office:
    """Who holds what at one unit, by role; deputies apart."""

    holders: dict[str, Grant] = field(default_factory=dict)
    deputies: dict[str, Grant] = field(default_factory=dict)

    def user(self, role: str) -> User:
        """The head's account."""
        return self.holders[role].user


@dataclass
class People:
    """All office holders, by unit id; supervisors by criterion."""

    offices: dict[int, Office]
    supervisors: dict[int, Grant]
    province: Unit

    def at(self, unit_id: int) -> Office:
        """The office of a unit."""
        return self.offices[unit_id]


def people_of(province: Unit) -> People:
    """The office holders of a province's illustrative world, made when they are not there yet."""
    if not User.objects.filter(username="quan.tri").exists():
        _settle(province)
    offices: dict[int, Office] = {}
    supervisors: dict[int, Grant] = {}
    made_up = Grant.objects.filter(decision=DECISION, valid_until=None).select_related("user", "unit", "body")
    for grant in made_up.order_by("pk"):
        if grant.role == roles.SUPERVISOR:
            supervisors |= dict.fromkeys(grant.criteria, grant)
        elif grant.unit_id:
            office = offices.setdefault(grant.unit_id, Office())
            (office.deputies if grant.deputy else office.holders)[grant.role] = grant
    return People(offices, supervisors, province)


def _settle(province: Unit) -> None:
    """Make accounts and grants: administrator → province → districts and departments → communes."""
    rng = random.Random("people")
    with clock.at(_morning(START)):
        administrator = _account("quan.tri", "Quản trị Cổng (minh họa)", is_staff=True, is_superuser=True)
        grants.found(administrator, decision=DECISION)
        officer = _account("so.ldtbxh", person(rng))
        _give(officer, roles.PROVINCE_OFFICER, administrator, unit=province)
        _give(_account("tinh.chutich", person(rng)), roles.PROVINCE_CHAIR, administrator, unit=province)
        _give(_account("tinh.bientap", person(rng)), roles.EDITOR, administrator, unit=province)
        front = Body.objects.filter(unit=province, code="mttq").first()
        if front is not None:
            _give(_account("mttq.tinh", person(rng)), roles.OBSERVER, officer, body=front)
        for body in Body.objects.filter(unit=province).order_by("pk"):
            if body.criteria:
                account = _account(f"giamsat.{body.code}", person(rng))
                _give(account, roles.SUPERVISOR, officer, body=body)
    _tier(province, officer, rng)


def _tier(province: Unit, officer: User, rng: random.Random) -> None:
    """Districts and communes, each from the first day it existed, in the order of those days."""
    districts: dict[int, User] = {}
    spans = {}
    for on in (START, clock.today()):
        for span in tree.descendants_at(province, on):
            spans.setdefault(span.unit_id, span)
    ordered = sorted(spans.values(), key=lambda s: (_first_day(s), s.tier != "district", s.code))
    for span in ordered:
        with clock.at(_morning(_first_day(span))):
            if span.tier == "district":
                districts[span.unit_id] = _district(span, officer, rng)
            else:
                _commune(span, districts[span.parent_id], rng)


def _district(span, officer: User, rng: random.Random) -> User:
    head = _account(f"huyen.{span.code}.phong", person(rng))
    _give(head, roles.DISTRICT_OFFICER, officer, unit=span.unit)
    chair = _account(f"huyen.{span.code}.chutich", person(rng))
    _give(chair, roles.DISTRICT_CHAIR, officer, unit=span.unit)
    deputy = _account(f"huyen.{span.code}.phochutich", person(rng))
    _give(deputy, roles.DISTRICT_CHAIR, officer, unit=span.unit, deputy=True)
    return head


def _commune(span, district_officer: User, rng: random.Random) -> None:
    officer = _account(f"xa.{span.code}.canbo", person(rng))
    _give(officer, roles.COMMUNE_OFFICER, district_officer, unit=span.unit)
    chair = _account(f"xa.{span.code}.chutich", person(rng))
    _give(chair, roles.COMMUNE_CHAIR, district_officer, unit=span.unit)


def _account(username: str, name: str, **access) -> User:
    user = User(username=username, full_name=name, **access)
    user.set_unusable_password()
    user.save()
    return user


def _give(user: User, role: str, by: User, **place) -> None:
    grants.give(user, role, by=by, decision=DECISION, valid_from=clock.today(), **place)


def _first_day(span) -> date:
    return max(START, span.valid_from or START)


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(8), clock.HANOI)
