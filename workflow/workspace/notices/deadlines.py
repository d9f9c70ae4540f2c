"""Last days of the units a person reads, and recording that a year was reported on."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.people import grants
from portal.record import clock
from workflow.actions import reports
from workflow.actions.refusals import Refused, sentence
from workflow.models import Campaign, Case
from workflow.notices import agenda
from workflow.notices.owed import owed_in
from workflow.workspace import links
from workflow.workspace.notices.forms import ReportForm
from workflow.workspace.pages import page, posted, put, refused, saved
from workflow.workspace.reach import UnitYear, readable_unit_year
from workflow.workspace.wording import begun

MOST_NAMES = 60


@require_safe
def deadlines(request):
    """Everything still owed in running years, nearest last day first, with the sum in words."""
    groups = []
    for campaign, cases in _reach(request.user):
        groups += agenda.groups_of(campaign, owed_in(campaign, cases=cases))
    groups.sort(key=lambda group: (group.due, group.key))
    context = {
        "groups": [shown(group) for group in groups],
        "today": clock.today(),
        "breadcrumbs": [],
        "illustrative_notice": any(group.illustrative for group in groups),
    }
    return page(request, "notices/deadlines.html", context, nav="deadlines")


def _reach(user):
    """Running years with the cases the person reads of them; None for all of a year.

    An administrator looks at years, not at the cases of the whole portal one by one.
    """
    roots = grants.reads_under(user, clock.today())
    years = Campaign.objects.running().order_by("-year", "pk")
    if roots is grants.ALL:
        return [(campaign, None) for campaign in years]
    ids = {root.pk for root in roots}
    mine = years.filter(
        Q(province__in=ids) | Q(pk__in=Case.objects.visible_to(user).order_by().values("campaign").distinct())
    )
    own = Case.objects.visible_to(user)
    return [(campaign, None if campaign.province_id in ids else own) for campaign in mine]


def shown(group: agenda.Group) -> dict:
    """A group as a template shows it: words, and whose, with where to go."""
    return {
        "group": group,
        "what": sentence(group.what),
        "who": begun(sentence(group.who)),
        "names": [(one.name, links.part(one.case) if one.case else "") for one in group.owed[:MOST_NAMES]],
        "more": max(len(group.owed) - MOST_NAMES, 0),
        "count": len(group.owed),
    }


def report(request, year: str, code: str):
    """Record number and day of the report to the tier above (R-REP-2, R-REP-3)."""
    place = readable_unit_year(request.user, year, code)
    back = _home_of(place)
    answer = reports.may_record(place.campaign, place.unit, request.user)
    if not answer.allowed:
        return refused(request, answer, back, nav="deadlines")
    form = ReportForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            reports.record(place.campaign, place.unit, request.user, **form.cleaned_data)
        except Refused as refusal:
            put(form, refusal)
        else:
            return saved(request, _("The report is recorded."), back)
    key = "province_report" if place.is_province else "district_report"
    context = {
        "title": _("Report of %(place)s on %(year)s") % {"place": place.name, "year": place.campaign.year},
        "lead": agenda.in_words(key, place.campaign),
        "form": form,
        "back": back,
        "button": _("Record the report"),
        "consequences_heading": _("When you record it"),
        "consequences": [
            _("Nobody is reminded of this report any more."),
            _("This is recorded and cannot be deleted."),
        ],
        "breadcrumbs": [(_("Last days"), reverse("workspace:deadlines")), (_("Report"), None)],
        "illustrative_notice": place.campaign.illustrative,
    }
    return page(request, "form_page.html", context, nav="deadlines")


def _home_of(place: UnitYear) -> str:
    if place.is_province:
        return reverse("workspace:campaign", args=[place.campaign.pk])
    return place.address
