"""App configuration: guidance in the menus."""

from importlib import import_module

from django.apps import AppConfig


class CmsPagesConfig(AppConfig):
    """What communications staff edit."""

    name = "cms_pages"
    label = "cms_pages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Modules that need the models are loaded once these exist."""
        import_module("cms_pages.menus").register()
