"""Sending one mail: claimed by one process, tried with growing pauses, and what a refusal means.

A server that refuses the reader's address for good (SMTP 5xx) marks the address: nothing more is sent there
until somebody tries again or the person gives another address. Everything else is tried again.
"""

import logging
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from portal.outbox.models import BouncedAddress, Delivery
from portal.people.landing import in_language
from portal.record import clock

log = logging.getLogger(__name__)

# What is waited after the first, second … failure; then a person has to look.
PAUSES = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
MAX_ATTEMPTS = len(PAUSES) + 1
# A mail "being sent" for longer was cut short by a crash.
STUCK = timedelta(minutes=10)
MOST = 300


def due() -> Q:
    """Mails to be sent now: waiting, failed and rested long enough, or stuck."""
    now = clock.now()
    stuck = Q(state=Delivery.State.SENDING, tried_at__lt=now - STUCK)
    failed = Q(state=Delivery.State.FAILED, next_try_at__lte=now)
    return Q(state=Delivery.State.WAITING) | failed | stuck


def send(delivery_id: int) -> bool:
    """Send one mail now unless somebody else is at it; whether it was sent. Failures are written down."""
    if not _claimed(delivery_id):
        return False
    delivery = Delivery.objects.select_related("notice__user").get(pk=delivery_id)
    known = BouncedAddress.objects.filter(address__iexact=delivery.address).first()
    try:
        if known is None:
            _message(delivery).send()
            _settle(delivery, Delivery.State.SENT)
        else:
            _settle(delivery, Delivery.State.BOUNCED, known.reason)
    except SMTPRecipientsRefused as refusal:
        _refused(delivery, refusal)
    except (SMTPException, OSError) as failure:
        log.warning("mail %s failed: %s", delivery_id, failure)
        _settle(delivery, Delivery.State.FAILED, str(failure))
    return delivery.state == Delivery.State.SENT


def try_again(delivery: Delivery) -> bool:
    """Send a failed mail once more, its address no longer held to be dead; whether it was sent."""
    BouncedAddress.objects.filter(address__iexact=delivery.address).delete()
    Delivery.objects.filter(pk=delivery.pk, state__in=(Delivery.State.FAILED, Delivery.State.BOUNCED)).update(
        state=Delivery.State.WAITING, attempts=0, next_try_at=None
    )
    return send(delivery.pk)


def _refused(delivery: Delivery, refusal: SMTPRecipientsRefused) -> None:
    """The mail server took the mail but not the reader."""
    answers = list(refusal.recipients.values())
    said = "; ".join(f"{code} {_text(words)}" for code, words in answers)
    if answers and all(500 <= code < 600 for code, _words in answers):
        BouncedAddress.objects.update_or_create(
            address=delivery.address.lower(), defaults={"reason": said[:MOST], "at": clock.now()}
        )
        _settle(delivery, Delivery.State.BOUNCED, said)
    else:
        _settle(delivery, Delivery.State.FAILED, said)


def _text(words) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)


def _settle(delivery: Delivery, state: str, error: str = "") -> None:
    """Write down what became of a mail, and when it is tried again."""
    delivery.state, delivery.error, delivery.next_try_at = state, error[:MOST], None
    if state == Delivery.State.FAILED and delivery.attempts < MAX_ATTEMPTS:
        delivery.next_try_at = clock.now() + PAUSES[delivery.attempts - 1]
    delivery.save(update_fields=["state", "error", "next_try_at"])


def _claimed(delivery_id: int) -> bool:
    """Take a mail for sending; only one process gets it."""
    taken = Delivery.objects.filter(due(), pk=delivery_id).update(
        state=Delivery.State.SENDING, attempts=F("attempts") + 1, tried_at=clock.now(), error=""
    )
    return taken == 1


def _message(delivery: Delivery) -> EmailMessage:
    """The mail in the reader's language, with an absolute link into the same language.

    Its Message-ID stays the same when it is sent a second time, so that a mailbox may drop the double.
    """
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
        if notice.illustrative:
            subject = f"[{gettext('illustrative data')}] {subject}"
    host = settings.BASE_URL.split("://")[-1].split("/")[0].split(":")[0]
    headers = {"Message-ID": f"<notice-{notice.pk}-{delivery.pk}@{host}>"}
    return EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [delivery.address], headers=headers)
