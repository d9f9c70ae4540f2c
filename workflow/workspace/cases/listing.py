"""The list of cases a person may read: filtered, sorted and cut into pages by the database."""

from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from workflow.models import Case
from workflow.workspace import exports
from workflow.workspace.cases import export, together
from workflow.workspace.cases.filters import CaseFilters
from workflow.workspace.cases.tables import CaseTable

PER_PAGE = 25
# Sortable columns of the address → columns of the row; a leading "-" turns each round.
ORDERS = {
    "name": ("sort_key", "pk"),
    "year": ("year", "sort_key", "pk"),
    "margin": ("margin", "pk"),
}


class CountedPaginator(Paginator):
    """Counts on the bare rows: an order is of no use for a number."""

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by().count()


def _filtered(request) -> CaseFilters:
    data = {key: value for key, value in request.GET.items() if "\x00" not in value}
    return CaseFilters(data, Case.objects.visible_to(request.user), request=request)


def _ordered(cases, wanted: str):
    """In the order the address asks for; an unknown one counts as none."""
    turned = wanted.startswith("-")
    columns = ORDERS.get(wanted.removeprefix("-"))
    if columns is None:
        return cases
    if columns[0] == "margin":
        cases = cases.exclude(margin=None)
    return cases.order_by(*(f"-{column}" if turned else column for column in columns))


@require_safe
def cases(request):
    """The list, 25 a page, filters and order in the address; or all of it as a file."""
    filters = _filtered(request)
    found = _ordered(filters.qs, request.GET.get("sort", ""))
    if how := exports.wanted(request):
        return exports.answer(how, export.listing(found, filters.told))
    paginator = CountedPaginator(found, PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    # The database has sorted and cut; the table gets rows, for a cut query cannot be sorted again.
    table = CaseTable(list(page.object_list), order_by=request.GET.get("sort", ""))
    table.choosing = bool(together.offers(request.user))
    request.active_nav = "cases"
    context = {
        "filters": filters,
        "form": filters.form,
        "table": table,
        "page": page,
        "total": paginator.count,
        "offers": together.offers(request.user),
        "sorted_by_margin": request.GET.get("sort", "").lstrip("-") == "margin",
        "illustrative_notice": bool(table.rows) and table.all_made_up,
    }
    return TemplateResponse(request, "workspace/cases/list.html", context)
