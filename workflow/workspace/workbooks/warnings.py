"""What a workbook may bring and the next step will still ask about: told in the preview, it stops nothing."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from workflow.documents.workbooks.proposing import CaseProposal
from workflow.models.scores import COMMUNE
from workflow.workspace.scores.grid import PERSONAL


@dataclass(frozen=True)
class Warned:
    criterion: int
    rule: str
    text: str


def of(proposal: CaseProposal) -> list[Warned]:
    """For one case, of the criteria the file changes."""
    found = []
    for row in proposal.rows:
        score, mine = row.score, row.mine
        if proposal.side == COMMUNE:
            if mine.points is not None and not mine.note and not score.evidence_files.all():
                told = _("Scored without evidence: write what shows it, or attach a file.")
                found.append(Warned(score.criterion, "R-COM-3", told))
            continue
        own = score.commune_points
        if None not in (mine.points, own) and mine.points != own and not mine.note:
            told = _("The points differ from the commune's, and no reason is given.")
            found.append(Warned(score.criterion, "R-DIS-2", told))
        if mine.cleared and PERSONAL.search(mine.note):
            told = _(
                "This looks like a telephone or identity number. Take it out before it may be published."
            )
            found.append(Warned(score.criterion, "R-PRV-1", told))
    return found
