"""Who may enter the workspace: people who hold an office in the work on cases, or care for the portal."""

from collections.abc import Iterable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from portal.outbox.models import Notice
from portal.people import grants, roles
from portal.record import clock
from workflow.workspace.workplace import workplace_of

ENTERING = roles.CASE_ROLES | roles.PORTAL_ROLES
MOST_COUNTED = 100  # the bell says "99+" beyond


def enters(user) -> bool:
    """Whether the person works here today."""
    return any(grant.role in ENTERING for grant in grants.holdings(user, clock.today()))


def official(view):
    """Let only officials in: visitors are sent to sign in, people without an office read why not (403).

    Adds the person's unit and post to the page, for the header. Pages of the workspace are never kept by
    a browser or a proxy.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if enters(request.user):
            response = view(request, *args, **kwargs)
        else:
            response = TemplateResponse(request, "workspace/no_office.html", {}, status=403)
        if isinstance(response, TemplateResponse) and not response.is_rendered:
            place = workplace_of(request.user)
            unread = Notice.objects.filter(user=request.user).unread()[:MOST_COUNTED].count()
            response.context_data = {
                "workspace_unit_name": place.unit_name,
                "workspace_post_name": place.post_name,
                "unread_notices": f"{MOST_COUNTED - 1}+" if unread == MOST_COUNTED else unread,
                "notices_address": reverse("workspace:notice-list"),
                **(response.context_data or {}),
            }
        add_never_cache_headers(response)
        patch_vary_headers(response, ["Cookie", "HX-Request"])
        return response

    return guarded


def officials_only(patterns: Iterable[URLPattern]) -> list[URLPattern]:
    """The same addresses behind `official`, so that no page can be added and left open."""
    patterns = list(patterns)
    for pattern in patterns:
        pattern.callback = official(pattern.callback)
    return patterns
