"""Which event tells whom at a unit, and by which way: the table its officer switches."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.people import grants
from portal.people.models import User
from portal.people.roles import ROLE_NAMES
from portal.record import clock
from portal.units import tree
from portal.units.models import Tier, Unit
from workflow.actions import switches
from workflow.actions.refusals import Refused
from workflow.models import NoticeSwitch
from workflow.notices.posts import Posts
from workflow.notices.rules import RULES, NoticeRule
from workflow.workspace.notices.forms import SwitchForm, name_of
from workflow.workspace.pages import page, posted, put, refused, saved

NAV = "notices"
PLACES = {
    Tier.COMMUNE: ("commune",),
    Tier.DISTRICT: ("reviewing", "recognising"),
    Tier.PROVINCE: ("province",),
}


def switch_start(request):
    """The units whose notices the person switches; straight to the table when there is one."""
    units = _units(request.user)
    if len(units) == 1:
        return redirect("workspace:notice-rules", units[0].code)
    names = tree.spans_at(units, clock.today())
    context = {
        "units": [(names[unit.pk].full_name, unit.code) for unit in units if unit.pk in names],
        "breadcrumbs": _trail(),
    }
    return page(request, "notices/units.html", context, nav=NAV)


def _units(user) -> list[Unit]:
    held = {grant.unit_id: grant.unit for grant in grants.holdings(user, clock.today()) if grant.unit_id}
    return [unit for unit in held.values() if switches.may_switch(unit, user).allowed]


def switch_rules(request, code: str):
    """The table of a unit: each event, who is told here, in the portal, by mail or not at all."""
    span = tree.span_by_code(code, clock.today())
    if span is None:
        raise Http404
    back = reverse("workspace:notice-list")
    answer = switches.may_switch(span.unit, request.user)
    if not answer.allowed:
        return refused(request, answer, back, nav=NAV)
    rules = rules_at(span.tier)
    now = dict(NoticeSwitch.objects.filter(unit=span.unit).values_list("rule", "channel"))
    form = SwitchForm(posted(request), rules=rules, now=now)
    if request.method == "POST" and form.is_valid():
        try:
            count = switches.switch(span.unit, request.user, form.wanted())
        except Refused as refusal:
            put(form, refusal)
        else:
            told = _("Changed: %(count)s.") if count else _("Nothing was changed.")
            return saved(request, told % {"count": count}, request.path)
    readers = _readers(span, rules)
    context = {
        "place": span.full_name,
        "form": form,
        "rows": [(rule, form[name_of(rule)], readers[rule.key]) for rule in rules],
        "back": back,
        "breadcrumbs": [*_trail(), (span.full_name, None)],
    }
    return page(request, "notices/rules.html", context, nav=NAV)


def _trail() -> list:
    return [(_("Notices"), reverse("workspace:notice-list")), (_("Who is told what"), None)]


def rules_at(tier: str) -> list[NoticeRule]:
    """The rules that tell somebody at a unit of this tier."""
    at = PLACES[Tier(tier)]
    return [rule for rule in RULES.values() if any(place in at for _role, place in rule.audience)]


def _readers(span, rules: list[NoticeRule]) -> dict[str, list[str]]:
    """Who is told of each rule at this unit today: names with their posts."""
    at = PLACES[Tier(span.tier)]
    roles = {rule.key: [role for role, place in rule.audience if place in at] for rule in rules}
    held = Posts({role for some in roles.values() for role in some}, clock.today(), [span.unit_id])
    people = User.objects.in_bulk(
        {holder.user for some in roles.values() for role in some for holder in held.of(role, span.unit_id)}
    )
    return {
        key: [
            f"{people[holder.user].full_name} ({ROLE_NAMES[role]})"
            for role in some
            for holder in held.of(role, span.unit_id)
        ]
        for key, some in roles.items()
    }
