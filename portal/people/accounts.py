"""What an administrator does to somebody's account enters the record, and the rooms above may tell them."""

from collections.abc import Iterable

from django.dispatch import Signal

from portal.people import roles
from portal.people.models import User
from portal.record import events

MADE, CHANGED = "account.made", "account.changed"
OPENED, CLOSED = "account.opened", "account.closed"
PASSWORD_SET = "account.password_set"  # noqa: S105  the name of an act

# Sent inside the transaction with `user, action`.
account_touched = Signal()


def record(action: str, user: User, *, by: User, fields: Iterable[str] = ()) -> None:
    """Append what was done, inside its transaction: which fields, never what stands in them."""
    events.append(
        action,
        actor=events.Actor(by.pk, by.full_name, roles.ADMINISTRATOR, ""),
        subject=events.Subject("account", user.pk, user.username, user.full_name),
        payload={
            "fields": sorted(fields),
            "active": user.is_active,
            "staff": user.is_staff,
            "superuser": user.is_superuser,
        },
    )
    account_touched.send(User, user=user, action=action)
