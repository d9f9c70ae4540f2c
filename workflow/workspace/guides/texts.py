"""The guides of officials: one Markdown file a role in docs/guides/, the same text here and beside the code.

A guide is a text of its authors in Vietnamese; English pages show it as it is.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath

from django.conf import settings
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from portal.people import roles

FOLDER = settings.ROOT / "docs" / "guides"
COMMUNE_OFFICER = "can-bo-xa"
COMMUNE_CHAIR = "chu-tich-xa"
DISTRICT_OFFICER = "phong-ldtbxh"
DISTRICT_CHAIR = "chu-tich-huyen"
PROVINCE = "so-ldtbxh"
SUPERVISION = "giam-sat"
PORTAL = "quan-tri"

# Every role that enters the workspace reads one of them first.
OF_ROLE = {
    roles.COMMUNE_OFFICER: COMMUNE_OFFICER,
    roles.COMMUNE_MEMBER: COMMUNE_OFFICER,
    roles.COMMUNE_CHAIR: COMMUNE_CHAIR,
    roles.DISTRICT_OFFICER: DISTRICT_OFFICER,
    roles.DISTRICT_MEMBER: DISTRICT_OFFICER,
    roles.DISTRICT_CHAIR: DISTRICT_CHAIR,
    roles.PROVINCE_OFFICER: PROVINCE,
    roles.PROVINCE_CHAIR: PROVINCE,
    roles.SUPERVISOR: SUPERVISION,
    roles.HOME_AFFAIRS: SUPERVISION,
    roles.FINANCE: SUPERVISION,
    roles.PLANNING: SUPERVISION,
    roles.OBSERVER: SUPERVISION,
    roles.ADMINISTRATOR: PORTAL,
}
SLUGS = tuple(dict.fromkeys(OF_ROLE.values()))


@dataclass(frozen=True)
class Guide:
    """One guide: its word in the address, its title, its text below the title as HTML."""

    slug: str
    title: str
    html: SafeString


@cache
def guide(slug: str) -> Guide:
    """The guide of this word, read once a process. KeyError for a word that names none."""
    if slug not in SLUGS:
        raise KeyError(slug)
    title, _, body = (FOLDER / f"{slug}.md").read_text(encoding="utf-8").partition("\n")
    # Without raw HTML: what a guide writes in angle brackets is shown, never run.
    markdown = MarkdownIt("commonmark", {"html": False})
    markdown.add_render_rule("image", _image)
    return Guide(slug, title.removeprefix("# "), mark_safe(markdown.render(body)))  # noqa: S308


def guides() -> tuple[Guide, ...]:
    """All guides, from the commune upwards."""
    return tuple(guide(slug) for slug in SLUGS)


def _image(renderer, tokens, index, options, env) -> str:
    """A picture under its address in the portal; in the file its path leads to the same one."""
    token = tokens[index]
    token.attrSet("src", static(f"guides/{PurePosixPath(str(token.attrGet('src'))).name}"))
    token.attrSet("loading", "lazy")
    return renderer.image(tokens, index, options, env)
