"""The one limiter of guesses: passwords and second-factor codes count together, per account and address.

After five failures axes refuses that account from that address for fifteen minutes.
"""

import unicodedata

from allauth.account.adapter import get_adapter
from allauth.mfa.signals import authentication_failed
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import PermissionDenied
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.people.models import User


def username(request: HttpRequest, credentials: dict | None) -> str:
    """The account aimed at: its username, also when its e-mail address or other letter case was typed."""
    given = credentials or {}
    typed = given.get("username") or given.get("email") or request.POST.get("login") or ""
    typed = unicodedata.normalize("NFKC", str(typed)).strip().casefold()[:255]
    if "@" not in typed:
        return typed
    account = User.objects.filter(email__iexact=typed).values_list("username", flat=True).first()
    return account.casefold() if account else typed


def client_address(request: HttpRequest) -> str | None:
    """The visitor's address, counting the trusted proxies in front (ALLAUTH_TRUSTED_PROXY_COUNT)."""
    try:
        return get_adapter(request).get_client_ip(request)
    except PermissionDenied:
        return None  # nobody's request: a command, or a server that tells no address


def is_locked(request: HttpRequest, user: User) -> bool:
    """Whether this account is locked for this visitor; if so the lock-out page is answered."""
    if AxesProxyHandler.is_allowed(request, {"username": user.username}):
        return False
    request.axes_locked_out = True
    return True


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: dict | None) -> HttpResponse:
    """The page that says why, and when to try again (429)."""
    seconds = int(get_cool_off(request).total_seconds())
    page = render(request, "account/locked_out.html", {"minutes": seconds // 60}, status=429)
    page.headers["Retry-After"] = str(seconds)
    page.headers["Cache-Control"] = "private, no-store"
    page.headers["X-Robots-Tag"] = "noindex, nofollow"
    return page


@receiver(authentication_failed)
def count_wrong_code(request, user, **kwargs):
    """A wrong code counts as a failed sign-in of the account."""
    user_login_failed.send(sender=__name__, credentials={"username": user.username}, request=request)
