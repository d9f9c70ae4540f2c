"""Walking the chain of publications: every row, leaf, list column, event, pointer and redaction."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.record.models import Event
from public.leaves import digest, flatten, leaf_hash
from public.models.publication import CurrentPublication, Publication, PublicationHead
from public.publishing import CHAIN, list_columns
from public.redaction import ACTION
from public.sources import places_of
from public.witnessed import acts, faults


@dataclass(frozen=True)
class Break:
    """A place where the chain does not hold: the sequence number and what is wrong there."""

    sequence: int
    problem: str


def _leaves(publication: Publication, redacted: set[str]) -> Iterator[str]:
    values = dict(flatten(publication.content))
    if set(values) != set(publication.leaves):
        yield "fields were added or removed"
        return
    for path, value in values.items():
        salt = publication.salts.get(path)
        if path in redacted:
            if salt is not None or value is not None:
                yield f"{path} was redacted and is back"
        elif salt is None or leaf_hash(path, salt, value) != publication.leaves[path]:
            yield f"{path} was changed"


def _redactions(publication: Publication, recorded: dict[tuple[int, str, str], list[str]]) -> Iterator[str]:
    for path, told in publication.redactions.items():
        if recorded.get((told.get("event"), publication.digest, path)) != told.get("leaves"):
            yield f"the redaction of {path} is not in the record"


def _columns(publication: Publication) -> Iterator[str]:
    try:
        expected = list_columns(publication.content)
    except (KeyError, TypeError, ValueError, ArithmeticError):
        yield "the content is no published result"
        return
    for column, value in expected.items():
        if getattr(publication, column) != value:
            yield f"the list column {column} does not follow from the content"


def _row(publication: Publication, recorded: dict) -> Iterator[str]:
    if digest(publication.header, publication.leaves) != publication.digest:
        yield "the digest does not follow from the row"
    redacted = {leaf for told in publication.redactions.values() for leaf in told.get("leaves", ())}
    yield from _leaves(publication, redacted)
    yield from _redactions(publication, recorded)
    yield from _columns(publication)


def _recorded_redactions() -> dict[tuple[int, str, str], list[str]]:
    """What the record says was taken out: the leaves, by event, digest of the publication and path."""
    events = Event.objects.filter(action=ACTION).values_list("sequence", "payload")
    return {
        (sequence, taken["digest"], taken["path"]): taken["leaves"]
        for sequence, payload in events
        for taken in payload["taken_out"]
    }


def _taken_out() -> dict[int, set[str]]:
    """The sources of words that were taken out, by case."""
    found: dict[int, set[str]] = {}
    for case, redactions in Publication.objects.exclude(redactions={}).values_list("case_id", "redactions"):
        found.setdefault(case, set()).update(*(told.get("sources", ()) for told in redactions.values()))
    return found


def _come_back(publication: Publication, taken_out: dict[int, set[str]]) -> Iterator[str]:
    wanted = taken_out.get(publication.case_id)
    if wanted:
        for path in places_of(publication.content, publication.event_sequence, wanted):
            yield f"{path} was taken out of another version and stands here"


def _pointers() -> Iterator[Break]:
    """The publication that holds is the newest of its unit and year; a real one before a made-up one."""
    newest: dict[tuple[str, int], tuple[bool, int]] = {}
    rows = Publication.objects.order_by("sequence").values_list(
        "unit_code", "year", "illustrative", "sequence"
    )
    for unit, year, illustrative, sequence in rows:
        newest[unit, year] = max(newest.get((unit, year), (False, 0)), (not illustrative, sequence))
    held = {
        (unit, year): sequence
        for unit, year, sequence in CurrentPublication.objects.values_list(
            "unit_code", "year", "publication__sequence"
        )
    }
    for place, (_real, sequence) in newest.items():
        if held.get(place) != sequence:
            yield Break(sequence, f"the pointer of {place[0]} {place[1]} does not lead here")


def verify_chain() -> list[Break]:
    """Every break in the chain of publications, the first one first; an empty list when all holds."""
    breaks: list[Break] = []
    taken_out = _taken_out()
    recorded = _recorded_redactions()
    told, used = acts(), set()
    expected, previous = 0, "0" * 64
    for publication in Publication.objects.order_by("sequence").iterator(chunk_size=200):
        expected += 1
        if publication.sequence != expected:
            breaks.append(Break(expected, "missing"))
            expected = publication.sequence
        if publication.previous_digest != previous:
            breaks.append(Break(publication.sequence, "does not follow the one before it"))
        problems = [*_row(publication, recorded), *faults(publication, told, used)]
        # A document that is no result any more tells nothing about where its words come from.
        problems = problems or [*_come_back(publication, taken_out)]
        breaks += [Break(publication.sequence, problem) for problem in problems]
        previous = publication.digest
    head = PublicationHead.objects.filter(chain=CHAIN).first()
    if (head.sequence, head.digest) != (expected, previous) if head else expected:
        breaks.append(Break(expected, "the head of the chain is not the last publication"))
    return breaks + list(_pointers())
