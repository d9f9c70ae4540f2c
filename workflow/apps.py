"""App configuration."""

from importlib import import_module

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "workflow"
    label = "workflow"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # Models can only be imported once every app is loaded.
        from portal.record import witnesses

        from .actions import testimony
        from .models.triggers import register_triggers
        from .notices import listeners
        from .workspace import navigation

        # Its kind of message has to be known wherever mails are sent.
        import_module("workflow.actions.reminders")
        register_triggers()
        witnesses.register(testimony.breaks)
        listeners.connect()
        navigation.register()
