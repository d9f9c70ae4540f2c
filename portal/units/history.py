"""Spans and lineage worked out from two files: the units as they are, and the changes that made them so."""

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta

from portal.units.models import Lineage, Precision
from portal.units.names import KIND_OF_NAME

_DATE = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})-(?P<day>\d{2}))?(?P<resolution> \(resolution passed\))?"
)
_STATE = re.compile(
    r"(?:(?P<kind>xã|phường|thị trấn|huyện|thị xã|thành phố) (?P<name>[^,]+), )?parent (?P<parent>\d+)"
)
_RESOLUTION = re.compile(r"\((Nghị quyết [^)]+)\)")


class DataFault(ValueError):
    """The data files contradict themselves; the message names the unit."""


@dataclass(frozen=True)
class PlannedSpan:
    """A span before it is a row; `parent` is a code or empty."""

    code: str
    tier: str
    kind: str
    name: str
    parent: str
    valid_from: date | None = None
    valid_until: date | None = None
    precision: str = Precision.DAY
    decision: str = ""
    source: str = ""


@dataclass(frozen=True)
class PlannedLineage:
    """How a unit came to be; `from_code` is empty where the sources do not say out of which."""

    from_code: str
    to_code: str
    kind: str
    date: date
    precision: str
    decision: str
    source: str


@dataclass(frozen=True)
class Change:
    """One row of the history: what a unit was before (None when it was created) and after."""

    code: str
    on: date
    precision: str
    created: bool
    before: dict
    after: dict
    decision: str
    source: str


def read_change(row: dict) -> Change:
    """A change from a row of units-history.csv. Raises DataFault when it cannot be read."""
    told = _DATE.fullmatch(row["date"])
    if not told:
        raise DataFault(f"{row['code']}: date {row['date']!r} is not understood")
    on = date(int(told["year"]), int(told["month"] or 1), int(told["day"] or 1))
    precision = Precision.YEAR if not told["month"] else Precision.DAY
    if told["resolution"]:
        precision = Precision.RESOLUTION
    resolution = _RESOLUTION.search(row["change"])
    return Change(
        code=row["code"],
        on=on,
        precision=precision,
        created=row["change"].startswith("created"),
        before=_state(row["before"]),
        after=_state(row["after"]),
        decision=resolution[1] if resolution else _unchecked(on, precision),
        source=row["source"],
    )


def planned_spans(row: dict, changes: list[Change]) -> list[PlannedSpan]:
    """All spans of a unit, oldest first: what it is now, walked back through its changes.

    Raises DataFault when a change leads to something else than what the unit was afterwards.
    """
    later = PlannedSpan(row["code"], row["tier"], KIND_OF_NAME[row["kind"]], row["name"], row["parent_code"])
    spans, until = [], None
    for change in sorted(changes, key=lambda change: change.on, reverse=True):
        if any(getattr(later, key) != value for key, value in change.after.items()):
            raise DataFault(f"{change.code}: the change of {change.on} does not lead to {later}")
        spans.append(
            replace(
                later,
                valid_from=change.on,
                valid_until=until,
                precision=change.precision,
                decision=change.decision,
                source=change.source,
            )
        )
        until = change.on - timedelta(days=1)
        later = replace(later, **change.before)
        if change.created:
            break
    else:
        spans.append(replace(later, valid_until=until))
    return spans[::-1]


def planned_lineage(changes: list[Change]) -> list[PlannedLineage]:
    """One lineage for each creation: split off from wherever units moved to it on the same day."""
    origins = defaultdict(set)
    for change in changes:
        if not change.created and change.before.get("parent") != change.after.get("parent"):
            origins[change.after["parent"], change.on].add(change.before["parent"])
    planned = []
    for change in (change for change in changes if change.created):
        for origin in sorted(origins.get((change.code, change.on), {""})):
            kind = Lineage.Change.SPLIT if origin else Lineage.Change.CREATED
            planned.append(
                PlannedLineage(
                    origin, change.code, kind, change.on, change.precision, change.decision, change.source
                )
            )
    return planned


def listed_period(period: str) -> tuple[date, date | None]:
    """First and last day of a class list: "2016", "2017-2020", "from 2011 list" (still)."""
    years = [int(year) for year in re.findall(r"\d{4}", period)]
    first = date(years[0], 1, 1)
    return first, None if period.startswith("from") else date(years[-1], 12, 31)


def _state(text: str) -> dict:
    if not text:
        return {}
    told = _STATE.match(text)
    if not told:
        raise DataFault(f"state {text!r} is not understood")
    state = {"parent": told["parent"]}
    if told["kind"]:
        state |= {"kind": KIND_OF_NAME[told["kind"]], "name": told["name"]}
    return state


def _unchecked(on: date, precision: str) -> str:
    if precision == Precision.YEAR:
        return f"Năm {on:%Y}; ngày và số nghị quyết chưa được kiểm tra"
    if precision == Precision.RESOLUTION:
        return f"Nghị quyết thông qua ngày {on:%d/%m/%Y}; ngày có hiệu lực chưa được kiểm tra"
    return ""
