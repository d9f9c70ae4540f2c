"""Telling people: a message in the portal at once, and a mail after the commit.

Message and mail are rows of the caller's transaction, so an act that fails tells nobody. The mail itself is
a task of the queue (portal.outbox.tasks); one that could not be sent is tried again after a pause that grows.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial

from django.db import transaction

from portal.outbox import sending
from portal.outbox.kinds import kind_of
from portal.outbox.models import Delivery, Notice
from portal.outbox.tasks import enqueue
from portal.people.models import User

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Letter:
    """What one person is told. `url` is the Vietnamese address it is about; `mail`: by mail as well."""

    user: User
    kind: str
    params: dict = field(default_factory=dict)
    url: str = ""
    mail: bool = True


def tell(users: Iterable[User], kind: str, params: dict, *, url: str = "", mail: bool = True) -> list[Notice]:
    """Tell people something; each once. Those with an e-mail address also get a mail after the commit.

    Raises KeyError for an unknown kind or a missing parameter.
    """
    kind_of(kind).worded(params)
    people = {user.pk: user for user in users}
    return tell_each(Letter(user, kind, params, url, mail) for user in people.values())


def tell_each(letters: Iterable[Letter]) -> list[Notice]:
    """Tell each person their own; closed accounts are left out. Two writes, however many letters.

    Raises KeyError for an unknown kind or a missing parameter.
    """
    letters = [letter for letter in letters if letter.user.is_active]
    for letter in letters:
        kind_of(letter.kind).worded(letter.params)
    with transaction.atomic():
        notices = Notice.objects.bulk_create(
            (Notice(user=one.user, kind=one.kind, params=one.params, url=one.url) for one in letters),
            batch_size=500,
        )
        send_after_commit([notice for letter, notice in zip(letters, notices, strict=True) if letter.mail])
    return notices


def send_after_commit(notices: Iterable[Notice]) -> list[Delivery]:
    """Write down a mail of each message whose reader has an address, and queue them after the commit."""
    deliveries = Delivery.objects.bulk_create(
        (Delivery(notice=notice, address=notice.user.email) for notice in notices if notice.user.email),
        batch_size=500,
    )
    for delivery in deliveries:
        transaction.on_commit(partial(enqueue, delivery.pk), robust=True)
    return deliveries


def send_waiting() -> tuple[int, int]:
    """Send what waits, failed a while ago or got stuck: how many were sent, and how many still wait."""
    waiting = Delivery.objects.filter(sending.due()).order_by("id").values_list("id", flat=True)
    sent = sum(sending.send(delivery_id) for delivery_id in list(waiting))
    left = Delivery.objects.exclude(state__in=(Delivery.State.SENT, Delivery.State.BOUNCED))
    return sent, left.count()
