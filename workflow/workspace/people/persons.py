"""One person: their account and rights, and the way into the account the office above gives them."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from portal.people import access, directory, grants, roles
from portal.people.models import Access, Grant
from portal.people.objections import AppointmentRefused
from portal.record import clock
from workflow.workspace.pages import page
from workflow.workspace.people import words
from workflow.workspace.people.chooser import invite
from workflow.workspace.people.places import place_of_grant, readable_person, reads, trail
from workflow.workspace.people.steps import NAV


@require_safe
def person(request, pk: int):
    """Who it is, which rights they hold, and how they get into their account."""
    found, today = readable_person(request.user, pk), clock.today()
    held = [grant for grant in grants.given_to(found.pk) if reads(request.user, grant.unit)]
    live = [grant for grant in held if grant.valid_until is None or grant.valid_until >= today]
    titles = directory.titles(live, today)
    place = place_of_grant((live or held)[0])
    why_not = access.why_not_help(request.user, found)
    context = {
        "person": found,
        "live": [(grant, titles[grant.pk], roles.ROLE_NAMES[grant.role]) for grant in live],
        "open": Access.objects.live().filter(user=found).select_related("issued_by").first(),
        "why_not": [(reason.rule, reason.sentence) for reason in why_not],
        "own": found.pk == request.user.pk,
        "breadcrumbs": trail(place, (found.full_name, None)),
    }
    return page(request, "people/person.html", context, nav=NAV)


@require_POST
@sensitive_variables("issued")
def code(request, pk: int):
    """A new one-time code, on a page made for print: it is shown this once and stored nowhere."""
    found = readable_person(request.user, pk)
    try:
        issued = access.issue(found, Access.Kind.CODE, by=request.user)
    except AppointmentRefused as refused:
        return words.barred(request, refused.reasons, place_of_grant(_any_right(found)))
    context = {
        "person": found,
        "issued": issued,
        "address": request.build_absolute_uri(reverse("account_code")),
        "back": reverse("workspace:people-person", args=[found.pk]),
        "by": request.user,
    }
    return page(request, "people/code.html", context, nav=NAV)


@require_POST
def link(request, pk: int):
    """Mail a link to set the password to the account's own address."""
    found = readable_person(request.user, pk)
    if not found.email:
        messages.error(request, _("This account has no e-mail address. Print a one-time code."))
        return redirect("workspace:people-person", found.pk)
    try:
        sent = invite(found, request.user)
    except AppointmentRefused as refused:
        return words.barred(request, refused.reasons, place_of_grant(_any_right(found)))
    if sent:
        messages.success(request, _("A link to set the password went to %(email)s.") % {"email": found.email})
    else:
        messages.error(request, _("The mail could not be sent. Print a one-time code instead."))
    return redirect("workspace:people-person", found.pk)


def _any_right(found) -> Grant:
    return grants.given_to(found.pk)[-1]
