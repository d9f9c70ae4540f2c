"""Tags of the public pages: addresses in the language at hand, and where a page stands for search engines."""

from django import template
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override

from portal.theme.templatetags.writing import unbroken
from portal.units.names import KIND_NAMES
from public import addresses, pagecache

register = template.Library()

register.simple_tag(addresses.unit_address, name="unit_address")
register.simple_tag(addresses.results_address, name="results_address")
register.simple_tag(addresses.certificate_address, name="certificate_address")
register.simple_tag(addresses.feedback_address, name="feedback_address")


@register.filter
def unit_name(full_name: str) -> str:
    """A name in a heading: kept together, broken if need be after the kind ("Phường | Quang Trung")."""
    for kind in KIND_NAMES.values():
        head, name = full_name[: len(kind)], full_name[len(kind) + 1 :]
        if head.lower() == kind and name:
            return f"{head} {unbroken(name)}"
    return unbroken(full_name)


@register.filter
def in_vietnamese(text: str) -> str:
    """Words officials or citizens wrote: Vietnamese, and marked so on a page in another language."""
    if not text or get_language() == "vi":
        return text
    return format_html('<span lang="vi">{}</span>', text)


@register.simple_tag(takes_context=True)
def twins(context) -> SafeString:
    """`<link rel=canonical>` and the twin in each language; narrowed lists point to the whole list."""
    request = context.get("request")
    if request is None:
        return SafeString("")
    path = addresses.without_language(request.path)
    page = request.GET.get("trang", "")
    query = f"?trang={page}" if page.isascii() and page.isdecimal() and page != "1" else ""
    told = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            told.append((language, addresses.absolute(addresses.local(path) + query)))
    canonical = dict(told)[request.LANGUAGE_CODE]
    links = format_html_join("", '<link rel="alternate" hreflang="{}" href="{}">', told)
    # A page for a narrowed list is not for search engines; the whole list is.
    narrowed = set(request.GET) & (pagecache.PARAMETERS - {"trang"}) or "q" in request.GET
    hidden = mark_safe('<meta name="robots" content="noindex, follow">') if narrowed else ""
    return format_html('<link rel="canonical" href="{}">{}{}', canonical, links, hidden)
