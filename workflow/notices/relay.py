"""Telling people what the record says: every event once, in the order of the chain, and none lost.

The chain's head is locked until its transaction commits, so events become visible in the order of their
numbers and one cursor per chain is enough. Whoever moves the cursor writes the notices in the same
transaction. Each event kicks the relay after its commit; a kick that is lost is made up for by the next one,
or by `run_deadlines`. Comments are no events: each is marked when it was told.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection, transaction
from django.urls import reverse
from django.utils import translation

from portal.outbox import post
from portal.people.models import User
from portal.record import clock
from portal.record.events import PORTAL
from portal.record.models import ChainHead, Event
from workflow.actions.dossier import places_of
from workflow.models import Campaign, Case, CommentTold, Message, NoticeSwitch, RelayCursor
from workflow.notices.posts import Holder, Posts, Switches
from workflow.notices.rules import COMMENT, EVENTS, RULES, NoticeRule
from workflow.rules.policy import Places

# Older events are history: whoever installs the portal late, or loads a made-up year, is told no old news.
NEWS = timedelta(days=30)
BATCH = 500
PARTS = {"": "case", "messages": "case-messages", "findings": "case-findings"}
_ACTIONS = tuple(rule.key for rule in EVENTS)
_held = False


@contextmanager
def held() -> Iterator[None]:
    """Let events inside the block kick nothing: years that are simulated are told once, at the end."""
    global _held
    before, _held = _held, True
    try:
        yield
    finally:
        _held = before


def kick(**_signal) -> None:
    """Tell what is new after the commit of the transaction at hand; asked for once a transaction."""
    if _held or any(wanted is catch_up for _savepoints, wanted, *_more in connection.run_on_commit):
        return
    transaction.on_commit(catch_up, robust=True)


def catch_up() -> int:
    """Tell everything that was not told yet; how many notices."""
    told, more = 0, _is_behind()
    while more:
        with transaction.atomic():
            more, found = _step()
        told += found
    return told + _comments()


def _is_behind() -> bool:
    """Whether the chain has grown since the last telling; asked without a lock."""
    told = RelayCursor.objects.filter(chain=PORTAL).values_list("sequence", flat=True).first()
    return _head() > (told or 0)


def _head() -> int:
    return ChainHead.objects.filter(chain=PORTAL).values_list("sequence", flat=True).first() or 0


def skip() -> None:
    """Take everything up to now as told."""
    RelayCursor.objects.update_or_create(chain=PORTAL, defaults={"sequence": _head()})
    CommentTold.objects.bulk_create(
        CommentTold(message=message) for message in Message.objects.filter(told=None)
    )


def _step() -> tuple[bool, int]:
    """Tell one batch of events: whether there may be more, and how many notices it made."""
    RelayCursor.objects.get_or_create(chain=PORTAL)
    cursor = RelayCursor.objects.select_for_update().get(chain=PORTAL)
    head = _head()
    if head <= cursor.sequence:
        return False, 0
    news = Event.objects.filter(
        chain=PORTAL,
        sequence__gt=cursor.sequence,
        sequence__lte=head,
        action__in=_ACTIONS,
        at__gte=clock.now() - NEWS,
    )
    events = list(news.order_by("sequence")[:BATCH])
    told = _tell(events)
    full = len(events) == BATCH
    cursor.sequence = events[-1].sequence if full else head
    cursor.save(update_fields=["sequence"])
    return full, told


def _tell(events: list[Event]) -> int:
    """The notices of some events: one for each person, never to who acted."""
    if not events:
        return 0
    ids = {event.subject_id for event in events if event.subject_kind == "case"}
    cases = Case.objects.select_related("campaign").in_bulk(ids)
    news = [
        (RULES[event.action], cases[event.subject_id], event)
        for event in events
        if event.subject_kind == "case" and event.subject_id in cases
    ]
    letters = list(_letters(news))
    for event in events:
        if event.subject_kind == "campaign":
            letters += _of_year(event)
    return len(post.tell_each(letters))


def _letters(news: list[tuple[NoticeRule, Case, Event | None]]) -> Iterator[post.Letter]:
    wanted: dict[int, list] = defaultdict(list)
    units = {getattr(places_of(case), at) for rule, case, _e in news for _role, at in rule.audience}
    roles = {role for rule, _case, _e in news for role, _at in rule.audience}
    posts, switches = Posts(roles, clock.today(), units), Switches(units)
    for rule, case, event in news:
        actor = event.actor_id if event else None
        for holder, mail in _readers(rule, places_of(case), case.illustrative, posts, switches, actor):
            wanted[holder.user].append((rule, case, event, mail))
    people = User.objects.in_bulk(wanted)
    for user, told in wanted.items():
        for rule, case, event, mail in told:
            yield post.Letter(people[user], rule.kind.key, _params(case, event), _address(rule, case), mail)


def _readers(
    rule: NoticeRule, places: Places, illustrative: bool, posts: Posts, switches: Switches, actor: int | None
) -> Iterator[tuple[Holder, bool]]:
    """Who is told, each once, and whether by mail; nobody is told of their own act."""
    seen = {actor}
    for role, at in rule.audience:
        for holder in posts.of(role, getattr(places, at)):
            channel = switches.channel(holder.unit, rule.key, rule.default)
            if holder.user in seen or channel == NoticeSwitch.Channel.OFF:
                continue
            seen.add(holder.user)
            yield holder, channel == NoticeSwitch.Channel.MAIL and holder.mailed(illustrative)


def _params(case: Case, event: Event | None) -> dict:
    return {
        "commune": case.full_name,
        "year": str(case.year),
        "actor": event.actor_name if event else "",
        "criterion": event.payload.get("criterion", "") if event else "",
        "illustrative": case.illustrative,
    }


def _address(rule: NoticeRule, case: Case) -> str:
    with translation.override("vi"):
        return reverse(f"workspace:{PARTS[rule.part]}", args=[case.pk])


def _of_year(event: Event) -> list[post.Letter]:
    """A year opened or closed: everybody it concerns, in every commune and district of it."""
    rule, campaign = RULES[event.action], Campaign.objects.filter(pk=event.subject_id).first()
    if campaign is None:
        return []
    columns = ("commune_id", "reviewing_unit_id", "recognising_unit_id")
    rows = Case.objects.filter(campaign=campaign).order_by().values_list(*columns)
    places = {
        Places(commune=c, reviewing=r, recognising=g, province=campaign.province_id) for c, r, g in rows
    }
    return list(_each_once(rule, places, campaign, event))


def _each_once(
    rule: NoticeRule, places: Iterable[Places], campaign: Campaign, event: Event
) -> Iterator[post.Letter]:
    posts = Posts({role for role, _at in rule.audience}, clock.today())
    switches, found = Switches(), {}
    for one in places:
        for holder, mail in _readers(rule, one, campaign.illustrative, posts, switches, event.actor_id):
            found[holder.user] = found.get(holder.user, False) or mail
    params = {"year": str(campaign.year), "illustrative": campaign.illustrative}
    people = User.objects.in_bulk(found)
    with translation.override("vi"):
        address = reverse("workspace:home")
    for user in sorted(found):
        yield post.Letter(people[user], rule.kind.key, params, address, found[user])


def _comments() -> int:
    """Tell the reviewing offices of comments that came in; each comment once."""
    fresh = Message.objects.filter(received_at__gte=clock.now() - NEWS, told=None)
    waiting = list(fresh.select_related("case__campaign").order_by("pk")[:BATCH])
    if not waiting:
        return 0
    with transaction.atomic():
        # The mark is unique: of two relays at once one has it and tells.
        mine = [message for message in waiting if _marked(message)]
        return len(post.tell_each(_letters([(RULES[COMMENT], one.case, None) for one in mine])))


def _marked(message: Message) -> bool:
    return CommentTold.objects.get_or_create(message=message)[1]
