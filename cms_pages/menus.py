"""Entries of the editors' pages in the menus."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal import navigation

# Slugs of the pages `load_site` makes.
GUIDANCE, READING, COMMENTING = "huong-dan", "doc-ket-qua", "gop-y-truoc-khi-quyet-dinh"


def _page(*slugs: str):
    def address(request) -> str:
        prefix = "" if (get_language() or "vi").startswith("vi") else f"/{get_language()}"
        return f"{prefix}/{'/'.join(slugs)}/"

    return address


def register() -> None:
    """Put the guidance into header and footer."""
    navigation.register("public", "guidance", _("Guidance"), _page(GUIDANCE), order=40)
    navigation.register(
        "footer.see", "reading", _("How to read a result"), _page(GUIDANCE, READING), order=15
    )
