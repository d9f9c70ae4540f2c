"""The districts' years a person reads as a whole."""

from django.db.models import Q

from portal.people import grants
from portal.record import clock
from portal.units.models import Tier, UnitSpan
from workflow.models import Campaign
from workflow.workspace.reach import UnitYear, in_force


def unit_years(user, *, running: bool = True) -> list[UnitYear]:
    """Districts whose years the person reads as a whole, newest year first; two queries.

    Only running campaigns unless `running` is False. A person of a commune reads none.
    """
    roots = grants.reads_under(user, clock.today())
    spans = UnitSpan.objects.filter(tier=Tier.DISTRICT).select_related("unit")
    if roots is not grants.ALL:
        ids = [unit.pk for unit in roots]
        spans = spans.filter(Q(unit__in=ids) | Q(parent__in=ids))
    spans = list(spans.order_by("sort_key", "code"))
    campaigns = Campaign.objects.filter(province__in={span.parent_id for span in spans})
    if running:
        campaigns = campaigns.running()
    return [
        UnitYear(campaign, span.unit, span)
        for campaign in campaigns.select_related("province")
        for span in spans
        if span.parent_id == campaign.province_id and in_force(span, campaign.period_to)
    ]


def province_years(user, *, running: bool = True) -> list[UnitYear]:
    """Provinces whose years the person reads as a whole, newest year first; two queries."""
    roots = grants.reads_under(user, clock.today())
    spans = UnitSpan.objects.filter(tier=Tier.PROVINCE).select_related("unit")
    if roots is not grants.ALL:
        spans = spans.filter(unit__in=[unit.pk for unit in roots])
    spans = list(spans.order_by("sort_key", "code"))
    campaigns = Campaign.objects.filter(province__in={span.unit_id for span in spans})
    if running:
        campaigns = campaigns.running()
    return [
        UnitYear(campaign, span.unit, span)
        for campaign in campaigns.select_related("province")
        for span in spans
        if span.unit_id == campaign.province_id and in_force(span, campaign.period_to)
    ]
