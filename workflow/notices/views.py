"""The calendar behind a secret address: no sign-in, so that calendar programs can read it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from workflow.models import CalendarFeed
from workflow.notices.feed import calendar_of


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar of a token; an unknown or renewed one, or that of a closed account, is missing."""
    feed = CalendarFeed.objects.select_related("user", "unit").filter(token=token).first()
    if feed is None or (feed.user_id and not feed.user.is_active):
        raise Http404
    response = HttpResponse(calendar_of(feed), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="han.ics"'
    response.headers["Cache-Control"] = "private, max-age=3600"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
