"""Setting a password by a one-time code on paper, or by the link of an invitation."""

from axes.handlers.proxy import AxesProxyHandler
from django.contrib import messages
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from portal.people import access, lockout
from portal.people.access_forms import CodeForm, FirstPasswordForm
from portal.people.models import Access

methods = require_http_methods(["GET", "HEAD", "POST"])


@methods
@sensitive_post_parameters("code", "password1", "password2")
def by_code(request: HttpRequest) -> HttpResponse:
    """Username, code from the paper, new password. Wrong codes are limited like wrong passwords (429)."""
    if request.method != "POST":
        return _page(request, "people/code.html", CodeForm())
    aimed = {"username": lockout.username(request, {"username": request.POST.get("username", "")})}
    if not AxesProxyHandler.is_allowed(request, aimed):
        return lockout.locked_out(request, None, aimed)
    form = CodeForm(request.POST)
    if form.is_valid() and access.use(form.found, form.cleaned_data["password1"]):
        return _set(request, form.found)
    if form.wrong_code:
        user_login_failed.send(sender=__name__, credentials=aimed, request=request)
        if not AxesProxyHandler.is_allowed(request, aimed):
            return lockout.locked_out(request, None, aimed)
    elif form.is_valid():
        form.add_error("code", _("This code was used just now."))
    return _page(request, "people/code.html", form)


@methods
@sensitive_post_parameters("password1", "password2")
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind an invitation's link: who it is for, and the new password."""
    found = access.by_link(token)
    if found is None:
        return render(request, "people/invitation_over.html", status=404)
    form = FirstPasswordForm(request.POST if request.method == "POST" else None, user=found.user)
    if form.is_bound and form.is_valid():
        if access.use(found, form.cleaned_data["password1"]):
            return _set(request, found)
        return render(request, "people/invitation_over.html", status=404)
    return _page(request, "people/invitation.html", form, account=found.user)


def _set(request: HttpRequest, used: Access) -> HttpResponse:
    """On to the ordinary sign-in, with its second step where there is one."""
    told = _("The password is set. Sign in with it: your username is %(name)s.")
    messages.success(request, told % {"name": used.user.username})
    return redirect("account_login")


def _page(request, template: str, form, **more) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, template, {"form": form, **more}, status=status)
