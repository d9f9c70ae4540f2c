"""App configuration."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    name = "portal.outbox"
    label = "outbox"
    verbose_name = _("Outbox")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Their kinds and their receivers.
        import_module("portal.outbox.accounts")
        import_module("portal.outbox.appointments")
        own = import_module("portal.outbox.panels")
        import_module("portal.people.panels").register("bounced", own.bounced)
