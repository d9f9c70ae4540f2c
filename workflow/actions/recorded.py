"""Writing into the chained record what was done to a case, a council or a paper."""

from portal.record import events
from workflow.models import Campaign, Case
from workflow.rules.policy import Permission


def actor_of(user, permission: Permission, unit_code: str) -> events.Actor:
    """A person as the record names them, with the role that allowed the act."""
    return events.Actor(user.pk, name_of(user), permission.holding.role, unit_code)


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
        actor=actor_of(actor, permission, case.code),
        subject=events.Subject("case", case.pk, f"{case.code}/{case.year}", case.full_name),
        payload=payload,
        texts=kept or None,
    )


def note_of_year(action: str, campaign: Campaign, actor, permission: Permission, payload: dict) -> None:
    """Append an event about a campaign or what belongs to a unit's year."""
    events.append(
        action,
        actor=actor_of(actor, permission, campaign.province.code),
        subject=events.Subject("campaign", campaign.pk, str(campaign.year), str(campaign.year)),
        payload=payload,
    )
