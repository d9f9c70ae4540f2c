"""Reminders: who is due which today, one digest a person and day, safe to run twice at once.

Every digest is claimed by inserting its unique row (person, day) in the transaction that also writes the
reminders, the notice and its mail. Two runs at once wait for each other on that row; a run that is killed
leaves whole digests or none, and the next one goes on with the people who have none yet.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from portal.outbox import post
from portal.people.models import User
from portal.record import clock
from workflow.models import Campaign, Digest, NoticeSwitch, Reminder
from workflow.notices.digest import DIGEST, params_of
from workflow.notices.owed import Owed, Year, owed_in, year_of
from workflow.notices.posts import Holder, Posts, Switches
from workflow.notices.rules import DEADLINE, ESCALATION, RULES
from workflow.rules import roles
from workflow.rules.obligations import BY_KEY, OBLIGATIONS, is_escalated, step_reached

BATCH = 200  # people a transaction
ABOVE = {
    "commune": roles.DISTRICT_OFFICER,
    "reviewing": roles.PROVINCE_OFFICER,
    "recognising": roles.PROVINCE_OFFICER,
    "province": roles.PROVINCE_CHAIR,
}
ADDRESS = "/lam-viec/han/"


@dataclass(frozen=True, slots=True)
class Entry:
    """One person is to be reminded of one thing: as its owner, or as the tier above."""

    owed: Owed
    step: int
    escalated: bool = False
    vacant: bool = False
    mail: bool = True

    @property
    def key(self) -> tuple:
        """What makes a reminder the same reminder."""
        owed = self.owed
        return owed.year.pk, owed.key, owed.subject, owed.due, self.step


@dataclass(frozen=True)
class Ran:
    """What a run did: running years looked at, digests sent, reminders in them, people who had theirs."""

    day: date
    years: int
    digests: int
    reminders: int
    already: int


def run() -> Ran:
    """Remind everybody who is due a reminder today and has had no digest today."""
    today = clock.today()
    campaigns = list(Campaign.objects.running().order_by("pk"))
    due = _due(campaigns, today)
    people, name = sorted(due), uuid.uuid4().hex
    digests = reminders = already = 0
    for start in range(0, len(people), BATCH):
        some = {user: due[user] for user in people[start : start + BATCH]}
        sent, counted, had = _remind(some, today, name)
        digests, reminders, already = digests + sent, reminders + counted, already + had
    return Ran(today, len(campaigns), digests, reminders, already)


# Who is due what ----------------------------------------------------------------------------------------


def _due(campaigns: list[Campaign], today: date) -> dict[int, list[Entry]]:
    """By person, everything whose step is reached today, whether they were told before or not."""
    wanted = {role for one in OBLIGATIONS for role, _at in one.owners} | set(ABOVE.values())
    posts, switches = Posts(wanted, today), Switches()
    due: dict[int, dict[tuple, Entry]] = defaultdict(dict)
    for campaign in campaigns:
        year = year_of(campaign)
        steps = _steps(year, today)
        if not steps:
            continue
        for owed in owed_in(campaign, steps):
            for holder, entry in _told(owed, steps[owed.key], posts, switches):
                due[holder.user].setdefault(entry.key, entry)
    return {user: list(entries.values()) for user, entries in due.items()}


def _steps(year: Year, today: date) -> dict[str, int]:
    """The step each obligation of the year has reached; those further off are left out."""
    reached = {one.key: step_reached(year.due(one), today) for one in OBLIGATIONS}
    return {key: step for key, step in reached.items() if step is not None}


def _told(owed: Owed, step: int, posts: Posts, switches: Switches) -> Iterator[tuple[Holder, Entry]]:
    """The owners, and the tier above when it is long over or nobody holds the post."""
    one = BY_KEY[owed.key]
    owners = [holder for role, _at in one.owners for holder in posts.of(role, owed.unit)]
    for holder in owners:
        yield from _entry(holder, owed, step, DEADLINE, switches)
    if is_escalated(step) or not owners:
        above = owed.unit if owed.above is None else owed.above
        for holder in posts.of(ABOVE[one.at], above):
            yield from _entry(holder, owed, step, ESCALATION, switches, vacant=not owners)


def _entry(holder: Holder, owed: Owed, step: int, rule: str, switches: Switches, vacant: bool = False):
    channel = switches.channel(holder.unit, rule, RULES[rule].default)
    if channel == NoticeSwitch.Channel.OFF:
        return
    mail = channel == NoticeSwitch.Channel.MAIL and holder.mailed(owed.year.illustrative)
    yield holder, Entry(owed, step, rule == ESCALATION, vacant, mail)


# Sending ------------------------------------------------------------------------------------------------


@transaction.atomic
def _remind(due: dict[int, list[Entry]], today: date, run: str) -> tuple[int, int, int]:
    """Send these people their digests: how many, with how many reminders, and how many had theirs."""
    fresh = _fresh(due)
    Digest.objects.bulk_create(
        [Digest(user_id=user, day=today, run=run) for user in fresh], ignore_conflicts=True
    )
    mine = set(Digest.objects.filter(run=run, user__in=fresh).values_list("user_id", flat=True))
    Reminder.objects.bulk_create(
        (_row(user, entry, today) for user in mine for entry in fresh[user]), batch_size=500
    )
    people = User.objects.in_bulk(mine)
    post.tell_each(
        post.Letter(
            people[user],
            DIGEST,
            params_of(fresh[user], today),
            ADDRESS,
            any(entry.mail for entry in fresh[user]),
        )
        for user in sorted(mine)
    )
    return len(mine), sum(len(fresh[user]) for user in mine), len(due) - len(mine)


def _fresh(due: dict[int, list[Entry]]) -> dict[int, list[Entry]]:
    """What each of these people was not reminded of yet; those with nothing new are left out."""
    sent = defaultdict(set)
    years = {entry.owed.year.pk for entries in due.values() for entry in entries}
    rows = Reminder.objects.filter(user__in=due, campaign__in=years)
    for user, *key in rows.values_list("user_id", "campaign_id", "obligation", "subject", "due", "step"):
        sent[user].add(tuple(key))
    fresh = {user: [e for e in entries if e.key not in sent[user]] for user, entries in due.items()}
    return {user: entries for user, entries in fresh.items() if entries}


def _row(user: int, entry: Entry, today: date) -> Reminder:
    owed = entry.owed
    return Reminder(
        user_id=user,
        campaign_id=owed.year.pk,
        obligation=owed.key,
        subject=owed.subject,
        due=owed.due,
        step=entry.step,
        day=today,
    )
