"""Rights: asked as of a day, given and ended by the appointing table, each told in the record."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from portal.people import grants, roles
from portal.people.grants import AppointmentRefused
from portal.people.models import Grant, User
from portal.record import chain
from portal.record.models import Event
from tests.people.conftest import TODAY, make_unit

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PAPER = "QĐ 12/QĐ-UBND ngày 02/11/2026"


def refusals(function, *args, **kwargs) -> list[str]:
    """Rules of the reasons for which the call is refused; empty when it goes through."""
    try:
        with transaction.atomic():
            function(*args, **kwargs)
    except AppointmentRefused as refused:
        return [reason.rule for reason in refused.reasons]
    return []


# Giving -----------------------------------------------------------------------------------------


def test_every_pair_of_roles(country, holder, person):
    """Each role tries to give each: exactly the appointing table goes through."""
    wrong = []
    for giver_role in roles.ROLES:
        by = holder(giver_role, f"giver-{giver_role}")
        for role in roles.ROLES:
            user = person(f"{giver_role}-gives-{role}")
            place = country.place(role)
            got = refusals(grants.give, user, role, by=by, decision=PAPER, **place)
            expected = [] if role in roles.APPOINTING.get(giver_role, ()) else ["R-APP-1"]
            if got != expected:
                wrong.append((giver_role, role, got))
    assert wrong == []


def test_officers_appoint_only_under_their_own_unit(country, holder, person):
    abroad = make_unit("981", "district", "huyen", "Xa", country.other_province)
    wrong = []
    for giver_role in (roles.PROVINCE_OFFICER, roles.DISTRICT_OFFICER):
        by = holder(giver_role)
        for role in sorted(roles.APPOINTING[giver_role]):
            place = {"unit": abroad} if role.startswith("district") else country.elsewhere(role)
            got = refusals(grants.give, person(f"{role}-x"), role, by=by, decision=PAPER, **place)
            if got != ["R-APP-1"]:
                wrong.append((giver_role, role, got))
    assert wrong == []


def test_an_expired_or_future_right_appoints_nobody(country, holder, person):
    gone = holder(roles.ADMINISTRATOR, "gone", valid_until=TODAY - DAY)
    soon = holder(roles.ADMINISTRATOR, "soon", valid_from=TODAY + DAY)
    last_day = holder(roles.ADMINISTRATOR, "last-day", valid_until=TODAY)
    by = {"gone": gone, "soon": soon, "last-day": last_day}
    got = {
        name: refusals(
            grants.give,
            person(f"new-{name}"),
            roles.PROVINCE_CHAIR,
            by=giver,
            decision=PAPER,
            unit=country.province,
        )
        for name, giver in by.items()
    }
    assert got == {"gone": ["R-APP-1"], "soon": ["R-APP-1"], "last-day": []}


def test_a_superuser_appoints_nobody(country, person):
    root = User.objects.create_superuser("goc", password="x", full_name="Quản trị")
    assert refusals(
        grants.give, person("a"), roles.PROVINCE_OFFICER, by=root, decision=PAPER, unit=country.province
    ) == ["R-APP-1"]
    assert grants.reads_under(root, TODAY) == []
    assert not grants.holds(root, roles.PROVINCE_CHAIR, country.province, TODAY)


def test_all_reasons_come_at_once_and_nothing_is_written(country, holder):
    officer = holder(roles.DISTRICT_OFFICER)
    before = Grant.objects.count(), Event.objects.count()
    with pytest.raises(AppointmentRefused) as refused:
        grants.give(
            officer,
            roles.COMMUNE_MEMBER,
            by=officer,
            decision=" ",
            unit=country.district,
            valid_until=TODAY - DAY,
            deputy=True,
        )
    assert [(reason.rule, reason.message) for reason in refused.value.reasons] == [
        ("R-APP-3", "This role is held at another tier."),
        ("R-APP-4", "Name the decision: its number and date."),
        ("R-APP-4", "The last day comes before the first."),
        ("R-APP-4", "This role has no deputies."),
        ("R-APP-2", "Nobody appoints themselves."),
    ]
    assert (Grant.objects.count(), Event.objects.count()) == before


@pytest.mark.parametrize(
    ("role", "place", "rule"),
    [
        (roles.DISTRICT_OFFICER, {}, "R-APP-3"),
        (roles.DISTRICT_OFFICER, {"unit": "commune"}, "R-APP-3"),
        (roles.DISTRICT_OFFICER, {"unit": "district", "body": "front"}, "R-APP-3"),
        (roles.SUPERVISOR, {"unit": "province"}, "R-APP-3"),
        (roles.SUPERVISOR, {"unit": "district", "body": "health"}, "R-APP-3"),
        (roles.SUPERVISOR, {"body": "front"}, "R-SUP-1"),
        (roles.SUPERVISOR, {"body": "health", "criteria": [2]}, "R-SUP-1"),
    ],
)
def test_a_role_is_held_at_its_own_kind_of_place(country, holder, person, role, place, rule):
    arguments = {key: getattr(country, value) if key != "criteria" else value for key, value in place.items()}
    by = holder(roles.PROVINCE_OFFICER)
    got = refusals(grants.give, person("a"), role, by=by, decision=PAPER, **arguments)
    assert [one for one in got if one != "R-APP-1"] == [rule]


def test_a_unit_that_has_ended_takes_nobody(country, holder, person):
    old = make_unit("993", "district", "huyen", "Cũ", country.province, valid_until=date(2025, 6, 30))
    got = refusals(
        grants.give,
        person("a"),
        roles.DISTRICT_CHAIR,
        by=holder(roles.PROVINCE_OFFICER),
        decision=PAPER,
        unit=old,
    )
    assert got[0] == "R-APP-3"


def test_a_supervisor_gets_the_criteria_of_the_department(country, holder, person):
    by = holder(roles.PROVINCE_OFFICER)
    whole = grants.give(person("a"), roles.SUPERVISOR, by=by, decision=PAPER, body=country.health)
    part = grants.give(
        person("b"), roles.SUPERVISOR, by=by, decision=PAPER, body=country.health, criteria=[10, 8, 10]
    )
    assert (whole.criteria, part.criteria) == ([8, 9, 10], [8, 10])
    assert (whole.unit, part.body) == (country.province, country.health)


def test_nobody_holds_the_same_right_twice_in_the_same_days(country, holder, person):
    by, user = holder(roles.DISTRICT_OFFICER), person("a")
    give = {"by": by, "decision": PAPER, "unit": country.commune}
    grants.give(user, roles.COMMUNE_CHAIR, valid_from=TODAY, valid_until=TODAY + 9 * DAY, **give)
    days = {"inside": TODAY + DAY, "last day": TODAY + 9 * DAY, "after": TODAY + 10 * DAY}
    got = {
        name: refusals(grants.give, user, roles.COMMUNE_CHAIR, valid_from=on, deputy=True, **give)
        for name, on in days.items()
    }
    assert got == {"inside": ["R-APP-4"], "last day": ["R-APP-4"], "after": []}


def test_an_administrator_never_works_on_cases(country, holder, person):
    by = holder(roles.ADMINISTRATOR)
    second = holder(roles.ADMINISTRATOR, "second")
    officer = holder(roles.PROVINCE_OFFICER)
    give = {"by": by, "decision": PAPER}
    assert [
        refusals(grants.give, second, roles.PROVINCE_CHAIR, unit=country.province, **give),
        refusals(grants.give, officer, roles.ADMINISTRATOR, **give),
        refusals(grants.give, second, roles.EDITOR, unit=country.province, **give),
    ] == [["R-APP-6"], ["R-APP-6"], []]


def test_a_closed_account_gets_nothing_and_holds_nothing(country, holder):
    by, user = holder(roles.ADMINISTRATOR), holder(roles.PROVINCE_OFFICER)
    user.is_active = False
    user.save()
    got = refusals(grants.give, user, roles.PROVINCE_CHAIR, by=by, decision=PAPER, unit=country.province)
    assert (got, grants.holdings(user, TODAY)) == (["R-APP-4"], ())


def test_the_first_administrator_is_found_once(person, nobody_in_charge):
    first = grants.found(person("first"), decision=PAPER)
    assert (first.role, first.unit, first.given_by) == (roles.ADMINISTRATOR, None, None)
    assert refusals(grants.found, person("second"), decision=PAPER) == ["R-APP-5"]


# Ending -----------------------------------------------------------------------------------------


def test_the_last_day_still_counts(country, holder, person):
    by, user = holder(roles.DISTRICT_OFFICER), person("a")
    grant = grants.give(user, roles.COMMUNE_CHAIR, by=by, decision=PAPER, unit=country.commune)
    ended = grants.end(grant, by=by, on=TODAY + DAY, decision="QĐ 15/QĐ-UBND")
    assert (ended.valid_until, ended.ended_by, ended.withdrawn) == (TODAY + DAY, by, False)
    held = [grants.holds(user, roles.COMMUNE_CHAIR, country.commune, TODAY + n * DAY) for n in (-1, 0, 1, 2)]
    assert held == [False, True, True, False]
    assert refusals(grants.end, grant, by=by, on=TODAY + DAY) == ["R-APP-4"]


def test_a_right_that_has_not_begun_is_withdrawn(country, holder, person):
    by, user = holder(roles.DISTRICT_OFFICER), person("a")
    grant = grants.give(
        user, roles.COMMUNE_CHAIR, by=by, decision=PAPER, unit=country.commune, valid_from=TODAY + 9 * DAY
    )
    ended = grants.end(grant, by=by)
    assert (ended.withdrawn, ended.valid_until) == (True, None)
    assert grants.holdings(user, TODAY + 9 * DAY) == ()
    assert refusals(grants.end, grant, by=by) == ["R-APP-4"]
    assert refusals(grants.give, user, roles.COMMUNE_CHAIR, by=by, decision=PAPER, unit=country.commune) == []


def test_ending_follows_the_appointing_table(country, holder):
    chair = holder(roles.COMMUNE_CHAIR)
    grant = chair.grants.get()
    stranger = holder(roles.DISTRICT_OFFICER, "stranger", unit=country.other_district)
    got = {
        name: refusals(grants.end, grant, by=by)
        for name, by in {
            "province": holder(roles.PROVINCE_OFFICER),
            "other district": stranger,
            "administrator": holder(roles.ADMINISTRATOR),
            "district": holder(roles.DISTRICT_OFFICER),
        }.items()
    }
    assert got == {
        "province": ["R-APP-1"],
        "other district": ["R-APP-1"],
        "administrator": ["R-APP-1"],
        "district": [],
    }


def test_nobody_ends_the_last_right_of_their_own(holder, nobody_in_charge):
    first, second = holder(roles.ADMINISTRATOR, "first"), holder(roles.ADMINISTRATOR, "second")
    mine = first.grants.get()
    assert refusals(grants.end, mine, by=first) == ["R-APP-5"]
    assert refusals(grants.end, mine, by=second) == []
    # Now the last administrator of all.
    assert refusals(grants.end, second.grants.get(), by=second) == ["R-APP-5", "R-APP-5"]


# Asking -----------------------------------------------------------------------------------------


def test_holdings_cost_one_query_per_person(country, holder, django_assert_num_queries):
    user = User.objects.get(pk=holder(roles.SUPERVISOR, criteria=[8]).pk)
    with django_assert_num_queries(1):
        for _ in range(3):
            (grant,) = grants.holdings(user, TODAY)
            assert (grant.unit.code, grant.body.name) == ("99", "Sở Y tế")
            assert grants.reads_under(user, TODAY) == [country.province]
            assert grants.holds(user, roles.SUPERVISOR, country.province, TODAY)
    with django_assert_num_queries(0):
        assert grants.holdings(user, date(2025, 12, 31)) == ()


def test_giving_is_seen_at_once_by_the_same_instance(country, holder, person):
    by, user = holder(roles.DISTRICT_OFFICER), person("a")
    assert grants.holdings(user, TODAY) == ()
    grant = grants.give(user, roles.COMMUNE_OFFICER, by=by, decision=PAPER, unit=country.commune)
    assert grants.holdings(user, TODAY) == (grant,)


def test_holders_name_heads_before_deputies_on_that_day(country, holder):
    deputy = holder(roles.COMMUNE_CHAIR, "deputy", deputy=True)
    head = holder(roles.COMMUNE_CHAIR, "head")
    holder(roles.COMMUNE_CHAIR, "gone", valid_until=date(2026, 10, 31))
    holder(roles.COMMUNE_CHAIR, "other", unit=country.other_commune)
    held = grants.holders(roles.COMMUNE_CHAIR, country.commune, TODAY)
    assert [grant.user for grant in held] == [head, deputy]


def test_where_reading_starts(country, holder):
    got = {role: grants.reads_under(holder(role), TODAY) for role in roles.ROLES}
    commune, district, province = [country.commune], [country.district], [country.province]
    assert got == {
        roles.COMMUNE_OFFICER: commune,
        roles.COMMUNE_MEMBER: commune,
        roles.COMMUNE_CHAIR: commune,
        roles.DISTRICT_OFFICER: district,
        roles.DISTRICT_MEMBER: district,
        roles.DISTRICT_CHAIR: district,
        roles.PROVINCE_OFFICER: province,
        roles.PROVINCE_CHAIR: province,
        roles.SUPERVISOR: province,
        roles.HOME_AFFAIRS: province,
        roles.FINANCE: province,
        roles.PLANNING: province,
        roles.OBSERVER: district,
        roles.EDITOR: [],
        roles.PUBLISHER: [],
        roles.ADMINISTRATOR: grants.ALL,
    }
    assert grants.reads_under(AnonymousUser(), TODAY) == []


# The record and the database --------------------------------------------------------------------


def test_giving_and_ending_are_told_in_the_record(country, holder, person):
    by, user = holder(roles.DISTRICT_OFFICER), person("a", full_name="Y Blinh")
    grant = grants.give(user, roles.COMMUNE_CHAIR, by=by, decision=PAPER, unit=country.commune, deputy=True)
    grants.end(grant, by=by, decision="QĐ 15/QĐ-UBND")
    given, ended = Event.objects.order_by("-sequence")[:2][::-1]
    assert (given.action, ended.action) == ("grant.given", "grant.ended")
    assert (given.actor_id, given.actor_role, given.actor_unit) == (by.pk, roles.DISTRICT_OFFICER, "991")
    assert (given.subject_kind, given.subject_id, given.subject_code) == ("account", user.pk, "a")
    assert given.payload == {
        "grant": grant.pk,
        "role": "commune_chair",
        "unit": "99101",
        "unit_name": "Hiếu Thử",
        "body": None,
        "criteria": [],
        "valid_from": "2026-11-10",
        "valid_until": None,
        "decision": PAPER,
        "deputy": True,
    }
    assert ended.payload | {"valid_until": None, "valid_from": None} == given.payload | {
        "valid_from": None,
        "ended_on": "2026-11-10",
        "ending_decision": "QĐ 15/QĐ-UBND",
        "withdrawn": False,
    }
    assert list(chain.verify("portal")) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"valid_until": date(2025, 12, 31)},
        {"role": "king"},
        {"role": "administrator"},
        {"unit": None},
        {"decision": ""},
        {"withdrawn": True},
    ],
    ids=str,
)
def test_the_database_refuses_rights_that_cannot_be(country, person, changed):
    whole = {
        "user": person("a"),
        "role": roles.COMMUNE_CHAIR,
        "unit": country.commune,
        "valid_from": date(2026, 1, 1),
        "decision": PAPER,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(**whole | changed)


@pytest.mark.parametrize(
    "changed", [{"role": roles.COMMUNE_OFFICER}, {"deputy": True}, {"decision": "x"}], ids=str
)
def test_a_right_is_never_rewritten_or_removed(holder, changed):
    grant = holder(roles.COMMUNE_CHAIR).grants.get()
    with pytest.raises(IntegrityError, match="never change"), transaction.atomic():
        Grant.objects.filter(pk=grant.pk).update(**changed)
    with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
        grant.delete()
