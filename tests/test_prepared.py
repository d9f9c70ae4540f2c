"""A prepared query answers like the queryset it was made from."""

from datetime import date
from threading import Thread

import pytest
from django.db import connection, transaction
from django.db.models import Q

from portal.prepared import Prepared, attach
from portal.units.models import Body, Tier, Unit, UnitSpan


def _two_units():
    province = Unit.objects.create(code="T9", tier=Tier.PROVINCE)
    district = Unit.objects.create(code="T91", tier=Tier.DISTRICT)
    for unit, parent, name in ((province, None, "Thử"), (district, province, "Măng Thử")):
        UnitSpan.objects.create(
            unit=unit, code=unit.code, kind="tinh", tier=unit.tier, name=name, parent=parent,
            valid_from=date(2020, 1, 1),
        )  # fmt: skip
    Body.objects.create(unit=province, code="a", name="Sở A", short_name="A", kind="phong", criteria=[1, 8])
    Body.objects.create(unit=province, code="b", name="Sở B", short_name="B", kind="phong")
    return province, district


@pytest.fixture
def units(db):
    return _two_units()


def _columns(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_rows_joins_and_converters_are_those_of_the_queryset(units, django_assert_num_queries):
    def asked(unit):
        spans = UnitSpan.objects.filter(Q(unit=unit) | Q(parent=unit), valid_from__isnull=False)
        return spans.select_related("unit", "parent").order_by("code")

    prepared = Prepared(asked)
    for unit in units:
        expected = list(asked(unit.pk))
        prepared(unit.pk)
        with django_assert_num_queries(1):
            rows = prepared(unit.pk)
            parents = [row.parent and row.parent.code for row in rows]
        assert [_columns(row) for row in rows] == [_columns(row) for row in expected]
        assert parents == [row.parent and row.parent.code for row in expected]
        assert not any(row._state.adding for row in rows)
    criteria = Prepared(lambda unit: Body.objects.filter(unit=unit).values_list("code", "criteria"))
    assert criteria(units[0].pk) == [("a", [1, 8]), ("b", [])]


def test_texts_need_a_stand_in(units):
    by_code = Prepared(lambda code: Unit.objects.filter(code=code), "?")
    assert by_code.get("T91") == units[1]
    assert by_code.first("000") is None
    with pytest.raises(Unit.DoesNotExist):
        by_code.get("000")


@pytest.mark.django_db
def test_a_value_that_is_no_parameter_is_refused():
    with pytest.raises(ValueError):
        Prepared(lambda unit: Unit.objects.all()[:3])(1)


def test_a_lock_needs_a_transaction(fresh_database):
    units = _two_units()
    locked = Prepared(lambda unit: Unit.objects.select_for_update().filter(pk=unit))
    with transaction.atomic():
        assert locked.get(units[0].pk) == units[0]
    with pytest.raises(transaction.TransactionManagementError):
        locked(units[0].pk)


def test_each_thread_prepares_on_its_own_connection(fresh_database):
    units = _two_units()
    by_id, found = Prepared(lambda unit: Unit.objects.filter(pk=unit)), []

    def ask():
        found.append(by_id.get(units[0].pk))
        connection.close()

    for thread in [Thread(target=ask), Thread(target=ask)]:
        thread.start()
        thread.join()
    ask()
    assert found == [units[0]] * 3


def test_attached_rows_answer_like_a_prefetch(units, django_assert_num_queries):
    parents = list(units)
    rows = list(Body.objects.filter(unit__in=units).order_by("code"))
    with django_assert_num_queries(0):
        attach(parents, "bodies", rows)
        assert [[body.code for body in unit.bodies.all()] for unit in parents] == [["a", "b"], []]
        assert rows[0].unit is parents[0]
    assert [body.code for body in parents[0].bodies.filter(code="b")] == ["b"]
    assert list(parents[1].bodies.filter(code="b")) == []
