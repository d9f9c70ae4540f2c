"""Papers as they are read: one with its earlier and later versions, or all of a district's year."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.record import files
from portal.record.models import StoredFile
from portal.units.models import UnitSpan
from workflow.actions.rights import may
from workflow.documents import signatures
from workflow.models import Case, Paper
from workflow.rules.papers import REWARD_PAPERS
from workflow.rules.policy import Permission
from workflow.workspace.councils.views import district_trail
from workflow.workspace.pages import case_address, case_trail
from workflow.workspace.papers.kinds import kind_name
from workflow.workspace.reach import UnitYear, cases_for, reads_unit


@dataclass
class SeenPaper:
    """A paper with the dossier it belongs to: a case's, or a district's year."""

    paper: Paper
    case: Case | None
    place: UnitYear | None
    covers: list[Case]

    @property
    def name(self) -> str:
        return kind_name(self.paper.campaign, self.paper.kind)

    @property
    def address(self) -> str:
        return reverse("workspace:paper", args=[self.paper.pk])

    @property
    def back(self) -> str:
        """The dossier's page."""
        return case_address(self.case, "papers") if self.case else self.place.papers_address

    def trail(self, *more) -> list:
        """Where a page of this paper stands."""
        steps = [(self.name, self.address), *more] if more else [(self.name, None)]
        if self.case:
            return case_trail(self.case, *steps)
        return district_trail(self.place, (_("Papers"), self.back), *steps)

    def may_replace(self, user) -> Permission:
        """The right to put a newer version in its place."""
        if self.case:
            return may(work_on(self.paper.kind), self.case, user)
        return self.place.may(user)


def work_on(kind: str) -> str:
    """The policy's name for the work on a case's paper of this kind."""
    return "prepare_reward" if kind in REWARD_PAPERS else "prepare_commune"


def readable_paper(user, pk: int) -> SeenPaper:
    """A paper of a case or a district the person reads, or one that covers a case they read; else Http404."""
    paper = get_object_or_404(
        Paper.objects.select_related(
            "file", "unit", "campaign__province", "case__campaign", "case__span", "replaced_by"
        ),
        pk=pk,
    )
    if paper.case_id:
        if not cases_for(user).filter(pk=paper.case_id).exists():
            raise Http404
        return SeenPaper(paper, paper.case, None, [paper.case])
    span = UnitSpan.objects.in_force(paper.campaign.period_to).get(unit=paper.unit_id)
    place = UnitYear(paper.campaign, paper.unit, span)
    covers = paper.covers.order_by("sort_key", "pk")
    if not reads_unit(user, paper.unit_id, paper.campaign.province_id):
        covers = cases_for(user).filter(covering_papers=paper).order_by("sort_key", "pk")
        if not covers.exists():
            raise Http404
    return SeenPaper(paper, None, place, list(covers))


def signatures_of(stored: StoredFile | None) -> signatures.Reading:
    """What a scan says of its digital signatures; nothing where it is no PDF or is not on disk."""
    if stored is None or stored.content_type != "application/pdf":
        return signatures.Reading()
    try:
        with files.open_stored(stored) as file:
            return signatures.read(file)
    except FileNotFoundError:
        return signatures.Reading()


def versions_of(paper: Paper) -> list[Paper]:
    """Every version of a paper, newest first: it and whatever it replaced or was replaced by."""
    same = Paper.objects.filter(
        campaign=paper.campaign_id, unit=paper.unit_id, case=paper.case_id, kind=paper.kind
    ).select_related("file")
    by_id = {row.pk: row for row in same}
    before = {row.replaced_by_id: row for row in by_id.values() if row.replaced_by_id}
    newest = by_id[paper.pk]
    while newest.replaced_by_id:
        newest = by_id[newest.replaced_by_id]
    chain = [newest]
    while chain[-1].pk in before:
        chain.append(before[chain[-1].pk])
    return chain


def district_papers(place: UnitYear) -> list[Paper]:
    """The papers of a district's year in force, with what they cover and how many versions came before."""
    papers = Paper.objects.filter(campaign=place.campaign, unit=place.unit, case=None, replaced_by=None)
    return list(papers.select_related("file").prefetch_related("covers").order_by("kind", "-signed_on", "pk"))
