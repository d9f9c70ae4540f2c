"""Communes whose class is not confirmed: hints of dated lists, and confirming one or several (R-THR-3)."""

from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.people import grants, roles
from portal.record import clock
from portal.units import classes
from workflow.actions import door
from workflow.actions.refusals import Refused
from workflow.actions.rights import may
from workflow.models import Case, states
from workflow.workspace import exports
from workflow.workspace.classes import export
from workflow.workspace.classes.forms import ConfirmForm
from workflow.workspace.pages import page, posted, refused, saved
from workflow.workspace.reach import cases_for

NAV = "classes"
PER_PAGE = 50


def unconfirmed(user):
    """Undecided cases without a confirmed class that the person reads, in districts and Vietnamese order."""
    cases = cases_for(user).filter(threshold=None, state__in=states.OPEN, campaign__closed_at=None)
    return cases.order_by("-year", "district_name", "sort_key", "pk")


def _hinted(cases: list[Case]) -> list[tuple[Case, classes.ClassHint | None]]:
    """Each case with what a dated list says of its commune; one query for each year shown."""
    hints = {}
    for day in {case.campaign.period_to for case in cases}:
        own = [case for case in cases if case.campaign.period_to == day]
        found = classes.hints_for([case.commune_id for case in own], day)
        hints |= {case.pk: found.get(case.commune_id) for case in own}
    return [(case, hints[case.pk]) for case in cases]


def class_list(request):
    """Communes that wait for their class; `?huyen=` shows one district."""
    found = unconfirmed(request.user)
    names = list(found.order_by().values_list("district_name", flat=True).distinct())
    wanted = request.GET.get("huyen", "")
    if wanted in names:
        found = found.filter(district_name=wanted)
    if how := exports.wanted(request):
        everywhere = list(found)
        made_up = any(case.illustrative for case in everywhere)
        told = [wanted] if wanted in names else []
        return exports.answer(how, export.listing(_hinted(everywhere), made_up, told, _hint_in_words))
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    cases = list(shown.object_list)
    context = {
        "shown": shown,
        "cases": _hinted(cases),
        "districts": [(name, name == wanted) for name in sorted(names)],
        "wanted": wanted if wanted in names else "",
        "ticked": request.GET.get("chon") == "tat-ca",
        "may_confirm": _is_province_officer(request.user),
        "illustrative_notice": any(case.illustrative for case in cases),
    }
    return page(request, "classes/list.html", context, nav=NAV)


def _hint_in_words(hint: classes.ClassHint | None) -> str:
    """A hint as a line: what the list says, and which list."""
    if hint is None:
        return _("no list at hand names it")
    return ", ".join(filter(None, [hint.wording or hint.listed_class, hint.decision]))


def _is_province_officer(user) -> bool:
    return any(grant.role == roles.PROVINCE_OFFICER for grant in grants.holdings(user, clock.today()))


def class_confirm(request):
    """Confirm one class with one source for the communes chosen on the list."""
    back = reverse("workspace:class-list")
    sent = request.method == "POST"
    named = set(request.POST.getlist("cases") if sent else request.GET.getlist("ho-so"))
    numbers = [int(one) for one in named if one.isascii() and one.isdigit() and len(one) < 19]
    cases = list(unconfirmed(request.user).filter(pk__in=numbers[:PER_PAGE]))
    if not cases:
        if not _is_province_officer(request.user):
            return _not_mine(request, back)
        return redirect(back)
    answer = may("confirm_class", cases[0], request.user)
    if not answer.allowed:
        return refused(request, answer, back, nav=NAV)
    hinted = _hinted(cases)
    form = ConfirmForm(
        posted(request),
        chosen=cases,
        rulebook=cases[0].campaign.rulebook,
        english=(get_language() or "").startswith("en"),
        initial={"cases": [str(case.pk) for case in cases], **_suggested(hinted)},
    )
    if sent and form.is_valid():
        told = _confirm(request, form)
        if told is not None:
            return saved(request, told, back)
    context = {
        "title": _("Confirm the class of %(count)s communes") % {"count": len(cases)},
        "form": form,
        "hinted": hinted,
        "back": back,
        "button": _("Confirm the class of %(count)s communes") % {"count": len(cases)},
        "consequences_heading": _("When you confirm"),
        "consequences": [
            _("The class fixes the threshold of these communes for this year, 750 or 650 points."),
            _("Class and source are shown on the public page."),
            _("It cannot be changed afterwards."),
        ],
        "breadcrumbs": [(_("Classes"), back), (_("Confirm"), None)],
        "illustrative_notice": cases[0].illustrative,
    }
    return page(request, "classes/confirm.html", context, nav=NAV)


def _not_mine(request, back: str):
    """Who may confirm classes, told to somebody who may not."""
    first = cases_for(request.user).filter(state__in=states.OPEN).first()
    return (
        refused(request, may("confirm_class", first, request.user), back, nav=NAV)
        if first
        else redirect(back)
    )


def _suggested(hinted) -> dict:
    """What the lists suggest when they agree; the officer decides."""
    hints = [hint for _case, hint in hinted]
    if any(hint is None for hint in hints):
        return {}
    decisions = {hint.decision for hint in hints}
    return {"class_source": decisions.pop()} if len(decisions) == 1 else {}


def _confirm(request, form: ConfirmForm) -> str | None:
    """Confirm each commune; None when some were refused, with the reasons on the form."""
    given = form.cleaned_data
    results = door.perform_each(
        given["cases"],
        "confirm_class",
        request.user,
        class_code=given["class_code"],
        class_source=given["class_source"],
    )
    stopped = [(case, told) for case, told in results if isinstance(told, Refused)]
    for case, refusal in stopped:
        form.add_error(None, f"{case.full_name}: {' '.join(refusal.sentences)}")
    if stopped:
        return None
    return _("The class of %(count)s communes is confirmed.") % {"count": len(results)}
