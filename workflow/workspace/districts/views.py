"""Districts: those a person reads, and one district's year: communes, council, papers, decisions."""

from collections import Counter

from django.db.models import Count, Q
from django.shortcuts import redirect

from portal.record import clock
from workflow.actions import reports
from workflow.models import Case, YearReport, states
from workflow.notices import agenda
from workflow.workspace import exports
from workflow.workspace.councils.views import district_trail
from workflow.workspace.decisions.batches import BATCHES
from workflow.workspace.decisions.signing import permission
from workflow.workspace.districts import export
from workflow.workspace.districts.overview import (
    commune_rows,
    counts,
    decisions_of,
    paper_count,
    sittings_of,
)
from workflow.workspace.districts.years import unit_years
from workflow.workspace.notices.deadlines import shown
from workflow.workspace.pages import page
from workflow.workspace.reach import readable_district

NAV = "districts"


def district_list(request):
    """The districts of the running years; straight to the page when there is one."""
    years = unit_years(request.user)
    if len(years) == 1:
        return redirect(years[0].address)
    counted = {
        (row["campaign"], row["reviewing_unit"]): row
        for row in Case.objects.filter(
            campaign__in={year.campaign.pk for year in years},
            reviewing_unit__in={year.unit.pk for year in years},
        )
        .values("campaign", "reviewing_unit")
        .annotate(
            total=Count("pk"),
            filed=Count("pk", filter=~Q(state__in=(states.DRAFT, states.NOT_FILED))),
            met=Count("pk", filter=Q(state__in=states.MET)),
            late=Count("pk", filter=Q(late=True)),
        )
        .order_by()
    }
    rows = [(year, counted.get((year.campaign.pk, year.unit.pk), {})) for year in years]
    if how := exports.wanted(request):
        return exports.answer(how, export.districts_listing(rows))
    context = {
        "rows": rows,
        "illustrative_notice": any(year.campaign.illustrative for year in years),
    }
    return page(request, "districts/list.html", context, nav=NAV)


def district(request, year: str, code: str):
    """One district's year."""
    place = readable_district(request.user, year, code)
    rows, gathered = commune_rows(place)
    if how := exports.wanted(request):
        return exports.answer(how, export.communes_listing(place, rows))
    council = gathered[0].district_council if gathered else None
    report = YearReport.objects.filter(campaign=place.campaign, unit=place.unit).first()
    context = {
        "place": place,
        "rows": rows,
        "counts": counts(rows),
        "council": council,
        "sittings": sittings_of(gathered),
        "papers": paper_count(gathered),
        "decisions": decisions_of(gathered)[:10],
        "certificates": sum(row.case.state in states.MET for row in rows),
        "certificates_address": place.link("unit-certificates"),
        "offers": _offers(place, rows, request.user),
        "may_prepare": place.may(request.user).allowed,
        "sitting_address": place.link("district-sitting-new"),
        "workbook_address": place.link("district-workbook")
        if place.may(request.user, "score_district").allowed
        else "",
        "days_left": (place.campaign.district_due - clock.today()).days,
        "sum_words": agenda.in_words("decide", place.campaign),
        "owed": _owed(place, gathered, report),
        "report": report,
        "report_address": _report_address(place, request.user),
        "breadcrumbs": [*district_trail(place)[:1], (f"{place.name} {place.campaign.year}", None)],
        "illustrative_notice": place.campaign.illustrative,
    }
    return page(request, "districts/district.html", context, nav=NAV)


def _owed(place, gathered, report: YearReport | None) -> list[dict]:
    """What is still owed in the district's running year, told from the dossiers at hand."""
    dossiers = [(one.case, one.facts) for one in gathered]
    reporting = None if report else (place.unit.pk, place.name)
    return [shown(group) for group in agenda.of_dossiers(place.campaign, dossiers, reporting)]


def _report_address(place, user) -> str:
    """Where the person records the district's report; "" when they may not."""
    answer = reports.may_record(place.campaign, place.unit, user)
    return place.link("year-report") if answer.allowed else ""


def _offers(place, rows, user) -> list[tuple]:
    """Decisions the person may record here: the batch, its address, how many communes are ready for it."""
    ready = Counter(row.action for row in rows if row.action and not row.open_tasks)
    return [
        (batch, place.batch_link(key), batch.button.of(count) if (count := ready[batch.action]) else "")
        for key, batch in BATCHES.items()
        if not batch.by_province and permission(place, batch, user).allowed
    ]
