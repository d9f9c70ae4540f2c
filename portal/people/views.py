"""The account page of a person, and the choice of language."""

from datetime import timedelta

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.people import landing, panels, posts, roles
from portal.people.forms import LanguageForm
from portal.people.models import Grant
from portal.record import clock

RECENT = timedelta(days=365)


@require_safe
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """My account: who I am, which posts I hold or held of late, and how I sign in."""
    return render(request, "people/overview.html", _about(request.user, LanguageForm(instance=request.user)))


@require_POST
@login_required
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language in which this person gets mail."""
    form = LanguageForm(request.POST, instance=request.user)
    if not form.is_valid():
        return render(request, "people/overview.html", _about(request.user, form), status=422)
    form.save()
    messages.success(request, _("The language of your mails is kept."))
    return redirect("account_overview")


def _about(user, form: LanguageForm) -> dict:
    today = clock.today()
    mine = Grant.objects.filter(user=user, withdrawn=False).with_places()
    shown = [_shown(grant, today) for grant in mine.order_by("valid_from", "id") if _is_recent(grant, today)]
    return {
        "account": user,
        "held": [post for post in shown if post["state"] == "held"],
        "coming": [post for post in shown if post["state"] == "coming"],
        "past": [post for post in shown if post["state"] == "past"],
        "has_second_step": is_mfa_enabled(user),
        "workplace": landing.workplace(user),
        "language_form": form,
        "panels": panels.of(user),
    }


def _is_recent(grant: Grant, today) -> bool:
    return grant.valid_until is None or grant.valid_until >= today - RECENT


def _shown(grant: Grant, today) -> dict:
    if grant.holds_on(today):
        state, on = "held", today
    elif grant.valid_from > today:
        state, on = "coming", grant.valid_from
    else:
        state, on = "past", grant.valid_until
    return {
        "grant": grant,
        "state": state,
        "title": posts.post_title(grant, on),
        "role": roles.ROLE_NAMES[grant.role],
    }
