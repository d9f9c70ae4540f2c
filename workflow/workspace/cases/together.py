"""Several cases at once, ticked in the list: remind communes, or go on to one decision for several of them.

Each row is its own work with its own result; one that fails stops no other.
"""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from portal.people import grants, roles
from portal.record import clock
from workflow.actions import reminders
from workflow.actions.refusals import Refused, sentence
from workflow.actions.rights import may
from workflow.models import Case, states
from workflow.rules.policy import STATE_WORDS
from workflow.workspace.pages import page
from workflow.workspace.reach import cases_for, unit_year_of

REMIND, RECOGNISE = "nhac", "cong-nhan"
MOST = 200
OFFERS = {
    REMIND: (gettext_lazy("Remind the communes"), {roles.DISTRICT_OFFICER}),
    RECOGNISE: (gettext_lazy("Recognise by one decision"), {roles.DISTRICT_OFFICER, roles.DISTRICT_CHAIR}),
}


def offers(user) -> list[tuple[str, str]]:
    """What this person may do to several cases: (word of the address, label)."""
    held = {grant.role for grant in grants.holdings(user, clock.today())}
    return [(key, label) for key, (label, wanted) in OFFERS.items() if wanted & held]


@require_POST
def together(request):
    """What was ticked in the list, by what was pressed below it."""
    named = [
        one
        for one in request.POST.getlist("ho-so")[:MOST]
        if one.isascii() and one.isdigit() and len(one) < 12
    ]
    cases = list(
        cases_for(request.user)
        .filter(pk__in=named)
        .select_related("campaign", "assessing_unit", "reviewing_unit")
        .order_by("sort_key", "pk")
    )
    what = request.POST.get("viec", "")
    if not cases or what not in OFFERS:
        messages.error(request, _("Tick at least one case, then choose what to do."))
        return redirect("workspace:case-list")
    return _recognise(request, cases) if what == RECOGNISE else _remind(request, cases)


def _remind(request, cases: list[Case]):
    """First who would be told, then, once confirmed, what became of each row."""
    if "gui" not in request.POST:
        rows = [(case, _asked(case, request.user)) for case in cases]
        context = {
            "rows": [(case, people, why) for case, (people, why) in rows],
            "ready": [case for case, (people, _why) in rows if people],
            "breadcrumbs": _trail(_("Remind the communes")),
        }
        return page(request, "cases/remind.html", context, nav="cases")
    results = []
    for case in cases:
        try:
            people = reminders.remind(case, request.user)
        except Refused as refused:
            results.append((case, False, refused.sentences))
        else:
            results.append((case, True, [person.full_name for person in people]))
    context = {
        "results": results,
        "done": sum(went for _case, went, _told in results),
        "breadcrumbs": _trail(_("Reminders sent")),
    }
    return page(request, "cases/reminded.html", context, nav="cases")


def _asked(case: Case, user) -> tuple[list[str], str]:
    """Who would be told, or why nobody is."""
    answer = may(reminders.WORK, case, user)
    if not answer.allowed:
        return [], sentence(answer.why)
    people = [person.full_name for person in reminders.reminded(case)]
    return people, "" if people else _(reminders.NOBODY)


def _recognise(request, cases: list[Case]):
    """On to the page of one decision, by way of a choice where there are several units or some wait."""
    ready = [case for case in cases if case.state == states.DISTRICT_REVIEWED]
    others = [(case, _(STATE_WORDS[case.state])) for case in cases if case not in ready]
    groups: dict[tuple, list[Case]] = {}
    for case in ready:
        groups.setdefault((case.campaign_id, case.reviewing_unit_id), []).append(case)
    places = []
    for group in groups.values():
        address = unit_year_of(group[0]).batch_link(RECOGNISE)
        query = "&".join(f"ho-so={case.pk}" for case in group)
        places.append((group, f"{address}?{query}"))
    if len(places) == 1 and not others:
        return redirect(places[0][1])
    context = {"places": places, "others": others, "breadcrumbs": _trail(_("Recognise by one decision"))}
    return page(request, "cases/recognise.html", context, nav="cases")


def _trail(name: str) -> list[tuple[str, str | None]]:
    return [(_("Cases"), reverse("workspace:case-list")), (name, None)]
