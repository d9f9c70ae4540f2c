"""Making accounts: by those who may appoint, always together with the person's first right."""

import re
import unicodedata
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.people import accounts, holding
from portal.people.models import User
from portal.record import clock, events
from portal.units.names import fold

USERNAME: Final = re.compile(r"[a-z0-9](?:[a-z0-9]|[._-](?=[a-z0-9])){2,59}")
BAD_USERNAME: Final = _(
    "3 to 60 small letters without marks, digits, dots or dashes, such as nguyen.van-an or xa.23464.canbo."
)
TAKEN: Final = _("Another account already has this username.")
EMAIL_TAKEN: Final = _("Another account already uses this e-mail address.")
STRANGE_NAME: Final = _("Write the name in letters, as on the decision.")
# Marks that steer how text runs or are not seen: they make one name look like another.
_UNSEEN: Final = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}


def plain_username(typed: str) -> str:
    """A username in one writing. Raises ValidationError for a bad one; whether it is free is not asked."""
    username = unicodedata.normalize("NFKC", typed).strip().lower()
    if not USERNAME.fullmatch(username):
        raise ValidationError(BAD_USERNAME, code="username")
    return username


def clean_username(typed: str) -> str:
    """A username that may be given. Raises ValidationError for a bad or a taken one."""
    username = plain_username(typed)
    if User.objects.filter(username__iexact=username).exists():
        raise ValidationError(TAKEN, code="taken")
    return username


def clean_name(typed: str) -> str:
    """A person's name in one writing. Raises ValidationError where it holds what no name holds."""
    name = " ".join(unicodedata.normalize("NFC", typed).split())
    if any(unicodedata.category(character) in _UNSEEN for character in name):
        raise ValidationError(STRANGE_NAME, code="name")
    if not fold(name) or not any(character.isalpha() for character in name) or "<" in name:
        raise ValidationError(STRANGE_NAME, code="name")
    return name


def clean_email(typed: str) -> str | None:
    """An e-mail address no other account uses, or None. Raises ValidationError when it is taken."""
    if not typed:
        return None
    if User.objects.filter(email__iexact=typed).exists():
        raise ValidationError(EMAIL_TAKEN, code="email")
    return typed


def suggested(name: str, taken=None) -> str:
    """A free username made of a name: "Y Blan" → "y.blan", then "y.blan2".

    `taken` are the usernames that are there, where the caller knows them.
    """
    stem = "".join(character for character in ".".join(fold(name).split())[:50] if character.isascii())
    stem = stem.strip(".") or "can.bo"
    stem = stem if len(stem) > 2 else f"{stem}.cb"
    if taken is None:
        known = User.objects.filter(username__istartswith=stem).values_list("username", flat=True)
        taken = {one.lower() for one in known}
    number, username = 1, stem
    while username in taken:
        number += 1
        username = f"{stem}{number}"
    return username


def make(username: str, full_name: str, email: str | None, *, by: User, role: str) -> User:
    """A new account without a password, for somebody who is given `role`.

    A link or printed code lets them in. Call it inside the transaction that gives the first right.
    Raises ValidationError.
    """
    with transaction.atomic():
        user = User(
            username=clean_username(username), full_name=clean_name(full_name), email=clean_email(email or "")
        )
        user.date_joined = clock.now()
        user.set_unusable_password()
        user.full_clean(exclude=["password"])
        user.save(force_insert=True)
        events.append(
            accounts.MADE,
            actor=holding.appointer(by, {role}),
            subject=events.Subject("account", user.pk, user.username, user.full_name),
            payload={"username": user.username},
        )
    return user
