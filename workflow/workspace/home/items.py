"""A case as the agenda sees it, what was counted about it, and one thing to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from workflow.rules.facts import N_, Text
from workflow.rules.policy import Places


@dataclass(frozen=True)
class Line:
    """A case of a running year: where it stands and its last days."""

    pk: int
    name: str
    state: str
    year: int
    places: Places
    commune_due: date
    district_due: date
    reward_due: date
    closing_day: date
    class_known: bool = True
    margin: Decimal | None = None
    since: date | None = None


@dataclass(frozen=True)
class Returned:
    """Who sent a dossier back to its commune, when, and the written reason."""

    on: date
    who: str
    reason: str


@dataclass(frozen=True)
class Tally:
    """What was counted about one case."""

    criteria: int = 15
    commune_unscored: int = 0
    district_unscored: int = 0
    silent: int = 0
    undecided: int = 0
    unanswered: int = 0
    doubts: int = 0
    closes: date | None = None
    commune_council: bool = False
    commune_met: bool | None = None
    district_council: bool = False
    district_met: bool | None = None
    papers: frozenset[str] = frozenset()
    rewards: tuple[int, ...] = ()
    supervised: frozenset[int] = frozenset()
    returned: Returned | None = None


@dataclass(frozen=True)
class Item:
    """One thing to do or to wait for. `link` is symbolic; without a case it leads to the list, by `query`."""

    kind: str
    title: Text
    note: Text | None = None
    due: date | None = None
    link: str = ""
    button: str = N_("Open the dossier")
    case: int | None = None
    query: Mapping[str, str] = field(default_factory=dict)
    since: date | None = None
