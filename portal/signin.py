"""One way in: the sign-in pages of Wagtail's and Django's admin lead to the portal's own."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache


def sign_in_elsewhere(index: str, may_enter: Callable[[HttpRequest], bool]):
    """Make the view that stands in for an admin's own sign-in page.

    Visitors go to the portal's sign-in and come back to `next`; somebody signed in goes to the
    admin's `index`, or gets 403 when `may_enter` says no (a redirect would turn in circles).
    """

    @never_cache
    def view(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            back = request.GET.get("next") or reverse(index)
            return redirect(f"{reverse('account_login')}?{urlencode({'next': back})}")
        if may_enter(request):
            return redirect(index)
        raise PermissionDenied

    return view
