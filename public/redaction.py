"""Taking a field out of a publication by a later decision: the hash stays, the value and its salt go."""

from django.db import transaction
from django.utils.translation import gettext as _

from portal.record import clock, events
from public import pagecache
from public.leaves import is_redactable, is_under, without
from public.models.publication import Publication

ACTION = "redact_publication"


class RedactionRefused(ValueError):
    """The field may not be taken out, is not there, or the decision or the reason is missing."""


def _check(publication: Publication, path: str, decision_reference: str, reason: str) -> list[str]:
    if not decision_reference.strip() or not reason.strip():
        raise RedactionRefused(_("A redaction names its decision and its reason."))
    if not is_redactable(path):
        raise RedactionRefused(_("Points, states and names of units cannot be taken out of a publication."))
    found = [leaf for leaf in publication.salts if is_under(leaf, path)]
    if not found:
        raise RedactionRefused(_("This publication has no such field, or it was taken out before."))
    return found


@transaction.atomic
def redact(publication: Publication, path: str, decision_reference: str, reason: str, actor) -> Publication:
    """Take out the field, or the whole message, at a JSON pointer, and record who ordered it.

    `actor` is a `portal.record.events.Actor`. The leaf hashes stay, so the chain still verifies; without
    the salts nobody can guess the values back. Raises RedactionRefused.
    """
    held = Publication.objects.select_for_update().get(pk=publication.pk)
    leaves = _check(held, path, decision_reference, reason)
    event = events.append(
        ACTION,
        actor=actor,
        subject=events.Subject("publication", held.pk, held.unit_code, str(held)),
        payload={
            "digest": held.digest,
            "path": path,
            "leaves": sorted(leaves),
            "decision": decision_reference,
            "reason": reason,
        },
    )
    held.content = without(held.content, path)
    held.salts = {leaf: salt for leaf, salt in held.salts.items() if leaf not in leaves}
    held.redactions = held.redactions | {
        path: {
            "decision": decision_reference,
            "reason": reason,
            "on": clock.today().isoformat(),
            "event": event.sequence,
            "leaves": sorted(leaves),
        }
    }
    held.save(update_fields=["content", "salts", "redactions"])
    transaction.on_commit(pagecache.bump)
    return held
