"""Telling people what became of their rights and of the way into their account.

The messages are rows of the transaction that gives or ends the right, whoever opened it: a page, an import
or the administrator's tables.
"""

from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from portal.outbox import kinds
from portal.outbox.post import tell
from portal.people import access, grants, posts
from portal.people.models import Access, Grant

ACCOUNT = "/tai-khoan/"
GIVEN, STAND_IN, ENDED, OPENED = "right.given", "right.stand_in", "right.ended", "access.given"

kinds.register(
    kinds.Kind(
        GIVEN,
        _("You hold a new post: %(post)s"),
        _("From %(first)s you hold the post “%(post)s”, by %(decision)s. It was recorded by %(by)s."),
    ),
    kinds.Kind(
        STAND_IN,
        _("You stand in for %(absent)s"),
        _(
            "From %(first)s to %(last)s you stand in for %(absent)s as “%(post)s”, by %(decision)s. "
            "It ends by itself. It was recorded by %(by)s."
        ),
    ),
    kinds.Kind(
        ENDED,
        _("A post of yours ends: %(post)s"),
        _("Your post “%(post)s” ends; its last day is %(last)s. It was recorded by %(by)s."),
    ),
    kinds.Kind(
        OPENED,
        _("A way into your account was given out"),
        _(
            "%(by)s has given out a one-time code or link for your account. It sets a new password. "
            "If you did not ask for it, tell the office that gave you the account."
        ),
    ),
)


@receiver(grants.changed)
def tell_of_right(sender, grant: Grant, action: str, by, **more) -> None:
    """Tell the person of a right given or ended; what one does to oneself is no news."""
    if by is None or by.pk == grant.user_id:
        return
    first = grant.valid_from
    params = {"post": posts.post_title(grant, first), "first": f"{first:%d/%m/%Y}", "by": by.full_name}
    params["decision"] = grant.decision
    kind = ENDED
    if grant.valid_until:
        params["last"] = f"{grant.valid_until:%d/%m/%Y}"
    if action == grants.ENDED and grant.withdrawn:
        params["last"] = params["first"]
    if action == grants.GIVEN:
        kind = GIVEN
        if grant.acting_for_id:
            kind, params["absent"] = STAND_IN, grant.acting_for.user.full_name
    tell([grant.user], kind, params, url=ACCOUNT)


@receiver(access.issued)
def tell_of_access(sender, access: Access, by, **more) -> None:
    """Tell the person that their password can now be set; a mailed link speaks for itself."""
    tell([access.user], OPENED, {"by": by.full_name}, url=ACCOUNT, mail=access.kind == Access.Kind.CODE)
