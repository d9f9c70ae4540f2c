"""robots.txt and sitemap.xml: everything public, in both languages, and nothing else."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.http import require_safe
from wagtail.models import Page

from portal.record import clock
from public import addresses, pagecache
from public.models.publication import Publication

# What machines have no business with: signing in, working, following a comment.
CLOSED = ("/lam-viec/", "/tai-khoan/", "/quan-tri/", "/django-admin/", "/gop-y/*/")


def _locations() -> Iterator[tuple[str, datetime | None]]:
    """(path, last change) of every public address, in the language at hand."""
    newest: dict[str, datetime] = {}
    years: dict[tuple[int, str], datetime] = {}
    fields = ("unit_code", "unit_slug", "district_code", "district_slug", "year", "published_at")
    for code, slug, district, district_slug, year, at in Publication.objects.current().values_list(*fields):
        place = f"{code}-{slug}"
        newest[place] = max(newest.get(place, at), at)
        for key in ((year, ""), (year, f"{district}-{district_slug}")):
            years[key] = max(years.get(key, at), at)
        yield addresses.unit_address(place, year), at
    for (year, district), at in years.items():
        yield addresses.results_address(year, district), at
    for place, at in newest.items():
        yield addresses.unit_address(place), at
    yield addresses.feedback_address(), None
    yield addresses.certificate_address(), None


def _pages(request: HttpRequest) -> Iterator[tuple[str, datetime | None]]:
    """(path, last change) of the pages editors wrote."""
    for page in Page.objects.live().public().filter(depth__gt=1).select_related("locale"):
        parts = page.get_url_parts(request)
        if parts and not page.slug.startswith("_"):
            yield parts[2], page.last_published_at


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public address with its last change and its twin in the other language."""
    found: dict[str, datetime | None] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= dict(_locations())
    found = dict(_pages(request)) | found
    told = {
        "locations": [
            (addresses.absolute(path), at and at.astimezone(clock.HANOI))
            for path, at in sorted(found.items())
        ]
    }
    return pagecache.keep(render(request, "public/sitemap.xml", told, content_type="application/xml"))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Where machines may read."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)]
    lines += [
        f"Disallow: /en{path}" for path in CLOSED if not path.startswith(("/quan-tri", "/django-admin"))
    ]
    lines += ["", f"Sitemap: {addresses.absolute('/sitemap.xml')}", ""]
    return pagecache.keep(HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8"))
