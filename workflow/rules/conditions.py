"""A condition of an act, told twice by the same code: as work to do, and as why not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from workflow.rules import papers
from workflow.rules.facts import (
    N_,
    CaseFacts,
    CouncilFacts,
    CriterionFacts,
    Named,
    Reason,
    SeatFacts,
    SittingFacts,
    Task,
    Text,
)
from workflow.rules.measuring import HALF
from workflow.rules.seats import COMMUNE_COUNCIL, SEATS, Seat


class Condition(NamedTuple):
    """One rule of one act: `todo` while open (the refusal's sentence too), `told` once it is done."""

    rule: str
    done: bool
    todo: Text
    told: Text
    link: str = ""

    def task(self) -> Task:
        """The line of the task list."""
        text = self.told if self.done else self.todo
        return Task(self.rule, text.message, text.params, self.link, self.done)

    def reason(self) -> Reason:
        """Why not, when it is not done."""
        return Reason(self.rule, self.todo.message, self.todo.params, self.link)


# The year and the class ------------------------------------------------------------------------------


def after_closing_day(facts: CaseFacts, on: date) -> Iterator[Condition]:
    """R-CAL-7: the year closes after its closing day."""
    day = {"day": facts.campaign.closing_day}
    yield Condition(
        "R-CAL-7",
        on > facts.campaign.closing_day,
        Text(N_("Wait until %(day)s has passed: the commune may still file."), day),
        Text(N_("The closing day %(day)s has passed"), day),
    )


def class_known(facts: CaseFacts, on: date) -> Iterator[Condition]:
    """R-THR-3: no decision before the class, and with it the threshold, is confirmed."""
    yield Condition(
        "R-THR-3",
        facts.class_confirmed and facts.threshold is not None,
        Text(N_("The Labour Department has not confirmed this commune's class (750 or 650).")),
        Text(N_("The class is confirmed, threshold %(threshold)s"), {"threshold": facts.threshold}),
        "class",
    )


# Councils and papers, the same at both tiers -----------------------------------------------------------


def council_founded(council: str, rule: str, facts: CouncilFacts | None) -> Iterator[Condition]:
    """R-COM-1, R-DIS-1: founded by a decision, every seat held or explained, kiêm nhiệm explained."""
    link = f"council:{council}"
    founded = facts is not None and bool(facts.founded_number.strip()) and facts.founded_on is not None
    params = {"number": facts.founded_number, "on": facts.founded_on} if founded else {}
    yield Condition(
        rule,
        founded,
        Text(_FOUND[council]),
        Text(N_("Council founded by decision %(number)s on %(on)s"), params),
        link,
    )
    held = {seat.code: seat for seat in facts.seats} if facts else {}
    open_seats = tuple(_name(seat) for seat in SEATS[council] if seat.required and not _settled(seat, held))
    yield Condition(
        rule,
        not open_seats,
        Text(
            N_("Fill these seats of the council, or say why they are vacant: %(seats)s."),
            {"seats": open_seats},
        ),
        Text(N_("Every seat of the council is held or explained")),
        link,
    )
    unexplained = _unexplained_concurrence(council, held)
    yield Condition(
        rule,
        not unexplained,
        Text(
            N_("One person holds several seats: write why (concurrent post) at %(seats)s."),
            {"seats": unexplained},
        ),
        Text(N_("Nobody holds two seats without a reason")),
        link,
    )


_FOUND = {
    COMMUNE_COUNCIL: N_("Enter number and date of the decision that founds the commune's council."),
    "district": N_("Enter number and date of the decision that founds the district's review council."),
}


def _name(seat: Seat) -> Named:
    return Named(seat.office.partition(":")[0], seat.office_en.partition(":")[0])


def _settled(seat: Seat, held: Mapping[str, SeatFacts]) -> bool:
    """Held, or vacant with a reason; the chair's seat must be held, for nobody else concludes (R-COM-2)."""
    facts = held.get(seat.code)
    if facts is None:
        return False
    vacant = facts.vacant and bool(facts.vacancy_reason.strip()) and not seat.chair
    return bool(facts.holders) or vacant


def _unexplained_concurrence(council: str, held: Mapping[str, SeatFacts]) -> tuple[Named, ...]:
    """Seats of people who sit more than once where more than one of them lacks a reason."""
    seats_of: dict[str, list[SeatFacts]] = {}
    for seat in held.values():
        for person in dict.fromkeys(seat.holders):
            seats_of.setdefault(person, []).append(seat)
    wanting = {
        seat.code
        for seats in seats_of.values()
        if sum(not seat.concurrent_reason.strip() for seat in seats) > 1
        for seat in seats
    }
    return tuple(_name(seat) for seat in SEATS[council] if seat.code in wanting)


def told_conclusion(sitting: SittingFacts | None) -> Text:
    """What the chair concluded, as a done line."""
    met = sitting is not None and sitting.met
    return Text(N_("The chair concluded: met") if met else N_("The chair concluded: not met"))


def paper_here(rule: str, kind: str, facts: CaseFacts) -> Condition:
    """The paper is on record with its file (R-COM-4, R-DIS-5, R-REW-4)."""
    todo, told = _PAPERS[kind]
    done = any(paper.kind == kind and paper.has_file for paper in facts.papers)
    return Condition(rule, done, Text(todo), Text(told), f"papers:{kind}")


_PAPERS = {
    papers.CONG_VAN: (
        N_("Upload the letter that asks for recognition."),
        N_("Letter asking for recognition"),
    ),
    papers.BAO_CAO: (N_("Upload the report on the standard."), N_("Report on the standard")),
    papers.BIEN_BAN_XA: (
        N_("Upload the minutes of the commune's council."),
        N_("Minutes of the commune's council"),
    ),
    papers.TONG_DIEM: (N_("Upload the total of the points."), N_("Total of the points")),
    papers.TO_TRINH_HOI_DONG: (
        N_("Upload the proposal to found the review council."),
        N_("Proposal to found the review council"),
    ),
    papers.BAO_CAO_THAM_DINH: (
        N_("Upload the report on the review's result."),
        N_("Report on the review's result"),
    ),
    papers.BIEN_BAN_HUYEN: (
        N_("Upload the minutes of the review council."),
        N_("Minutes of the review council"),
    ),
    papers.TO_TRINH_CONG_NHAN: (
        N_("Upload the standing member's proposal to recognise."),
        N_("Proposal to recognise"),
    ),
    papers.TO_TRINH_KHEN_THUONG: (
        N_("Upload the Labour Division's proposal for the reward."),
        N_("Proposal for the reward"),
    ),
    papers.QUYET_DINH_CAC_NAM: (
        N_("Upload the five yearly recognition decisions, or copies of the certificates."),
        N_("Recognition decisions of the five years"),
    ),
}


# Points ----------------------------------------------------------------------------------------------


def points_given(rule: str, criteria: tuple[CriterionFacts, ...], side: str) -> Iterator[Condition]:
    """Each criterion has points of this side, 0…maximum. Zero is a score, empty is not (R-COM-3)."""
    points = {c.no: getattr(c, f"{side}_points") for c in criteria}
    empty = tuple(no for no, value in points.items() if value is None)
    yield Condition(
        rule,
        not empty and bool(criteria),
        Text(N_("Score criteria %(criteria)s. Zero is a score, an empty box is not."), {"criteria": empty}),
        Text(N_("All %(count)s criteria are scored"), {"count": len(criteria)}),
        f"scores:{empty[0]}" if empty else "scores",
    )
    beyond = tuple(c.no for c in criteria if points[c.no] is not None and not 0 <= points[c.no] <= c.maximum)
    if beyond:
        yield Condition(
            rule,
            False,
            Text(
                N_("Points run from 0 to the maximum: correct criteria %(criteria)s."),
                {"criteria": beyond},
            ),
            Text(""),
            f"scores:{beyond[0]}",
        )


def numbers_whole(rule: str, criteria: tuple[CriterionFacts, ...], side: str) -> Iterator[Condition]:
    """No criterion has one of its two numbers only; silent where that is so."""
    half = tuple(c.no for c in criteria if HALF in getattr(c, f"{side}_asks"))
    if half:
        yield Condition(
            rule,
            False,
            Text(N_("Complete the two numbers of criteria %(criteria)s, or clear both."), {"criteria": half}),
            Text(""),
            f"scores:{half[0]}",
        )
