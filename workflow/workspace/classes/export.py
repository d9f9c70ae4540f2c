"""Communes whose class waits for the Sở, as a file (R-THR-3)."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from portal.theme.templatetags.states import word
from workflow.documents.workbooks.lists import Column, Listing
from workflow.models import states


def listing(hinted: Iterable[tuple], illustrative: bool, told: list[str], said: Callable) -> Listing:
    """Rows of (case, hint of a dated list or None); `said` puts a hint into words."""
    state = {key: word(key, "official") for key in states.ALL}
    columns = [
        Column(_("Code"), lambda row: row[0].code, 9),
        Column(_("Commune"), lambda row: row[0].full_name, 26),
        Column(_("District"), lambda row: row[0].district_name, 24),
        Column(_("Year"), lambda row: row[0].year, 8),
        Column(_("State"), lambda row: state[row[0].state], 30),
        Column(_("What a list says"), lambda row: said(row[1]), 70),
        Column(_("Illustrative data"), lambda row: row[0].illustrative, 12),
    ]
    return Listing(_("Classes to confirm"), "phan-loai", columns, hinted, illustrative, told)
