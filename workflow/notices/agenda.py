"""Last days as people read them: grouped by obligation and year, with who owes, the sum in words, whose."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from portal.record import clock
from workflow.actions.refusals import sentence
from workflow.models import Campaign, Case
from workflow.notices.owed import Owed, year_of
from workflow.rules.facts import CaseFacts, Text
from workflow.rules.obligations import BY_KEY, OBLIGATIONS, arithmetic, left
from workflow.rules.obligations_of_case import owed_of_case
from workflow.rules.roles import WHO


@dataclass(frozen=True)
class Group:
    """One obligation of one year: what, by whom, until when, and by whom it is still owed."""

    key: str
    rule: str
    what: Text
    who: Text
    due: date
    sum_words: str
    days: int
    year: int
    illustrative: bool
    owed: tuple[Owed, ...]

    @property
    def over(self) -> bool:
        """Whether the last day has passed while something is still owed."""
        return self.days < 0 and bool(self.owed)


def groups_of(campaign: Campaign, owed: list[Owed]) -> list[Group]:
    """The obligations of a campaign, nearest last day first."""
    today, year = clock.today(), year_of(campaign)
    by_key = defaultdict(list)
    for one in owed:
        by_key[one.key].append(one)
    found = []
    for one in OBLIGATIONS:
        if not by_key[one.key]:
            continue
        due = year.due(one)
        found.append(
            Group(
                one.key,
                one.rule,
                Text(one.what),
                Text(WHO[one.owners[0]]),
                due,
                sentence(arithmetic(one, year.facts, today, year.holidays)),
                left(due, today, year.holidays).days,
                year.year,
                year.illustrative,
                tuple(by_key[one.key]),
            )
        )
    return sorted(found, key=lambda group: (group.due, group.key))


def of_case(case: Case, facts: CaseFacts) -> list[Group]:
    """What is still owed about one case, told from its facts without a query; nothing in a closed year."""
    return of_dossiers(case.campaign, [(case, facts)])


def of_dossiers(
    campaign: Campaign, dossiers: list[tuple[Case, CaseFacts]], reporting: tuple[int, str] | None = None
) -> list[Group]:
    """The same of several cases of a year; `reporting` is the district (id, name) that has not reported."""
    if campaign.closed_at is not None:
        return []
    year = year_of(campaign)
    owed = [
        Owed(one.key, year, year.due(one), 0, None, case.full_name, case.pk)
        for case, facts in dossiers
        for one in owed_of_case(facts)
    ]
    if reporting is not None:
        due = year.due(BY_KEY["district_report"])
        owed.append(Owed("district_report", year, due, reporting[0], None, reporting[1]))
    return groups_of(campaign, owed)


def in_words(key: str, campaign: Campaign) -> str:
    """The sum of one obligation of a campaign as of today."""
    year = year_of(campaign)
    return sentence(arithmetic(BY_KEY[key], year.facts, clock.today(), year.holidays))
