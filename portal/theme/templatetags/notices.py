"""Notices, empty states and the QR code."""

import segno
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from portal.theme.templatetags.icons import drawing

register = template.Library()

# kind → (tone of colour, icon)
KINDS = {
    "info": ("lake", "info"),
    "success": ("forest", "tick"),
    "consequence": ("forest", "info"),
    "open": ("sun", "speech"),
    "warning": ("sun", "warn"),
    "error": ("basalt", "warn"),
    "quiet": ("stone", "info"),
    "debug": ("stone", "info"),
}


@register.simple_block_tag
def notice(content: str, kind: str, heading: str, icon: str = "", level: int = 2, id: str = "") -> SafeString:
    """`{% notice "warning" _("Not yet a result") %}…{% endnotice %}`: one heading, then what you write.

    Kinds: info, success, consequence, open (comments), warning, error, quiet. `level` is the heading's.
    """
    tone, usual = KINDS[kind]
    return format_html(
        '<section class="notice tone-{}"{}{}>{}<div><h{} class="notice-heading">{}</h{}>{}</div></section>',
        tone,
        mark_safe(' role="alert"') if kind == "error" else "",
        format_html(' id="{}"', id) if id else "",
        drawing(icon or usual),
        level,
        heading,
        level,
        mark_safe(content),  # noqa: S308 - rendered by the template engine, escaped there
    )


@register.simple_tag
def empty_state(heading: str, text: str = "", url: str = "", link_label: str = "") -> SafeString:
    """What will come here, when, and what to do meanwhile. (Django keeps the word `empty` for its loops.)"""
    link = format_html(' <a href="{}">{}</a>', url, link_label) if url else ""
    return format_html('<div class="empty"><p><strong>{}</strong></p><p>{}{}</p></div>', heading, text, link)


@register.simple_tag
def qr(text: str, label: str = "") -> SafeString:
    """A QR code of `text` as inline SVG, black on white whatever the colour scheme."""
    code = segno.make(text, error="m", micro=False)
    drawn = code.svg_inline(border=3, dark="#000", light="#fff", svgclass="qr", lineclass=None, omitsize=True)
    names = format_html('<svg role="img" aria-label="{}"', label or text)
    return mark_safe(drawn.replace("<svg", names, 1))  # noqa: S308 - made by segno from an encoded text
