"""Sections other rooms add to a person's account page; each registers its own in AppConfig.ready."""

from collections.abc import Callable

Panel = Callable[[object], tuple[str, dict] | None]
_panels: dict[str, Panel] = {}


def register(key: str, panel: Panel) -> None:
    """Add a section: `panel(user)` gives a template and its context, or None for nothing to say."""
    _panels[key] = panel


def of(user) -> list[dict]:
    """The sections of a person's page; each context names its `template`."""
    shown = [panel(user) for _key, panel in sorted(_panels.items())]
    return [{**context, "template": template} for template, context in filter(None, shown)]
