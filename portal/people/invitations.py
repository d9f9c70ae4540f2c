"""The mail with a one-time link. It is sent at once and kept nowhere: a queue would store the secret."""

import logging
from smtplib import SMTPException

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from portal.people.access import Issued

log = logging.getLogger(__name__)


def send(issued: Issued) -> bool:
    """Mail the link to the account's address in its person's language; whether it could be sent.

    Call it after the commit. A failure is logged without the link, and the caller says so.
    """
    user = issued.access.user
    with translation.override(user.language):
        address = reverse("account_invitation", args=[issued.secret])
        link = settings.BASE_URL.rstrip("/") + address
        context = {"user": user, "link": link, "until": issued.access.expires_at}
        try:
            get_adapter().send_mail("account/email/invitation", user.email, context)
        except (SMTPException, OSError) as failure:
            log.warning("invitation of account %s failed: %s", user.pk, failure)
            return False
    return True
