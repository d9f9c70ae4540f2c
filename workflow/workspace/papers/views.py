"""Papers: added, replaced by a newer version, downloaded, opened to the public after a check (R-PRV-3)."""

from django.http import Http404
from django.utils.translation import gettext as _

from portal.record import files
from workflow.actions import papers
from workflow.actions.papers import REPLACED
from workflow.actions.refusals import Refused
from workflow.actions.rights import may
from workflow.models import states
from workflow.rules.facts import Reason
from workflow.workspace import exports
from workflow.workspace.councils.views import district_trail
from workflow.workspace.pages import case_address, case_trail, page, posted, put, refused, saved
from workflow.workspace.papers import export
from workflow.workspace.papers.forms import PaperForm, PublishForm, WithdrawForm
from workflow.workspace.papers.kinds import commune_kinds, district_kinds, kind_name, reward_kinds
from workflow.workspace.papers.reading import (
    district_papers,
    readable_paper,
    signatures_of,
    versions_of,
    work_on,
)
from workflow.workspace.prints.links import SIGNER
from workflow.workspace.prints.of_district import prints_of_district
from workflow.workspace.reach import readable_case, readable_district
from workflow.workspace.wording import in_sentence

NAV = "cases"
COVERED = (states.DRAFT, *states.OPEN, *states.MET, states.NOT_RECOGNIZED)


def paper(request, pk: int):
    """One paper: what stands on it, its scan, its versions, and whether citizens may read it."""
    seen = readable_paper(request.user, pk)
    latest = seen.paper.replaced_by_id is None
    context = {
        "seen": seen,
        "paper": seen.paper,
        "versions": versions_of(seen.paper),
        "signed": signatures_of(seen.paper.file),
        "may_replace": latest and seen.may_replace(request.user).allowed,
        "may_publish": latest
        and seen.paper.file_id
        and not seen.paper.public
        and papers.may_publish(seen.paper, request.user).allowed,
        "may_withdraw": seen.paper.public and papers.may_withdraw(seen.paper, request.user).allowed,
        "breadcrumbs": seen.trail(),
        "illustrative_notice": seen.paper.campaign.illustrative,
    }
    return page(request, "papers/paper.html", context, nav=NAV)


def paper_file(request, pk: int):
    """The scan, as a download."""
    seen = readable_paper(request.user, pk)
    if seen.paper.file is None:
        raise Http404
    return files.response(seen.paper.file)


def case_paper_new(request, pk: int):
    """A paper of the commune's dossier or, once recognised, of its reward's; `?loai=` picks the kind."""
    case = readable_case(request.user, pk)
    back = case_address(case, "papers")
    commune, reward = (may(work, case, request.user) for work in ("prepare_commune", "prepare_reward"))
    kinds = (commune_kinds(case.campaign) if commune.allowed else []) + (
        reward_kinds(case.campaign) if reward.allowed else []
    )
    wanted = request.GET.get("loai", "")
    if not kinds:
        rewards = work_on(wanted) == "prepare_reward" or case.state in states.MET
        return refused(request, reward if rewards else commune, back, nav=NAV)
    form = _form(request, kinds=kinds, initial={"kind": wanted})
    if request.method == "POST" and form.is_valid():
        try:
            papers.add_to_case(case, request.user, **form.cleaned_data)
        except Refused as refusal:
            put(form, refusal)
        else:
            return saved(request, _added(case.campaign, form), back)
    context = {
        "title": _("Add a paper of %(place)s, %(year)s")
        % {"place": in_sentence(case.full_name), "year": case.year},
        "breadcrumbs": case_trail(case, (_("Add a paper"), None)),
        "back": back,
        "consequences": [
            _("A paper of the same kind that is there already stays on record and is marked replaced."),
            _("Nobody outside the offices reads it before it is opened after a privacy check."),
        ],
        "illustrative_notice": case.illustrative,
    }
    return _shown(request, form, context)


def district_paper_list(request, year: str, code: str):
    """The papers of a district's year and the communes they cover."""
    place = readable_district(request.user, year, code)
    rows = district_papers(place)
    if how := exports.wanted(request):
        return exports.answer(how, export.listing(place, rows))
    named = dict(district_kinds(place.campaign))
    known = {row.kind for row in rows}
    printed = prints_of_district(place, rows, request.GET.get(SIGNER, ""))
    context = {
        "place": place,
        "papers": [(kind_name(place.campaign, row.kind), row, printed["prints"].get(row.pk)) for row in rows],
        "missing": [(kind, name) for kind, name in named.items() if kind not in known],
        "drafts": printed["drafts"],
        "minutes": printed["minutes"],
        "signers": printed["signers"],
        "may_prepare": place.may(request.user).allowed,
        "new_address": place.link("district-paper-new"),
        "breadcrumbs": district_trail(place, (_("Papers"), None)),
        "illustrative_notice": place.campaign.illustrative,
    }
    return page(request, "papers/district.html", context, nav="councils")


def district_paper_new(request, year: str, code: str):
    """A paper of the district's year, such as a proposal that covers several communes (R-DIS-5)."""
    place = readable_district(request.user, year, code)
    permission = place.may(request.user)
    if not permission.allowed:
        return refused(request, permission, place.papers_address, nav="councils")
    covered = list(place.cases.filter(state__in=COVERED))
    kinds = district_kinds(place.campaign)
    ticked = [
        str(case.pk) for case in covered if case.state in (states.COMMUNE_ASSESSED, states.DISTRICT_REVIEWED)
    ]
    form = _form(
        request,
        kinds=kinds,
        covers=covered,
        initial={"kind": request.GET.get("loai", ""), "covers": request.GET.getlist("ho-so") or ticked},
    )
    if request.method == "POST" and form.is_valid():
        try:
            papers.add_to_district(place.campaign, place.unit, request.user, **form.cleaned_data)
        except Refused as refusal:
            put(form, refusal)
        else:
            return saved(request, _added(place.campaign, form), place.papers_address)
    context = {
        "title": _("Add a paper of %(place)s, %(year)s")
        % {"place": in_sentence(place.name), "year": place.campaign.year},
        "breadcrumbs": district_trail(place, (_("Papers"), place.papers_address), (_("Add a paper"), None)),
        "back": place.papers_address,
        "consequences": [_("Each commune you tick shows this paper in its dossier.")],
        "illustrative_notice": place.campaign.illustrative,
    }
    return _shown(request, form, context)


def paper_replace(request, pk: int):
    """A newer version of a paper; the old one stays readable."""
    seen = readable_paper(request.user, pk)
    permission = seen.may_replace(request.user)
    if not permission.allowed:
        return refused(request, permission, seen.address, nav=NAV)
    if seen.paper.replaced_by_id is not None:
        return refused(request, [Reason("R-DIS-5", REPLACED)], seen.address, nav=NAV)
    old, options = _as_initial(seen.paper), {}
    if seen.case is None:
        options["covers"] = list(seen.place.cases)
        old["covers"] = [str(case.pk) for case in seen.covers]
    form = _form(request, kinds=[(seen.paper.kind, seen.name)], initial=old, **options)
    if request.method == "POST" and form.is_valid():
        try:
            new = _replaced(request.user, seen, form.cleaned_data)
        except Refused as refusal:
            put(form, refusal)
        else:
            return saved(
                request, _added(seen.paper.campaign, form), readable_paper(request.user, new.pk).address
            )
    context = {
        "title": _("New version: %(paper)s") % {"paper": seen.name},
        "breadcrumbs": seen.trail((_("New version"), None)),
        "back": seen.address,
        "consequences": [
            _("Version %(old)s stays readable and is marked replaced.") % {"old": seen.paper.version},
            _("If the old version was open to the public, open the new one after its own privacy check."),
        ],
        "illustrative_notice": seen.paper.campaign.illustrative,
    }
    return _shown(request, form, context)


def _replaced(user, seen, given: dict):
    if seen.case is not None:
        return papers.add_to_case(seen.case, user, **given)
    return papers.add_to_district(seen.paper.campaign, seen.paper.unit, user, replaces=seen.paper, **given)


def paper_publish(request, pk: int):
    """The privacy check and the opening of a paper, on its own page."""
    seen = readable_paper(request.user, pk)
    permission = papers.may_publish(seen.paper, request.user)
    if not permission.allowed:
        return refused(request, permission, seen.address, nav=NAV)
    if seen.paper.replaced_by_id is not None or seen.paper.file_id is None:
        why = REPLACED if seen.paper.replaced_by_id else papers.NO_FILE
        return refused(request, [Reason("R-PRV-3", why)], seen.address, nav=NAV)
    form = PublishForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            papers.publish(seen.paper, request.user)
        except Refused as refusal:
            put(form, refusal)
        else:
            return saved(request, _("The paper is open to the public."), seen.address)
    context = {
        "title": _("Open to the public: %(paper)s") % {"paper": seen.name},
        "form": form,
        "seen": seen,
        "paper": seen.paper,
        "breadcrumbs": seen.trail((_("Open to the public"), None)),
        "back": seen.address,
        "button": _("Open this paper"),
        "consequences_heading": _("When you open it to the public"),
        "consequences": [
            _("Anybody can download this file and keep it."),
            _("Your name is recorded as the one who checked it."),
            _("It can be closed again; copies that were saved stay with those who saved them."),
        ],
        "illustrative_notice": seen.paper.campaign.illustrative,
    }
    return page(request, "papers/publish.html", context, nav=NAV)


def paper_withdraw(request, pk: int):
    """An open paper becomes private again, with a reason."""
    seen = readable_paper(request.user, pk)
    permission = papers.may_withdraw(seen.paper, request.user)
    if not permission.allowed:
        return refused(request, permission, seen.address, nav=NAV)
    if not seen.paper.public:
        return refused(request, [Reason("R-PRV-3", papers.NOT_OPEN)], seen.address, nav=NAV)
    form = WithdrawForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            papers.withdraw(seen.paper, request.user, **form.cleaned_data)
        except Refused as refusal:
            put(form, refusal)
        else:
            return saved(request, _("The paper is private again."), seen.address)
    context = {
        "title": _("Close to the public: %(paper)s") % {"paper": seen.name},
        "form": form,
        "breadcrumbs": seen.trail((_("Close to the public"), None)),
        "back": seen.address,
        "button": _("Close this paper"),
        "consequences_heading": _("When you close it"),
        "consequences": [
            _("Its link leaves the result page at once and its address answers “not found”."),
            _("The record keeps that it was open, and your reason."),
        ],
        "illustrative_notice": seen.paper.campaign.illustrative,
    }
    return page(request, "form_page.html", context, nav=NAV)


def _form(request, **options) -> PaperForm:
    posted = request.method == "POST"
    form = PaperForm(request.POST if posted else None, request.FILES if posted else None, **options)
    form.fields["file"].by = request.user
    return form


def _as_initial(old) -> dict:
    names = ("kind", "number", "signed_on", "signatory_name", "signatory_post")
    return {name: getattr(old, name) for name in names}


def _added(campaign, form) -> str:
    return _("Added: %(paper)s.") % {"paper": kind_name(campaign, form.cleaned_data["kind"])}


def _shown(request, form, context: dict):
    context |= {
        "form": form,
        "button": _("Save the paper"),
        "consequences_heading": _("When you save"),
    }
    return page(request, "form_page.html", context, nav=NAV)
