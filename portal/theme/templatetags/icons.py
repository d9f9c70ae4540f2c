"""The icon set: strokes of one weight on a 24 × 24 grid, written into the page."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

PATHS = {
    "arrow": "M5 12h14M13 6l6 6-6 6",
    "back": "M19 12H5M11 6l-6 6 6 6",
    "bell": "M6 17V11a6 6 0 0 1 12 0v6l2 2H4zM10 21h4",
    "calendar": "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4",
    "chevron": "M6 9l6 6 6-6",
    "clock": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l3.5 2",
    "close": "M6 6l12 12M18 6L6 18",
    "download": "M12 4v11M7 10.5l5 5 5-5M4 20h16",
    "eye": "M2 12c3-5 6.5-7 10-7s7 2 10 7c-3 5-6.5 7-10 7s-7-2-10-7zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6",
    "flag": "M5 21V4h13l-3 4 3 4H5",
    "info": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 11v5.5M12 7.5v.1",
    "link": "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
    "list": "M8 6h12M8 12h12M8 18h12M4 6h.1M4 12h.1M4 18h.1",
    "lock": "M5 11h14v9H5zM8 11V8a4 4 0 0 1 8 0v3M12 15v1.5",
    "mail": "M3 6h18v13H3zM3 7l9 7 9-7",
    "map": "M3 6l6-2 6 2 6-2v14l-6 2-6-2-6 2zM9 4v14M15 6v14",
    "menu": "M4 7h16M4 12h16M4 17h16",
    "minus": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M8 12h8",
    "paper": "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
    "pencil": "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
    "person": "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4 21c0-5 3.5-7 8-7s8 2 8 7",
    "plus": "M12 5v14M5 12h14",
    "print": "M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z",
    "rss": "M5 11a8 8 0 0 1 8 8M5 5a14 14 0 0 1 14 14M6 18h.1",
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M15.5 15.5L21 21",
    "slash": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M6 18L18 6",
    "speech": "M4 5h16v11H11l-4 4v-4H4z",
    "star": "M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1 5.9L12 16.9l-5.2 2.8 1-5.9-4.3-4.1 5.9-.8z",
    "table": "M4 5h16v14H4zM4 10h16M4 14.5h16M10 5v14",
    "tick": "M5 12.5l4.5 4.5L19 7.5",
    "tiles": "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h6v6h-6z",
    "todo": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18",
    "upload": "M12 16V5M7 9.5l5-5 5 5M4 20h16",
    "warn": "M12 4l9.5 16h-19zM12 10v4.5M12 17v.1",
}
DASHED = {"todo", "paper-none"}
PATHS["paper-none"] = "M6 3h8l4 4v14H6z"


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """`{% icon "tick" %}`: an inline drawing, hidden from screen readers unless it has a label.

    Raises KeyError for a name that is not in the set.
    """
    return drawing(name, str(label))


def drawing(name: str, label: str = "") -> SafeString:
    """The `<svg>` of an icon, for code that writes HTML outside templates."""
    path = PATHS[name]
    kind = "icon icon-dashed" if name in DASHED else "icon"
    if label:
        return format_html(
            '<svg class="{}" viewBox="0 0 24 24" role="img" aria-label="{}"><path d="{}"/></svg>',
            kind,
            label,
            path,
        )
    return mark_safe(  # noqa: S308 - constants of this module only
        f'<svg class="{kind}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        f'<path d="{path}"/></svg>'
    )
