"""Years: opened by the province with their days, looked at, and closed once nothing waits (R-CAL-1…7)."""

from datetime import timedelta

from django.db.models import Count
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.people import grants, roles
from portal.record import clock
from portal.units import tree
from workflow.actions import campaigns, door, reports
from workflow.actions.refusals import Refused
from workflow.actions.regulations import usable
from workflow.actions.rights import may_at
from workflow.models import Campaign, Case, YearReport, states
from workflow.notices import agenda
from workflow.notices.agenda import in_words
from workflow.notices.owed import owed_in
from workflow.regulations import loader
from workflow.rules import public_holidays
from workflow.rules.policy import NO_CASE, Places
from workflow.workspace import exports
from workflow.workspace.campaigns import export
from workflow.workspace.campaigns.forms import CloseForm, NotFiledForm, OpenForm, WhichYear
from workflow.workspace.districts.years import province_years
from workflow.workspace.notices.deadlines import shown as shown_group
from workflow.workspace.pages import page, posted, put, refused, saved
from workflow.workspace.reach import reads_unit, year_address

NAV = "campaigns"
AFTER_CLOSING = timedelta(days=31)
DAYS = (
    ("commune_due", "R-CAL-2", "file"),
    ("district_due", "R-CAL-3", "decide"),
    ("province_due", "R-CAL-4", "province_report"),
    ("reward_due", "R-CAL-5", "reward_dossier"),
    ("closing_day", "R-CAL-7", "closing"),
)


def provinces_of(user) -> list:
    """Provinces for which a person opens years."""
    held = grants.holdings(user, clock.today())
    return [grant.unit for grant in held if grant.role == roles.PROVINCE_OFFICER]


def campaign_list(request):
    """Every year of the provinces the person reads."""
    years = province_years(request.user, running=False)
    shown = Campaign.objects.filter(pk__in=[year.campaign.pk for year in years])
    counted = dict(shown.annotate(total=Count("cases")).values_list("pk", "total"))
    rows = [(year, counted.get(year.campaign.pk, 0)) for year in years]
    if how := exports.wanted(request):
        return exports.answer(how, export.listing(rows))
    context = {
        "rows": rows,
        "may_open": bool(provinces_of(request.user)),
        "illustrative_notice": any(year.campaign.illustrative for year in years),
    }
    return page(request, "campaigns/list.html", context, nav=NAV)


def campaign_open(request):
    """Open a year: which one and under which regulation, its days, what follows."""
    back = reverse("workspace:campaign-list")
    answer = may_at("open_campaign", request.user, _anywhere(request.user), NO_CASE)
    if not answer.allowed:
        return refused(request, answer, back, nav=NAV)
    province = provinces_of(request.user)[0]
    latest = Campaign.objects.filter(province=province).first()
    regulations = usable()
    fit = [(version, one) for version, one in regulations if not loader.fit_for_campaigns(one)]
    usual = {"nam": latest.year + 1 if latest else clock.today().year}
    usual["bo"] = next(reversed(WhichYear(regulations=fit).usable), "")
    which = WhichYear({**usual, **request.GET.dict()}, regulations=fit)
    if which.is_valid():
        year, (version, regulation) = which.cleaned_data["nam"], which.chosen
        form = OpenForm(posted(request), initial=_defaults(regulation, year, latest))
    else:
        year, version, regulation, form = None, None, None, None
    if request.method == "POST" and form is not None and form.is_valid():
        opened = _open(request, province, year, (version, regulation), form)
        if opened is not None:
            told = _("The year %(year)s is open with %(count)s cases.")
            return saved(
                request,
                told % {"year": opened.year, "count": opened.cases.count()},
                reverse("workspace:campaign", args=[opened.pk]),
            )
    context = {
        "title": _("Open a year"),
        "which": which,
        "form": form,
        "year": str(year or ""),
        "regulation": regulation,
        "unfit": [
            (one, [str(why) for why in whys])
            for _version, one in regulations
            if (whys := loader.fit_for_campaigns(one))
        ],
        "undecided": _undecided(province),
        "back": back,
        "button": _("Open the year %(year)s") % {"year": year} if year else "",
        "consequences_heading": _("When you open it"),
        "consequences": _opening(province, regulation, year) if form is not None else [],
        "breadcrumbs": [(_("Years"), back), (_("Open a year"), None)],
        "illustrative_notice": bool(latest and latest.illustrative),
    }
    return page(request, "campaigns/open.html", context, nav=NAV)


def _anywhere(user) -> Places:
    """The province the question is asked for: the person's own, or none."""
    mine = provinces_of(user)
    return Places(province=mine[0].pk if mine else None)


def _defaults(regulation, year: int, latest: Campaign | None) -> dict:
    """The Plan's days, and Vietnam's public holidays of the working season: from the period's end to the
    month after the closing day."""
    days = campaigns.cut_offs(regulation, year)
    season = days.period_to, days.closing_day + AFTER_CLOSING
    return {
        **vars(days),
        "holidays": [day.isoformat() for day in public_holidays.proposed(*season)],
        "comment_days": latest.comment_days if latest else 5,
        "illustrative": bool(latest and latest.illustrative),
    }


def _opening(province, regulation, year: int) -> list[str]:
    communes = tree.communes_at(province, campaigns.cut_offs(regulation, year).period_to).count()
    return [
        _("%(count)s communes get a case each; their district, class and threshold of this year are fixed.")
        % {"count": communes},
        _("Shortcomings of the year before open each case, to say what became of them (R-COM-5)."),
        _("Communes can start to assess themselves at once."),
        _("This is recorded and cannot be deleted."),
    ]


def _undecided(province) -> list[tuple[int, int]]:
    """Years already open with the number of their undecided cases."""
    waiting = Case.objects.filter(campaign__province=province, state__in=states.OPEN)
    return list(waiting.values_list("year").annotate(Count("pk")).order_by("year"))


def _open(request, province, year: int, chosen, form: OpenForm) -> Campaign | None:
    given, (version, regulation) = form.cleaned_data, chosen
    try:
        return campaigns.open_campaign(
            province,
            year,
            request.user,
            regulation=regulation.code,
            version=version,
            days=form.days(),
            comment_days=given["comment_days"],
            holidays=given["holidays"],
            illustrative=given["illustrative"],
        )
    except Refused as refusal:
        put(form, refusal, {"days": "commune_due"})
        return None


def readable_campaign(user, pk: int) -> Campaign:
    """A year of a province the person reads as a whole, else Http404."""
    campaign = get_object_or_404(Campaign.objects.select_related("province"), pk=pk)
    if not reads_unit(user, campaign.province_id, campaign.province_id):
        return get_object_or_404(Campaign.objects.none(), pk=pk)
    return campaign


def campaign(request, pk: int):
    """One year: its days, how far its cases are, what the province does next."""
    found = readable_campaign(request.user, pk)
    today = clock.today()
    counted = dict(found.cases.values_list("state").annotate(Count("pk")).order_by())
    unconfirmed = found.cases.filter(threshold=None, state__in=states.OPEN).count()
    span = tree.span_at(found.province, found.period_to)
    answer = may_at("close", request.user, Places(province=found.province_id), "draft")
    context = {
        "campaign": found,
        "place": span.full_name if span else "",
        "regulation": found.rulebook,
        "days": [
            (label, getattr(found, name), rule, (getattr(found, name) - today).days, in_words(key, found))
            for (name, rule, key), label in zip(DAYS, _day_names(), strict=True)
        ],
        "counts": [(state, counted[state]) for state in states.ALL if counted.get(state)],
        "certificates": sum(counted.get(state, 0) for state in states.MET) if span else 0,
        "certificates_address": _certificates_address(found, span),
        "waiting": sum(counted.get(state, 0) for state in states.OPEN),
        "drafts": counted.get(states.DRAFT, 0),
        "unconfirmed": unconfirmed,
        "owed": _owed(found),
        "report": YearReport.objects.filter(campaign=found, unit=found.province_id).first(),
        "report_address": _report_address(found, span, request.user),
        "may_close": answer.allowed and found.closed_at is None,
        "after_closing": today > found.closing_day,
        "breadcrumbs": [(_("Years"), reverse("workspace:campaign-list")), (str(found.year), None)],
        "illustrative_notice": found.illustrative,
    }
    return page(request, "campaigns/campaign.html", context, nav=NAV)


def _owed(campaign: Campaign) -> list[dict]:
    """What is still owed in a running year, and by whom."""
    if campaign.closed_at is not None:
        return []
    return [shown_group(group) for group in agenda.groups_of(campaign, owed_in(campaign))]


def _report_address(campaign: Campaign, span, user) -> str:
    """Where the person records the province's report; "" when they may not."""
    if span is None or not reports.may_record(campaign, campaign.province, user).allowed:
        return ""
    return reverse("workspace:year-report", args=[year_address(campaign), span.code])


def _certificates_address(campaign: Campaign, span) -> str:
    """All certificates of the year in one file."""
    return reverse("workspace:unit-certificates", args=[year_address(campaign), span.code]) if span else ""


def _day_names() -> list[str]:
    return [
        _("Communes file"),
        _("Districts recognise and report"),
        _("The province reports"),
        _("Reward dossiers reach the Department"),
        _("The year can be closed after"),
    ]


def campaign_not_filed(request, pk: int):
    """Record, for several communes at once, that they never filed (R-CAL-7)."""
    found = readable_campaign(request.user, pk)
    back = reverse("workspace:campaign", args=[pk])
    answer = may_at("close", request.user, Places(province=found.province_id), "draft")
    if not answer.allowed:
        return refused(request, answer, back, nav=NAV)
    drafts = list(found.cases.filter(state=states.DRAFT).order_by("district_name", "sort_key", "pk"))
    form = NotFiledForm(posted(request), drafts=drafts)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        results = door.perform_each(given["cases"], "close", request.user, reason=given["reason"])
        stopped = [(case, told) for case, told in results if isinstance(told, Refused)]
        for case, refusal in stopped:
            form.add_error(None, f"{case.full_name}: {' '.join(refusal.sentences)}")
        if not stopped:
            told = _("Recorded for %(count)s communes that they did not file.") % {"count": len(results)}
            return saved(request, told, back)
    context = {
        "title": _("Communes that did not file in %(year)s") % {"year": found.year},
        "form": form,
        "drafts": drafts,
        "back": back,
        "button": _("Record: no dossier filed"),
        "grave": True,
        "consequences_heading": _("When you record it"),
        "consequences": [
            _("Each commune ticked becomes “No dossier filed”; everybody can read your reason."),
            _("Its run of years towards a reward ends."),
            _("This is recorded and cannot be deleted."),
        ],
        "breadcrumbs": [
            (_("Years"), reverse("workspace:campaign-list")),
            (str(found.year), back),
            (_("Not filed"), None),
        ],
        "illustrative_notice": found.illustrative,
    }
    return page(request, "campaigns/not_filed.html", context, nav=NAV)


def campaign_close(request, pk: int):
    """Close a year in which nothing waits any more."""
    found = readable_campaign(request.user, pk)
    back = reverse("workspace:campaign", args=[pk])
    answer = may_at("close", request.user, Places(province=found.province_id), "draft")
    if not answer.allowed:
        return refused(request, answer, back, nav=NAV)
    form = CloseForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            campaigns.close_campaign(found, request.user)
        except Refused as refusal:
            put(form, refusal)
        else:
            return saved(request, _("The year %(year)s is closed.") % {"year": found.year}, back)
    context = {
        "title": _("Close the year %(year)s") % {"year": found.year},
        "form": form,
        "back": back,
        "button": _("Close the year %(year)s") % {"year": found.year},
        "consequences_heading": _("When you close it"),
        "consequences": [
            _("The next year becomes the current one."),
            _("Rewards, revocations and reconsiderations of its cases stay possible by decision."),
            _("This is recorded and cannot be undone."),
        ],
        "breadcrumbs": [
            (_("Years"), reverse("workspace:campaign-list")),
            (str(found.year), back),
            (_("Close"), None),
        ],
        "illustrative_notice": found.illustrative,
    }
    return page(request, "form_page.html", context, nav=NAV)
