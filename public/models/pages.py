"""Routable Wagtail pages: one for results, one for units, one for the process, in each language.

A page holds what editors may write; what the public reads of results is made from publications. The
addresses are decided: `/ket-qua/…`, `/don-vi/…`, `/quy-trinh/`.
"""

from django.core.exceptions import BadRequest
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path, re_path
from wagtail.models import Page

from public import addresses, pagecache, process, results, units
from public.filters import PAGE
from public.places import Place, find_place


class PublicPage(Page):
    """A page whose bytes are the same for every reader until midnight, or until something is published."""

    lead = models.TextField(
        _("lead"), blank=True, help_text=_("One or two sentences under the heading, in plain words.")
    )
    nav_key = ""

    content_panels = [*Page.content_panels, FieldPanel("lead")]

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        request.active_nav = self.nav_key
        return self._kept(super().serve(request, *args, **kwargs))

    def _kept(self, response: HttpResponse) -> HttpResponse:
        if response.status_code == 200 and not getattr(response, "passing", False):
            pagecache.keep(response, parameters=getattr(response, "reads", ()))
        return response


class ProvincePage(RoutablePageMixin, PublicPage):
    """A routable page about one province."""

    province_code = models.CharField(_("code of the province"), max_length=8, default="62")

    content_panels = [*PublicPage.content_panels, FieldPanel("province_code")]

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        # A routed view is called by the mixin alone, past the serve of PublicPage.
        request.active_nav = self.nav_key
        return self._kept(super().serve(request, *args, **kwargs))


class ResultsPage(ProvincePage):
    """`/ket-qua/`: the results of the province, by year and district."""

    nav_key = "results"
    max_count_per_parent = 1
    parent_page_types = ["cms_pages.HomePage"]
    subpage_types = []

    class Meta:
        verbose_name = _("results of the province")
        verbose_name_plural = _("results of the province")

    @path("")
    def newest(self, request: HttpRequest) -> HttpResponse:
        """To the newest year that is finished; to the running one where none is yet."""
        known = results.years(self.province_code)
        if not known:
            return self.render(request, template="public/results_empty.html", context_overrides={})
        year = next((year for year in known if not year.running), known[0])
        return redirect(addresses.results_address(year.year))

    @re_path(r"^(?P<year>[0-9]{4})/$")
    def year(self, request: HttpRequest, year: str) -> HttpResponse:
        """All communes of a year, filtered by plain links."""
        told = results.year_context(self.province_code, int(year), request.GET)
        return self._listed(request, told, "public/results_year.html")

    @re_path(r"^(?P<year>[0-9]{4})/(?P<code>\w+?)(?:-(?P<slug>[-\w]*))?/$")
    def district(self, request: HttpRequest, year: str, code: str, slug: str = "") -> HttpResponse:
        """The communes of one district in a year."""
        place = _place_or_404(code)
        if (code, slug) != (place.code, place.slug):
            return redirect(addresses.results_address(int(year), place.place), permanent=True)
        told = results.district_context(self.province_code, int(year), place, request.GET)
        return self._listed(request, told, "public/results_district.html")

    def _listed(self, request: HttpRequest, told: dict | None, template: str) -> HttpResponse:
        if told is None:
            raise Http404
        response = self.render(request, template=template, context_overrides=told)
        response.reads = pagecache.PARAMETERS
        # Pages past the last one show the last again: kept, each invented number would fill the disk.
        page = str(getattr(told["rows"], "number", 1))
        response.passing = not told["selection"].clean or request.GET.get(PAGE, page) != page
        return response


class UnitsPage(ProvincePage):
    """`/don-vi/`: every unit by its code, with its years."""

    nav_key = "results"
    max_count_per_parent = 1
    parent_page_types = ["cms_pages.HomePage"]
    subpage_types = []

    class Meta:
        verbose_name = _("units of the province")
        verbose_name_plural = _("units of the province")

    @path("")
    def listing(self, request: HttpRequest) -> HttpResponse:
        """All units by district, or those a reader looks for, with or without tones."""
        query = request.GET.get("q", "")
        if "\0" in query:
            raise BadRequest
        told = units.listing_context(self.province_code, query[:80])
        if told["only"]:
            return redirect(addresses.unit_address(told["only"].place))
        response = self.render(request, template="public/units.html", context_overrides=told)
        response.passing = bool(query)
        return response

    @re_path(r"^(?P<code>\w+?)(?:-(?P<slug>[-\w]*))?/$")
    def unit(self, request: HttpRequest, code: str, slug: str = "") -> HttpResponse:
        """A unit with all its years; a district with its communes."""
        place = _place_or_404(code)
        if (code, slug) != (place.code, place.slug):
            return redirect(addresses.unit_address(place.place), permanent=True)
        if not place.is_commune:
            told = units.branch_context(self.province_code, place)
            return self.render(request, template="public/branch.html", context_overrides=told)
        return self.render(request, template="public/unit.html", context_overrides=units.unit_context(place))

    @re_path(r"^(?P<code>\w+?)(?:-(?P<slug>[-\w]*))?/(?P<year>[0-9]{4})/$")
    def unit_year(self, request: HttpRequest, code: str, year: str, slug: str = "") -> HttpResponse:
        """What holds for a commune and year."""
        place = _place_or_404(code)
        if (code, slug) != (place.code, place.slug):
            return redirect(addresses.unit_address(place.place, int(year)), permanent=True)
        if not place.is_commune:
            return redirect(addresses.results_address(int(year), place.place))
        return self._result(request, units.result_context(request, place, int(year)))

    @re_path(r"^(?P<code>\w+?)(?:-(?P<slug>[-\w]*))?/(?P<year>[0-9]{4})/ban/(?P<version>[0-9]{1,4})/$")
    def version(
        self, request: HttpRequest, code: str, year: str, version: str, slug: str = ""
    ) -> HttpResponse:
        """One dated version of what was published."""
        place = _place_or_404(code)
        if (code, slug, version) != (place.code, place.slug, str(int(version))):
            return redirect(addresses.unit_address(place.place, int(year), int(version)), permanent=True)
        return self._result(request, units.result_context(request, place, int(year), int(version)))

    def _result(self, request: HttpRequest, told: dict | None) -> HttpResponse:
        if told is None:
            raise Http404
        template = "public/result.html" if told["result"] else "public/result_waiting.html"
        return self.render(request, template=template, context_overrides=told)


class ProcessPage(PublicPage):
    """`/quy-trinh/`: who may do what, from the policy that is enforced."""

    nav_key = "process"
    template = "public/process.html"
    max_count_per_parent = 1
    parent_page_types = ["cms_pages.HomePage"]
    subpage_types = []

    class Meta:
        verbose_name = _("process and permissions")
        verbose_name_plural = _("process and permissions")

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        return super().get_context(request, *args, **kwargs) | process.context()


def _place_or_404(code: str) -> Place:
    place = find_place(code)
    if place is None:
        raise Http404
    return place
