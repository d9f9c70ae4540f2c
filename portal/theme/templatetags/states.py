"""The eight states of a case: word, icon and colour, for citizens and for officials."""

from dataclasses import dataclass

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from portal.theme.templatetags.icons import drawing

register = template.Library()


@dataclass(frozen=True)
class Look:
    """How one state is told: `public` and `official` words, their longer forms, icon and tone of colour."""

    icon: str
    tone: str
    public: Promise
    official: Promise
    public_long: Promise
    official_long: Promise


def _look(icon, tone, public, official=None, *, public_long=None, official_long=None) -> Look:
    official = official or public
    return Look(icon, tone, public, official, public_long or public, official_long or official)


STATES = {
    "draft": _look("pencil", "open", _("Being assessed"), _("Commune is assessing itself")),
    "commune_assessed": _look(
        "speech",
        "sun",
        _("Open for comments"),
        _("Awaiting district review"),
        public_long=_("Commune has filed – open for comments"),
        official_long=_("Commune has assessed, awaiting district review"),
    ),
    "district_reviewed": _look(
        "clock",
        "lake",
        _("Waiting for the decision"),
        _("Awaiting decision"),
        official_long=_("District has reviewed, awaiting decision"),
    ),
    "recognized": _look("tick", "forest", _("Met – recognised"), _("Recognised")),
    "rewarded": _look("star", "forest", _("Met – rewarded"), _("Rewarded")),
    "not_recognized": _look("minus", "basalt", _("Not recognised")),
    "revoked": _look("slash", "struck", _("Recognition revoked")),
    "not_filed": _look("paper-none", "stone", _("No dossier filed")),
}


def word(state: str, audience: str = "public", long: bool = False) -> str:
    """The word for a state, told to "public" or "official"; `long` for the sentence-like form."""
    return str(getattr(STATES[state], f"{audience}_long" if long else audience))


@register.simple_tag
def state_word(state: str, audience: str = "public", long: bool = False) -> str:
    """`{% state_word case.state "official" %}`"""
    return word(state, audience, long)


@register.simple_tag
def state_tag(state: str, audience: str = "public", plain: bool = False) -> SafeString:
    """`{% state_tag case.state %}`: icon and word on one line; `plain=True` without ground, for tables."""
    return tag(state, audience, plain)


def tag(state: str, audience: str = "public", plain: bool = False) -> SafeString:
    """The state tag as HTML, for table columns."""
    look = STATES[state]
    kind = "state-plain" if plain else "state"
    return format_html(
        '<span class="{} tone-{}">{}<span>{}</span></span>',
        kind,
        look.tone,
        drawing(look.icon),
        word(state, audience),
    )


@register.simple_tag
def state_swatch(state: str) -> SafeString:
    """The state's pattern as in map and tiles, for a legend; the word stands beside it."""
    return format_html(
        '<svg class="swatch" width="28" height="18" aria-hidden="true" focusable="false">'
        '<rect class="swatch-ground ground-{0}" x=".5" y=".5" width="27" height="17"/>'
        '<rect class="swatch-edge" x=".5" y=".5" width="27" height="17" fill="url(#state-{0})"/></svg>',
        state if state in STATES else "draft",
    )
