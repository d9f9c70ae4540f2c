"""A case ready for every act, from which tests take single things away."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from workflow.regulations import loader
from workflow.rules import papers
from workflow.rules.facts import (
    CampaignFacts,
    CaseFacts,
    CouncilFacts,
    CriterionFacts,
    FindingFacts,
    MessageFacts,
    PaperFacts,
    RunFacts,
    SeatFacts,
    SittingFacts,
    WindowFacts,
)
from workflow.rules.seats import COMMUNE_SEATS, DISTRICT_SEATS

YEAR = 2026
CAMPAIGN = CampaignFacts(
    year=YEAR,
    period_from=date(2025, 11, 1),
    period_to=date(2026, 10, 31),
    commune_due=date(2026, 11, 14),
    district_due=date(2026, 11, 29),
    province_due=date(2026, 12, 9),
    reward_due=date(2026, 12, 30),
    closing_day=date(2026, 12, 31),
)
FILED = date(2026, 11, 10)
REVIEWED = date(2026, 11, 20)
DECIDED = date(2026, 11, 25)

# What an official hands in with each act when everything is right, and the day of the act.
HANDED_IN = {
    "submit": (FILED, {}),
    "return": (date(2026, 11, 12), {"reason": "Thiếu minh chứng tiêu chí 9"}),
    "review": (REVIEWED, {}),
    "reopen": (date(2026, 11, 21), {"reason": "Sửa điểm tiêu chí 6"}),
    "recognize": (DECIDED, {"decision": True, "decision_kind": "QĐ", "decision_on": DECIDED}),
    "decline": (DECIDED, {"decision": True, "decision_kind": "TB", "reason": "Thiếu 38 điểm"}),
    "reconsider": (DECIDED, {"decision": True, "reason": "Khiếu nại được chấp nhận"}),
    "reward": (DECIDED, {"decision": True, "level": 3}),
    "revoke": (DECIDED, {"decision": True, "reason": "Số liệu sai", "legal_basis": "Luật …, điều …"}),
    "close": (date(2027, 1, 4), {"reason": "Xã không nộp"}),
    "confirm_class": (FILED, {"class_code": "xa_dbkk", "class_source": "Quyết định 861/QĐ-TTg"}),
}


def seats(table):
    """Every required seat held by a person of its own."""
    return tuple(SeatFacts(seat.code, (f"person {seat.code}",)) for seat in table if seat.required)


def case(**changes) -> CaseFacts:
    """A commune of class xa_dbkk with 687 points, three years in a row, ready for each act in turn."""
    shares = [60, 40, 60, 75, 60, 45, 50, 40, 35, 30, 55, 35, 30, 36, 36]
    standard = loader.get("34/2014")
    facts = CaseFacts(
        state="draft",
        commune_kind="xa",
        class_code="xa_dbkk",
        class_confirmed=True,
        threshold=650,
        maximum=Decimal(1000),
        campaign=CAMPAIGN,
        criteria=tuple(
            CriterionFacts(c.no, c.maximum, Decimal(points), Decimal(points), has_evidence=True)
            for c, points in zip(standard.criteria, shares, strict=True)
        ),
        commune_council=CouncilFacts("12/QĐ-UBND", date(2026, 10, 20), seats(COMMUNE_SEATS)),
        commune_sittings=(SittingFacts(date(2026, 11, 5), 14, has_minutes=True, met=True),),
        district_council=CouncilFacts("900/QĐ-UBND", date(2026, 11, 2), seats(DISTRICT_SEATS)),
        district_sittings=(SittingFacts(date(2026, 11, 18), 11, has_minutes=True, met=True),),
        papers=tuple(PaperFacts(kind, has_file=True) for kind in papers.KINDS),
        findings=(FindingFacts(1, 9, doubted=True, read=True),),
        messages=(MessageFacts(1, in_window=True, admissible=True, answered=True),),
        window=WindowFacts(date(2026, 11, 11), date(2026, 11, 17)),
        shortcomings_written=True,
        runs=tuple(RunFacts(year, year, recognised=True) for year in (2024, 2025, 2026)),
    )
    return replace(facts, **changes)


def with_criterion(facts: CaseFacts, no: int, **changes) -> CaseFacts:
    """The case with one criterion changed."""
    criteria = tuple(replace(c, **changes) if c.no == no else c for c in facts.criteria)
    return replace(facts, criteria=criteria)


def without_papers(facts: CaseFacts, *kinds: str) -> CaseFacts:
    """The case without these papers."""
    return replace(facts, papers=tuple(p for p in facts.papers if p.kind not in kinds))
