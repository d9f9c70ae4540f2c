"""Sentences about rights: who gives them, what follows when one begins, ends or moves."""

from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.people import grants, roles
from portal.people.models import Grant
from portal.people.objections import Reason
from portal.record import clock
from workflow.models import Case, states
from workflow.rules import policy
from workflow.rules.facts import N_
from workflow.workspace.pages import page
from workflow.workspace.people.places import Place, place_of_grant

UNIT_FIELD = {
    "commune": "assessing_unit",
    "reviewing": "reviewing_unit",
    "recognising": "recognising_unit",
    "province": "campaign__province",
}
RECORDED = N_("This is recorded with your name and cannot be deleted.")


def day(on: date) -> str:
    """A day as papers write it."""
    return date_format(on, "d/m/Y")


def givers_of(role: str) -> str:
    """Who gives and ends this right, in words."""
    return ", ".join(str(roles.ROLE_NAMES[giver]) for giver in roles.appointers(role))


def givers(place: Place) -> list[str]:
    """Who gives rights at this place, nearest first."""
    if place.span is None:
        return [str(roles.ROLE_NAMES[roles.ADMINISTRATOR])]
    here = {role for role, tier in roles.TIER_OF_ROLE.items() if tier == place.span.tier}
    found = [giver for giver, given in roles.APPOINTING.items() if given & here]
    return [str(roles.ROLE_NAMES[giver]) for giver in found]


def not_appointer(request, grant: Grant):
    """403 in words for somebody who may not change this right; None for those who may."""
    if grants.may_appoint(request.user, grant.role, grant.unit, clock.today()):
        return None
    why = Reason(
        "R-APP-1", N_("Only %(givers)s gives or ends this right."), {"givers": givers_of(grant.role)}
    )
    return barred(request, [why], place_of_grant(grant))


def barred(request, reasons: list[Reason], place: Place):
    """403: a change of rights that is not this person's, and why."""
    told = [(reason.rule, reason.sentence) for reason in reasons]
    context = {"told": told, "back": place.link(), "breadcrumbs": [], "why": reverse("workspace:my-rights")}
    return page(request, "refused.html", context, nav="people", status=403)


def waiting_cases(grant: Grant) -> int:
    """Open cases of the running years on which the holder of this post may act or work."""
    running = Case.objects.filter(campaign__closed_at=None, state__in=states.OPEN)
    found: set[int] = set()
    fitting = {
        (rule.at, state)
        for rule in policy.RULES
        if rule.role == grant.role and not rule.fallback
        for state in rule.states
        if state in states.OPEN
    }
    for at in {at for at, _state in fitting}:
        own = {state for where, state in fitting if where == at}
        cases = running.filter(state__in=own, **{UNIT_FIELD[at]: grant.unit_id})
        found |= set(cases.values_list("pk", flat=True))
    return len(found)


def reading(role: str, place: Place) -> str:
    """What somebody with this role reads."""
    if role in roles.PORTAL_ROLES:
        return _("They read everything, care for accounts and settings, and decide nothing.")
    if role in roles.PAGE_ROLES:
        return _("They write pages of the portal and see no case before it is published.")
    return _("They read every case of %(unit)s and of the units below it.") % {"unit": place.name}


def lasting(first: date, last: date | None) -> str:
    """From when until when, in words."""
    if last is None:
        return _("from %(first)s until somebody ends it") % {"first": day(first)}
    return _("from %(first)s until %(last)s; it ends by itself") % {"first": day(first), "last": day(last)}


def after_the_end(grant: Grant, on: date) -> list[str]:
    """What follows when a right ends on a day."""
    told = []
    count = waiting_cases(grant)
    others = grants.holders(grant.role, grant.unit, clock.today()).exclude(pk=grant.pk).count()
    if count and not others:
        message = _("Nobody else holds this post: %(count)s open cases wait until somebody is appointed.")
        told.append(message % {"count": count})
    elif count:
        told.append(_("%(count)s open cases stay with the others who hold this post.") % {"count": count})
    left = [
        one
        for one in grants.given_to(grant.user_id)
        if one.pk != grant.pk and (one.valid_until is None or one.valid_until > on)
    ]
    if left:
        told.append(
            _("%(name)s keeps %(count)s other rights.") % {"name": grant.user.full_name, "count": len(left)}
        )
    else:
        told.append(
            _("%(name)s then holds no right, and reads only what everybody reads.")
            % {"name": grant.user.full_name}
        )
    told.append(_("%(name)s is told of it.") % {"name": grant.user.full_name})
    return [*told, _(RECORDED)]
