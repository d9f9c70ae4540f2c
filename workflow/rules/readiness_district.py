"""What the district needs before it reviews and decides (R-DIS-1…5, R-THR, R-SUP-1, R-OUT-1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workflow.rules import scoring, thresholds
from workflow.rules.conditions import (
    Condition,
    council_founded,
    numbers_whole,
    paper_here,
    points_given,
    told_conclusion,
)
from workflow.rules.facts import (
    N_,
    UNCONFIRMED,
    CaseFacts,
    Reason,
    SittingFacts,
    Text,
    concluded,
    district_total,
    speaking_sitting,
)
from workflow.rules.handed_in import Inputs, written
from workflow.rules.measuring import HALF
from workflow.rules.papers import BAO_CAO_THAM_DINH, BIEN_BAN_HUYEN, TO_TRINH_CONG_NHAN, TO_TRINH_HOI_DONG
from workflow.rules.seats import DISTRICT_COUNCIL

SITTING = "sitting:district"


def council(facts: CaseFacts, on: date) -> Iterator[Condition]:
    """R-DIS-1: the review council of the district and year is founded and seated."""
    yield from council_founded(DISTRICT_COUNCIL, "R-DIS-1", facts.district_council)


def points(facts: CaseFacts, on: date) -> Iterator[Condition]:
    """R-DIS-2: the district fixes the points of every criterion."""
    yield from points_given("R-DIS-2", facts.criteria, "district")


def reasons(facts: CaseFacts, on: date) -> Iterator[Condition]:
    """R-DIS-2: a difference from the commune's points needs a reason."""
    differing = [x for x in facts.criteria if scoring.difference(x.commune_points, x.district_points)]
    silent = tuple(x.no for x in differing if not x.district_reason.strip())
    yield Condition(
        "R-DIS-2",
        not silent,
        Text(
            N_("Write why the points differ from the commune's at criteria %(criteria)s."),
            {"criteria": silent},
        ),
        Text(N_("Every difference has its reason")),
        f"scores:{silent[0]}" if silent else "scores",
    )


def numbers(facts: CaseFacts, on: date) -> Iterator[Condition]:
    """R-DIS-2: numbers are whole pairs; points that do not follow their band have a reason."""
    yield from numbers_whole("R-DIS-2", facts.criteria, "district")
    asked = [x for x in facts.criteria if set(x.district_asks) - {HALF}]
    if not asked:
        return
    silent = tuple(x.no for x in asked if not x.district_reason.strip())
    yield Condition(
        "R-DIS-2",
        not silent,
        Text(N_("Write why the points do not follow a band at criteria %(criteria)s."), {"criteria": silent}),
        Text(N_("Points beside the bands have their reason")),
        f"scores:{silent[0]}" if silent else "scores",
    )


def _spoke(facts: CaseFacts, on: date) -> SittingFacts | None:
    return speaking_sitting(facts.district_sittings, on, _since(facts))


def _since(facts: CaseFacts) -> date | None:
    """The council speaks on the dossier as last filed or taken up again, not on an earlier one."""
    return max((day for day in (facts.submitted_on, facts.reconsidered_on) if day), default=None)


def sitting(facts: CaseFacts, on: date) -> Iterator[Condition]:
    """R-DIS-3: the council sat on this case, with minutes and the chair's conclusion."""
    spoke = _spoke(facts, on)
    params = {"on": spoke.held_on if spoke else None}
    since = _since(facts)
    todo = (
        Text(N_("Record the review council's sitting on this case, on or after %(since)s."), {"since": since})
        if since
        else Text(N_("Record the review council's sitting on this case."))
    )
    yield Condition(
        "R-DIS-3", spoke is not None, todo, Text(N_("The review council sat on %(on)s"), params), SITTING
    )
    founded = facts.district_council.founded_on if facts.district_council else None
    if spoke and founded and spoke.held_on < founded:
        yield Condition(
            "R-DIS-3",
            False,
            Text(
                N_("The council met on %(on)s, before it was founded on %(founded)s. Correct one."),
                {**params, "founded": founded},
            ),
            Text(""),
            SITTING,
        )
    yield Condition(
        "R-DIS-3",
        bool(spoke and spoke.has_minutes),
        Text(N_("Upload the minutes of that sitting of the review council.")),
        Text(N_("Minutes of the meeting are kept")),
        SITTING,
    )
    yield Condition(
        "R-DIS-3",
        bool(spoke and spoke.met is not None),
        Text(N_("Write the chair's conclusion: met or not met.")),
        told_conclusion(spoke),
        SITTING,
    )


def window_closed(facts: CaseFacts, on: date) -> Iterator[Condition]:
    """R-OUT-1: the council reviews after the comment window; its last day is inclusive."""
    if facts.window is None:
        yield Condition(
            "R-OUT-1", False, Text(N_("The days for comments are not set yet.")), Text(""), "messages"
        )
        return
    closes = {"closes": facts.window.closes}
    yield Condition(
        "R-OUT-1",
        on > facts.window.closes,
        Text(N_("Wait until comments close: people may write until the end of %(closes)s."), closes),
        Text(N_("The time for comments is over (%(closes)s)"), closes),
        "messages",
    )


def findings_read(facts: CaseFacts, on: date) -> Iterator[Condition]:
    """R-SUP-1: findings that doubt a criterion are read before the review."""
    doubted = [x for x in facts.findings if x.doubted]
    unread = tuple(dict.fromkeys(x.criterion for x in doubted if not x.read))
    yield Condition(
        "R-SUP-1",
        not unread,
        Text(N_("Read the findings that doubt criteria %(criteria)s."), {"criteria": unread}),
        Text(N_("%(count)s doubting findings are read"), {"count": len(doubted)})
        if doubted
        else Text(N_("No finding doubts a criterion")),
        "findings",
    )


def total_reached(facts: CaseFacts, on: date) -> Iterator[Condition]:
    """R-DIS-4: the total reaches the threshold. Nothing to say before the threshold is known."""
    if facts.threshold is None:
        return
    total = district_total(facts)
    margin = thresholds.margin(total, facts.threshold)
    params = {"total": total, "threshold": facts.threshold, "margin": abs(margin)}
    yield Condition(
        "R-DIS-4",
        margin >= 0,
        Text(
            N_("Needs %(threshold)s, reached %(total)s, %(margin)s short: it can only be declined."), params
        ),
        Text(N_("Needs %(threshold)s, reached %(total)s, %(margin)s above"), params),
        "scores",
    )


def concluded_met(facts: CaseFacts, on: date) -> Iterator[Condition]:
    """R-DIS-4: the review council concluded đạt."""
    met = concluded(facts.district_sittings, on, _since(facts))
    todo = (
        N_("The review council concluded: not met. It can only be declined.")
        if met is False
        else N_("The review council has not concluded yet.")
    )
    yield Condition(
        "R-DIS-4", met is True, Text(todo), Text(N_("The review council concluded: met")), SITTING
    )


def papers(facts: CaseFacts, on: date) -> Iterator[Condition]:
    """R-DIS-5: papers 1–4 of the recognition dossier; the fifth, the decision, comes with the act."""
    for rule, kind in (
        ("R-DIS-5", TO_TRINH_HOI_DONG),
        ("R-DIS-5", BAO_CAO_THAM_DINH),
        ("R-DIS-5", BIEN_BAN_HUYEN),
        ("R-DIS-4", TO_TRINH_CONG_NHAN),
    ):
        yield paper_here(rule, kind, facts)


def messages_settled(facts: CaseFacts, on: date) -> Iterator[Condition]:
    """R-OUT-1: of the window's messages each is admitted or not, and each admitted one is answered."""
    inside = [x for x in facts.messages if x.in_window]
    undecided = sum(x.admissible is None for x in inside)
    if undecided:
        yield Condition(
            "R-OUT-1",
            False,
            Text(
                N_("Look through %(count)s comments and say whether they can be taken."), {"count": undecided}
            ),
            Text(""),
            "messages",
        )
    silent = sum(x.admissible is True and not x.answered for x in inside)
    answered = sum(x.admissible is True and x.answered for x in inside)
    yield Condition(
        "R-OUT-1",
        not silent,
        Text(N_("Answer %(count)s comments that came in time."), {"count": silent}),
        Text(N_("%(count)s comments are answered"), {"count": answered})
        if answered
        else Text(N_("No comment waits for an answer")),
        "messages",
    )


def class_given(facts: CaseFacts, on: date, inputs: Inputs) -> Iterator[Reason]:
    """R-THR-3: the Sở names class and source, once."""
    if facts.class_confirmed:
        yield Reason(
            "R-THR-3", N_("The class is confirmed already and stays as it is for this year."), {}, "class"
        )
        return
    classes = thresholds.classes_of(facts.commune_kind)
    if inputs.get("class_code", UNCONFIRMED) not in classes:
        yield Reason(
            "R-THR-3",
            N_("Choose the class: commune (750) or commune in special difficulty (650)."),
            {},
            "class_code",
        )
    if not (written(inputs, "class_source") or written(inputs, "reason")):
        yield Reason(
            "R-THR-3", N_("Write the source of the class: list, decision, date."), {}, "class_source"
        )
