"""Who is behind a request: the account, with its keys to the admins only while the grant lasts."""

from allauth.account.auth_backends import AuthenticationBackend

from portal.people import grants, roles
from portal.record import clock


class AccountsOfToday(AuthenticationBackend):
    """Loads the account of a session anew at every request.

    `is_staff` and `is_superuser` open both admins, so they count only on a day on which the person holds
    the administrator's right: a right that has ended, or not begun, opens nothing.
    """

    def get_user(self, user_id):
        user = super().get_user(user_id)
        if user is not None and (user.is_staff or user.is_superuser):
            held = grants.holds(user, roles.ADMINISTRATOR, None, clock.today())
            user.is_staff = user.is_staff and held
            user.is_superuser = user.is_superuser and held
        return user
