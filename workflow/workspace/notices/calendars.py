"""The secret calendar addresses of a person and of their units: seen, copied, renewed."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.people import grants, roles
from portal.record import clock
from portal.units import tree
from portal.units.models import Unit
from workflow.models import CalendarFeed
from workflow.models.notices import new_token
from workflow.workspace.pages import page, saved

NAV = "deadlines"
ME = "toi"
OFFICES = frozenset(
    {
        roles.COMMUNE_OFFICER,
        roles.COMMUNE_CHAIR,
        roles.DISTRICT_OFFICER,
        roles.DISTRICT_CHAIR,
        roles.PROVINCE_OFFICER,
        roles.PROVINCE_CHAIR,
    }
)


@require_safe
def calendar_list(request):
    """My calendar and those of the offices I hold."""
    units = units_of(request.user)
    names = tree.spans_at(units, clock.today())
    feeds = {
        feed.unit_id: feed
        for feed in [
            *CalendarFeed.objects.filter(user=request.user),
            *CalendarFeed.objects.filter(unit__in=units),
        ]
    }
    rows = [(_("My own last days"), ME, feeds.get(None))]
    rows += [(names[unit.pk].full_name, unit.code, feeds.get(unit.pk)) for unit in units if unit.pk in names]
    context = {
        "rows": [(name, key, _address(feed), feed) for name, key, feed in rows],
        "breadcrumbs": [(_("Last days"), reverse("workspace:deadlines")), (_("Calendars"), None)],
    }
    return page(request, "notices/calendars.html", context, nav=NAV)


def units_of(user) -> list[Unit]:
    """The units at whose office the person works today."""
    held = [grant for grant in grants.holdings(user, clock.today()) if grant.role in OFFICES]
    return list({grant.unit_id: grant.unit for grant in held}.values())


def _address(feed: CalendarFeed | None) -> str:
    if feed is None:
        return ""
    return settings.BASE_URL.rstrip("/") + reverse("calendar_feed", args=[feed.token])


@require_POST
def calendar_renew(request, key: str):
    """Make the address of a calendar, or a new one in place of the old, which then answers nothing."""
    owner = {"user": request.user} if key == ME else {"unit": _unit(request.user, key)}
    _feed, made = CalendarFeed.objects.update_or_create(
        defaults={"token": new_token(), "made_at": clock.now()}, **owner
    )
    told = _("The address is made.") if made else _("The address is new; the old one answers no more.")
    return saved(request, told, reverse("workspace:calendar-list"))


@require_POST
def calendar_remove(request, key: str):
    """Take a calendar's address away."""
    owner = {"user": request.user} if key == ME else {"unit": _unit(request.user, key)}
    CalendarFeed.objects.filter(**owner).delete()
    return redirect("workspace:calendar-list")


def _unit(user, code: str) -> Unit:
    for unit in units_of(user):
        if unit.code == code:
            return unit
    raise Http404
