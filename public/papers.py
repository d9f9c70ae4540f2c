"""Papers opened to the public: which ones a result shows, and the one address that serves their files.

Only a paper that an officer opened after a privacy check (R-PRV-3), in its newest version, has a file here;
made private again or replaced, it is gone from page and address at once.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from portal.record import files
from public import addresses
from workflow.models import Paper

MADE_UP = "minh-hoa-"  # before the file name of a made-up paper: a saved file still says what it is


@dataclass(frozen=True)
class OpenPaper:
    """A paper as citizens meet it; `size` in bytes."""

    name: str
    number: str
    signed_on: date | None
    file_name: str
    size: int
    address: str
    illustrative: bool


def _open() -> QuerySet[Paper]:
    return Paper.objects.filter(public=True, replaced_by=None, file__isnull=False).select_related(
        "file", "campaign"
    )


def open_papers(case_id: int) -> list[OpenPaper]:
    """The open papers of a case: its own, and those of the district that cover it. One query."""
    covering = Paper.covers.through.objects.filter(case=case_id).values("paper")
    papers = list(_open().filter(Q(case=case_id) | Q(pk__in=covering)).order_by("signed_on", "kind", "pk"))
    if not papers:
        return []
    documents = papers[0].campaign.rulebook.documents
    return [_told(paper, documents.kind(paper.kind)) for paper in papers]


def _told(paper: Paper, kind) -> OpenPaper:
    english = (get_language() or "").startswith("en")
    name = (kind.name_en if english else kind.name) if kind else paper.kind
    return OpenPaper(
        name=name,
        number=paper.number,
        signed_on=paper.signed_on,
        file_name=paper.file.name,
        size=paper.file.size,
        address=addresses.paper_address(paper.pk),
        illustrative=paper.campaign.illustrative,
    )


@require_safe
def paper_file(request: HttpRequest, pk: int) -> HttpResponse:
    """`/giay-to/<number>/`: the file of an open paper, to be saved. Of every other paper: not found."""
    paper = _open().filter(pk=pk).first() if pk < 2**63 else None
    if paper is None:
        raise Http404
    response = files.response(paper.file)
    if paper.campaign.illustrative:
        response["Content-Disposition"] = content_disposition_header(True, MADE_UP + paper.file.name)
    return response
