"""A person is told when an administrator sets their password, or changes, opens or closes their account."""

from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from portal.outbox import kinds, post
from portal.people import accounts

_ASK = _("If you did not expect this, ask your administrator at once.")

kinds.register(
    kinds.Kind(accounts.PASSWORD_SET, _("An administrator set a new password for your account"), _ASK),
    kinds.Kind(accounts.CHANGED, _("An administrator changed your account"), _ASK),
    kinds.Kind(accounts.OPENED, _("An administrator opened your account"), _ASK),
)


@receiver(accounts.account_touched, dispatch_uid="outbox.tell_owner")
def tell_owner(sender, *, user, action, **kwargs):
    """Tell the owner in the same transaction. One who cannot sign in reads nothing."""
    if action in (accounts.PASSWORD_SET, accounts.CHANGED, accounts.OPENED):
        post.tell([user], action, {})
