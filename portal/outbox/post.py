"""Telling people: a message in the portal at once, and a mail after the commit.

Message and mail are rows of the caller's transaction, so an act that fails tells nobody, and a mail that
could not be sent is tried again by `manage.py send_mails`.
"""

import logging
from collections.abc import Iterable
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import translation

from portal.outbox.kinds import kind_of
from portal.outbox.models import Delivery, Notice
from portal.people.landing import in_language
from portal.people.models import User
from portal.record import clock

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 5
# A mail "being sent" for longer was cut short by a crash.
STUCK = timedelta(minutes=10)


def tell(users: Iterable[User], kind: str, params: dict, *, url: str = "", mail: bool = True) -> list[Notice]:
    """Tell people something; each once. Those with an e-mail address also get a mail after the commit.

    `url` is the Vietnamese address the message is about. Raises KeyError for an unknown kind or a missing
    parameter.
    """
    kind_of(kind).worded(params)
    people = {user.pk: user for user in users if user.is_active}
    with transaction.atomic():
        notices = Notice.objects.bulk_create(
            Notice(user=user, kind=kind, params=params, url=url) for user in people.values()
        )
        if mail:
            for notice in notices:
                send_after_commit(notice)
    return notices


def send_after_commit(notice: Notice) -> Delivery | None:
    """Write down a mail of this message and send it once the transaction is committed.

    None when the person has no e-mail address.
    """
    if not notice.user.email:
        return None
    delivery = Delivery.objects.create(notice=notice, address=notice.user.email)
    transaction.on_commit(lambda: send(delivery.pk), robust=True)
    return delivery


def send(delivery_id: int) -> bool:
    """Send one mail now unless somebody else is at it; whether it was sent. Failures are written down."""
    if not _claimed(delivery_id):
        return False
    delivery = Delivery.objects.select_related("notice__user").get(pk=delivery_id)
    try:
        _message(delivery).send()
    except (SMTPException, OSError) as failure:
        log.warning("mail %s failed: %s", delivery_id, failure)
        delivery.state, delivery.error = Delivery.State.FAILED, str(failure)[:300]
    else:
        delivery.state, delivery.error = Delivery.State.SENT, ""
    delivery.save(update_fields=["state", "error"])
    return delivery.state == Delivery.State.SENT


def send_waiting() -> tuple[int, int]:
    """Send what waits, failed before or got stuck: how many were sent, and how many still wait."""
    waiting = Delivery.objects.filter(_due()).order_by("id").values_list("id", flat=True)
    sent = sum(send(delivery_id) for delivery_id in list(waiting))
    return sent, Delivery.objects.exclude(state=Delivery.State.SENT).count()


def _due() -> Q:
    stuck = Q(state=Delivery.State.SENDING, tried_at__lt=clock.now() - STUCK)
    failed = Q(state=Delivery.State.FAILED, attempts__lt=MAX_ATTEMPTS)
    return Q(state=Delivery.State.WAITING) | failed | stuck


def _claimed(delivery_id: int) -> bool:
    """Take a mail for sending; only one process gets it."""
    due = Delivery.objects.filter(_due(), pk=delivery_id)
    taken = due.update(
        state=Delivery.State.SENDING, attempts=F("attempts") + 1, tried_at=clock.now(), error=""
    )
    return taken == 1


def _message(delivery: Delivery) -> EmailMessage:
    """The mail in the reader's language, with an absolute link into the same language."""
    notice = delivery.notice
    with translation.override(notice.user.language):
        link = settings.BASE_URL.rstrip("/") + in_language(notice.url) if notice.url else ""
        context = {
            "notice": notice,
            "user": notice.user,
            "link": link,
            "site_name": settings.WAGTAIL_SITE_NAME,
        }
        body = render_to_string("outbox/mail.txt", context)
        subject = " ".join(notice.title.split())
    return EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [delivery.address])
