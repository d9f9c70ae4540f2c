"""Rights held against the chained record: each was given, and ended, by an event (`verify_record`)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.people.grants import ENDED, GIVEN
from portal.people.models import Grant
from portal.record.chain import Break
from portal.record.events import PORTAL
from portal.record.models import Event


def breaks() -> Iterator[Break]:
    """Every right that no event gave, or whose end no event tells, in the order they were given."""
    told: dict[int, tuple] = {}
    sequences: dict[int, int] = {}
    for event in Event.objects.filter(chain=PORTAL, action__in=(GIVEN, ENDED)).order_by("sequence"):
        payload = event.payload
        told[payload["grant"]] = (
            payload["role"],
            payload["unit"],
            payload["valid_from"],
            payload["valid_until"],
            payload["deputy"],
            payload.get("withdrawn", False),
            event.subject_id,
        )
        sequences[payload["grant"]] = event.sequence
    held = Grant.objects.order_by("pk").values_list(
        "pk", "role", "unit__code", "valid_from", "valid_until", "deputy", "withdrawn", "user_id"
    )
    for pk, role, unit, first, last, deputy, withdrawn, user in held.iterator():
        days = (first.isoformat(), last.isoformat() if last else None)
        if told.get(pk) != (role, unit, *days, deputy, withdrawn, user):
            sentence = _("right %(right)s is not as it was given or ended")
            yield Break(PORTAL, sequences.get(pk), "grant", sentence % {"right": pk})
