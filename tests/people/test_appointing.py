"""Giving and ending over every giver × role × place, against the table written by hand."""

import csv
from itertools import product
from pathlib import Path

import pytest

from portal.people import grants, roles
from portal.people.models import Grant, User
from tests.people.conftest import TODAY, make_unit

pytestmark = pytest.mark.django_db
PATH = Path(__file__).resolve().parent.parent / "appointing_expected.csv"
PLACES = ("below", "elsewhere")


def table() -> dict[tuple[str, str], dict[str, bool]]:
    lines = [line for line in PATH.read_text("utf-8").splitlines() if not line.startswith("#")]
    told = {}
    for row in csv.DictReader(lines):
        told[row["giver"], row["role"]] = {place: row[place] == "yes" for place in PLACES}
    return told


@pytest.fixture
def abroad(country):
    """The same tiers in another province."""
    district = make_unit("981", "district", "huyen", "Xa", country.other_province)
    return {
        "province": country.other_province,
        "district": district,
        "commune": make_unit("98101", "commune", "xa", "Rất Xa", district),
    }


def place(country, abroad, role: str, where: str) -> dict:
    """Where the role is held below its giver, or outside the giver's units."""
    if where == "below" or role in roles.PORTAL_ROLES:
        return country.place(role)
    if role in roles.BODY_ROLES:
        return {"body": country.other_health}
    return {"unit": abroad[roles.TIER_OF_ROLE[role] or "province"]}


def test_giving_and_ending_follow_the_table(country, abroad, holder, person):
    expected, wrong = table(), []
    for giver in roles.ROLES:
        by = holder(giver, f"giver-{giver}")
        for role, where in product(roles.ROLES, PLACES):
            if role in roles.PORTAL_ROLES and where == "elsewhere":
                continue  # the portal is one
            wanted = expected.get((giver, role), expected["*", "*"])[where]
            at = place(country, abroad, role, where)
            user = person(f"{role}-{giver}-{where}")
            reasons = grants.why_not_give(user, role, by=by, decision="QĐ 1", **at)
            unit = at["body"].unit if "body" in at else at.get("unit")
            criteria = at["body"].criteria if role == roles.SUPERVISOR else []
            held = Grant.objects.create(
                user=user,
                role=role,
                valid_from=TODAY,
                decision="QĐ 1",
                unit=unit,
                body=at.get("body"),
                criteria=criteria,
            )
            ending = grants.why_not_end(held, by=by)
            if (not reasons, not ending) != (wanted, wanted):
                wrong.append((giver, role, where, [r.rule for r in reasons], [r.rule for r in ending]))
    assert wrong == []


def test_the_table_speaks_of_what_the_code_says():
    """Each line is a pair of the code's table, and each pair has its line."""
    pairs = {(giver, role) for giver, given in roles.APPOINTING.items() for role in given}
    assert set(table()) - {("*", "*")} == pairs


@pytest.mark.parametrize("role", sorted(roles.APPOINTING))
def test_nobody_ends_the_last_right_of_their_own(country, holder, role):
    """Whoever could appoint themselves by another right still keeps their last one."""
    me = holder(role)
    holder(roles.ADMINISTRATOR, "another-administrator")
    last = me.grants.get()
    assert "R-APP-5" in [reason.rule for reason in grants.why_not_end(last, by=me)]
    assert User.objects.get(pk=me.pk).grants.in_force(TODAY).count() == 1
