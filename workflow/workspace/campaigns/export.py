"""The years as a file."""

from django.utils.translation import gettext as _

from workflow.documents.workbooks.lists import Column, Listing


def listing(rows: list[tuple]) -> Listing:
    """Rows of (province's year, number of its cases)."""
    columns = [
        Column(_("Province"), lambda row: row[0].name, 24),
        Column(_("Year"), lambda row: row[0].campaign.year, 8),
        Column(_("Regulation"), lambda row: row[0].campaign.regulation, 14),
        Column(_("Communes"), lambda row: row[1], 11),
        Column(_("Communes file until"), lambda row: row[0].campaign.commune_due, 14),
        Column(_("Districts decide until"), lambda row: row[0].campaign.district_due, 14),
        Column(_("Province reports until"), lambda row: row[0].campaign.province_due, 14),
        Column(_("Closing day"), lambda row: row[0].campaign.closing_day, 14),
        Column(_("Closed at"), lambda row: row[0].campaign.closed_at, 18),
        Column(_("Illustrative data"), lambda row: row[0].campaign.illustrative, 12),
    ]
    made_up = any(year.campaign.illustrative for year, _total in rows)
    return Listing(_("Years"), "dot-danh-gia", columns, rows, made_up)
