"""Writing the record: events are appended to a chain, inside the transaction of the act they tell of."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import connections, router, transaction

from portal.prepared import Prepared
from portal.record import clock
from portal.record.hashing import VERSION, event_hash, plain, plain_text, text_digest
from portal.record.models import ChainHead, Event, EventText

PORTAL = "portal"
ERASED = "record.text_erased"
_SALT_BYTES = 32
_HEAD = Prepared(lambda chain: ChainHead.objects.select_for_update().filter(chain=chain), "?")


@dataclass(frozen=True)
class Actor:
    """Who acted, copied: account id, name, role constant and unit code on that day."""

    id: int | None
    name: str
    role: str = ""
    unit_code: str = ""


@dataclass(frozen=True)
class Subject:
    """What was acted on, copied: a kind ("case"), its row id, its code and its name."""

    kind: str
    id: int | None
    code: str = ""
    name: str = ""


SYSTEM = Actor(None, "Hệ thống")


def append(
    action: str,
    *,
    actor: Actor,
    subject: Subject,
    payload: dict,
    texts: dict[str, str] | None = None,
    chain: str = PORTAL,
    at: datetime | None = None,
) -> Event:
    """Add an event to the end of a chain and return it. Three queries beside the lock (two without texts).

    Call it last in the transaction: it locks the chain's head until the commit. `payload` holds plain data
    (text, integers, booleans, None, dates, Decimals, lists, objects with ASCII keys); `texts` holds personal
    or free text by key, of which only salted digests enter the payload, under "texts". `at` is the recorded
    moment (R-CAL-6) and is the clock's unless told.
    Raises TransactionManagementError outside a transaction, TypeError or ValueError for a payload that
    cannot be hashed.
    """
    using = router.db_for_write(Event)
    if not connections[using].in_atomic_block:
        raise transaction.TransactionManagementError("an event is appended inside its act's transaction")
    body = plain(payload)
    if "texts" in body:
        raise ValueError('payload: "texts" is reserved for digests, pass texts=')
    kept = _salted(texts or {})
    if kept:
        body["texts"] = {row.key: text_digest(row.salt, row.text) for row in kept}
    event = Event(
        chain=chain,
        at=at or clock.now(),
        action=action,
        payload=body,
        version=VERSION,
        **_copied(actor, subject),
    )
    head = _locked_head(chain, using)
    event.sequence, event.previous_hash = head.sequence + 1, head.hash
    event.hash = event_hash(event)
    event.save(using=using, force_insert=True)
    if kept:
        for row in kept:
            row.event = event
        EventText.objects.using(using).bulk_create(kept)
    ChainHead.objects.using(using).filter(chain=chain).update(sequence=event.sequence, hash=event.hash)
    return event


def texts_of(event: Event) -> dict[str, str | None]:
    """The texts kept apart from an event, by key; None where erased."""
    return {row.key: row.text for row in event.texts.all()}


@transaction.atomic
def erase_text(event: Event, key: str, *, actor: Actor, reason: str) -> Event:
    """Erase a text of an event for good, with its salt, and append the event that says who did so and why.

    The chain still verifies. The reason stays readable for ever: it must name no person.
    Raises EventText.DoesNotExist when the event has no such text or it was erased before, ValueError
    without a reason.
    """
    if not reason.strip():
        raise ValueError("erasing a text needs a reason")
    moment = clock.now()
    rows = EventText.objects.filter(event=event, key=key, text__isnull=False)
    if not rows.update(text=None, salt="", erased_at=moment):
        raise EventText.DoesNotExist(f"{event} has no text {key} left to erase")
    return append(
        ERASED,
        actor=actor,
        subject=Subject("event", event.pk, f"{event.chain}:{event.sequence}", event.action),
        payload={"sequence": event.sequence, "key": key, "reason": reason.strip()},
        chain=event.chain,
        at=moment,
    )


def _salted(texts: dict[str, str]) -> list[EventText]:
    return [
        EventText(key=plain_text(key), salt=secrets.token_hex(_SALT_BYTES), text=plain_text(text, key))
        for key, text in plain(texts, "texts").items()
    ]


def _copied(actor: Actor, subject: Subject) -> dict:
    return {
        "actor_id": actor.id,
        "actor_name": plain_text(actor.name, "actor"),
        "actor_role": actor.role,
        "actor_unit": actor.unit_code,
        "subject_kind": subject.kind,
        "subject_id": subject.id,
        "subject_code": plain_text(subject.code, "subject"),
        "subject_name": plain_text(subject.name, "subject"),
    }


def _locked_head(chain: str, using: str) -> ChainHead:
    head = _HEAD.first(chain)
    if head is None:
        # Two first events at once: one makes the head, the other waits for it.
        ChainHead.objects.using(using).bulk_create([ChainHead(chain=chain)], ignore_conflicts=True)
        head = _HEAD.get(chain)
    return head
