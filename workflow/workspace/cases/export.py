"""The case list as a file for spreadsheets: streamed, with a byte order mark, no cell that is a formula."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from portal.theme.templatetags.states import word
from workflow.workspace.cases.filters import CLASSES

BOM = "\ufeff"
CHUNK = 2000
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, value: str) -> str:
        return value


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip().startswith(DANGEROUS) or text.startswith(DANGEROUS) else text


def _heads() -> list[str]:
    return [
        _("Code"),
        _("Commune"),
        _("District"),
        _("Year"),
        _("State"),
        _("Class"),
        _("Need"),
        _("Commune's points"),
        _("District's points"),
        _("Margin"),
        _("Filed on"),
        _("Filed, days late"),
        _("Decided on"),
        _("Decided, days late"),
        _("Illustrative data"),
    ]


def _cells(case) -> list[str]:
    def number(value) -> str:
        return (
            "" if value is None else f"{value.normalize():f}" if hasattr(value, "normalize") else str(value)
        )

    def on(value: date | None) -> str:
        return value.isoformat() if value else ""

    return [
        case.code,
        harmless(case.full_name),
        harmless(case.district_name),
        str(case.year),
        word(case.state, "official"),
        str(CLASSES.get(case.class_code, case.class_code)),
        number(case.threshold),
        number(case.commune_total),
        number(case.district_total),
        number(case.margin),
        on(case.submitted_on),
        number(case.submit_days_late),
        on(case.decided_on),
        number(case.decide_days_late),
        _("yes") if case.illustrative else "",
    ]


def _lines(cases) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield BOM + writer.writerow(_heads())
    for case in cases.iterator(chunk_size=CHUNK):
        yield writer.writerow(_cells(case))


def in_chunks(lines: Iterable[str], size: int = 64 * 1024) -> Iterator[str]:
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


def response(cases, name: str) -> StreamingHttpResponse:
    """The cases as CSV; points with a decimal point, days in ISO."""
    answer = StreamingHttpResponse(in_chunks(_lines(cases)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
