"""Councils: who sits, by which decision (R-COM-1, R-DIS-1)."""

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from workflow.actions import councils
from workflow.actions.refusals import Refused
from workflow.actions.rights import may
from workflow.models import Case, Council, Seat
from workflow.rules import seats
from workflow.workspace import exports
from workflow.workspace.councils import export, last_year
from workflow.workspace.councils.forms import (
    PREFIX,
    FoundingForm,
    SeatRows,
    groups_of,
    initial_founding,
    initial_rows,
    office_of,
    people_of,
    put_beside_seats,
)
from workflow.workspace.districts.overview import SittingRow
from workflow.workspace.districts.years import unit_years
from workflow.workspace.pages import case_address, case_trail, page, refused, saved
from workflow.workspace.reach import UnitYear, cases_for, readable_case, readable_district
from workflow.workspace.rows import grown, quieted

NAV = "councils"


def council_list(request):
    """Councils of the running years: the districts I read as a whole, and those of my own communes."""
    years = unit_years(request.user)
    founded = {
        (council.campaign_id, council.unit_id): council
        for council in Council.objects.filter(
            campaign__in={year.campaign.pk for year in years}, unit__in={year.unit.pk for year in years}
        ).prefetch_related("seats", "sittings")
    }
    districts = [(year, founded.get((year.campaign.pk, year.unit.pk))) for year in years]
    communes = [] if years else _own_communes(request.user)
    if how := exports.wanted(request):
        rows = [(year.name, str(year.campaign), year.campaign.illustrative, one) for year, one in districts]
        rows += [(case.full_name, str(case.year), case.illustrative, one) for case, one in communes]
        return exports.answer(how, export.listing(rows))
    context = {
        "districts": districts,
        "communes": communes,
        "title": _("Councils"),
    }
    return page(request, "councils/list.html", context, nav=NAV)


def _own_communes(user) -> list[tuple[Case, Council | None]]:
    """For people of communes: their running cases with the commune's council."""
    cases = list(cases_for(user).filter(campaign__closed_at=None)[:20])
    found = Council.objects.filter(
        campaign__in={case.campaign_id for case in cases}, unit__in={case.assessing_unit_id for case in cases}
    ).prefetch_related("seats", "sittings")
    councils_of = {(council.campaign_id, council.unit_id): council for council in found}
    return [(case, councils_of.get((case.campaign_id, case.assessing_unit_id))) for case in cases]


def district_council(request, year: str, code: str):
    """The review council of a district's year and its sittings, as readers see it."""
    place = readable_district(request.user, year, code)
    council = (
        Council.objects.filter(campaign=place.campaign, unit=place.unit)
        .select_related("file")
        .prefetch_related(
            Prefetch("seats", Seat.objects.order_by("order", "pk")),
            "sittings__conclusions__case",
            "sittings__minutes",
        )
        .first()
    )
    context = {
        "place": place,
        "council": council,
        "sittings": [
            SittingRow(sitting, [(entry.case, entry.met) for entry in sitting.conclusions.all()])
            for sitting in (council.sittings.all() if council else ())
        ],
        "seats": seats_shown(council, seats.DISTRICT_COUNCIL),
        "may_prepare": place.may(request.user).allowed,
        "edit_address": place.link("district-council-edit"),
        "sitting_address": place.link("district-sitting-new"),
        "breadcrumbs": district_trail(place, (_("Council"), None)),
        "illustrative_notice": place.campaign.illustrative,
    }
    return page(request, "councils/district.html", context, nav=NAV)


def district_trail(place: UnitYear, *more) -> list:
    """Where a page of a district's year stands."""
    return [
        (_("Districts"), reverse("workspace:district-list")),
        (f"{place.name} {place.campaign.year}", place.link("district")),
        *more,
    ]


def seats_shown(council: Council | None, tier: str) -> list[dict]:
    """Every seat of the Plan with who holds it, for reading."""
    held: dict[str, list[Seat]] = {}
    for seat in council.members if council else ():
        held.setdefault(seat.code, []).append(seat)
    return [
        {"office": office_of(seat), "holders": held.get(seat.code, []), "required": seat.required}
        for seat in seats.SEATS[tier]
        if seat.required or seat.code in held
    ]


def district_council_edit(request, year: str, code: str):
    """The district council's form."""
    place = readable_district(request.user, year, code)
    back = place.link("district-council")
    permission = place.may(request.user)
    if not permission.allowed:
        return refused(request, permission, back, nav=NAV)
    context = {
        "title": _("Review council of %(place)s, %(year)s")
        % {"place": place.name, "year": place.campaign.year},
        "breadcrumbs": district_trail(place, (_("Council"), back), (_("Change"), None)),
        "back": back,
    }
    return _edit(request, place.campaign, place.unit, seats.DISTRICT_COUNCIL, context)


def commune_council(request, pk: int):
    """The commune council's form, reached from its case."""
    case = readable_case(request.user, pk)
    back = case_address(case, "council")
    permission = may("prepare_commune", case, request.user)
    if not permission.allowed:
        return refused(request, permission, back, nav="cases")
    context = {
        "title": _("Assessment council of %(place)s, %(year)s")
        % {"place": case.full_name, "year": case.year},
        "breadcrumbs": case_trail(case, (_("Council"), None)),
        "back": back,
        "case": case,
    }
    return _edit(request, case.campaign, case.assessing_unit, seats.COMMUNE_COUNCIL, context)


def _edit(request, campaign, unit, tier: str, context: dict):
    council = (
        Council.objects.filter(campaign=campaign, unit=unit)
        .select_related("file")
        .prefetch_related(Prefetch("seats", Seat.objects.order_by("order", "pk")))
        .first()
    )
    people = people_of(unit, tier)
    options = {"tier": tier, "people": people}
    earlier = None if council is not None and council.founded_on else last_year.before(campaign, unit)
    copying = earlier is not None and last_year.COPY in request.GET
    if request.method != "POST":
        founding = FoundingForm(initial=initial_founding(council))
        shown = last_year.copied_rows(earlier, tier, people) if copying else initial_rows(council, tier)
        rows = SeatRows(prefix=PREFIX, initial=shown, form_kwargs=options)
        rows.extra = 0
    else:
        add = request.POST.get("add", "")
        data = grown(request.POST, PREFIX, code=add) if add else request.POST
        founding = FoundingForm(data, request.FILES)
        founding.fields["file"].by = request.user
        rows = SeatRows(data, prefix=PREFIX, form_kwargs=options)
        if add:
            quieted(founding, rows)
        elif founding.is_valid() & rows.is_valid() and _save(request, campaign, unit, tier, founding, rows):
            return saved(request, _("The council is saved."), context["back"])
    context |= {
        "form": founding,
        "rows": rows,
        "groups": groups_of(rows, tier),
        "council": council,
        "people": list(people.values()),
        "earlier": earlier,
        "copy_address": f"?{last_year.COPY}=1",
        "copied": copying and request.method != "POST",
        "gone": sum("gone" in row.initial for row in rows.forms),
        "illustrative_notice": campaign.illustrative,
    }
    nav = NAV if tier == seats.DISTRICT_COUNCIL else "cases"
    return page(request, "councils/form.html", context, nav=nav)


def _save(request, campaign, unit, tier: str, founding: FoundingForm, rows) -> bool:
    """Found or correct the council; False when it was refused, with the reasons beside the seats."""
    given = founding.cleaned_data
    try:
        councils.found(
            campaign,
            unit,
            request.user,
            tier=tier,
            number=given["number"],
            founded_on=given["founded_on"],
            seated=[row.seated() for row in rows if row.cleaned_data.get("code")],
            file=given["file"],
            seen_version=given["version"],
        )
    except Refused as refusal:
        put_beside_seats(founding, rows, refusal)
        return False
    return True
