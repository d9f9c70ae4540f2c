"""Regulations from their data files: one YAML each, checked whole before anything of it is used.

A file that does not hold together is refused with file, line and reason. The files ship with the code and
do not change while it runs, so what was read once is kept for the process.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from workflow.regulations.bodies import DEPARTMENTS
from workflow.regulations.lined_yaml import N_, Lined, RegulationRefused, read, read_text
from workflow.regulations.model import (
    BANDS_COMPLETE,
    BANDS_NONE,
    COMPLETE_AS_KNOWN,
    INCOMPLETE,
    Band,
    Criterion,
    DayOfYear,
    Deadlines,
    Documents,
    Gap,
    PaperKind,
    Period,
    Regulation,
    RewardLevel,
    Threshold,
)

__all__ = ["RegulationRefused", "all_regulations", "fit_for_campaigns", "get", "load", "parse", "source"]

FOLDER = Path(__file__).parent
SCHEMA = FOLDER / "schema.json"


def load(path: Path | str) -> Regulation:
    """The regulation in a file.

    Raises RegulationRefused (path, line, reason) when it does not hold together: unknown or missing keys,
    duplicates, sums other than the maximum, overlapping bands, unknown departments.
    """
    return _checked(read(Path(path)))


@lru_cache(maxsize=64)
def parse(text: str, name: str) -> Regulation:
    """The regulation in a text held to the same rules; `name` stands for the file in refusals.

    The same text read again gives what was read before.
    """
    return _checked(read_text(text, name))


def _checked(lined: Lined) -> Regulation:
    _hold_to_schema(lined)
    regulation = _regulation(lined)
    _check_criteria(lined, regulation)
    _check_sums(lined, regulation)
    _check_lists(lined, regulation)
    return regulation


@cache
def all_regulations() -> tuple[Regulation, ...]:
    """Every regulation that ships, oldest first. Raises RegulationRefused; a code in two files is refused."""
    found: dict[str, Regulation] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        regulation = load(path)
        if regulation.code in found:
            raise read(path).refuse(
                N_("regulation %(code)s is in another file already"), "code", code=regulation.code
            )
        found[regulation.code] = regulation
    return tuple(sorted(found.values(), key=lambda r: r.issued_on))


def get(code: str) -> Regulation:
    """The regulation of that code, such as "34/2014"; KeyError when none ships."""
    for regulation in all_regulations():
        if regulation.code == code:
            return regulation
    raise KeyError(code)


@cache
def source(code: str) -> str:
    """The data file of a regulation that ships, as text; KeyError when none does."""
    for path in sorted(FOLDER.glob("*.yaml")):
        if load(path).code == code:
            return path.read_text(encoding="utf-8")
    raise KeyError(code)


def fit_for_campaigns(regulation: Regulation) -> tuple[Gap, ...]:
    """Why a year cannot be opened under it; empty when it can. An incomplete one serves history
    only, and its gaps say what is missing."""
    if regulation.completeness == COMPLETE_AS_KNOWN:
        return ()
    return regulation.gaps


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def _hold_to_schema(lined: Lined) -> None:
    refusals = [_schema_refusal(lined, error) for error in _validator().iter_errors(lined.values)]
    if refusals:
        raise min(refusals, key=lambda refusal: refusal.line)


def _schema_refusal(lined: Lined, error: Any) -> RegulationRefused:
    place = tuple(error.absolute_path)
    if error.validator == "additionalProperties":
        unknown = next(key for key in error.instance if key not in error.schema["properties"])
        return lined.refuse(N_("unknown key: %(key)s"), *place, unknown, key=unknown)
    if error.validator == "required":
        missing = next(key for key in error.validator_value if key not in error.instance)
        return lined.refuse(N_("missing key: %(key)s"), *place, key=missing)
    where = ".".join(map(str, place)) or "file"
    if error.validator in _SCHEMA_WORDS:
        allowed, found = _plainly(error.validator_value), _plainly(error.instance)
        told = _SCHEMA_WORDS[error.validator]
        return lined.refuse(told, *place, place=where, allowed=allowed, found=found)
    return lined.refuse("%(place)s: %(error)s", *place, place=where, error=error.message)


# What the schema refuses, in words for people; the rest is told in the schema's own.
_SCHEMA_WORDS = {
    "type": N_("%(place)s: %(found)s is of the wrong kind, expected %(allowed)s"),
    "enum": N_("%(place)s: %(found)s is not one of %(allowed)s"),
    "pattern": N_("%(place)s: %(found)s is not written as expected"),
    "minimum": N_("%(place)s: %(found)s is below %(allowed)s"),
    "maximum": N_("%(place)s: %(found)s is above %(allowed)s"),
    "exclusiveMinimum": N_("%(place)s: %(found)s has to be above %(allowed)s"),
    "minItems": N_("%(place)s: at least %(allowed)s entries are needed"),
    "minProperties": N_("%(place)s: a band needs points and at least one bound"),
    "not": N_("%(place)s: give one lower and one upper bound, not two of a kind"),
}


def _plainly(value: Any) -> str:
    """A value of the file on one short line."""
    if isinstance(value, list | tuple):
        return ", ".join("null" if one is None else str(one) for one in value)[:80]
    return ("null" if value is None else str(value))[:80]


def _regulation(lined: Lined) -> Regulation:
    data = lined.values
    deadlines = data.get("deadlines")
    period = data.get("period")
    documents = data.get("documents", {})
    return Regulation(
        code=data["code"],
        number=data["number"],
        name=data["name"],
        name_en=data["name_en"],
        issuer=data["issuer"],
        issued_on=_date(lined, "issued_on"),
        in_force_from=_date(lined, "in_force_from"),
        completeness=data["completeness"],
        maximum=_points(data["maximum"]),
        criteria_count=data["criteria_count"],
        yearly=data["yearly"],
        zero_rule=data["zero_rule"],
        period=Period(*(_day(lined, "period", end) for end in ("from", "to"))) if period else None,
        deadlines=Deadlines(**{key: _day(lined, "deadlines", key) for key in deadlines})
        if deadlines
        else None,
        thresholds=tuple(
            Threshold(t["class"], t["points"], t["name"], t["name_en"]) for t in data["thresholds"]
        ),
        rewards=tuple(RewardLevel(r["years"], r["role"]) for r in data.get("rewards", ())),
        documents=Documents(**{dossier: _papers(papers) for dossier, papers in documents.items()}),
        criteria=tuple(_criterion(c) for c in data["criteria"]),
        gaps=tuple(Gap(g["text"], g["text_en"]) for g in data.get("gaps", ())),
        source=data.get("source", ""),
        legal_basis=tuple(data.get("legal_basis", ())),
    )


def _date(lined: Lined, key: str) -> date | None:
    text = lined.values.get(key)
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise lined.refuse(N_("no such day: %(day)s"), key, day=text) from None


def _day(lined: Lined, group: str, key: str) -> DayOfYear:
    given = lined.values[group][key]
    day = DayOfYear(given["month"], given["day"], given.get("year", 0))
    try:
        day.in_year(2001)  # a year without 29 February
    except ValueError:
        raise lined.refuse(
            N_("no such day in every year: %(day)s/%(month)s"), group, key, day=day.day, month=day.month
        ) from None
    return day


def _points(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)


def _papers(papers: list[dict]) -> tuple[PaperKind, ...]:
    return tuple(PaperKind(**paper) for paper in papers)


def _criterion(data: dict) -> Criterion:
    bands = tuple(
        Band(**{bound: Decimal(value) for bound, value in b.items()}) for b in data.get("bands", ())
    )
    plain = {key: value for key, value in data.items() if key not in ("maximum", "bands")}
    plain |= {key: tuple(plain[key]) for key in ("supervisors", "labels") if key in plain}
    return Criterion(maximum=_points(data["maximum"]), bands=bands, **plain)


def _check_criteria(lined: Lined, regulation: Regulation) -> None:
    for index, criterion in enumerate(regulation.criteria):
        at = ("criteria", index)
        for position, body in enumerate(criterion.supervisors):
            if body not in DEPARTMENTS:
                place = (*at, "supervisors", position)
                raise lined.refuse(N_("unknown department: %(body)s"), *place, body=body)
        _once(lined, criterion.supervisors, N_("department given twice: %(value)s"), *at, "supervisors")
        if (criterion.bands_state == BANDS_NONE) == bool(criterion.bands):
            raise lined.refuse(
                N_("criterion %(no)s: %(state)s bands, but %(count)s given"),
                *at,
                "bands_state",
                no=criterion.no,
                state=criterion.bands_state,
                count=len(criterion.bands),
            )
        if criterion.bands and criterion.unit is None:
            raise lined.refuse(N_("criterion %(no)s has bands but no unit"), *at, "bands", no=criterion.no)
        _check_bands(lined, criterion, *at, "bands")


def _check_bands(lined: Lined, criterion: Criterion, *at: str | int) -> None:
    for index, band in enumerate(criterion.bands):
        if band.low > band.high:
            raise lined.refuse(
                N_("criterion %(no)s: no value falls into this band"), *at, index, no=criterion.no
            )
        if criterion.maximum is not None and band.points > criterion.maximum:
            raise lined.refuse(
                N_("criterion %(no)s: %(points)s points are above the maximum %(maximum)s"),
                *at,
                index,
                "points",
                no=criterion.no,
                points=band.points,
                maximum=criterion.maximum,
            )
        for former in criterion.bands[:index]:
            if band.overlaps(former):
                raise lined.refuse(
                    N_("criterion %(no)s: this band overlaps one above it"), *at, index, no=criterion.no
                )
    if criterion.bands_state == BANDS_COMPLETE:
        ordered = sorted(criterion.bands, key=lambda band: band.low)
        for lower, higher in pairwise(ordered):
            if lower.leaves_gap_before(higher):
                place = criterion.bands.index(higher)
                raise lined.refuse(
                    N_("criterion %(no)s: values below this band have none"), *at, place, no=criterion.no
                )


def _check_sums(lined: Lined, regulation: Regulation) -> None:
    known = [c.maximum for c in regulation.criteria if c.maximum is not None]
    total = sum(known, Decimal(0))
    whole = len(known) == regulation.criteria_count == len(regulation.criteria)
    if len(regulation.criteria) > regulation.criteria_count:
        raise lined.refuse(N_("more than %(count)s criteria"), "criteria", count=regulation.criteria_count)
    if regulation.completeness == COMPLETE_AS_KNOWN:
        if regulation.maximum is None or not whole:
            raise lined.refuse(
                N_("complete_as_known needs the maximum and the points of every criterion"), "completeness"
            )
        if not (regulation.period and regulation.deadlines and regulation.thresholds):
            raise lined.refuse(N_("complete_as_known needs period, deadlines and thresholds"), "completeness")
    elif regulation.completeness == INCOMPLETE and not regulation.gaps:
        raise lined.refuse(N_("incomplete needs gaps that say what is missing"), "completeness")
    if regulation.maximum is not None and (
        total > regulation.maximum or (whole and total != regulation.maximum)
    ):
        raise lined.refuse(
            N_("the criteria sum to %(total)s points, the maximum is %(maximum)s"),
            "maximum",
            total=total,
            maximum=regulation.maximum,
        )


def _check_lists(lined: Lined, regulation: Regulation) -> None:
    _once(lined, [c.no for c in regulation.criteria], N_("criterion given twice: %(value)s"), "criteria")
    classes = [t.class_code for t in regulation.thresholds]
    _once(lined, classes, N_("class given twice: %(value)s"), "thresholds")
    _once(lined, [r.years for r in regulation.rewards], N_("reward level given twice: %(value)s"), "rewards")
    for dossier in ("commune", "district", "reward"):
        papers = getattr(regulation.documents, dossier)
        _once(lined, [p.kind for p in papers], N_("paper given twice: %(value)s"), "documents", dossier)
        _once(lined, [p.no for p in papers], N_("paper number given twice: %(value)s"), "documents", dossier)
    for index, threshold in enumerate(regulation.thresholds):
        if regulation.maximum is not None and threshold.points > regulation.maximum:
            raise lined.refuse(N_("a threshold above the maximum"), "thresholds", index, "points")


def _once(lined: Lined, values: Iterable[Hashable], message: str, *at: str | int) -> None:
    seen: set[Hashable] = set()
    for index, value in enumerate(values):
        if value in seen:
            raise lined.refuse(message, *at, index, value=value)
        seen.add(value)
