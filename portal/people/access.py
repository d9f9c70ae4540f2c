"""Letting a person into their account once: by a link in a mail, or by a code on paper.

Whoever appoints the person helps them, and nobody else: the tier above (R-APP-9). A code or link works once,
for seven days, sets a password and nothing more; a second step of signing in stays as it was. Only digests
are stored, a newer one replaces the older, and each issue and use is an event.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.dispatch import Signal
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_noop

from portal.people import holding, roles
from portal.people.models import Access, User
from portal.people.objections import AppointmentRefused, Reason
from portal.record import clock, events

WORKS_FOR: Final = timedelta(days=7)
# Sent inside the transaction with `access` and `by`: rooms above tell the person.
issued = Signal()

ISSUED: Final = "account.access_issued"
USED: Final = "account.access_used"
# Nothing that can be mistaken for another on a bad print: no 0 O, 1 I L, 2 Z, 5 S, 8 B, U V.
LETTERS: Final = "34679ACDEFGHJKMNPQRTWXY"
GROUPS, GROUP = 4, 4


@dataclass(frozen=True)
class Issued:
    """What is told once and never again: the secret, until when it works, and for whom."""

    secret: str
    access: Access


def why_not_help(by: User, person: User) -> list[Reason]:
    """Why `by` may not give this person a way in; empty when they may (R-APP-9)."""
    if by.pk == person.pk:
        return [Reason("R-APP-9", gettext_noop("For your own account, change the password on its page."))]
    if not person.is_active:
        return [Reason("R-APP-9", gettext_noop("This account is closed."))]
    today = clock.today()
    held = [
        grant
        for grant in holding.given_to(person.pk)
        if grant.valid_until is None or grant.valid_until >= today
    ]
    by_administrator = holding.holds(by, roles.ADMINISTRATOR, None, today)
    if not held:
        message = gettext_noop("This person holds no right. Give one first, then a way into the account.")
        return [] if by_administrator else [Reason("R-APP-9", message)]
    # Whoever opens an account could use it: so all its rights must be theirs to give.
    if not all(holding.may_appoint(by, grant.role, grant.unit, today) for grant in held) or (
        (person.is_superuser or person.is_staff) and not by_administrator
    ):
        message = gettext_noop("Only the office that gives all of this person's rights opens their account.")
        return [Reason("R-APP-9", message)]
    return []


def issue(person: User, kind: str, *, by: User) -> Issued:
    """A new code or link for a person; older ones stop working. Raises AppointmentRefused."""
    secret = _code() if kind == Access.Kind.CODE else secrets.token_urlsafe(32)
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=person.pk)
        if reasons := why_not_help(by, person):
            raise AppointmentRefused(*reasons)
        now = clock.now()
        Access.objects.filter(user=person, used_at=None, revoked_at=None).update(revoked_at=now)
        access = Access.objects.create(
            user=person,
            kind=kind,
            digest=_digest(bare(secret), person.pk) if kind == Access.Kind.CODE else _digest(secret),
            issued_by=by,
            issued_at=now,
            expires_at=now + WORKS_FOR,
        )
        payload = {"access": access.pk, "kind": kind, "expires_at": access.expires_at.isoformat()}
        issued.send(sender=Access, access=access, by=by)
        events.append(ISSUED, actor=_helper(by, person), subject=_subject(person), payload=payload)
    return Issued(secret, access)


def by_code(username: str, code: str) -> Access | None:
    """The access a printed code opens, or None."""
    found = (
        Access.objects.live()
        .filter(kind=Access.Kind.CODE, user__username__iexact=username.strip(), user__is_active=True)
        .select_related("user")
        .first()
    )
    # An unknown account takes as long as a known one.
    fits = constant_time_compare(
        _digest(bare(code), found.user_id if found else 0), found.digest if found else ""
    )
    return found if fits else None


def by_link(token: str) -> Access | None:
    """The access a mailed link opens, or None."""
    found = Access.objects.live().filter(kind=Access.Kind.LINK, digest=_digest(token))
    return found.filter(user__is_active=True).select_related("user").first()


def use(access: Access, password: str) -> bool:
    """Set the password by a code or link, once; False when it was used, replaced or has expired meanwhile."""
    with transaction.atomic():
        if not Access.objects.live().filter(pk=access.pk).update(used_at=clock.now()):
            return False
        user = User.objects.select_for_update().get(pk=access.user_id)
        user.set_password(password)
        user.save(update_fields=["password"])
        events.append(
            USED,
            actor=events.Actor(user.pk, user.full_name),
            subject=_subject(user),
            payload={"access": access.pk, "kind": access.kind},
        )
    return True


def bare(code: str) -> str:
    """A code as it counts: capitals without blanks and dashes, however it was typed."""
    return "".join(character for character in code.upper() if character.isalnum())


def _code() -> str:
    drawn = ["".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS)]
    return "-".join(drawn)


def _digest(secret: str, person: int | None = None) -> str:
    """Secrets are drawn from 72 bits and more, so a keyed digest is enough; a code's is its person's own."""
    told = secret if person is None else f"{person}:{secret}"
    return salted_hmac("portal.people.access", told, algorithm="sha256").hexdigest()


def _subject(person: User) -> events.Subject:
    return events.Subject("account", person.pk, person.username, person.full_name)


def _helper(by: User, person: User) -> events.Actor:
    if holding.holds(by, roles.ADMINISTRATOR, None, clock.today()):
        return holding.appointer(by, {roles.ADMINISTRATOR})
    return holding.appointer(by, {grant.role for grant in holding.given_to(person.pk)})
