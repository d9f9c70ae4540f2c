"""Templates keep to the strict content policy, and the theme knows no room's address."""

import re

from tests.architecture.sources import ROOMS, name, templates

COMMENTS = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|<!--.*?-->", re.DOTALL)
FORBIDDEN = {
    "inline style element": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"""<[a-z][^>]*\sstyle\s*=\s*["'{]""", re.IGNORECASE),
    "event handler": re.compile(r"""<[a-z][^>]*\son[a-z]+\s*=\s*["']""", re.IGNORECASE),
    "address of a third party": re.compile(
        r"""<(?:link|script|img|iframe|source|form)\b[^>]*\s(?:href|src|action)\s*=\s*["'](?:https?:)?//""",
        re.IGNORECASE,
    ),
    "javascript address": re.compile(r"""=\s*["']\s*javascript:""", re.IGNORECASE),
}
SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.IGNORECASE | re.DOTALL)
REVERSED = re.compile(r"""{%\s*(?:url|pageurl|slugurl)\s+["']?([^"'\s]+)""")
LIBRARIES = {"account_login", "account_logout"}
DATA_ONLY = re.compile(r"""type\s*=\s*["']application/(?:ld\+)?json["']""")


def _text(path) -> str:
    return COMMENTS.sub("", path.read_text(encoding="utf-8"))


def test_no_inline_script_or_style():
    faults = []
    for path in templates(*ROOMS):
        text = _text(path)
        faults += [f"{name(path)}: {what}" for what, pattern in FORBIDDEN.items() if pattern.search(text)]
        for attributes, body in SCRIPT.findall(text):
            if body.strip() and not DATA_ONLY.search(attributes):
                faults.append(f"{name(path)}: inline script")
    assert faults == []


def test_theme_templates_reverse_no_rooms_address():
    """Rooms register their navigation; the theme stands below them all (allauth below the theme)."""
    faults = [
        f"{name(path)}: {address}"
        for path in templates("portal/theme")
        for address in REVERSED.findall(_text(path))
        if address not in LIBRARIES
    ]
    assert faults == []


def test_there_are_templates_to_look_at():
    assert len(templates("portal/theme")) > 5
