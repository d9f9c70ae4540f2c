"""Findings: recorded by supervising departments on their own criteria, read by the district (R-SUP-1)."""

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.people import grants, roles
from portal.record import clock, files
from workflow.actions import findings
from workflow.actions.refusals import Refused
from workflow.actions.rights import may
from workflow.models import Campaign, Finding, FindingRead, states
from workflow.workspace import criteria, exports
from workflow.workspace.findings import export
from workflow.workspace.findings.forms import FindingFilter, FindingForm
from workflow.workspace.pages import case_address, case_trail, page, put, refused, saved
from workflow.workspace.reach import cases_for, readable_case

NAV = "findings"
PER_PAGE = 25


def supervising(user) -> list:
    """The rights by which a person supervises criteria today."""
    return [grant for grant in grants.holdings(user, clock.today()) if grant.role == roles.SUPERVISOR]


def finding_list(request):
    """Findings on cases the person reads; doubted ones nobody has read come first."""
    own = supervising(request.user)
    cases = cases_for(request.user)
    years = sorted(set(Campaign.objects.values_list("year", flat=True)), reverse=True)
    form = FindingFilter(request.GET, years=years, supervises=bool(own))
    read = Exists(FindingRead.objects.filter(finding=OuterRef("pk")))
    found = Finding.objects.annotate(is_read=read)
    if form.is_valid():
        asked = form.cleaned_data
        cases = cases.named(asked["ten"]) if asked["ten"] else cases
        cases = cases.filter(year=asked["nam"]) if asked["nam"] else cases
        found = _shown(found, asked["xem"], own)
    found = found.filter(case__in=cases.values("pk")).select_related("case__campaign", "body")
    ordered = found.order_by("-doubted", "is_read", "-seen_on", "-pk")
    if how := exports.wanted(request):
        return exports.answer(how, export.findings_listing(ordered))
    shown = Paginator(ordered, PER_PAGE).get_page(request.GET.get("page"))
    names = _criterion_names(shown.object_list)
    context = {
        "form": form,
        "shown": shown,
        "findings": [
            (one, names[one.case.campaign_id].get(one.criterion, ""), _may_read(request.user, one))
            for one in shown.object_list
        ],
        "supervises": bool(own),
        "here": request.get_full_path(),
        "illustrative_notice": any(one.case.illustrative for one in shown.object_list),
    }
    return page(request, "findings/list.html", context, nav=NAV)


def _shown(found, what: str, own):
    if what == FindingFilter.UNREAD:
        return found.filter(doubted=True, is_read=False)
    if what == FindingFilter.DOUBTED:
        return found.filter(doubted=True)
    if what == FindingFilter.MINE:
        return found.filter(body__in=[grant.body_id for grant in own])
    return found


def _criterion_names(found) -> dict[int, dict[int, str]]:
    """Names of criteria by campaign, each campaign's looked up once."""
    campaigns = {one.case.campaign_id: one.case.campaign for one in found}
    return {pk: criteria.names(campaign) for pk, campaign in campaigns.items()}


def _may_read(user, found: Finding) -> bool:
    """Whether the button "read" stands beside a finding for this person."""
    return not found.is_read and may("read_finding", found.case, user).allowed


def supervised_cases(request):
    """For supervisors: the undecided cases within reach, with what their department recorded there."""
    own = supervising(request.user)
    if not own:
        return redirect("workspace:finding-list")
    bodies = [grant.body_id for grant in own]
    numbers = sorted({no for grant in own for no in grant.criteria})
    name = request.GET.get("ten", "").replace("\x00", "")[:100]
    cases = cases_for(request.user).filter(state__in=states.OPEN, campaign__closed_at=None).named(name)
    counted = cases.annotate(
        recorded=Count("findings", filter=Q(findings__body__in=bodies)),
        doubts=Count("findings", filter=Q(findings__body__in=bodies, findings__doubted=True)),
    )
    counted = counted.order_by("-year", "district_name", "sort_key", "pk")
    if how := exports.wanted(request):
        return exports.answer(how, export.supervised_listing(counted))
    shown = Paginator(counted, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "shown": shown,
        "name": name,
        "numbers": ", ".join(map(str, numbers)),
        "illustrative_notice": any(case.illustrative for case in shown.object_list),
    }
    return page(request, "findings/cases.html", context, nav=NAV)


def finding_new(request, pk: int):
    """A finding on one case, on a criterion of the person's own department."""
    case = readable_case(request.user, pk)
    back = case_address(case, "findings")
    permission = may("record_finding", case, request.user)
    if not permission.allowed:
        return refused(request, permission, back, nav=NAV)
    own = {no for grant in supervising(request.user) for no in grant.criteria}
    options = criteria.choices(case.campaign, own)
    posted = request.method == "POST"
    form = FindingForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        criteria=options,
        initial={"criterion": request.GET.get("tieu-chi", ""), "seen_on": clock.today()},
    )
    form.fields["file"].by = request.user
    if posted and form.is_valid():
        try:
            findings.record(case, request.user, **form.cleaned_data)
        except Refused as refusal:
            put(form, refusal)
        else:
            return saved(request, _("The finding is recorded; the district can read it now."), back)
    context = {
        "title": _("Record a finding on %(place)s, %(year)s") % {"place": case.full_name, "year": case.year},
        "form": form,
        "back": back,
        "breadcrumbs": case_trail(case, (_("Record a finding"), None)),
        "button": _("Record the finding"),
        "consequences_heading": _("When you record it"),
        "consequences": [
            _("The district and the commune read it with your department's name."),
            _("A doubted criterion holds up the review until the district has read your finding."),
            _("It cannot be deleted; a later finding can set it right."),
        ],
        "illustrative_notice": case.illustrative,
    }
    return page(request, "form_page.html", context, nav=NAV)


def readable_finding(user, pk: int) -> Finding:
    """A finding on a case the person reads, else Http404."""
    found = Finding.objects.annotate(is_read=Exists(FindingRead.objects.filter(finding=OuterRef("pk"))))
    found = get_object_or_404(found.select_related("case__campaign", "body", "file"), pk=pk)
    if not cases_for(user).filter(pk=found.case_id).exists():
        raise Http404
    return found


def finding(request, pk: int):
    """One finding, who read it and when."""
    found = readable_finding(request.user, pk)
    mine = found.reads.filter(user=request.user).exists()
    context = {
        "finding": found,
        "criterion": criteria.names(found.case.campaign).get(found.criterion, ""),
        "reads": found.reads.order_by("at"),
        "may_read": not mine and may("read_finding", found.case, request.user).allowed,
        "breadcrumbs": [
            (_("Supervision"), reverse("workspace:finding-list")),
            (str(found.case), case_address(found.case, "findings")),
            (_("Finding"), None),
        ],
        "illustrative_notice": found.case.illustrative,
    }
    return page(request, "findings/finding.html", context, nav=NAV)


def finding_file(request, pk: int):
    """The attachment, as a download."""
    found = readable_finding(request.user, pk)
    if found.file is None:
        raise Http404
    return files.response(found.file)


@require_POST
def finding_read(request, pk: int):
    """Note that the person has read a finding."""
    found = readable_finding(request.user, pk)
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = reverse("workspace:finding", args=[pk])
    try:
        findings.mark_read(found, request.user)
    except Refused as refusal:
        return refused(request, refusal, back, nav=NAV)
    return saved(request, _("Noted: you have read this finding."), back)
