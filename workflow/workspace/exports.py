"""A list of the workspace as a file: the address of the list with ?xuat=csv or ?xuat=xlsx, filters kept.

A list view asks `wanted`, and answers with `answer` and the listing of the rows it would have shown; so
rights and filters are the list's own. The links stand on the page by `{% export_control %}`.
"""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from portal.theme.templatetags.wayfinding import EXPORT_KEY
from workflow.documents.workbooks import lists

CHUNK = 2000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WAYS = ("csv", "xlsx")


def wanted(request) -> str:
    """ "csv" or "xlsx" when the address asks for a file, else ""."""
    asked = request.GET.get(EXPORT_KEY, "")
    return asked if asked in WAYS else ""


def all_of(rows: QuerySet) -> Iterable:
    """The rows of a queryset a chunk at a time, so that memory does not grow with them."""
    return rows.iterator(chunk_size=CHUNK)


def answer(how: str, listing: lists.Listing) -> HttpResponse:
    """The listing as a download."""
    if how == "xlsx":
        response = FileResponse(lists.xlsx_file(listing), content_type=XLSX)
    else:
        response = StreamingHttpResponse(
            _in_pieces(lists.csv_lines(listing)), content_type="text/csv; charset=utf-8"
        )
    response["Content-Disposition"] = content_disposition_header(True, listing.file_name(how))
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _in_pieces(lines: Iterable[str], size: int = 64 * 1024) -> Iterator[str]:
    """Lines gathered into larger pieces, so that the server does not send them one by one."""
    held, length = [], 0
    for line in lines:
        held.append(line)
        length += len(line)
        if length >= size:
            yield "".join(held)
            held, length = [], 0
    if held:
        yield "".join(held)
