"""Where a workbook of points is fetched and brought back: the page of one case, or of a district's year."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import BinaryIO

from django.utils.translation import gettext as _

from portal.record import clock
from workflow.actions.dossier import Gathered, places_of
from workflow.actions.dossiers import gather_each
from workflow.actions.recorded import name_of
from workflow.actions.rights import holdings_of
from workflow.documents.workbooks import contents, proposing, reading, writing
from workflow.documents.workbooks.reading import Filled
from workflow.documents.workbooks.refusals import WorkbookRefused
from workflow.models import Campaign, Case, Score
from workflow.models.scores import COMMUNE, DISTRICT
from workflow.rules.facts import COMMUNE_ASSESSED, DRAFT, Reason
from workflow.rules.policy import Permission, permission
from workflow.workspace import links
from workflow.workspace.cases.casefile import CaseFile
from workflow.workspace.cases.pages import opened, trail
from workflow.workspace.councils.views import district_trail
from workflow.workspace.reach import UnitYear, readable_district

WORK = {COMMUNE: ("score_commune", DRAFT), DISTRICT: ("score_district", COMMUNE_ASSESSED)}
UNREAD = ("messages", "windows", "corrections", "recognitions", "rewards")


@dataclass
class Desk:
    """One page for workbooks: whose points, of which cases, and whether this person may enter them."""

    user: object
    side: str
    campaign: Campaign
    name: str
    scope: str
    address: str
    file_address: str
    preview_address: str
    back: str
    allowed: Permission
    crumbs: list
    gathered: list[Gathered] = field(default_factory=list)
    unit: UnitYear | None = None

    @cached_property
    def stopped(self) -> dict[int, Reason]:
        """Why points of a case cannot be entered now, by case."""
        held, today, work = holdings_of(self.user, clock.today()), clock.today(), WORK[self.side][0]
        answers = {
            one.case.pk: permission(work, one.case.state, held, places_of(one.case), today)
            for one in self.gathered
        }
        return {pk: answer.why for pk, answer in answers.items() if not answer.allowed}

    @property
    def open_cases(self) -> list[Case]:
        return [one.case for one in self.gathered if one.case.pk not in self.stopped]

    def workbook(self) -> bytes:
        """The workbook of the cases whose points can be entered now."""
        sheets = contents.case_sheets(one for one in self.gathered if one.case.pk not in self.stopped)
        unit_id = self.unit.unit.pk if self.unit else None
        made = writing.Made(self.side, self.campaign, unit_id, self.name, name_of(self.user))
        return writing.workbook(sheets, made)

    @property
    def file_name(self) -> str:
        place = self.unit.span.slug if self.unit else self.gathered[0].case.slug
        made_up = "-minh-hoa" if self.campaign.illustrative else ""
        return f"so-diem-{place}-{self.campaign.year}{made_up}.xlsx"

    def read(self, file: BinaryIO, size: int) -> Filled:
        """A file that came back. Raises WorkbookRefused, also for a workbook of another page."""
        criteria = self.campaign.rulebook.criteria
        private = {criterion.no for criterion in criteria if criterion.points_only_public}
        filled = reading.read(file, size, self._maxima(), private)
        seal = filled.seal
        ours = seal.side == self.side and seal.campaign_id == self.campaign.pk
        if self.unit:
            ours = ours and seal.unit_id == self.unit.unit.pk
        else:
            own = {one.case.pk for one in self.gathered}
            ours = ours and seal.unit_id is None and {sheet.case_id for sheet in seal.sheets} == own
        if not ours:
            raise WorkbookRefused(
                "other",
                _(
                    "This workbook is of another commune, district, year or step. Upload it on "
                    "the page it was "
                    "downloaded from."
                ),
            )
        return filled

    def _maxima(self) -> dict[int, Decimal]:
        return {score.criterion: score.maximum for one in self.gathered[:1] for score in one.scores}

    def propose(self, filled: Filled, choices: dict[str, str] | None = None) -> proposing.Proposal:
        """What the file would change now."""
        scores: dict[int, list[Score]] = {one.case.pk: one.scores for one in self.gathered}
        cases = [one.case for one in self.gathered]
        return proposing.proposal(filled, cases, scores, self.stopped, choices)


def case_desk(request, pk: int) -> Desk:
    """The desk of one case, for the side that is at work on it."""
    file = opened(request, pk)
    case = file.case
    side = file.side or (COMMUNE if case.state == DRAFT else DISTRICT)
    return Desk(
        user=request.user,
        side=side,
        campaign=case.campaign,
        name=case.full_name,
        scope=f"case:{case.pk}:{side}",
        address=links.part(case, "workbook"),
        file_address=links.part(case, "workbook-file"),
        preview_address=links.part(case, "workbook-preview"),
        back=links.part(case, "scores"),
        allowed=_allowed(file),
        crumbs=trail(case, (_("Points without a network"), None)),
        gathered=[file.gathered],
    )


def _allowed(file: CaseFile) -> Permission:
    """The permission to enter points now, or the refusal that tells this person most: the wrong state for
    those whose work it is in another one, the role for everybody else."""
    answers = {work: file.may(work) for work, _state in WORK.values()}
    for answer in answers.values():
        if answer.allowed:
            return answer
    held, places = holdings_of(file.user, file.today), file.gathered.places
    own = [work for work, state in WORK.values() if permission(work, state, held, places, file.today).allowed]
    asked = own or [work for work, state in WORK.values() if state == file.case.state] or list(answers)
    return answers[asked[0]]


def district_desk(request, year: str, code: str) -> Desk:
    """The desk of a district's year: all its communes together."""
    place = readable_district(request.user, year, code)
    allowed = place.may(request.user, WORK[DISTRICT][0])
    cases = place.cases.select_related("campaign")
    return Desk(
        user=request.user,
        side=DISTRICT,
        campaign=place.campaign,
        name=place.name,
        scope=f"district:{place.campaign.pk}:{place.unit.pk}",
        address=place.link("district-workbook"),
        file_address=place.link("district-workbook-file"),
        preview_address=place.link("district-workbook-preview"),
        back=place.address,
        allowed=allowed,
        crumbs=district_trail(place, (_("Points without a network"), None)),
        gathered=gather_each(cases, leave_out=UNREAD) if allowed.allowed else [],
        unit=place,
    )
