"""Where a person arrives after signing in."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from portal.people import grants, roles
from portal.record import clock

WORKSPACE = "/lam-viec/"


def workplace(user) -> str | None:
    """The address where this person works today: cases and rights, then pages; None for the others."""
    held = {grant.role for grant in grants.holdings(user, clock.today())}
    if held & (roles.CASE_ROLES | roles.PORTAL_ROLES):
        return in_language(WORKSPACE)
    if held & roles.PAGE_ROLES:
        return reverse("wagtailadmin_home")
    return None


def after_sign_in(user) -> str:
    """Where to go after signing in, when no other address was asked for."""
    return workplace(user) or reverse("account_overview")


def in_language(address: str) -> str:
    """The twin of a Vietnamese address in the language of the page at hand."""
    language = get_language() or settings.LANGUAGE_CODE
    return address if language == settings.LANGUAGE_CODE else f"/{language}{address}"
