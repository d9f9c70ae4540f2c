"""What is handed in with an act: its date, reasons, decision (R-CAL-6, R-OUT-1); and opening a year."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from workflow.rules import calendar
from workflow.rules.facts import N_, CampaignFacts, CaseFacts, OpeningFacts, Reason

Inputs = Mapping[str, Any]
Check = Callable[[CaseFacts, date, Inputs], Iterator[Reason]]


def written(inputs: Inputs, key: str) -> bool:
    """Whether something other than spaces was written there."""
    return bool(str(inputs.get(key) or "").strip())


def possible_date(facts: CaseFacts, on: date, inputs: Inputs) -> Iterator[Reason]:
    """R-CAL-1, R-CAL-6: not in the future, not before the assessed period."""
    today = inputs.get("today") or on
    if on > today:
        yield Reason(
            "R-CAL-6",
            N_("The day %(on)s is still to come. Give the date on the signed paper."),
            {"on": on},
            "on",
        )
    if on < facts.campaign.period_from:
        yield Reason(
            "R-CAL-1",
            N_("The day %(on)s lies before this year's period, which starts on %(start)s."),
            {"on": on, "start": facts.campaign.period_from},
            "on",
        )


def act_date(facts: CaseFacts, on: date, inputs: Inputs) -> Iterator[Reason]:
    """R-CAL-6: a possible date, and for what moves the case not before the step that came before."""
    yield from possible_date(facts, on, inputs)
    if facts.previous_act_on and on < facts.previous_act_on:
        yield Reason(
            "R-CAL-6",
            N_("The day %(on)s lies before the step that came before, on %(before)s."),
            {"on": on, "before": facts.previous_act_on},
            "on",
        )


def after_period(facts: CaseFacts, on: date, inputs: Inputs) -> Iterator[Reason]:
    """R-CAL-1: a year is assessed when its period is over, not while it runs."""
    if on <= facts.campaign.period_to:
        yield Reason(
            "R-CAL-1",
            N_("The period of %(year)s runs until %(end)s. The dossier is filed after that day."),
            {"year": facts.campaign.year, "end": facts.campaign.period_to},
            "on",
        )


def late_reason(action: str, rule: str) -> Check:
    """R-CAL-6: a late act is possible and needs a written reason."""

    def check(facts: CaseFacts, on: date, inputs: Inputs) -> Iterator[Reason]:
        due = calendar.due(action, facts.campaign)
        late = calendar.lateness(on, due)
        if late > 0 and not written(inputs, "late_reason"):
            yield Reason(
                rule,
                N_("The last day was %(due)s, this is %(days)s days late. Write why."),
                {"due": due, "days": late},
                "late_reason",
            )

    return check


def needs_reason(rule: str, message: str) -> Check:
    """A written reason that is published with the act."""

    def check(facts: CaseFacts, on: date, inputs: Inputs) -> Iterator[Reason]:
        if not written(inputs, "reason"):
            yield Reason(rule, message, {}, "reason")

    return check


def needs_decision(rule: str, message: str, *, notice: bool = False) -> Check:
    """A signed decision, dated as the act; `notice` also admits a notice (thông báo)."""

    def check(facts: CaseFacts, on: date, inputs: Inputs) -> Iterator[Reason]:
        if not inputs.get("decision"):
            yield Reason(rule, message, {}, "decision")
            return
        if inputs.get("decision_kind") == "TB" and not notice:
            yield Reason(rule, N_("A notice is not enough here: enter the signed decision."), {}, "decision")
        signed_on = inputs.get("decision_on")
        if signed_on and signed_on != on:
            yield Reason(
                "R-CAL-6",
                N_("The decision is signed on %(signed)s: the act has that day, not %(on)s."),
                {"signed": signed_on, "on": on},
                "on",
            )

    return check


def needs_legal_basis(facts: CaseFacts, on: date, inputs: Inputs) -> Iterator[Reason]:
    """R-OUT-1: what lies outside the Plan says on which law it rests."""
    if not written(inputs, "legal_basis"):
        yield Reason(
            "R-OUT-1", N_("This step is outside the Plan: write the legal basis."), {}, "legal_basis"
        )


def opening(facts: OpeningFacts, on: date, inputs: Inputs) -> Iterator[Reason]:
    """R-CAL-1…7: the regulation is fit, the year is not open yet, its days stand in order."""
    for why in facts.unfit:
        yield Reason(
            "R-CAL-7", N_("This regulation cannot open a year: %(why)s."), {"why": why}, "regulation"
        )
    if facts.year_taken:
        yield Reason(
            "R-CAL-1", N_("The year %(year)s is already open."), {"year": facts.campaign.year}, "year"
        )
    if not _in_order(facts.campaign):
        yield Reason(
            "R-CAL-6", N_("The days are not in order: period, commune, district, closing."), {}, "days"
        )


def _in_order(campaign: CampaignFacts) -> bool:
    days = (
        campaign.period_from,
        campaign.period_to,
        campaign.commune_due,
        campaign.district_due,
        campaign.closing_day,
    )
    return list(days) == sorted(days) and campaign.period_from < campaign.period_to
