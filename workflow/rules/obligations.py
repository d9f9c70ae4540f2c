"""What is owed in a year, by whom and until when, with its arithmetic in words (R-CAL-2…7). Pure.

Every last day is data of the campaign and inclusive. An obligation says which roles owe it, at which unit
of the case; the roles of an act are those of the policy, so the two can never differ.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from workflow.rules import calendar
from workflow.rules.facts import (
    COMMUNE_ASSESSED,
    DISTRICT_REVIEWED,
    DRAFT,
    N_,
    RECOGNIZED,
    REWARDED,
    CampaignFacts,
    Text,
)
from workflow.rules.policy import rules_for

OF_CASE, OF_DISTRICT, OF_PROVINCE = "case", "district", "province"
BEFORE, AT_LATEST, AFTER = "before", "at latest", "after"

AHEAD = (14, 7, 3, 1, 0)  # days before the last day on which one is reminded
ESCALATED_AFTER = 3  # days over, from which the tier above is told too
REPEATED_EVERY = 7  # days, once it is escalated
FIRST_OVERDUE = -1
STRAIGHT_UP = {"commune": "reviewing", "reviewing": "province", "recognising": "province"}


@dataclass(frozen=True)
class Obligation:
    """One thing owed once a case, a district or a province, in the states given.

    `title` names it with its subject ("%(names)s"); `owners` are (role, place) pairs, deciding roles first.
    """

    key: str
    rule: str
    title: str
    what: str
    scope: str
    due: Callable[[CampaignFacts, Collection[date]], date]
    limit: str
    owners: tuple[tuple[str, str], ...]
    states: tuple[str, ...] = ()

    @property
    def at(self) -> str:
        """The unit of the case that owes it."""
        return self.owners[0][1]


def _owners(action: str, **more) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys((rule.role, rule.at) for rule in rules_for(action, **more)))


def _first_working_day_after(closing: date, holidays: Collection[date]) -> date:
    return calendar.add_working_days(closing + calendar.ONE_DAY, 1, holidays)


OBLIGATIONS: tuple[Obligation, ...] = (
    Obligation(
        "file", "R-CAL-2", N_("File the dossier: %(names)s"), N_("Communes file their dossiers"),
        OF_CASE, lambda c, h: c.commune_due, BEFORE, _owners("submit"), (DRAFT,),
    ),
    Obligation(
        "class", "R-THR-3", N_("Confirm the class: %(names)s"), N_("The Department confirms the class"),
        OF_CASE, lambda c, h: c.district_due, BEFORE, _owners("confirm_class"),
        (DRAFT, COMMUNE_ASSESSED, DISTRICT_REVIEWED),
    ),
    Obligation(
        "comments", "R-OUT-1", N_("Answer the comments on: %(names)s"),
        N_("The district answers the comments"),
        OF_CASE, lambda c, h: c.district_due, BEFORE, _owners("answer_message"),
        (COMMUNE_ASSESSED, DISTRICT_REVIEWED),
    ),
    Obligation(
        "review", "R-CAL-3", N_("Review: %(names)s"), N_("The district reviews"),
        OF_CASE, lambda c, h: c.district_due, BEFORE, _owners("review"), (COMMUNE_ASSESSED,),
    ),
    Obligation(
        "decide", "R-CAL-3", N_("Decide on the recognition: %(names)s"), N_("The district's chair decides"),
        OF_CASE, lambda c, h: c.district_due, BEFORE, _owners("recognize"), (DISTRICT_REVIEWED,),
    ),
    Obligation(
        "district_report", "R-REP-2", N_("Report to the province: %(names)s"),
        N_("The district reports to the province"),
        OF_DISTRICT, lambda c, h: c.district_due, BEFORE,
        tuple(pair for pair in _owners("record_report") if pair[1] == "reviewing"),
    ),
    Obligation(
        "province_report", "R-CAL-4", N_("Report to the People's Committee and the Ministry: %(names)s"),
        N_("The province reports"),
        OF_PROVINCE, lambda c, h: c.province_due, BEFORE,
        tuple(pair for pair in _owners("record_report") if pair[1] == "province"),
    ),
    Obligation(
        "reward_dossier", "R-CAL-5", N_("Send the reward dossier for five years: %(names)s"),
        N_("Reward dossiers reach the Department"),
        OF_CASE, lambda c, h: c.reward_due, AT_LATEST,
        tuple(pair for pair in _owners("prepare_reward") if pair[1] == "recognising"),
        (RECOGNIZED, REWARDED),
    ),
    Obligation(
        "closing", "R-CAL-7", N_("Close the year: %(names)s"), N_("The province closes the year"),
        OF_PROVINCE, lambda c, h: _first_working_day_after(c.closing_day, h), AFTER, _owners("close"),
    ),
)  # fmt: skip
BY_KEY = {one.key: one for one in OBLIGATIONS}


def step_reached(due: date, today: date) -> int | None:
    """The reminder that is due by today: 14, 7, 3, 1, 0 days ahead, −1 when overdue, −3 when the tier above
    is told, then −10, −17 … every week; None while it is further off than 14 days.

    A day on which nothing ran loses nothing: the step stays reached until the next one.
    """
    left = (due - today).days
    if left > AHEAD[0]:
        return None
    if left >= 0:
        return min(step for step in AHEAD if left <= step)
    if -left < ESCALATED_AFTER:
        return FIRST_OVERDUE
    return -(ESCALATED_AFTER + (-left - ESCALATED_AFTER) // REPEATED_EVERY * REPEATED_EVERY)


def is_escalated(step: int) -> bool:
    """Whether a step is told to the tier above as well."""
    return step <= -ESCALATED_AFTER


@dataclass(frozen=True)
class Left:
    """How far today is from a last day: days and working days after today up to it; days over once past."""

    days: int
    working_days: int

    @property
    def over(self) -> int:
        return max(-self.days, 0)


def left(due: date, today: date, holidays: Collection[date] = ()) -> Left:
    """Days and working days left: those after today, the last day included."""
    return Left((due - today).days, calendar.working_days_between(today + calendar.ONE_DAY, due, holidays))


def limit_words(limit: str, due: date, closing: date | None = None) -> Text:
    """How the last day follows from the Plan's wording: "before 15/11 → until the end of 14/11"."""
    if limit == AFTER:
        message = N_("after %(closing)s has ended → the next working day, %(due)s")
        return Text(message, {"closing": closing, "due": due})
    if limit == AT_LATEST:
        return Text(N_("at the latest %(due)s → until the end of %(due)s"), {"due": due})
    message = N_("before %(limit)s → until the end of %(due)s")
    return Text(message, {"limit": due + calendar.ONE_DAY, "due": due})


def left_words(due: date, today: date, holidays: Collection[date] = ()) -> Text:
    """ "6 days left, 4 of them working days", "today is the last day", "3 days over"."""
    found = left(due, today, holidays)
    if found.over:
        return Text(N_("%(days)s days over"), {"days": found.over})
    if found.days == 0:
        return Text(N_("today is the last day"))
    params = {"days": found.days, "working": found.working_days}
    return Text(N_("%(days)s days left, %(working)s of them working days"), params)


def arithmetic(
    one: Obligation, campaign: CampaignFacts, today: date, holidays: Collection[date] = ()
) -> Text:
    """The whole sum: "before 15/11 → until the end of 14/11; 6 days left, 4 of them working days"."""
    due = one.due(campaign, holidays)
    params = {
        "limit": limit_words(one.limit, due, campaign.closing_day),
        "left": left_words(due, today, holidays),
    }
    return Text(N_("%(limit)s; %(left)s"), params)
