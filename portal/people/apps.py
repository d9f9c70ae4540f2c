"""App configuration."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal import navigation
from portal.record import triggers, witnesses

# What a right is, from the moment it is given; only its end is still open.
FIXED = (
    "user_id",
    "role",
    "unit_id",
    "body_id",
    "criteria",
    "valid_from",
    "decision",
    "deputy",
    "acting_for_id",
    "reason",
    "given_by_id",
    "given_at",
)


class PeopleConfig(AppConfig):
    name = "portal.people"
    label = "people"
    verbose_name = _("People")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Usernames are copied into the record: they never change. Rights are
        # ended, never rewritten or removed.
        triggers.register(
            *triggers.guard_columns("people_user", ["username"]),
            *triggers.guard_columns("people_grant", FIXED),
            *triggers.no_delete("people_grant"),
        )
        witnesses.register(import_module("portal.people.testimony").breaks)
        # Its receivers count wrong codes.
        import_module("portal.people.lockout")
        navigation.register("account", "account", _("My account"), "account_overview", order=10)
