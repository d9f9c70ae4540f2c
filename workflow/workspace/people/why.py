"""“Vì sao tôi được / không được?”: the policy's answer step by step, and who could do it instead."""

from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from portal.people import directory, grants, roles
from portal.record import clock
from workflow.actions import eyes
from workflow.actions.dossier import gather, places_of
from workflow.actions.inputs import Inputs
from workflow.actions.refusals import sentence
from workflow.actions.rights import ever_held, may
from workflow.models import Case
from workflow.rules import explain as reasoning
from workflow.rules import policy, readiness
from workflow.workspace import links
from workflow.workspace.acts.words import PAGES
from workflow.workspace.pages import case_trail, page
from workflow.workspace.reach import readable_case

STEP_WORDS = {
    reasoning.STATE: gettext_lazy("State of the case"),
    reasoning.RULE: gettext_lazy("Rule"),
    reasoning.ROLE: gettext_lazy("Role"),
    reasoning.GRANT: gettext_lazy("Appointment"),
    reasoning.UNIT: gettext_lazy("Unit"),
    reasoning.CRITERION: gettext_lazy("Criterion"),
}


@dataclass(frozen=True)
class Asked:
    """Something one may want to do with a case: its word in addresses, its name, what the policy calls it."""

    key: str
    action: str
    name: Promise
    level: int | None = None

    @property
    def more(self) -> dict:
        return {"level": self.level} if self.level else {}


# Work between acts; the acts have their pages, and their words from there.
WORK = (
    Asked("cham-diem-xa", "score_commune", gettext_lazy("Enter the commune's points")),
    Asked("chuan-bi-xa", "prepare_commune", gettext_lazy("Prepare the commune's dossier")),
    Asked("nhac-xa", "remind", gettext_lazy("Remind the commune to file")),
    Asked("cham-diem-huyen", "score_district", gettext_lazy("Enter the district's points")),
    Asked("chuan-bi-huyen", "prepare_district", gettext_lazy("Prepare the district's review")),
    Asked("chuan-bi-khen-thuong", "prepare_reward", gettext_lazy("Prepare a reward")),
    Asked("ghi-giam-sat", "record_finding", gettext_lazy("Record a finding of supervision")),
    Asked("doc-giam-sat", "read_finding", gettext_lazy("Answer for reading a finding")),
    Asked("tra-loi-gop-y", "answer_message", gettext_lazy("Answer a comment")),
    Asked("xem-xet-gop-y", "moderate_message", gettext_lazy("Moderate a comment")),
    Asked("ghi-gop-y", "record_paper_message", gettext_lazy("Enter a comment given on paper")),
)
REWARDS = {3: gettext_lazy("Reward three years running"), 5: gettext_lazy("Reward five years running")}
ACTS = tuple(Asked(one.key, one.action, REWARDS.get(one.level, one.button), one.level) for one in PAGES)
ALL = {one.key: one for one in (*ACTS, *WORK)}
# Work that concerns no case.
OTHER = {
    "open_campaign": gettext_lazy("Open a year"),
    "edit_templates": gettext_lazy("Keep the forms of the papers"),
    "edit_regulation": gettext_lazy("Write new versions of a regulation; years already open keep theirs"),
    "record_report": gettext_lazy("Record the year's report to the tier above"),
    "switch_notices": gettext_lazy("Say what one's own unit is told of"),
}


def asked_of(action: str) -> Asked | None:
    """The first thing to ask about an action of the policy."""
    return next((one for one in ALL.values() if one.action == action), None)


@require_safe
def case(request, pk: int):
    """Everything one may want to do with a case, and whether this person may, with a link to why."""
    found = readable_case(request.user, pk)
    lines = [(one, may(one.action, found, request.user, **one.more).allowed) for one in ALL.values()]
    context = {
        "case": found,
        "may": [one for one, allowed in lines if allowed],
        "may_not": [one for one, allowed in lines if not allowed],
        "breadcrumbs": case_trail(found, (_("What may I do?"), None)),
        "illustrative_notice": found.illustrative,
    }
    return page(request, "people/why_case.html", context, nav="cases")


@require_safe
def why(request, pk: int, key: str):
    """One thing: state → rule → role → grant → unit, each with ✓ or ✗, and who could do it instead."""
    found, asked = readable_case(request.user, pk), ALL.get(key)
    if asked is None:
        raise Http404
    today = clock.today()
    holdings = ever_held(request.user)
    told = reasoning.explain(asked.action, found.state, holdings, places_of(found), today, **asked.more)
    steps = [(STEP_WORDS[step.key], step.holds, sentence(step.text)) for step in told.steps]
    missing = []
    if asked in ACTS and told.allowed:
        barred, missing = _beyond(found, asked, request.user)
        message = sentence(barred[0]) if barred else _("You have not acted for the commune in this case.")
        steps.append((_("Four eyes"), not barred, message))
    context = {
        "case": found,
        "asked": asked,
        "steps": steps,
        "allowed": all(holds for _word, holds, _text in steps),
        "missing": missing,
        "instead": _instead(told.rules, found),
        "act_address": links.act(found, asked.key) if asked in ACTS else links.part(found),
        "back": links.part(found),
        "breadcrumbs": case_trail(
            found, (_("What may I do?"), reverse("workspace:why-case", args=[found.pk])), (asked.name, None)
        ),
        "illustrative_notice": found.illustrative,
    }
    return page(request, "people/why.html", context, nav="cases")


def _beyond(found: Case, asked: Asked, user):
    """What stands against an act beside the policy: four eyes, and what is still to be done."""
    gathered = gather(found)
    answer = may(asked.action, found, user, **asked.more)
    barred = eyes.conflicts(gathered, asked.action, user, Inputs(exception_reason="–"), answer)
    tasks = readiness.tasks(asked.action, gathered.facts, clock.today(), asked.more)
    open_tasks = [
        (task.rule, sentence(task), links.resolve(task.link, found)) for task in tasks if not task.done
    ]
    return barred, open_tasks


def _instead(rules, found: Case) -> list[tuple[str, list[str], bool]]:
    """(post, names of its holders, whether they record it from paper) for each row of the table."""
    today, places, told = clock.today(), places_of(found), {}
    for rule in rules:
        held = list(grants.holders(rule.role, getattr(places, rule.at), today))
        titles = directory.titles(held, today)
        for grant in held:
            names = told.setdefault((titles[grant.pk], rule.mode == policy.RECORD), [])
            if grant.user.full_name not in names:
                names.append(grant.user.full_name)
        if not held:
            told.setdefault((str(roles.ROLE_NAMES[rule.role]), rule.mode == policy.RECORD), [])
    return [(post, names, recording) for (post, recording), names in told.items()]


@require_safe
def mine(request):
    """What I may do: each of my rights today, with the acts and the work the table gives its role."""
    today = clock.today()
    held = grants.holdings(request.user, today)
    titles = directory.titles(held, today)
    told = []
    for grant in held:
        rules = [rule for rule in policy.RULES if rule.role == grant.role and not rule.fallback]
        by_mode = {mode: _names(rules, mode) for mode in (policy.DECIDE, policy.RECORD, policy.WORK)}
        told.append((grant, titles[grant.pk], by_mode))
    context = {"held": told, "breadcrumbs": [(_("What may I do?"), None)]}
    return page(request, "people/mine.html", context, nav="people")


def _names(rules, mode: str) -> list[str]:
    """The names of what these rows allow in a mode, in the order of the table."""
    found = []
    for rule in rules:
        if rule.mode != mode:
            continue
        names = [
            one.name
            for one in ALL.values()
            if one.action == rule.action and (rule.level is None or one.level == rule.level)
        ] or [OTHER.get(rule.action, rule.action)]
        found += [str(name) for name in names if str(name) not in found]
    return found
