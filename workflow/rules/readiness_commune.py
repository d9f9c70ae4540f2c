"""What the commune needs before it files (R-COM-1…5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workflow.rules.conditions import (
    Condition,
    council_founded,
    numbers_whole,
    paper_here,
    points_given,
    told_conclusion,
)
from workflow.rules.facts import N_, CaseFacts, Text, concluded, speaking_sitting
from workflow.rules.measuring import HALF
from workflow.rules.papers import COMMUNE_PAPERS, CONG_VAN
from workflow.rules.seats import COMMUNE_COUNCIL

SITTING = "sitting:commune"


def council(facts: CaseFacts, on: date) -> Iterator[Condition]:
    """R-COM-1: the council is founded and seated."""
    yield from council_founded(COMMUNE_COUNCIL, "R-COM-1", facts.commune_council)


def sitting(facts: CaseFacts, on: date) -> Iterator[Condition]:
    """R-COM-2: it met after it was founded, minutes are kept, the chair concluded. No vote, no quorum."""
    spoke = speaking_sitting(facts.commune_sittings, on)
    params = {"on": spoke.held_on if spoke else None}
    ahead = min((s.held_on for s in facts.commune_sittings if s.held_on > on), default=None)
    todo = Text(N_("Record the meeting of the commune's council."))
    if ahead:
        told = {"day": ahead, "on": on}
        todo = Text(N_("The meeting of the commune's council on %(day)s lies after this day, %(on)s."), told)
    yield Condition(
        "R-COM-2",
        spoke is not None,
        todo,
        Text(N_("The commune's council met on %(on)s"), params),
        SITTING,
    )
    founded = facts.commune_council.founded_on if facts.commune_council else None
    if spoke and founded and spoke.held_on < founded:
        yield Condition(
            "R-COM-2",
            False,
            Text(
                N_("The council met on %(on)s, before it was founded on %(founded)s. Correct one."),
                {**params, "founded": founded},
            ),
            Text(""),
            SITTING,
        )
    if spoke and spoke.held_on <= facts.campaign.period_to:
        yield Condition(
            "R-CAL-1",
            False,
            Text(
                N_(
                    "The council met on %(on)s, but the period it assesses runs until %(end)s. "
                    "Record a meeting after that day."
                ),
                {**params, "end": facts.campaign.period_to},
            ),
            Text(""),
            SITTING,
        )
    yield Condition(
        "R-COM-2",
        bool(spoke and spoke.has_minutes),
        Text(N_("Upload the minutes of that meeting of the commune's council.")),
        Text(N_("Minutes of the meeting are kept")),
        SITTING,
    )
    yield Condition(
        "R-COM-2",
        bool(spoke and spoke.met is not None),
        Text(N_("Write the chair's conclusion: met or not met.")),
        told_conclusion(spoke),
        SITTING,
    )


def points(facts: CaseFacts, on: date) -> Iterator[Condition]:
    """R-COM-3: own points for every criterion, with evidence."""
    yield from points_given("R-COM-3", facts.criteria, "commune")
    bare = tuple(x.no for x in facts.criteria if not x.has_evidence)
    yield Condition(
        "R-COM-3",
        not bare,
        Text(N_("Give the evidence for criteria %(criteria)s."), {"criteria": bare}),
        Text(N_("Every criterion has its evidence")),
        f"scores:{bare[0]}" if bare else "scores",
    )


def numbers(facts: CaseFacts, on: date) -> Iterator[Condition]:
    """R-COM-3: numbers are whole pairs; points beside the bands or far from last year's have a reason."""
    yield from numbers_whole("R-COM-3", facts.criteria, "commune")
    asked = [x for x in facts.criteria if set(x.commune_asks) - {HALF}]
    if not asked:
        return
    silent = tuple(x.no for x in asked if not x.commune_reason.strip())
    yield Condition(
        "R-COM-3",
        not silent,
        Text(
            N_(
                "Write why points are unusual at criteria %(criteria)s: beside the bands, or far from before."
            ),
            {"criteria": silent},
        ),
        Text(N_("Unusual points have their reason")),
        f"scores:{silent[0]}" if silent else "scores",
    )


def papers(facts: CaseFacts, on: date) -> Iterator[Condition]:
    """R-COM-4: the four papers; without the request (1) when the council concludes không đạt."""
    not_met = concluded(facts.commune_sittings, on) is False
    for kind in COMMUNE_PAPERS:
        if kind != CONG_VAN or not not_met:
            yield paper_here("R-COM-4", kind, facts)


def corrections(facts: CaseFacts, on: date) -> Iterator[Condition]:
    """R-COM-5: what became of last year's shortcomings, and this year's."""
    silent = sum(not x.outcome.strip() for x in facts.previous_corrections)
    if facts.previous_corrections:
        yield Condition(
            "R-COM-5",
            not silent,
            Text(N_("Say what became of %(count)s shortcomings of last year."), {"count": silent}),
            Text(N_("Said what became of last year's shortcomings")),
            "corrections",
        )
    yield Condition(
        "R-COM-5",
        facts.shortcomings_written,
        Text(N_("Write this year's shortcomings, solutions and directions.")),
        Text(N_("Shortcomings, solutions and directions are written")),
        "corrections",
    )


def concluded_met(facts: CaseFacts, on: date) -> Iterator[Condition]:
    """R-COM-4: a dossier filed as không đạt goes no further; the district can then only decline."""
    if concluded(facts.commune_sittings, on) is False:
        yield Condition(
            "R-COM-4",
            False,
            Text(N_("The commune's own council concluded: not met. The district can only decline.")),
            Text(""),
            SITTING,
        )
