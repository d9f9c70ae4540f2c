"""Links that lead on from the page at hand: the other language, the way up, the next page of a list."""

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

TWINS = {"vi": "en", "en": "vi"}
EXPORT_KEY = "xuat"
NAMES = {"vi": "Tiếng Việt", "en": "English"}


def twin_address(full_path: str) -> str:
    """The address of the same page in the other language: /x/ ⇄ /en/x/, query string kept."""
    if full_path == "/en" or full_path.startswith(("/en/", "/en?")):
        rest = full_path[3:]
        return rest if rest.startswith("/") else f"/{rest}"
    return f"/en{full_path}"


@register.simple_tag(takes_context=True)
def language_twin(context) -> SafeString | str:
    """A plain link to this page in the other language. A view whose twin lives elsewhere sets
    `language_twin` in the context; "" there means that no twin exists."""
    address = context.get("language_twin")
    if address is None:
        request = context.get("request")
        address = twin_address(request.get_full_path()) if request else ""
    if not address:
        return ""
    other = TWINS[(get_language() or settings.LANGUAGE_CODE)[:2]]
    return format_html('<a href="{}" hreflang="{}" lang="{}">{}</a>', address, other, other, NAMES[other])


@register.simple_tag
def home_address() -> str:
    """The first page in the language at hand."""
    return "/en/" if (get_language() or "").startswith("en") else "/"


@register.inclusion_tag("theme/crumbs.html")
def crumbs(trail) -> dict:
    """`trail`: (label, address) pairs from the top down; the last one, the page itself, has no address."""
    return {"trail": [(label, address) for label, address in trail]}


@register.simple_tag(takes_context=True)
def query_with(context, **changes) -> str:
    """`<a href="{% query_with year=2025 page=None %}">`: this page's query string with some keys changed.

    A value of None or "" takes the key out; a list gives the key several values.
    """
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for key, value in changes.items():
        if value is None or value == "":
            query.pop(key, None)
        elif isinstance(value, (list, tuple)):
            query.setlist(key, [str(one) for one in value])
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}"


@register.inclusion_tag("theme/pager.html", takes_context=True)
def pager(context, page: Page, key: str = "page") -> dict:
    """`{% pager page_obj %}`: "1–12 of 102" and links that keep the rest of the query string."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "links": [
            (number, query_with(context, **{key: number}) if isinstance(number, int) else "")
            for number in numbers
        ],
        "before": query_with(context, **{key: page.previous_page_number()}) if page.has_previous() else "",
        "after": query_with(context, **{key: page.next_page_number()}) if page.has_next() else "",
        "first": page.start_index(),
        "last": page.end_index(),
        "total": page.paginator.count,
    }


@register.inclusion_tag("theme/export_control.html", takes_context=True)
def export_control(context, what: str = "") -> dict:
    """`{% export_control %}`: this list, with its filters and order, as an Excel or CSV file.

    The view behind the address answers ?xuat=xlsx and ?xuat=csv. `what` names the list to screen readers
    where a page has several things to take away.
    """
    return {
        "what": what,
        "xlsx": query_with(context, page=None, **{EXPORT_KEY: "xlsx"}),
        "csv": query_with(context, page=None, **{EXPORT_KEY: "csv"}),
    }
