"""Walking the record: every event, text, head and guard is compared with what the chain says of it.

The walk reads rows as a stream, so that its memory does not grow with the chain, and looks at the events
up to the head it met at the start, so that acts going on meanwhile do not disturb it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.db import DatabaseError, connections, router
from django.db.models import Exists, Max, OuterRef
from django.utils.translation import gettext as _

from portal.record import triggers
from portal.record.events import ERASED, PORTAL
from portal.record.hashing import GENESIS, VERSION, event_hash, text_digest
from portal.record.models import ChainHead, Event, EventText

_CHUNK = 2000
# What reading a doctored row may raise: SQLite keeps any type in any column.
_UNREADABLE = (ValueError, TypeError, AttributeError, OverflowError, DatabaseError)


@dataclass(frozen=True)
class Break:
    """Where the record is not what it was. `sequence` is None for what belongs to no single event."""

    chain: str
    sequence: int | None
    code: str
    sentence: str

    def __str__(self) -> str:
        where = self.chain if self.sequence is None else f"{self.chain}:{self.sequence}"
        return f"{where} [{self.code}] {self.sentence}"


@dataclass(frozen=True)
class Mark:
    """A head written down earlier, in another place: the sequence and hash of an event."""

    sequence: int
    hash: str

    @classmethod
    def parse(cls, text: str) -> "Mark":
        """From "SEQ:HASH", as verify_record prints it. Raises ValueError."""
        sequence, _colon, digest = text.strip().partition(":")
        if not sequence.isascii() or not sequence.isdigit() or len(digest) != len(GENESIS):
            raise ValueError(f"{text!r} is not SEQUENCE:HASH")
        return cls(int(sequence), digest.lower())


def verify(chain: str = PORTAL, *, expect: Mark | None = None, limit: int = 100) -> list[Break]:
    """The first breaks of a chain and of the guards around it, in order; [] when all holds."""
    return list(islice(breaks(chain, expect=expect), limit))


def breaks(chain: str = PORTAL, *, expect: Mark | None = None) -> Iterator[Break]:
    """Every break, found while walking. `expect` also compares one event with a head kept from earlier."""
    yield from breaks_of_events(chain, expect)
    yield from breaks_of_guards()


def chains() -> list[str]:
    """Names of all chains that have a head or an event."""
    heads = ChainHead.objects.values_list("chain", flat=True)
    events = Event.objects.order_by().values_list("chain", flat=True).distinct()
    return sorted({*heads, *events})


def head(chain: str = PORTAL) -> Mark | None:
    """Where a chain ends now, to be kept in another place; None for a chain without events."""
    row = ChainHead.objects.filter(chain=chain).first()
    return Mark(row.sequence, row.hash) if row else None


def breaks_of_events(chain: str, expect: Mark | None) -> Iterator[Break]:
    end = head(chain) or Mark(0, GENESIS)
    walk = _Walk(chain, end)
    try:
        for event in _events(chain, end.sequence):
            yield from walk.step(event)
            if expect and event.sequence == expect.sequence and event.hash != expect.hash:
                yield walk.fault(event.sequence, "expected", _("is not the event of the head kept earlier"))
    except _UNREADABLE as error:
        yield walk.fault(walk.sequence + 1, "unreadable", _("cannot be read: %(error)s") % {"error": error})
        return
    yield from walk.close()
    if expect and expect.sequence > end.sequence:
        yield walk.fault(
            expect.sequence, "expected", _("is gone: the chain ends before the head kept earlier")
        )


def _events(chain: str, last: int) -> Iterator[Event]:
    rows = Event.objects.filter(chain=chain, sequence__lte=last).order_by("sequence", "id")
    return rows.iterator(chunk_size=_CHUNK)


class _Walk:
    """One pass over a chain beside its texts, both in the order of the chain."""

    def __init__(self, chain: str, end: Mark):
        self.chain, self.end = chain, end
        self.sequence, self.hash, self.row_id = 0, GENESIS, 0
        self.texts = _Texts(chain, end.sequence)

    def fault(self, sequence: int | None, code: str, sentence: str) -> Break:
        return Break(self.chain, sequence, code, sentence)

    def step(self, event: Event) -> Iterator[Break]:
        """Breaks at one event; afterwards the walk stands on it."""
        here = event.sequence
        if here <= self.sequence:
            yield self.fault(here, "inserted", _("stands twice in the chain"))
        elif here > self.sequence + 1:
            yield self.fault(
                self.sequence + 1,
                "removed",
                _("is missing; the chain goes on at %(next)s") % {"next": here},
            )
        elif event.previous_hash != self.hash:
            yield self.fault(here, "unlinked", _("does not follow from the event before it"))
        if event.id <= self.row_id:
            yield self.fault(here, "reordered", _("was not written in the place where it stands"))
        if event.version != VERSION:
            yield self.fault(here, "version", _("has a hash format that is not known"))
        elif event_hash(event) != event.hash:
            yield self.fault(here, "changed", _("was changed after it was written"))
        yield from self.texts.of(event)
        self.sequence, self.hash, self.row_id = here, event.hash, event.id

    def close(self) -> Iterator[Break]:
        """Breaks at the end of the chain: its head, what stands behind it, texts without an event."""
        if self.sequence < self.end.sequence:
            yield self.fault(self.sequence + 1, "removed", _("is missing at the end: the head says more"))
        elif self.hash != self.end.hash:
            yield self.fault(self.sequence, "head", _("is not the event the head tells of"))
        behind = Event.objects.filter(chain=self.chain).aggregate(last=Max("sequence"))["last"] or 0
        now = head(self.chain) or Mark(0, GENESIS)  # read after `behind`: acts may have gone on
        if behind > now.sequence:
            yield self.fault(now.sequence + 1, "inserted", _("stands behind the head of the chain"))
        yield from self.texts.close()


class _Texts:
    """The texts kept apart, walked in step with their events."""

    def __init__(self, chain: str, last: int):
        self.chain, self.last = chain, last
        self.rows = (
            EventText.objects.filter(event__chain=chain, event__sequence__lte=last)
            .order_by("event__sequence", "event_id", "id")
            .iterator(chunk_size=_CHUNK)
        )
        self.next = next(self.rows, None)
        self.erased: set[tuple[int, str]] = set()
        self.announced: set[tuple[int, str]] = set()

    def of(self, event: Event) -> Iterator[Break]:
        """Breaks among the texts of one event."""
        payload = event.payload if isinstance(event.payload, dict) else {}
        digests = payload.get("texts")
        digests = digests if isinstance(digests, dict) else {}
        if event.action == ERASED:
            self.announced.add((payload.get("sequence"), payload.get("key")))
        found = set()
        for row in self._rows_of(event):
            found.add(row.key)
            if row.text is None:
                self.erased.add((event.sequence, row.key))
            elif not _fits(row, digests.get(row.key)):
                yield self._fault(event.sequence, "text", row.key, _("text “%(key)s” is not the one written"))
        for key in sorted(set(digests) - found):
            yield self._fault(event.sequence, "text", key, _("text “%(key)s” was removed"))

    def close(self) -> Iterator[Break]:
        """Texts erased without an event that says so, and texts whose event is gone."""
        later = Event.objects.filter(chain=self.chain, sequence__gt=self.last, action=ERASED)
        self.announced |= {(row.payload.get("sequence"), row.payload.get("key")) for row in later}
        for sequence, key in sorted(self.erased - self.announced):
            yield self._fault(sequence, "text", key, _("text “%(key)s” was erased without saying so"))
        events = Event.objects.filter(pk=OuterRef("event_id"))
        for row in EventText.objects.filter(~Exists(events))[:1]:
            yield Break(self.chain, None, "text", _("a text has no event (row %(row)s)") % {"row": row.pk})

    def _rows_of(self, event: Event) -> Iterator[EventText]:
        while self.next is not None and self.next.event_id == event.id:
            yield self.next
            self.next = next(self.rows, None)

    def _fault(self, sequence: int, code: str, key: str, sentence: str) -> Break:
        return Break(self.chain, sequence, code, sentence % {"key": key})


def _fits(row: EventText, digest: str | None) -> bool:
    try:
        return row.erased_at is None and text_digest(row.salt, row.text) == digest
    except (ValueError, TypeError, AttributeError):  # salt or text are no longer what they must be
        return False


def breaks_of_guards() -> Iterator[Break]:
    connection = connections[router.db_for_write(Event)]
    for name in triggers.missing(connection):
        sentence = _(
            "guard %(name)s of the database is missing or altered: run migrate, then look who did it"
        )
        yield Break("guards", None, "guard", sentence % {"name": name})
