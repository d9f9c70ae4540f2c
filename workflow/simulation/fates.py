"""What becomes of each commune in an illustrative year: decided once from the seed, then lived through."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from workflow.rules import calendar
from workflow.rules.facts import XA_DBKK

FILLING, UNCLASSED = "filling", "unclassed"  # parts in the running year, see workflow.simulation.cast
# Days after the communes' last day on which district councils sit.
SITTING_DAYS = (2, 5, 7, 9, 11, 13, 17)


@dataclass(frozen=True)
class Fate:
    """The course of one commune's year. Days are dates; `points` the commune's total aimed at."""

    code: str
    files: bool
    filed_on: date
    returned: bool
    refiled_on: date
    closes: date
    concludes_met: bool
    sits_on: date
    decided_on: date
    share: float
    strictness: float
    comments: int
    finding: bool
    revoked: bool
    rewarded_soon: bool
    part: str = ""


def strength(seed: int, code: str) -> float:
    """How well a commune does over the years, about 0 with a spread of 1."""
    return random.Random(f"{seed}/{code}").gauss(0, 1)


def fate_of(case, seed: int, class_code: str, special: dict[str, str]) -> Fate:
    """The fate of one case. `special` names communes that never file or are revoked this year."""
    rng = random.Random(f"{seed}/{case.year}/{case.code}")
    campaign = case.campaign
    due = campaign.commune_due
    late = rng.random() < 0.09
    filed = (
        due + timedelta(days=rng.randint(1, 10))
        if late
        else due - timedelta(days=rng.choice((0, 0, 1, 1, 2, 2, 3, 4, 5, 6, 7)))
    )
    returned = rng.random() < 0.08
    refiled = filed + timedelta(days=2) if returned else filed
    holidays = [date.fromisoformat(day) for day in campaign.holidays]
    closes = calendar.comment_window(refiled, campaign.comment_days, None, holidays).closes
    days = (due + timedelta(days=offset) for offset in SITTING_DAYS)
    sits = next((day for day in days if day > closes), closes + timedelta(days=2))
    decided = sits + timedelta(days=rng.choice((1, 2, 2, 3)))
    if rng.random() < 0.04:
        decided = max(decided, campaign.district_due + timedelta(days=rng.randint(2, 5)))
    bar = {XA_DBKK: 0.665, "xa": 0.762, "thi_tran": 0.765, "phuong": 0.858}[class_code]
    share = min(0.985, max(0.5, bar + 0.04 * strength(seed, case.code) + rng.gauss(0, 0.025)))
    return Fate(
        code=case.code,
        files=special.get(case.code) != "not_filed",
        filed_on=filed,
        returned=returned,
        refiled_on=refiled,
        closes=closes,
        concludes_met=share > bar - 0.075,
        sits_on=sits,
        decided_on=decided,
        share=share,
        strictness=max(0.0, rng.gauss(0.02, 0.015)),
        comments=rng.choice((0, 0, 0, 0, 1, 2)),
        finding=rng.random() < 0.08,
        revoked=special.get(case.code) == "revoked",
        rewarded_soon=rng.random() < 0.5,
    )


def specials(year: int, seed: int, codes: list[str]) -> dict[str, str]:
    """One commune that never files and one whose recognition is revoked, where there are enough."""
    if len(codes) < 8:
        return {}
    rng = random.Random(f"{seed}/{year}/special")
    strong = sorted(codes, key=lambda code: -strength(seed, code))[: len(codes) // 2]
    revoked = rng.choice(strong)
    never = rng.choice([code for code in codes if code not in strong])
    return {revoked: "revoked", never: "not_filed"}
