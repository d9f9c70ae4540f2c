"""The administrative tree as of a date. Every question costs one query, whatever the size of the tree.

A unit may be given as a Unit or as its id. Days are inclusive on both ends of a span.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from portal.prepared import Prepared
from portal.units.models import Tier, Unit, UnitSpan

# All spans of a unit, whatever the day: a handful, of which Python picks the one in force.
_SPANS_OF = Prepared(lambda unit: UnitSpan.objects.filter(unit=unit).select_related("unit", "parent"))


def _with_those_above(unit: int) -> QuerySet[UnitSpan]:
    """Spans of a unit and of all that ever stood one or two tiers above it."""
    own = UnitSpan.objects.filter(unit=unit).values("parent")
    above = UnitSpan.objects.filter(unit__in=own).values("parent")
    found = UnitSpan.objects.filter(Q(unit=unit) | Q(unit__in=own) | Q(unit__in=above))
    return found.select_related("unit", "parent")


_SPANS_AND_ABOVE = Prepared(_with_those_above)


def span_at(unit: Unit | int, on: date) -> UnitSpan | None:
    """What a unit was on a day; None before it existed or after it ended."""
    return _in_force(_SPANS_OF(_id(unit)), on).get(_id(unit))


def spans_at(units: Iterable[Unit | int], on: date) -> dict[int, UnitSpan]:
    """What many units were on a day, by unit id; those not in force are absent."""
    ids = {_id(unit) for unit in units}
    return {span.unit_id: span for span in _spans(on).filter(unit__in=ids)}


def span_by_code(code: str, on: date) -> UnitSpan | None:
    """The span of a code on a day, for addresses and imports."""
    return _spans(on).filter(code=code).first()


def children_at(unit: Unit | int, on: date) -> QuerySet[UnitSpan]:
    """Spans of the units directly below on a day, in Vietnamese order."""
    return _spans(on).filter(parent=unit)


def descendants_at(units: Unit | int | Iterable[Unit | int], on: date) -> QuerySet[UnitSpan]:
    """Spans of all units below one or several units on a day, themselves left out, in Vietnamese order."""
    roots = [_id(unit) for unit in (units if _is_many(units) else [units])]
    below = UnitSpan.objects.in_force(on).filter(parent__in=roots)
    # There are three tiers, so nothing is further below than a child of a child.
    return _spans(on).filter(Q(parent__in=roots) | Q(parent__in=below.values("unit")))


def descendant_ids_at(units: Unit | int | Iterable[Unit | int], on: date) -> set[int]:
    """Ids of all units below one or several units on a day, themselves left out."""
    return set(descendants_at(units, on).order_by().values_list("unit_id", flat=True))


def ancestor_spans_at(unit: Unit | int, on: date) -> list[UnitSpan]:
    """Spans of the units above on a day, nearest first: district, province."""
    spans = _in_force(_SPANS_AND_ABOVE(_id(unit)), on)
    chain, here = [], spans.get(_id(unit))
    while here and (here := spans.get(here.parent_id)):
        chain.append(here)
    return chain


def ancestors_at(unit: Unit | int, on: date) -> list[Unit]:
    """Units above on a day, nearest first: district, province."""
    return [span.unit for span in ancestor_spans_at(unit, on)]


def communes_at(province: Unit | int, on: date) -> QuerySet[UnitSpan]:
    """Spans of the communes of a province on a day, in Vietnamese order; with or without districts."""
    return descendants_at(province, on).filter(tier=Tier.COMMUNE)


def districts_at(province: Unit | int, on: date) -> QuerySet[UnitSpan]:
    """Spans of the districts of a province on a day, in Vietnamese order; empty once districts have ended."""
    return children_at(province, on).filter(tier=Tier.DISTRICT)


def _spans(on: date) -> QuerySet[UnitSpan]:
    return UnitSpan.objects.in_force(on).select_related("unit", "parent")


def _in_force(spans: Iterable[UnitSpan], on: date) -> dict[int, UnitSpan]:
    """Of many spans those in force on a day, by unit id."""
    return {
        span.unit_id: span
        for span in spans
        if (span.valid_from is None or span.valid_from <= on)
        and (span.valid_until is None or on <= span.valid_until)
    }


def _is_many(units) -> bool:
    return not isinstance(units, Unit | int)


def _id(unit: Unit | int) -> int:
    return unit if isinstance(unit, int) else unit.pk
