"""The papers of a district's year as a file."""

from django.utils.translation import gettext as _

from workflow.documents.workbooks.lists import Column, Listing
from workflow.models import Paper
from workflow.workspace.papers.kinds import kind_name
from workflow.workspace.reach import UnitYear


def listing(place: UnitYear, papers: list[Paper]) -> Listing:
    """The papers in force, with the communes each one covers."""

    def communes(paper: Paper) -> str:
        return ", ".join(case.full_name for case in paper.covers.all())

    columns = [
        Column(_("Paper"), lambda paper: kind_name(place.campaign, paper.kind), 40),
        Column(_("Number"), lambda paper: paper.number, 16),
        Column(_("Signed on"), lambda paper: paper.signed_on, 12),
        Column(_("Signed by"), lambda paper: paper.signatory_name, 24),
        Column(_("Version"), lambda paper: paper.version, 9),
        Column(_("Communes"), communes, 60),
        Column(_("Scan"), lambda paper: bool(paper.file_id), 9),
        Column(_("open to the public"), lambda paper: paper.public, 12),
    ]
    name = _("Papers of %(place)s, %(year)s") % {"place": place.name, "year": place.campaign}
    stem = f"giay-to-{place.span.slug}-{place.campaign.year}"
    return Listing(name, stem, columns, papers, place.campaign.illustrative)
