"""Years recognised in a row (R-REW-1…3), counted by campaign sequence, never by calendar year.

Years recognised under 37/2010 come in as runs like any other. A sequence that is missing, not recognised
or revoked breaks the row. Illustrative and real years never join (domain §11).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workflow.rules.facts import RewardFacts, RunFacts

DISTRICT_LEVEL, PROVINCE_LEVEL = 3, 5
LEVELS = (DISTRICT_LEVEL, PROVINCE_LEVEL)


@dataclass(frozen=True)
class Milestone:
    """A reward level in years: reached, or how many years are still missing."""

    level: int
    reached: bool
    missing: int


def current(
    runs: Iterable[RunFacts], upto: int | None = None, *, illustrative: bool | None = None
) -> tuple[RunFacts, ...]:
    """The unbroken run that ends at sequence `upto` (default: the newest year told of), oldest first.

    Empty when that year itself is not recognised. `illustrative` picks one kind; by default real years
    count alone wherever there is one.
    """
    told = tuple(runs)
    if illustrative is None:
        illustrative = all(run.illustrative for run in told)
    told = tuple(run for run in told if run.illustrative == illustrative)
    if not told:
        return ()
    standing = {run.sequence: run for run in told if run.recognised and not run.revoked}
    sequence = max(run.sequence for run in told) if upto is None else upto
    unbroken: list[RunFacts] = []
    while sequence in standing:
        unbroken.append(standing[sequence])
        sequence -= 1
    return tuple(reversed(unbroken))


def resting_on(
    runs: Iterable[RunFacts],
    level: int,
    rewards: Iterable[RewardFacts] = (),
    upto: int | None = None,
    *,
    illustrative: bool | None = None,
) -> tuple[RunFacts, ...]:
    """The newest `level` years of the run a reward would rest on; empty while there are too few.

    A year that already carries a reward of the same level does not carry another.
    """
    used = {sequence for reward in rewards if reward.level == level for sequence in reward.sequences}
    unbroken = current(runs, upto, illustrative=illustrative)
    fresh = tuple(run for run in unbroken if run.sequence > max(used, default=run.sequence - 1))
    return fresh[-level:] if len(fresh) >= level else ()


def eligible(
    runs: Iterable[RunFacts],
    level: int,
    rewards: Iterable[RewardFacts] = (),
    upto: int | None = None,
    *,
    illustrative: bool | None = None,
) -> bool:
    """Whether the run is long enough for the 3-year (R-REW-1) or 5-year reward (R-REW-2)."""
    return bool(resting_on(runs, level, rewards, upto, illustrative=illustrative))


def milestones(runs: Iterable[RunFacts], upto: int | None = None) -> tuple[Milestone, ...]:
    """How far the run is from 3 and from 5 years ("còn N năm")."""
    length = len(current(runs, upto))
    return tuple(Milestone(level, length >= level, max(level - length, 0)) for level in LEVELS)
