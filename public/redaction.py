"""Taking words out of what was published, by a later decision: the hash stays, the words and the salt go."""

from django.db import transaction
from django.utils.translation import gettext as _

from portal.record import clock, events
from public import pagecache
from public.leaves import is_redactable, is_under, without
from public.models.publication import Publication
from public.sources import places_of, sources_under

ACTION = "redact_publication"


class RedactionRefused(ValueError):
    """The field may not be taken out, is not there, or the decision or the reason is missing."""


def _sources(publication: Publication, path: str, decision_reference: str, reason: str) -> set[str]:
    """What the words at a path, or of the whole message there, are known by; raises RedactionRefused."""
    if not decision_reference.strip() or not reason.strip():
        raise RedactionRefused(_("A redaction names its decision and its reason."))
    below = [leaf for leaf in publication.salts if is_under(leaf, path)]
    wanted = [leaf for leaf in below if is_redactable(leaf)]
    whole_message = path.startswith("/messages/") and path.count("/") == 2
    if below and not (wanted == below or (whole_message and wanted)):
        raise RedactionRefused(_("Points, states and names of units cannot be taken out of a publication."))
    found = sources_under(publication.content, publication.event_sequence, wanted)
    if not places_of(publication.content, publication.event_sequence, found):
        raise RedactionRefused(_("This publication has no such field, or it was taken out before."))
    return found


@transaction.atomic
def redact(publication: Publication, path: str, decision_reference: str, reason: str, actor) -> Publication:
    """Take out the words at a JSON pointer, or of the whole message there, and record who ordered it.

    The same words go from every version of this result and from wherever else they stand in it (a reason
    is told with the decision and in the timeline), and no later version tells them again. The leaf hashes
    stay, so the chain still verifies; without the salts nobody can guess the words back. `actor` is a
    `portal.record.events.Actor`. Raises RedactionRefused.
    """
    versions = list(
        Publication.objects.select_for_update().filter(case_id=publication.case_id).order_by("version")
    )
    held = next(one for one in versions if one.pk == publication.pk)
    wanted = _sources(held, path, decision_reference, reason)
    found = [(one, place) for one in versions for place in places_of(one.content, one.event_sequence, wanted)]
    event = events.append(
        ACTION,
        actor=actor,
        subject=events.Subject("publication", held.pk, held.unit_code, str(held)),
        payload={
            "digest": held.digest,
            "path": path,
            "taken_out": [{"digest": one.digest, "path": place, "leaves": [place]} for one, place in found],
            "decision": decision_reference,
            "reason": reason,
        },
    )
    order = {
        "decision": decision_reference,
        "reason": reason,
        "on": clock.today().isoformat(),
        "event": event.sequence,
        "sources": sorted(wanted),
    }
    for one, place in found:
        _take_out(one, place, order)
    for one in {one.pk: one for one, _place in found}.values():
        one.save(update_fields=["content", "salts", "redactions"])
    transaction.on_commit(pagecache.bump)
    return held


def _take_out(publication: Publication, place: str, order: dict) -> None:
    publication.content = without(publication.content, place)
    publication.salts = {leaf: salt for leaf, salt in publication.salts.items() if leaf != place}
    publication.redactions = publication.redactions | {place: order | {"leaves": [place]}}
