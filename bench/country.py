"""The whole country's cases over ten years: 105,950 rows to list, filter and sort.

Rows are put in behind the door, for only their number matters here; the triggers still hold, so a
case is born as draft and moved together with a head event.
"""

from datetime import date
from decimal import Decimal

from django.core.management import call_command
from django.db.models import F, Value
from django.db.models.functions import Mod

from portal.people import grants, roles
from portal.people.models import User
from portal.record import clock
from portal.units.models import Tier, Unit, UnitSpan
from portal.units.names import full_name
from workflow.models import Campaign, Case, states

YEARS = range(2016, 2026)
THRESHOLD = 650
BATCH = 2000


def _campaigns(provinces) -> dict[tuple[int, int], Campaign]:
    """A campaign for each province and year, with the cut-offs of 34/2014."""
    made = Campaign.objects.bulk_create(
        Campaign(
            province=province,
            regulation="34/2014",
            year=year,
            sequence=year - YEARS.start + 1,
            period_from=date(year - 1, 11, 15),
            period_to=date(year, 11, 14),
            commune_due=date(year, 11, 14),
            district_due=date(year, 11, 29),
            province_due=date(year, 12, 9),
            reward_due=date(year, 12, 30),
            closing_day=date(year, 12, 31),
            illustrative=True,
        )
        for province in provinces
        for year in YEARS
    )
    return {(campaign.province_id, campaign.year): campaign for campaign in made}


def _case(span: UnitSpan, district: UnitSpan, campaign: Campaign, number: int) -> Case:
    total = Decimal(500 + number * 37 % 450)
    return Case(
        campaign=campaign,
        commune_id=span.unit_id,
        span=span,
        assessing_unit_id=span.unit_id,
        reviewing_unit_id=district.unit_id,
        recognising_unit_id=district.unit_id,
        code=span.code,
        kind=span.kind,
        name=span.name,
        folded=span.folded,
        sort_key=span.sort_key,
        slug=span.slug,
        district_name=full_name(district.kind, district.name),
        year=campaign.year,
        illustrative=True,
        class_code=("xa", "xa_dbkk", "phuong", "thi_tran")[number % 4],
        threshold=THRESHOLD,
        commune_total=total,
        district_total=total,
        margin=total - THRESHOLD,
        late=number % 11 == 0,
    )


def fill() -> int:
    """Fill an empty, migrated database; returns the number of cases."""
    call_command("load_units", country=True, verbosity=0)
    today = clock.today()
    spans = UnitSpan.objects.in_force(today)
    districts = {span.unit_id: span for span in spans.filter(tier=Tier.DISTRICT)}
    provinces = Unit.objects.filter(tier=Tier.PROVINCE)
    campaigns = _campaigns(provinces)
    communes = list(spans.filter(tier=Tier.COMMUNE).order_by("code"))
    cases = (
        _case(span, district, campaigns[district.parent_id, year], number + 7 * year)
        for year in YEARS
        for number, span in enumerate(communes)
        for district in [districts[span.parent_id]]
    )
    Case.objects.bulk_create(cases, batch_size=BATCH)
    for remainder, state in enumerate(states.ALL):
        if state != states.DRAFT:
            part = Case.objects.annotate(part=Mod(F("id"), Value(len(states.ALL)))).filter(part=remainder)
            part.update(state=state, head_event=F("id"))
    return Case.objects.count()


def readers() -> dict[str, User]:
    """An account that reads the whole country, and one that reads a province."""
    everything = User.objects.create_user("bench-all", full_name="Người đọc cả nước")
    grants.found(everything, decision="bench")
    province = User.objects.create_user("bench-province", full_name="Người đọc một tỉnh")
    unit = Unit.objects.filter(tier=Tier.PROVINCE).order_by("code").first()
    grants.give(province, roles.PROVINCE_OFFICER, by=everything, decision="bench", unit=unit)
    return {"the country": everything, "a province": province}
