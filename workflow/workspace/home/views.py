"""My work: the first page of every official."""

from collections import Counter
from datetime import timedelta

from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.people import grants
from portal.record import clock
from portal.record.models import Event
from portal.theme.templatetags.states import STATES
from portal.theme.templatetags.steps import lateness_words
from portal.theme.templatetags.writing import NBSP, WEEKDAYS, short_day
from portal.theme.templatetags.writing import day as long_day
from workflow.actions.refusals import sentence
from workflow.actions.rights import holdings_of
from workflow.models import Case, states
from workflow.notices.agenda import in_words
from workflow.workspace import links
from workflow.workspace.cases.history import known, word
from workflow.workspace.home import agenda, tallies
from workflow.workspace.home.items import Item
from workflow.workspace.wording import begun

MOST_NAMED = 12  # names listed behind a state's count
MOST_DONE = 6
WEEK = timedelta(days=7)


@require_safe
def home(request):
    """What waits for this person, what they wait for, where the cases of their units stand."""
    user, today = request.user, clock.today()
    everywhere = grants.reads_under(user, today) is grants.ALL
    cases = [] if everywhere else _running(user)
    days = tallies.last_days(case for case in cases if case.state in states.OPEN)
    lines = [tallies.line_of(case, days.get(case.pk)) for case in cases]
    told = agenda.build(lines, tallies.count(cases), holdings_of(user, today), today)
    done, done_count = _done(user)
    current, *later = _years(cases) or [0]
    request.active_nav = "home"
    context = {
        "today": today,
        "groups": [
            (_group_word(kind, due), [_shown(item, today) for item in items], kind)
            for kind, due, items in agenda.groups_by_day(told.mine, today)
        ],
        "mine_count": len(told.mine),
        "others": [_shown(item, today) for item in told.others],
        "done": done,
        "done_count": done_count,
        "next_dues": _next_dues(cases, today),
        "counts": _counts(_state_counts(user) if everywhere else None, cases, current),
        "later": [(year, _counts(None, cases, year)) for year in later],
        "case_count": len(cases),
        "everywhere": everywhere,
        "illustrative_notice": bool(cases) and all(case.illustrative for case in cases),
    }
    return TemplateResponse(request, "workspace/home/home.html", context)


def _running(user) -> list[Case]:
    """Cases of years that are not closed, in Vietnamese order."""
    running = Case.objects.visible_to(user).filter(campaign__closed_at__isnull=True)
    return list(running.select_related("campaign").order_by("-year", "sort_key", "pk"))


def _state_counts(user) -> Counter:
    running = Case.objects.visible_to(user).filter(campaign__closed_at__isnull=True)
    return Counter(running.order_by().values_list("state", flat=True))


def _years(cases) -> list[int]:
    """The running years in which something is undecided, oldest first; else the newest running one."""
    undecided = sorted({case.year for case in cases if case.state in states.OPEN})
    return undecided or sorted({case.year for case in cases})[-1:]


def _counts(totals, cases, year: int) -> list[dict]:
    """A line a state of a year: how many, and which while they are few."""
    own = [case for case in cases if case.year == year]
    totals = totals if totals is not None else Counter(case.state for case in own)
    told = []
    for state in states.ALL:
        number = totals.get(state, 0)
        if not number and state not in (*states.OPEN, states.RECOGNIZED):
            continue
        named = [case for case in own if case.state == state]
        query = {"state": state} | ({"year": year} if year else {})
        told.append(
            {
                "state": state,
                "count": number,
                "cases": named if len(named) <= MOST_NAMED else [],
                "url": f"{reverse('workspace:case-list')}?{urlencode(query)}",
                "look": STATES[state],
            }
        )
    return told


def _next_dues(cases, today) -> list[dict]:
    """The next last day of each running year with undecided cases, nearest first, and how long until then."""
    years = _years(cases)
    campaigns = {case.campaign_id: case.campaign for case in cases if case.year in years}
    told = [due for campaign in campaigns.values() if (due := _next_due(campaign, today))]
    return sorted(told, key=lambda due: due["day"])


def _next_due(campaign, today) -> dict | None:
    days = [
        (campaign.commune_due, _("communes file their dossiers"), "file"),
        (campaign.district_due, _("districts recognise and report"), "decide"),
        (campaign.province_due, _("the province reports"), "province_report"),
        (campaign.reward_due, _("reward dossiers reach the Labour Department"), "reward_dossier"),
        (campaign.closing_day, _("the year closes"), "closing"),
    ]
    coming = [(day, what, key) for day, what, key in days if day >= today]
    if not coming:
        return None
    due, what, key = min(coming)
    return {
        "day": due,
        "shown": _dated(due),
        "what": what,
        "left": (due - today).days,
        "year": campaign.year,
        "sum": in_words(key, campaign),
    }


def _dated(day) -> str:
    """A day as the page at hand needs it: with its year when that is not this one."""
    return short_day(day) if day.year == clock.today().year else long_day(day)


def _done(user) -> tuple[list[dict], int]:
    """What this person did in the last seven days, newest first."""
    since = clock.now() - WEEK
    found = list(
        Event.objects.filter(actor_id=user.pk, at__gte=since)
        .order_by("-sequence")
        .values_list("action", "subject_kind", "subject_id", "subject_name", "at")[:200]
    )
    told: dict[tuple, dict] = {}
    for action, kind, subject, name, at in found:
        if not known(action):
            continue
        line = told.setdefault(
            (action, kind, subject),
            {
                "word": word(action),
                "name": _("Year %(year)s") % {"year": name} if kind == "campaign" else name,
                "url": links.part(subject) if kind == "case" and subject else "",
                "at": at,
                "times": 0,
            },
        )
        line["times"] += 1
    return list(told.values())[:MOST_DONE], len(found)


def _group_word(kind: str, due) -> str:
    if kind == "today":
        return _("Today")
    if kind == "soon":
        return _("In the next three days")
    if kind == "until":
        return _("Until %(day)s") % {"day": _dated(due)}
    return _("Without a last day")


def _shown(item: Item, today) -> dict:
    """An item with its words and address."""
    over = (today - item.due).days if item.due else None
    return {
        "kind": item.kind,
        "title": begun(sentence(item.title)),
        "note": begun(sentence(item.note)) if item.note else "",
        "url": _address(item),
        "button": _(item.button),
        "when": _when(item.due, over),
        "urgent": over is not None and over >= 0,
        "over": over is not None and over > 0,
        "due": item.due,
        "dated": _dated(item.due) if item.due else "",
        "waiting": (today - item.since).days if item.since and item.kind != "await_filing" else None,
    }


def _when(due, over: int | None) -> str:
    if due is None:
        return ""
    if over == 0:
        return _("Ends today")
    if over > 0:
        return begun(lateness_words(over))
    return f"{WEEKDAYS[due.weekday()]}{NBSP}{_dated(due)}"


# Kinds of work on many cases at once → the page where all of them are done together.
TOGETHER = {
    "recognize": ("decision-start", "cong-nhan"),
    "record": ("decision-start", "cong-nhan"),
    "decline": ("decision-start", "khong-cong-nhan"),
    "class": ("class-list",),
}


def _address(item: Item) -> str:
    if item.case is None and item.kind in TOGETHER:
        name, *args = TOGETHER[item.kind]
        return reverse(f"workspace:{name}", args=args)
    if item.case is None:
        return f"{reverse('workspace:case-list')}?{urlencode(item.query)}"
    kind, _colon, key = item.link.partition(":")
    if kind == "act":
        return links.act(item.case, key)
    return links.resolve(item.link, item.case) or links.part(item.case)
