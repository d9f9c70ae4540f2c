"""App configuration: the record puts its guards back after every migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate

from portal.record import guards


class RecordConfig(AppConfig):
    name = "portal.record"
    label = "record"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        guards.register()
        # Bound to this app as sender, so that each migrate drops and installs once.
        pre_migrate.connect(guards.drop, sender=self, dispatch_uid="record.triggers.drop")
        post_migrate.connect(guards.install, sender=self, dispatch_uid="record.triggers.install")
