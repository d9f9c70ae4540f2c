"""App configuration: guards on publications, listeners to moving cases, navigation."""

from importlib import import_module

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """What citizens see."""

    name = "public"
    label = "public"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Modules that need the models are loaded once these exist."""
        import_module("public.receivers")
        import_module("public.triggers").register()
        import_module("public.menus").register()
