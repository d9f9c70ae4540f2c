"""Menus that rooms fill and templates show. A room registers its entries in its AppConfig.ready.

Menus: "public" (header), "workspace" (officials' header), "account" (under the person's name),
"footer.see", "footer.ask", "footer.check" (public footer), "footer.workspace" (officials' footer).
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.core import checks
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

MENUS = (
    "public",
    "workspace",
    "account",
    "footer.see",
    "footer.ask",
    "footer.check",
    "footer.workspace",
)


@dataclass(frozen=True)
class Entry:
    """One registered entry; `target` is a URL name, or a callable that gives an address for a request."""

    menu: str
    key: str
    label: object
    target: str | Callable
    order: int = 100
    visible: Callable | None = field(default=None)

    def address(self, request) -> str:
        """The address in the language at hand; raises NoReverseMatch for an unknown URL name."""
        return self.target(request) if callable(self.target) else reverse(self.target)


@dataclass(frozen=True)
class Link:
    """An entry as templates show it."""

    key: str
    label: object
    url: str
    active: bool


_entries: dict[tuple[str, str], Entry] = {}


def register(menu: str, key: str, label, target: str | Callable, *, order: int = 100, visible=None) -> None:
    """Put an entry into a menu; the same key again replaces it.

    `label` is a lazy translation, `target` a URL name or `callable(request) -> address`,
    `visible` a `callable(user) -> bool`. Raises ValueError for a menu that no template shows.
    """
    if menu not in MENUS:
        raise ValueError(f"unknown menu {menu!r}; choose from {', '.join(MENUS)}")
    _entries[menu, key] = Entry(menu, key, label, target, order, visible)


def links(menu: str, request) -> list[Link]:
    """The visible entries of a menu for this request, in order. An entry whose address is not
    routed is left out here and reported by `manage.py check`."""
    active, shown = getattr(request, "active_nav", ""), []
    for entry in sorted(_entries.values(), key=lambda entry: (entry.order, entry.key)):
        if entry.menu != menu or (entry.visible and not entry.visible(request.user)):
            continue
        try:
            address = entry.address(request)
        except NoReverseMatch:
            continue
        if address:
            shown.append(Link(entry.key, entry.label, address, entry.key == active))
    return shown


def menus(request) -> dict:
    """Context processor: `nav_public`, `nav_workspace`, `nav_account`, `nav_footer` and `active_nav`.

    Nothing is worked out (and nobody's session opened) before a template shows the menu.
    """
    return {
        "nav_public": SimpleLazyObject(lambda: links("public", request)),
        "nav_workspace": SimpleLazyObject(lambda: links("workspace", request)),
        "nav_account": SimpleLazyObject(lambda: links("account", request)),
        "nav_footer": {
            name: SimpleLazyObject(lambda menu=f"footer.{name}": links(menu, request))
            for name in ("see", "ask", "check", "workspace")
        },
        "active_nav": getattr(request, "active_nav", ""),
    }


@checks.register("urls")
def addresses_exist(app_configs, **kwargs) -> list[checks.CheckMessage]:
    """Every entry given by URL name must be routed."""
    problems = []
    for entry in _entries.values():
        if callable(entry.target):
            continue
        try:
            reverse(entry.target)
        except NoReverseMatch:
            problem = f"Menu entry {entry.menu}/{entry.key} points to {entry.target!r}, which is not routed."
            problems.append(checks.Error(problem, id="portal.E001"))
    return problems


register("account", "password", _("Change password"), "account_change_password", order=80)
register("account", "mfa", _("Two-step sign-in"), "mfa_index", order=90)
