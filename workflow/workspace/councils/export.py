"""The councils of the running years as a file: of districts, or of a person's own communes."""

from django.utils.translation import gettext as _

from workflow.documents.workbooks.lists import Column, Listing


def listing(rows: list[tuple[str, str, bool, object]]) -> Listing:
    """Rows of (unit, year in words, illustrative, council or None)."""

    def founded(name: str):
        return lambda row: getattr(row[3], name) if row[3] and row[3].founded_on else None

    columns = [
        Column(_("Unit"), lambda row: row[0], 28),
        Column(_("Year"), lambda row: row[1], 18),
        Column(_("Founded by decision"), founded("founded_number"), 20),
        Column(_("Founded on"), founded("founded_on"), 12),
        Column(_("Members"), lambda row: _members(row[3]), 11),
        Column(_("Vacant seats"), lambda row: _vacant(row[3]), 11),
        Column(_("Sittings"), lambda row: len(row[3].sittings.all()) if row[3] else 0, 11),
        Column(_("Illustrative data"), lambda row: row[2], 12),
    ]
    return Listing(_("Councils"), "hoi-dong", columns, rows, any(row[2] for row in rows))


def _members(council) -> int:
    return sum(not seat.vacant and bool(seat.holder_name) for seat in council.seats.all()) if council else 0


def _vacant(council) -> int:
    return sum(seat.vacant for seat in council.seats.all()) if council else 0
