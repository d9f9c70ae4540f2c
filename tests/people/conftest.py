"""A small country apart from the real one: a province, two districts, a commune in each, three bodies."""

from dataclasses import dataclass
from datetime import date, datetime

import pytest
from django.test import Client

from portal.people import roles
from portal.people.models import Grant, User
from portal.record import clock
from portal.units.models import Body, Unit, UnitSpan

TODAY = date(2026, 11, 10)
PASSWORD = "một câu dài dễ nhớ 2026"


@pytest.fixture(autouse=True)
def on_a_fixed_day():
    """Every test of people happens on 10 November 2026."""
    with clock.at(datetime(2026, 11, 10, 9, 0, tzinfo=clock.HANOI)):
        yield


@dataclass(frozen=True)
class Country:
    """Units and bodies of the tests."""

    province: Unit
    other_province: Unit
    district: Unit
    other_district: Unit
    commune: Unit
    other_commune: Unit
    health: Body
    other_health: Body
    front: Body

    def place(self, role: str) -> dict:
        """Where a role is held here, as arguments of grants.give."""
        if role in roles.PORTAL_ROLES:
            return {}
        if role in roles.BODY_ROLES:
            return {"body": self.health if role == roles.SUPERVISOR else self.front}
        return {"unit": getattr(self, roles.TIER_OF_ROLE[role] or "province")}

    def elsewhere(self, role: str) -> dict:
        """A like place that belongs to somebody else."""
        if role in roles.BODY_ROLES:
            return {"body": self.other_health}
        return {"unit": getattr(self, f"other_{roles.TIER_OF_ROLE[role] or 'province'}")}


def make_unit(code: str, tier: str, kind: str, name: str, parent: Unit | None = None, **dates) -> Unit:
    unit = Unit.objects.create(code=code, tier=tier)
    UnitSpan.objects.create(unit=unit, code=code, tier=tier, kind=kind, name=name, parent=parent, **dates)
    return unit


@pytest.fixture
def country(db) -> Country:
    province = make_unit("99", "province", "tinh", "Thử Nghiệm")
    other_province = make_unit("98", "province", "tinh", "Láng Giềng")
    district = make_unit("991", "district", "huyen", "Kon Thử", province)
    other_district = make_unit("992", "district", "huyen", "Đắk Thử", province)
    commune = make_unit("99101", "commune", "xa", "Hiếu Thử", district)
    other_commune = make_unit("99201", "commune", "thi_tran", "Đắk Thử", other_district)
    bodies = [
        Body.objects.create(unit=unit, code=code, name=name, short_name=name, kind=kind, criteria=criteria)
        for unit, code, name, kind, criteria in [
            (province, "y-te", "Sở Y tế", "department", [8, 9, 10]),
            (other_province, "y-te", "Sở Y tế", "department", [8, 9, 10]),
            (district, "mttq", "Ủy ban MTTQ huyện Kon Thử", "mass_organisation", []),
        ]
    ]
    return Country(province, other_province, district, other_district, commune, other_commune, *bodies)


@pytest.fixture
def person(db):
    """`person("username", email=…)`: an account with PASSWORD."""

    def make(username: str, **fields) -> User:
        fields.setdefault("full_name", username.replace("-", " ").title())
        return User.objects.create_user(username, password=PASSWORD, **fields)

    return make


@pytest.fixture
def holder(person, country):
    """`holder(role, username=…, **fields)`: a person who holds the role here since 1 January 2026."""

    def make(role: str, username: str = "", **fields) -> User:
        user = person(username or role.replace("_", "-"))
        place = country.place(role) | {key: fields.pop(key) for key in ("unit", "body") if key in fields}
        if place.get("body"):
            place["unit"] = place["body"].unit
        Grant.objects.create(
            user=user,
            role=role,
            valid_from=fields.pop("valid_from", date(2026, 1, 1)),
            decision=fields.pop("decision", "QĐ 01/QĐ-UBND"),
            **place,
            **fields,
        )
        return user

    return make


@pytest.fixture
def nobody_in_charge(db) -> None:
    """A portal in use that lost its administrators: their rights were withdrawn."""
    Grant.objects.filter(role=roles.ADMINISTRATOR).update(withdrawn=True, ended_at=clock.now())


@pytest.fixture
def visitor() -> Client:
    """A browser with nobody signed in, that sees errors as pages."""
    return Client()
