"""Giving a right, handing a post over, letting somebody stand in."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from portal.people import grants, posts, roles
from portal.people.models import Grant
from portal.people.objections import Reason
from portal.record import clock
from workflow.rules.facts import N_
from workflow.workspace.people import words
from workflow.workspace.people.chooser import Chosen, choose, chosen, invite
from workflow.workspace.people.forms import GiveForm, HandOverForm, StandInForm
from workflow.workspace.people.places import Place, place_of_grant, readable_grant, readable_place, trail
from workflow.workspace.people.steps import Change, run

methods = require_http_methods(["GET", "HEAD", "POST"])
FIND = gettext_lazy("Find the person by name, or make a new account.")


@methods
def give(request, code: str):
    """Give a right at a unit or at the whole portal."""
    place = readable_place(request.user, code)
    given = place.roles_given_by(request.user)
    if not given:
        why = N_("You give no rights here. Here only %(givers)s gives rights.")
        return words.barred(
            request, [Reason("R-APP-1", why, {"givers": ", ".join(words.givers(place))})], place
        )
    title = _("Give a right: %(place)s") % {"place": place.name}
    back, crumbs = place.link(), trail(place, (_("Give a right"), None))
    who = chosen(request)
    if who is None:
        return choose(request, title, str(FIND), back, crumbs)
    form = GiveForm(_posted(request), place=place, given=given)

    def told():
        terms = form.terms()
        drafted = Grant(**{**terms, "unit": place.unit, "user": who.named})
        post = posts.post_title(drafted, terms["valid_from"])
        facts = [(_("Person"), _named(who)), (_("Post"), post), (_("Right"), roles.ROLE_NAMES[terms["role"]])]
        facts += [
            (_("When"), words.lasting(terms["valid_from"], terms["valid_until"])),
            (_("Decision"), terms["decision"]),
        ]
        return facts, [words.reading(terms["role"], place), *_after(who)]

    def act():
        terms = form.terms()
        with transaction.atomic():
            person = who.settle(request.user, terms["role"])
            grants.give(person, by=request.user, **terms)
        return _done(request, who, person, place)

    change = Change(
        title=title,
        lead=who.title,
        button=_("Give the right"),
        back=back,
        breadcrumbs=crumbs,
        form=form,
        account=who.account,
        why_not=lambda: grants.why_not_give(who.named, by=request.user, **form.terms()),
        told=told,
        act=act,
    )
    return run(request, change)


@methods
def hand_over(request, pk: int):
    """Hand a post over: the one before ends, the successor begins the next day, by one decision."""
    grant = readable_grant(request.user, pk)
    if closed := words.not_appointer(request, grant):
        return closed
    place, post = place_of_grant(grant), _post(grant)
    title = _("Hand over: %(post)s") % {"post": post}
    lead = _("Held by %(name)s since %(day)s.") % {
        "name": grant.user.full_name,
        "day": words.day(grant.valid_from),
    }
    back = reverse("workspace:people-right", args=[grant.pk])
    crumbs = trail(place, (grant.user.full_name, back), (_("Hand over"), None))
    who = chosen(request)
    if who is None:
        return choose(request, title, f"{lead} {FIND}", back, crumbs)
    form = HandOverForm(_posted(request))

    def told():
        terms = form.terms()
        last = terms["first_day"] - grants.DAY
        facts = [
            (_("Post"), post),
            (_("The one before"), _("%(name)s, until the end of %(day)s") % _who(grant.user.full_name, last)),
            (_("Successor"), _("%(name)s, from %(day)s") % _who(_named(who), terms["first_day"])),
            (_("Decision"), terms["decision"]),
        ]
        count = words.waiting_cases(grant)
        moves = _("Open work moves with the post: %(count)s open cases. Nothing has to be passed on by hand.")
        return facts, [moves % {"count": count}, *_after(who, also=grant.user.full_name)]

    def act():
        with transaction.atomic():
            person = who.settle(request.user, grant.role)
            grants.hand_over(grant, person, by=request.user, **form.terms())
        return _done(request, who, person, place)

    change = Change(
        title=title,
        lead=f"{lead} {_('Successor')}: {who.title}." if who.title else lead,
        button=_("Hand over the post"),
        back=back,
        breadcrumbs=crumbs,
        form=form,
        account=who.account,
        why_not=lambda: grants.why_not_hand_over(grant, who.named, by=request.user, **form.terms()),
        told=told,
        act=act,
    )
    return run(request, change)


@methods
def stand_in(request, pk: int):
    """Let somebody stand in for the holder of a post who is away."""
    grant = readable_grant(request.user, pk)
    if closed := words.not_appointer(request, grant):
        return closed
    place, post = place_of_grant(grant), _post(grant)
    title = _("Standing in: %(post)s") % {"post": post}
    lead = _("%(name)s is away for some time and keeps the post.") % {"name": grant.user.full_name}
    back = reverse("workspace:people-right", args=[grant.pk])
    crumbs = trail(place, (grant.user.full_name, back), (_("Standing in"), None))
    who = chosen(request)
    if who is None:
        return choose(request, title, f"{lead} {FIND}", back, crumbs)
    form = StandInForm(_posted(request))

    def told():
        terms = form.terms()
        facts = [
            (_("Away"), f"{grant.user.full_name}, {post}"),
            (_("Stands in"), _named(who)),
            (_("When"), words.lasting(terms["valid_from"], terms["valid_until"])),
            (_("Reason"), terms["reason"]),
            (_("Decision"), terms["decision"]),
        ]
        may = _("In these days they may do what the post may do, and papers name them as standing in.")
        apart = _("The reason is kept apart from the record and can be erased later.")
        return facts, [may, apart, *_after(who)]

    def act():
        with transaction.atomic():
            person = who.settle(request.user, grant.role)
            grants.act_for(grant, person, by=request.user, **form.terms())
        return _done(request, who, person, place)

    change = Change(
        title=title,
        lead=f"{lead} {_('Stands in')}: {who.title}." if who.title else lead,
        button=_("Let them stand in"),
        back=back,
        breadcrumbs=crumbs,
        form=form,
        account=who.account,
        why_not=lambda: grants.why_not_act_for(grant, who.named, by=request.user, **form.terms()),
        told=told,
        act=act,
    )
    return run(request, change)


def _posted(request):
    return request.POST if request.method == "POST" else None


def _post(grant: Grant) -> str:
    return posts.post_title(grant, max(clock.today(), grant.valid_from))


def _who(name: str, on) -> dict:
    return {"name": name, "day": words.day(on)}


def _named(who: Chosen) -> str:
    person = who.named
    return f"{person.full_name} ({person.username})"


def _after(who: Chosen, also: str = "") -> list[str]:
    """What follows for the people themselves."""
    person = who.named
    told = []
    if who.account is not None and person.email:
        told.append(
            _("A new account is made; a link to set the password goes to %(email)s.")
            % {"email": person.email}
        )
    elif who.account is not None:
        told.append(_("A new account is made. On the next page you print its one-time code."))
    names = f"{person.full_name}, {also}" if also else person.full_name
    told.append(_("Told of it: %(names)s.") % {"names": names})
    return [*told, _(words.RECORDED)]


def _done(request, who: Chosen, person, place: Place):
    """Back to the place; with a new account first to where its code is printed."""
    if who.account is None:
        messages.success(request, _("The right of %(name)s is recorded.") % {"name": person.full_name})
        return redirect(place.link())
    told = _("The account of %(name)s is made; the username is %(username)s.")
    messages.success(request, told % {"name": person.full_name, "username": person.username})
    if person.email:
        if invite(person, request.user):
            messages.success(
                request, _("A link to set the password went to %(email)s.") % {"email": person.email}
            )
        else:
            messages.error(request, _("The mail could not be sent. Print a one-time code instead."))
    return redirect("workspace:people-person", person.pk)
