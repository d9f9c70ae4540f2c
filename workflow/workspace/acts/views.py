"""The confirm page of an act: what it is, what follows, what it needs; and the act, through the door."""

from contextlib import suppress

from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.people import roles
from portal.record import clock
from portal.theme.templatetags.writing import day
from workflow.actions import door
from workflow.actions.refusals import Refused, sentence
from workflow.models import states
from workflow.rules import readiness, streaks
from workflow.rules.facts import speaking_sitting
from workflow.rules.policy import Permission
from workflow.workspace import links, pages
from workflow.workspace.acts.form import PLACES, ActForm
from workflow.workspace.acts.words import PAGE, ActPage
from workflow.workspace.cases.casefile import CaseFile
from workflow.workspace.cases.pages import trail
from workflow.workspace.reach import cases_for
from workflow.workspace.wording import begun, in_sentence

PERSON = frozenset({"R-ROLE", "R-EYES"})  # rules that refuse this person, whatever the case's state
MOVED = frozenset({"R-ACT", "R-DOOR"})


@require_http_methods(["GET", "HEAD", "POST"])
def act(request, pk: int, key: str):
    """GET shows the page, blocked or ready. POST acts: 403 when this person may not, 409 when the case moved,
    200 with sentences beside the fields when something is missing, else on to the case."""
    spec = PAGE.get(key)
    case = (
        cases_for(request.user).filter(pk=pk).select_related("campaign__province", "recognising_unit").first()
    )
    if spec is None or case is None:
        raise Http404
    file = CaseFile(case, request.user)
    permission = _permission(file, spec)
    barred = file.conflicts(spec.action, permission)
    if request.method == "POST" and (barred or not permission.allowed):
        # The door refuses in the same words, and keeps the refusal in the log.
        with suppress(Refused):
            door.perform(case, spec.action, request.user, level=spec.level)
    if not permission.allowed or barred:
        return _closed(request, file, spec, permission, barred)
    if request.method != "POST":
        return _page(request, file, spec, ActForm(file=file, spec=spec, permission=permission))
    form = ActForm(request.POST, request.FILES, file=file, spec=spec, permission=permission)
    if not form.is_valid():
        status = 409 if _stale(file, form) else 200
        return _page(request, file, spec, form, status=status)
    try:
        door.perform(case, spec.action, request.user, **form.inputs())
    except Refused as refused:
        return _page(request, file, spec, form, refused=refused, status=_status(refused))
    done = spec.done % {"name": in_sentence(case.full_name)}
    return pages.saved(request, begun(done), links.part(case))


def _permission(file: CaseFile, spec: ActPage) -> Permission:
    """The policy's answer; an officer of the next tier may stand in where four eyes bar the whole office."""
    more = {"level": spec.level} if spec.level else {}
    usual = file.may(spec.action, **more)
    if usual.allowed or spec.action != "review":
        return usual
    fallback = file.may(spec.action, fallback=True)
    return fallback if fallback.allowed and fallback.holding.role == roles.PROVINCE_OFFICER else usual


def _stale(file: CaseFile, form: ActForm) -> bool:
    return str(form.data.get("expected_event", "")) not in ("", str(file.case.head_event or 0))


def _status(refused: Refused) -> int:
    rules = {reason.rule for reason in refused.reasons}
    if any(reason.rule in MOVED for reason in refused.reasons):
        return 409
    return 403 if rules & {"R-EYES"} else 200


def _closed(request, file: CaseFile, spec: ActPage, permission: Permission, barred) -> TemplateResponse:
    """Why this person cannot do this now: 403 for the person, 409 for an act on a case that moved on."""
    reasons = list(barred) or [permission.why]
    person = any(reason.rule in PERSON for reason in reasons)
    status = 403 if person else 409 if request.method == "POST" else 200
    context = _shared(file, spec) | {
        "told": [(reason.rule, sentence(reason)) for reason in reasons],
        "tasks": [],
    }
    return pages.page(request, "act/closed.html", context, nav="cases", status=status)


def _page(request, file: CaseFile, spec: ActPage, form, *, refused: Refused | None = None, status: int = 200):
    """The page with its form; refusals stand beside the fields they speak of, the others in a list."""
    elsewhere = []
    for reason in refused.reasons if refused else ():
        name = PLACES.get(reason.link, reason.link)
        if name in form.fields:
            form.add_error(name, sentence(reason))
        else:
            elsewhere.append((reason.rule, sentence(reason), links.resolve(reason.link, file.case)))
    more = {"level": spec.level} if spec.level else {}
    tasks = readiness.tasks(spec.action, file.facts, file.today, more)
    missing = [task for task in tasks if not task.done]
    context = _shared(file, spec) | {
        "form": form,
        "recording": form.recording,
        "elsewhere": list(dict.fromkeys(elsewhere)),
        "missing": file.told_tasks(missing),
        "tasks": file.told_tasks(tasks),
        "done_tasks": file.told_tasks(task for task in tasks if task.done),
        "warnings": _warnings(file) if spec.action == "submit" else [],
        "runs": _runs(file) if spec.action == "reward" else (),
    }
    return pages.page(request, "act/confirm.html", context, nav="cases", status=status)


def _warnings(file: CaseFile) -> list[str]:
    """What somebody who files should look at again, though nothing forbids it."""
    facts, told = file.facts, []
    sat = speaking_sitting(facts.commune_sittings, file.today)
    changed = [score.commune_saved_at for score in file.gathered.scores if score.commune_saved_at]
    last = max(changed).astimezone(clock.HANOI).date() if changed else None
    if sat and last and last > sat.held_on:
        days = {"changed": day(last), "sat": day(sat.held_on)}
        told.append(_("Points were changed on %(changed)s, after the council met on %(sat)s.") % days)
    total, need = file.totals["commune"], file.case.threshold
    if sat and sat.met and need is not None and total is not None and total < need:
        told.append(_("The council concluded “met”, but the total lies below the threshold."))
    return told


def _shared(file: CaseFile, spec: ActPage) -> dict:
    case = file.case
    title = begun(spec.title % {"name": in_sentence(case.full_name)})
    button = title if spec.decides else spec.button
    return {
        "file": file,
        "case": case,
        "spec": spec,
        "title": title,
        "act_button": button,
        "totals": file.totals,
        "judged": case.state in (states.DISTRICT_REVIEWED, *states.MET, states.NOT_RECOGNIZED),
        "back": links.part(case),
        "illustrative_notice": case.illustrative,
        "breadcrumbs": trail(case, (title, None)),
        "consequences_heading": _("When you press “%(button)s”")
        % {"button": title if spec.decides else spec.button},
    }


def _runs(file: CaseFile) -> tuple[int, ...]:
    run = streaks.current(file.facts.runs, file.case.campaign.sequence, illustrative=file.case.illustrative)
    return tuple(fact.year for fact in run)
