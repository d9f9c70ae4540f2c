"""What two versions of a regulation say differently: first the whole, then criterion by criterion."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from workflow.regulations.model import Criterion, Regulation


@dataclass(frozen=True)
class Change:
    """One field that differs; `criterion` is None for the regulation itself."""

    criterion: int | None
    field: str
    old: Any
    new: Any


def differences(old: Regulation, new: Regulation) -> tuple[Change, ...]:
    """Every field that differs, in the order of the model and of the criteria's numbers."""
    found = [
        Change(None, one.name, getattr(old, one.name), getattr(new, one.name))
        for one in fields(Regulation)
        if one.name != "criteria" and getattr(old, one.name) != getattr(new, one.name)
    ]
    before = {criterion.no: criterion for criterion in old.criteria}
    after = {criterion.no: criterion for criterion in new.criteria}
    for no in sorted(before.keys() | after.keys()):
        found += _of_criterion(no, before.get(no), after.get(no))
    return tuple(found)


def _of_criterion(no: int, old: Criterion | None, new: Criterion | None) -> list[Change]:
    if old is None or new is None:
        return [Change(no, "criterion", old, new)]
    return [
        Change(no, one.name, getattr(old, one.name), getattr(new, one.name))
        for one in fields(Criterion)
        if getattr(old, one.name) != getattr(new, one.name)
    ]
