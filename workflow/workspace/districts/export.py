"""Districts, and the communes of one district's year, as files."""

from django.utils.translation import gettext as _

from portal.theme.templatetags.states import word
from workflow.actions.refusals import sentence
from workflow.documents.workbooks.lists import Column, Listing
from workflow.models import states


def districts_listing(rows: list[tuple]) -> Listing:
    """Rows of (unit's year, counts of its cases)."""

    def count(name: str):
        return lambda row: row[1].get(name, 0)

    columns = [
        Column(_("Code"), lambda row: row[0].span.code, 9),
        Column(_("District"), lambda row: row[0].name, 26),
        Column(_("Year"), lambda row: row[0].campaign.year, 8),
        Column(_("Communes"), count("total"), 11),
        Column(_("Filed"), count("filed"), 11),
        Column(_("Recognised"), count("met"), 11),
        Column(_("Late"), count("late"), 11),
        Column(_("Illustrative data"), lambda row: row[0].campaign.illustrative, 12),
    ]
    made_up = any(year.campaign.illustrative for year, _counts in rows)
    return Listing(_("Districts"), "huyen", columns, rows, made_up)


def communes_listing(place, rows: list) -> Listing:
    """The communes of a district's year: points, next step, until when, what is missing."""
    state = {key: word(key, "official") for key in states.ALL}

    def missing(row) -> str:
        return "; ".join(sentence(task) for task in row.open_tasks)

    columns = [
        Column(_("Code"), lambda row: row.case.code, 9),
        Column(_("Commune"), lambda row: row.case.full_name, 26),
        Column(_("State"), lambda row: state[row.case.state], 30),
        Column(_("Needs"), lambda row: row.case.threshold, 9),
        Column(_("Got"), lambda row: row.got, 10),
        Column(_("self-scored"), lambda row: row.self_scored and row.got is not None, 12),
        Column(_("Margin"), lambda row: row.case.margin, 10),
        Column(_("Next step"), lambda row: row.next_label, 20),
        Column(_("Who"), lambda row: row.who, 30),
        Column(_("Until"), lambda row: row.due, 12),
        Column(_("Open tasks"), missing, 70),
        Column(_("Illustrative data"), lambda row: row.case.illustrative, 12),
    ]
    name = f"{place.name}, {place.campaign}"
    stem = f"{place.span.slug}-{place.campaign.year}"
    return Listing(name, stem, columns, rows, place.campaign.illustrative)
