"""Last days as a calendar file (RFC 5545): one whole-day event for each obligation and year."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext
from icalendar import Alarm, Calendar, Event

from portal.people import grants
from portal.people.landing import in_language
from portal.record import clock
from workflow.actions.refusals import sentence
from workflow.models import CalendarFeed, Campaign, Case
from workflow.notices import agenda
from workflow.notices.owed import owed_in
from workflow.rules.obligations import BY_KEY

MOST_NAMES = 12
PAGE = "/lam-viec/han/"


def calendar_of(feed: CalendarFeed) -> bytes:
    """The calendar of a person's posts or of a unit, in the reader's language; whatever is still owed."""
    language = feed.user.language if feed.user_id else settings.LANGUAGE_CODE
    with translation.override(language):
        return _written(owed_by(_posts(feed)), feed)


def _posts(feed: CalendarFeed) -> list[tuple[str, int]]:
    """The posts whose last days the feed tells: those a person holds today, or all at the unit."""
    if feed.user_id:
        held = grants.holdings(feed.user, clock.today())
        return [(grant.role, grant.unit_id) for grant in held if grant.unit_id]
    return [(role, feed.unit_id) for one in BY_KEY.values() for role, _at in one.owners]


def owed_by(posts: Iterable[tuple[str, int]]) -> list[agenda.Group]:
    """What is still owed by these (role, unit) posts in running years."""
    posts = set(posts)
    units = {unit for _role, unit in posts}
    found = []
    for campaign in Campaign.objects.running().order_by("-year", "pk"):
        cases = None if campaign.province_id in units else _cases_of(units)
        groups = agenda.groups_of(campaign, owed_in(campaign, cases=cases))
        found += filter(None, (_own(group, posts) for group in groups))
    return found


def _cases_of(units: set[int]):
    own = Q(commune__in=units) | Q(reviewing_unit__in=units) | Q(recognising_unit__in=units)
    return Case.objects.filter(own)


def _own(group: agenda.Group, posts: set[tuple[str, int]]) -> agenda.Group | None:
    """The part of a group that these posts owe; None when it is nothing."""
    roles = [role for role, _at in BY_KEY[group.key].owners]
    own = tuple(one for one in group.owed if any((role, one.unit) in posts for role in roles))
    return replace(group, owed=own) if own else None


def _written(groups: list[agenda.Group], feed: CalendarFeed) -> bytes:
    made = Calendar()
    made.add("prodid", "-//Kon Tum//Xa phuong phu hop voi tre em//VI")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", gettext("Last days – communes suitable for children"))
    made.add("x-wr-timezone", settings.TIME_ZONE)
    for group in groups:
        made.add_component(_event(group, feed))
    return made.to_ical()


def _event(group: agenda.Group, feed: CalendarFeed) -> Event:
    host = settings.BASE_URL.split("://")[-1].split("/")[0].split(":")[0]
    names = ", ".join(one.name for one in group.owed[:MOST_NAMES])
    if (rest := len(group.owed) - MOST_NAMES) > 0:
        names += ", " + gettext("and %(count)s more") % {"count": rest}
    title = sentence(group.what)
    if group.illustrative:
        title = f"[{gettext('illustrative data')}] {title}"
    event = Event()
    event.add("uid", f"{group.key}-{group.owed[0].year.pk}-{feed.pk}@{host}")
    event.add("dtstamp", clock.now())
    event.add("dtstart", group.due)
    event.add("dtend", group.due + timedelta(days=1))
    event.add("summary", f"{title} ({group.rule})")
    event.add("description", f"{group.sum_words}\n{names}")
    event.add("url", settings.BASE_URL.rstrip("/") + in_language(PAGE))
    event.add("transp", "TRANSPARENT")
    for days in (7, 1):
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", title)
        alarm.add("trigger", timedelta(hours=8) - timedelta(days=days))
        event.add_component(alarm)
    return event
