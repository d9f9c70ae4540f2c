"""What a person may open: a case, a unit's year. What lies out of reach does not exist for them (404)."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from portal.people import grants
from portal.record import clock
from portal.units.models import Tier, Unit, UnitSpan
from workflow.actions.papers import CLOSED
from workflow.actions.rights import may_at
from workflow.models import Campaign, Case
from workflow.rules.facts import COMMUNE_ASSESSED, Reason
from workflow.rules.policy import Permission, Places

MADE_UP = "-minh-hoa"


class CampaignYear:
    """A campaign's year in an address: "2026", or "2026-minh-hoa" for a made-up year beside a real one."""

    regex = rf"[12][0-9]{{3}}(?:{MADE_UP})?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value) -> str:
        return str(value)


def year_address(campaign: Campaign) -> str:
    """How a campaign's year stands in addresses."""
    return f"{campaign.year}{MADE_UP}" if campaign.illustrative else str(campaign.year)


@dataclass(frozen=True)
class UnitYear:
    """A district (or, for the province's rewards, the province) in one campaign."""

    campaign: Campaign
    unit: Unit
    span: UnitSpan

    @property
    def year(self) -> str:
        """The year as addresses have it."""
        return year_address(self.campaign)

    @property
    def name(self) -> str:
        """Its full name as it was called in that year."""
        return self.span.full_name

    @property
    def is_province(self) -> bool:
        return self.span.tier == Tier.PROVINCE

    @property
    def places(self) -> Places:
        """Where roles are asked for in work on the whole year of this unit."""
        own = None if self.is_province else self.unit.pk
        return Places(reviewing=own, recognising=own, province=self.campaign.province_id)

    @property
    def cases(self):
        """Its cases of this year, in Vietnamese order."""
        own = Case.objects.filter(campaign=self.campaign).order_by("sort_key", "pk")
        return own if self.is_province else own.filter(reviewing_unit=self.unit)

    def link(self, name: str, *more) -> str:
        """The address of one of its pages."""
        return reverse(f"workspace:{name}", args=[self.year, self.span.code, *more])

    def batch_link(self, what: str) -> str:
        """The page that records one decision for several of its communes."""
        return reverse("workspace:decision-batch", args=[what, self.year, self.span.code])

    @property
    def address(self) -> str:
        return self.link("district")

    @property
    def council_address(self) -> str:
        return self.link("district-council")

    @property
    def papers_address(self) -> str:
        return self.link("district-papers")

    def may(self, user, work: str = "prepare_district", state: str = COMMUNE_ASSESSED, **more) -> Permission:
        """The answer for work on this unit's year as a whole; nothing is prepared in a closed year."""
        answer = may_at(work, user, self.places, state, **more)
        if answer.allowed and work == "prepare_district" and self.campaign.closed_at is not None:
            why = Reason("R-CAL-7", CLOSED, {"year": self.campaign.year})
            return answer._replace(allowed=False, why=why)
        return answer


def cases_for(user):
    """Cases a person may read, with their campaign."""
    return Case.objects.visible_to(user).select_related("campaign")


def readable_case(user, pk: int) -> Case:
    """A case the person may read, else Http404."""
    return get_object_or_404(cases_for(user).select_related("span", "reviewing_unit"), pk=pk)


def reads_unit(user, unit_id: int, province_id: int) -> bool:
    """Whether a person reads all of a unit: they work there, at its province, or care for the portal."""
    roots = grants.reads_under(user, clock.today())
    return roots is grants.ALL or bool({unit_id, province_id} & {root.pk for root in roots})


def readable_unit_year(user, year: str, code: str) -> UnitYear:
    """The year of a district or province the person reads as a whole, else Http404."""
    spans = list(
        UnitSpan.objects.filter(code=code, tier__in=(Tier.DISTRICT, Tier.PROVINCE)).select_related("unit")
    )
    campaigns = Campaign.objects.filter(
        year=int(year.removesuffix(MADE_UP)),
        province__in={span.unit_id if span.tier == Tier.PROVINCE else span.parent_id for span in spans},
    ).select_related("province")
    if year.endswith(MADE_UP):
        campaigns = campaigns.filter(illustrative=True)
    for campaign in campaigns.order_by("illustrative", "pk"):
        for span in spans:
            above = span.unit_id if span.tier == Tier.PROVINCE else span.parent_id
            if above == campaign.province_id and in_force(span, campaign.period_to):
                if not reads_unit(user, span.unit_id, campaign.province_id):
                    raise Http404
                return UnitYear(campaign, span.unit, span)
    raise Http404


def readable_district(user, year: str, code: str) -> UnitYear:
    """The same for a district alone."""
    found = readable_unit_year(user, year, code)
    if found.is_province:
        raise Http404
    return found


def in_force(span: UnitSpan, on) -> bool:
    """Whether a span at hand held on a day."""
    begun = span.valid_from is None or span.valid_from <= on
    return begun and (span.valid_until is None or on <= span.valid_until)


def unit_year_of(case: Case) -> UnitYear:
    """The reviewing district of a case in its year."""
    span = UnitSpan.objects.in_force(case.campaign.period_to).select_related("unit")
    return UnitYear(case.campaign, (found := span.get(unit=case.reviewing_unit_id)).unit, found)
