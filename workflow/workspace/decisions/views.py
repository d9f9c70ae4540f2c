"""Decisions: those on record, and one signed decision recorded for several communes (R-DIS-4, R-REW)."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.record import files
from workflow.actions import door
from workflow.actions.refusals import Refused, sentence
from workflow.documents.papers import printing
from workflow.models import Act, Case, Decision
from workflow.workspace import exports
from workflow.workspace.decisions import export
from workflow.workspace.decisions.batches import BATCHES, Batch, Candidate, candidates
from workflow.workspace.decisions.forms import SignedForm
from workflow.workspace.decisions.signing import permission, signatories
from workflow.workspace.districts.years import province_years, unit_years
from workflow.workspace.pages import page, refused, saved
from workflow.workspace.prints import links
from workflow.workspace.reach import UnitYear, cases_for, readable_unit_year

NAV = "decisions"
PER_PAGE = 25
PURPOSES = {
    Decision.RECOGNIZE: gettext_lazy("Recognition"),
    Decision.DECLINE: gettext_lazy("No recognition"),
    Decision.REWARD: gettext_lazy("Reward"),
    Decision.REVOKE: gettext_lazy("Revocation"),
    Decision.RECONSIDER: gettext_lazy("Reconsideration"),
}
KEPT = "decision-refusals"


def decision_list(request):
    """Decisions on cases the person reads, newest first, and the decisions they can record now."""
    readable = cases_for(request.user).values("pk")
    acts = Act.objects.filter(case_id__in=readable, decision__isnull=False)
    found = Decision.objects.filter(pk__in=acts.values("decision"))
    purpose = request.GET.get("viec", "")
    if purpose in PURPOSES:
        found = found.filter(purpose=purpose)
    found = found.order_by("-signed_on", "-pk")
    if how := exports.wanted(request):
        rows, told = list(found), [str(PURPOSES[purpose])] if purpose in PURPOSES else []
        return exports.answer(how, export.listing(rows, _covered(rows, request.user), PURPOSES, told))
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    covered = _covered(shown.object_list, request.user)
    context = {
        "shown": shown,
        "decisions": [(one, PURPOSES[one.purpose], covered.get(one.pk, [])) for one in shown.object_list],
        "purposes": [(key, name, key == purpose) for key, name in PURPOSES.items()],
        "purpose": purpose,
        "offers": _offers(request.user),
        "illustrative_notice": any(one.illustrative for one in shown.object_list),
    }
    return page(request, "decisions/list.html", context, nav=NAV)


def _covered(decisions, user) -> dict[int, list[Case]]:
    """The readable cases each decision moved."""
    acts = Act.objects.filter(decision__in=[one.pk for one in decisions]).values_list("decision", "case_id")
    cases = cases_for(user).in_bulk({case for _decision, case in acts})
    found: dict[int, list[Case]] = {}
    for decision, case in acts:
        if case in cases:
            found.setdefault(decision, []).append(cases[case])
    return found


def _offers(user) -> list[tuple[UnitYear, Batch, str]]:
    """The kinds of decision the person may record, in each running year of their unit."""
    places = [*unit_years(user), *province_years(user)]
    return [
        (place, batch, place.batch_link(key))
        for place in places
        for key, batch in BATCHES.items()
        if batch.by_province == place.is_province and permission(place, batch, user).allowed
    ]


def decision(request, pk: int):
    """One decision: what stands on it, its scan, and every commune it moved."""
    found = get_object_or_404(Decision.objects.select_related("file", "issuer"), pk=pk)
    cases = _covered([found], request.user).get(pk, [])
    if not cases:
        raise Http404
    context = {
        "decision": found,
        "purpose": PURPOSES[found.purpose],
        "print": links.of_decision(found, printing.kind_of(found)) if printing.is_printed(found) else None,
        "cases": sorted(cases, key=lambda case: case.sort_key),
        "stopped": _stopped(request, pk),
        "breadcrumbs": [(_("Decisions"), reverse("workspace:decision-list")), (found.number, None)],
        "illustrative_notice": found.illustrative,
    }
    return page(request, "decisions/decision.html", context, nav=NAV)


def _stopped(request, pk: int) -> list:
    """Communes that were refused when this decision was recorded, told once."""
    kept = request.session.get(KEPT)
    if not kept or kept.get("decision") != pk:
        return []
    del request.session[KEPT]
    return kept["stopped"]


def decision_file(request, pk: int):
    """The scan, as a download."""
    found = get_object_or_404(Decision.objects.select_related("file"), pk=pk)
    if found.file is None or not _covered([found], request.user):
        raise Http404
    return files.response(found.file)


def batch_start(request, what: str):
    """Where there is one unit and year to decide for, straight to its page, else the choice of them."""
    batch = _batch(what)
    places = province_years(request.user) if batch.by_province else unit_years(request.user)
    mine = [place for place in places if permission(place, batch, request.user).allowed]
    if len(mine) == 1:
        return redirect(mine[0].batch_link(what))
    if not mine and places:
        return refused(
            request, permission(places[0], batch, request.user), reverse("workspace:decision-list"), nav=NAV
        )
    context = {"batch": batch, "places": [(place, place.batch_link(what)) for place in mine]}
    return page(request, "decisions/start.html", context, nav=NAV)


def _batch(what: str) -> Batch:
    if what not in BATCHES:
        raise Http404
    return BATCHES[what]


def batch_record(request, what: str, year: str, code: str):
    """One signed decision for the communes chosen: who they are, the paper, what follows, the button."""
    batch = _batch(what)
    place = readable_unit_year(request.user, year, code)
    if place.is_province != batch.by_province:
        raise Http404
    answer = permission(place, batch, request.user)
    if not answer.allowed:
        return refused(request, answer, reverse("workspace:decision-list"), nav=NAV)
    found = candidates(place, batch)
    ready = [one for one in found if one.ready]
    chosen = _chosen(request, ready)
    signing = signatories(place, batch, answer)
    posted = request.method == "POST"
    form = SignedForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        batch=batch,
        place=place,
        chosen=ready if posted else chosen,
        signatories=signing,
        tick=_tick(request.user, signing, batch),
        initial={"cases": [one.key for one in chosen]},
    )
    form.fields["file"].by = request.user
    if posted and form.is_valid():
        answer = _record(request, batch, form)
        if answer is not None:
            return answer
    context = {
        "batch": batch,
        "place": place,
        "form": form,
        "ready": [(one, one in chosen) for one in ready],
        "chosen": chosen,
        "waiting": [one for one in found if not one.ready],
        "choosing": "chon" in request.GET and not posted,
        "title": batch.heading.of(len(chosen)) if chosen else batch.name,
        "button": batch.button.of(len(chosen)),
        "back": reverse("workspace:decision-list"),
        "grave": batch.grave,
        "consequences_heading": _("When you press the button"),
        "consequences": [*_milestones(batch, chosen), *batch.consequences],
        "breadcrumbs": [
            (_("Decisions"), reverse("workspace:decision-list")),
            (
                f"{place.name} {place.campaign.year}",
                place.link("district") if not place.is_province else None,
            ),
            (batch.name, None),
        ],
        "illustrative_notice": place.campaign.illustrative,
    }
    return page(request, "decisions/batch.html", context, nav=NAV)


def _chosen(request, ready: list[Candidate]) -> list[Candidate]:
    """The communes named in the address or in the form; all that are ready when none is named."""
    if request.method == "POST":
        named = set(request.POST.getlist("cases"))
        return [one for one in ready if one.key in named]
    named = set(request.GET.getlist("ho-so"))
    return [one for one in ready if str(one.case.pk) in named] if named else ready


def _tick(user, signing, batch: Batch) -> str:
    name = user.full_name or user.username
    if signing is None:
        return _("I have signed this decision in my own name: %(name)s.") % {"name": name}
    if batch.by_province:
        signed = _("I copy the decision as the chair of the province's People's Committee signed it.")
    else:
        signed = _("I copy the decision as the chair of the district's People's Committee signed it.")
    return f"{signed} " + _("Recorded by: %(name)s.") % {"name": name}


def _milestones(batch: Batch, chosen: list[Candidate]) -> list[str]:
    """Communes that reach three or five years in a row with this decision."""
    if batch.action != "recognize":
        return []
    return [
        _("%(name)s reaches %(years)s years in a row and can be considered for the reward.")
        % {"name": one.case.full_name, "years": one.years}
        for one in chosen
        if one.years in (3, 5)
    ]


def _record(request, batch: Batch, form: SignedForm):
    """Examine the paper first, then act on each commune; one that is refused stops no other.

    None when the form has to be mended: the paper is wrong, or every commune is refused.
    """
    inputs, chosen = form.inputs(), form.cleaned_data["cases"]
    for one in chosen:
        try:
            door.examine(one.case, batch.action, request.user, one.gathered, **inputs)
        except Refused as refusal:
            _put_on_paper(form, refusal)
    if form.errors:
        return None
    results = door.perform_each([one.case for one in chosen], batch.action, request.user, **inputs)
    done = [(case, moved) for case, moved in results if not isinstance(moved, Refused)]
    stopped = [(case, told) for case, told in results if isinstance(told, Refused)]
    if not done:
        for case, refusal in stopped:
            for said in refusal.sentences:
                form.add_error(None, f"{case.full_name}: {said}")
        return None
    made = done[0][1].act.decision_id
    request.session[KEPT] = {
        "decision": made,
        "stopped": [[case.full_name, case.pk, refusal.sentences] for case, refusal in stopped],
    }
    told = _("Recorded for %(count)s communes: %(names)s.") % {
        "count": len(done),
        "names": ", ".join(case.full_name for case, _moved in done),
    }
    return saved(request, told, reverse("workspace:decision", args=[made]))


FIELD_OF = {"decision": "file", "decision.number": "number", "on": "signed_on"}


def _put_on_paper(form: SignedForm, refusal: Refused) -> None:
    """What a field of the paper can mend goes beside it once; the rest concerns one commune alone."""
    for reason in refusal.reasons:
        name, said = FIELD_OF.get(reason.link, reason.link), sentence(reason)
        if name in form.fields and said not in form.errors.get(name, []):
            form.add_error(name, said)
