"""Writing into the chained record what was done to a case, a council or a paper."""

from collections.abc import Iterable
from functools import partial

from django.db import transaction

from portal.people import grants
from portal.prepared import Prepared
from portal.record import events
from portal.record.models import EventText
from portal.units.models import Unit
from workflow import signals
from workflow.models import Campaign, Case
from workflow.rules.policy import Permission

_TEXTS = Prepared(
    lambda case: EventText.objects.filter(
        event__chain=events.PORTAL, event__subject_kind="case", event__subject_id=case
    ).values_list("event__sequence", "key", "text")
)


def actor_of(user, permission: Permission) -> events.Actor:
    """A person as the record names them, with the role that allowed the act and the unit it is held at."""
    held = permission.holding
    grant = next((grant for grant in grants.ever_held(user) if grant.pk == held.grant_id), None)
    unit_code = grant.unit.code if grant and grant.unit else ""
    return events.Actor(user.pk, name_of(user), held.role, unit_code)


def name_of(user) -> str:
    """A person's name on paper, else their username."""
    return user.full_name or user.username


def note(
    action: str,
    case: Case,
    actor,
    permission: Permission,
    payload: dict,
    texts: dict[str, str] | None = None,
) -> events.Event:
    """Append an event about a case; empty texts are left out."""
    kept = {key: text.strip() for key, text in (texts or {}).items() if text.strip()}
    return events.append(
        action,
        actor=actor_of(actor, permission),
        subject=events.Subject("case", case.pk, f"{case.code}/{case.year}", case.full_name),
        payload=payload,
        texts=kept or None,
    )


def texts_of_acts(case: Case) -> dict[int, dict[str, str]]:
    """What people wrote with the acts on a case, by event and key; erased texts are not there. One query."""
    found: dict[int, dict[str, str]] = {}
    for sequence, key, text in _TEXTS(case.pk):
        if text:
            found.setdefault(sequence, {})[key] = text
    return found


def reasons_of(sequences: Iterable[int]) -> dict[int, str]:
    """The written reasons of acts, by their event; erased ones are not there. One query at most."""
    wanted = list(sequences)
    if not wanted:
        return {}
    kept = EventText.objects.filter(event__chain=events.PORTAL, event__sequence__in=wanted, key="reason")
    return {sequence: text for sequence, text in kept.values_list("event__sequence", "text") if text}


def tell_public() -> None:
    """After the commit, let the rooms above know that citizens read something new without an act."""
    transaction.on_commit(partial(signals.public_changed.send_robust, Case))


def note_of_year(action: str, campaign: Campaign, actor, permission: Permission, payload: dict) -> None:
    """Append an event about a campaign or what belongs to a unit's year."""
    events.append(
        action,
        actor=actor_of(actor, permission),
        subject=events.Subject("campaign", campaign.pk, str(campaign.year), str(campaign.year)),
        payload=payload,
    )


def note_of_unit(
    action: str,
    unit: Unit,
    actor,
    permission: Permission,
    payload: dict,
    texts: dict[str, str] | None = None,
) -> None:
    """Append an event about something a unit keeps beside its years; empty texts are left out."""
    kept = {key: text for key, text in (texts or {}).items() if text}
    events.append(
        action,
        actor=actor_of(actor, permission),
        subject=events.Subject("unit", unit.pk, unit.code, unit.code),
        payload=payload,
        texts=kept or None,
    )
