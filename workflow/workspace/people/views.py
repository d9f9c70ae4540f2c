"""Phân quyền: who holds which right at a unit, where it comes from, and one right by itself."""

from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.people import directory, grants, posts, roles
from portal.record import clock
from portal.units import tree
from workflow.workspace.pages import page, saved
from workflow.workspace.people import words
from workflow.workspace.people.forms import EndForm
from workflow.workspace.people.places import (
    PORTAL,
    Place,
    place_of_grant,
    readable_grant,
    readable_place,
    trail,
)
from workflow.workspace.people.steps import NAV, Change, run


@require_safe
def index(request):
    """On to the person's own unit; a choice where they work at several."""
    today = clock.today()
    roots = grants.reads_under(request.user, today)
    if roots is grants.ALL:
        return redirect("workspace:people-unit", PORTAL)
    spans = list(tree.spans_at(roots, today).values())
    if len(spans) == 1:
        return redirect("workspace:people-unit", spans[0].code)
    places = sorted((Place(span) for span in spans), key=lambda place: place.span.sort_key)
    return page(request, "people/places.html", {"places": places}, nav=NAV)


@require_safe
def unit(request, code: str) -> TemplateResponse:
    """People × rights at a unit: given here, inherited from above, held at the whole portal."""
    place, today = readable_place(request.user, code), clock.today()
    told = directory.of_unit(place.unit, today)
    above = tree.ancestor_spans_at(place.unit, today) if place.unit else []
    readable = _readable(request.user, [span.unit_id for span in above], today)
    context = {
        "place": place,
        "here": told.of(directory.HERE),
        "inherited": [
            (span, span.unit_id in readable, [row for row in told.rows if row.origin == span])
            for span in above
        ],
        "portal": told.of(directory.PORTAL),
        "past": told.past,
        "below": directory.below(place.unit, today) if _has_below(place) else [],
        "given": place.roles_given_by(request.user),
        "givers": words.givers(place),
        "reads_portal": grants.reads_under(request.user, today) is grants.ALL,
        "may_import": roles.DISTRICT_OFFICER in _held_at(request.user, place, today),
        "breadcrumbs": trail(place),
    }
    return page(request, "people/unit.html", context, nav=NAV)


def _has_below(place: Place) -> bool:
    return place.span is None or place.span.tier != roles.COMMUNE


def _readable(user, unit_ids: list[int], today) -> set[int]:
    """Which of a line of units, nearest first, the person reads: from the highest they hold downwards."""
    roots = grants.reads_under(user, today)
    if roots is grants.ALL:
        return set(unit_ids)
    held = {root.pk for root in roots}
    highest = max((place for place, one in enumerate(unit_ids) if one in held), default=-1)
    return set(unit_ids[: highest + 1])


def _held_at(user, place: Place, today) -> set[str]:
    own = place.unit.pk if place.unit else None
    return {grant.role for grant in grants.holdings(user, today) if grant.unit_id == own}


@require_safe
def right(request, pk: int):
    """One right: what stands on its paper, who gave it, and what may be done about it."""
    grant, today = readable_grant(request.user, pk), clock.today()
    place = place_of_grant(grant)
    over = grant.valid_until is not None and grant.valid_until < today
    may = grants.may_appoint(request.user, grant.role, grant.unit, today)
    context = {
        "grant": grant,
        "place": place,
        "post": posts.post_title(grant, max(today, grant.valid_from)),
        "role": roles.ROLE_NAMES[grant.role],
        "over": over,
        "may_change": may and not over,
        "givers": words.givers_of(grant.role),
        "breadcrumbs": trail(place, (grant.user.full_name, None)),
    }
    return page(request, "people/right.html", context, nav=NAV)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request, pk: int):
    """End a right on a day: fill in, read what follows, confirm."""
    grant = readable_grant(request.user, pk)
    if closed := words.not_appointer(request, grant):
        return closed
    form = EndForm(request.POST if request.method == "POST" else None, initial={"on": clock.today()})
    post = posts.post_title(grant, max(clock.today(), grant.valid_from))

    def told():
        on = form.cleaned_data["on"]
        facts = [(_("Person"), grant.user.full_name), (_("Post"), post), (_("Last day"), words.day(on))]
        return facts, words.after_the_end(grant, on)

    def act():
        grants.end(grant, by=request.user, **form.cleaned_data)
        told_ = _("The right of %(name)s ends on %(day)s.")
        parts = {"name": grant.user.full_name, "day": words.day(form.cleaned_data["on"])}
        return saved(request, told_ % parts, place_of_grant(grant).link())

    change = Change(
        title=_("End the right of %(name)s") % {"name": grant.user.full_name},
        lead=post,
        button=_("End the right"),
        back=reverse("workspace:people-right", args=[grant.pk]),
        breadcrumbs=trail(place_of_grant(grant), (_("End the right"), None)),
        form=form,
        why_not=lambda: grants.why_not_end(grant, by=request.user, on=form.cleaned_data["on"]),
        told=told,
        act=act,
        grave=True,
    )
    return run(request, change)
