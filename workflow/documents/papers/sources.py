"""What papers are written from: cases and a unit's year, read from the tables once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from portal.units import tree
from portal.units.models import Unit
from workflow.actions.dossier import Gathered, gather
from workflow.actions.dossiers import gather_each
from workflow.actions.recorded import reasons_of
from workflow.documents.papers.agencies import Agency, spoken
from workflow.documents.papers.wording import clean, in_words, lower_first
from workflow.models import Campaign, Case, Conclusion, Council, Decision, PaperBasis, Seat, Sitting
from workflow.regulations.model import Regulation


@dataclass(frozen=True)
class Year:
    """A campaign in a district, as papers speak of it. `basis` are the province's own căn cứ lines."""

    campaign: Campaign
    district: Agency
    province: Agency
    regulation: Regulation
    basis: tuple[str, ...]

    @property
    def year(self) -> int:
        return self.campaign.year

    @property
    def standard(self) -> str:
        """ "tiêu chuẩn xã, phường, thị trấn phù hợp với trẻ em"."""
        return lower_first(clean(self.regulation.name))

    @property
    def grounds(self) -> tuple[str, ...]:
        """What every paper of the year rests on: the province's lines, then the regulation's."""
        own = self.regulation
        told = own.legal_basis or (
            f"Quyết định số {own.number} {in_words(own.issued_on)} của {own.issuer} về {self.standard}",
        )
        return *self.basis, *(clean(line) for line in told)


@dataclass(frozen=True)
class OfCase:
    """One case with its dossier."""

    year: Year
    commune: Agency
    gathered: Gathered
    chosen: Sitting | None = None

    @property
    def case(self) -> Case:
        return self.gathered.case

    @property
    def council(self) -> Council | None:
        """The commune's council, once founded."""
        found = self.gathered.commune_council
        return found if found is not None and found.founded_on else None

    @property
    def sitting(self) -> Sitting | None:
        """The sitting the paper is of, else the latest of the commune's own council."""
        if self.chosen is not None:
            return self.chosen
        return self.gathered.commune_sittings[-1] if self.gathered.commune_sittings else None


@dataclass(frozen=True)
class OfDistrict:
    """A district's year with the cases a paper covers."""

    year: Year
    council: Council | None
    gathered: tuple[Gathered, ...]

    @property
    def names(self) -> list[str]:
        """The communes as a sentence names them."""
        return [spoken(one.case.full_name) for one in self.gathered]


@dataclass(frozen=True)
class OfSitting:
    """A sitting with the cases on its agenda that the reader may see, each with its conclusion."""

    year: Year
    council: Council
    sitting: Sitting
    entries: tuple[tuple[Gathered, Conclusion], ...]


@dataclass(frozen=True)
class OfDecision:
    """A chair's decision, taken or in the making, with its cases; reasons by case id."""

    year: Year
    council: Council | None
    gathered: tuple[Gathered, ...]
    reasons: dict[int, str]
    decision: Decision | None = None
    legal_basis: str = ""
    amount: str = ""


def year_of(campaign: Campaign, district: Unit | int) -> Year:
    """A district (or, for its own decisions, the province) in a campaign."""
    unit_id = district if isinstance(district, int) else district.pk
    spans = tree.spans_at([unit_id, campaign.province_id], campaign.period_to)
    found = PaperBasis.objects.filter(province=campaign.province_id).first()
    lines = clean(found.lines, lines=True).split("\n") if found else []
    return Year(
        campaign=campaign,
        district=Agency.of(spans[unit_id]),
        province=Agency.of(spans[campaign.province_id]),
        regulation=campaign.rulebook,
        basis=tuple(line.rstrip(";.") for line in lines if line),
    )


def of_case(case: Case, gathered: Gathered | None = None) -> OfCase:
    """A case's dossier; its campaign and span should be selected along."""
    return OfCase(
        year_of(case.campaign, case.reviewing_unit_id), Agency.of(case.span), gathered or gather(case)
    )


def of_district(campaign: Campaign, unit: Unit, cases: Iterable[Case]) -> OfDistrict:
    """A district's year and the cases the paper covers, in a constant number of queries."""
    return OfDistrict(year_of(campaign, unit), _council(campaign, unit.pk), _each(cases))


def of_sitting(sitting: Sitting, conclusions: Collection[Conclusion], district_id: int) -> OfSitting:
    """A sitting read with its council, and the conclusions on cases the reader may see."""
    council = sitting.council
    by_case = {entry.case_id: entry for entry in conclusions}
    read = Conclusion.objects.filter(pk__in=[entry.pk for entry in conclusions])
    opinions = {
        entry.case_id: entry
        for entry in read.select_related("case__campaign").prefetch_related("opinions__seat")
    }
    gathered = _each(opinions[case].case for case in by_case)
    return OfSitting(
        year_of(council.campaign, district_id),
        council,
        sitting,
        tuple((one, opinions[one.case.pk]) for one in gathered),
    )


def of_decision(
    campaign: Campaign,
    unit: Unit | int,
    cases: Iterable[Case],
    *,
    decision: Decision | None = None,
    action: str = "",
) -> OfDecision:
    """A decision of a unit on cases; the reasons are those written with the acts that recorded it."""
    gathered = _each(cases)
    events = {
        act.event: one.case.pk
        for one in gathered
        for act in one.acts
        if decision is not None and act.decision_id == decision.pk and act.action == action
    }
    reasons = {events[sequence]: clean(text) for sequence, text in reasons_of(events).items()}
    amounts = set()
    for one in gathered:
        amounts |= {
            reward.amount
            for reward in one.rewards
            if decision is not None and reward.decision_id == decision.pk and reward.amount is not None
        }
    return OfDecision(
        year=year_of(campaign, unit),
        council=_council(campaign, unit if isinstance(unit, int) else unit.pk),
        gathered=gathered,
        reasons=reasons,
        decision=decision,
        legal_basis=clean(decision.legal_basis) if decision else "",
        amount=f"{amounts.pop():,.0f} đồng".replace(",", ".") if len(amounts) == 1 else "",
    )


def _each(cases: Iterable[Case]) -> tuple[Gathered, ...]:
    return tuple(gather_each(cases, leave_out=("findings", "messages", "windows", "corrections")))


def _council(campaign: Campaign, unit_id: int) -> Council | None:
    found = Council.objects.filter(campaign=campaign, unit=unit_id, founded_on__isnull=False)
    return found.prefetch_related(Prefetch("seats", Seat.objects.order_by("order", "pk"))).first()
