"""Mails that could not be sent: what, to whom, why, and trying again."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.outbox import sending
from portal.outbox.models import Delivery
from portal.people import grants, roles
from portal.people.models import Grant
from portal.record import clock
from portal.units import tree
from workflow.models import Digest
from workflow.workspace.pages import page, saved

NAV = "mails"
PER_PAGE = 25
READING = (roles.ADMINISTRATOR, roles.PROVINCE_OFFICER)


def visible(user):
    """The failed mails a person may see: an administrator all, a province officer those to people of the
    province. Http404 for everybody else, as if the page did not exist."""
    held = [grant for grant in grants.holdings(user, clock.today()) if grant.role in READING]
    if not held:
        raise Http404
    found = Delivery.objects.troubled()
    if any(grant.role == roles.ADMINISTRATOR for grant in held):
        return found
    provinces = [grant.unit_id for grant in held]
    below = tree.descendants_at(provinces, clock.today()).order_by().values("unit")
    people = Grant.objects.filter(Q(unit__in=provinces) | Q(unit__in=below), withdrawn=False)
    return found.filter(notice__user__in=people.order_by().values("user"))


@require_safe
def mail_list(request):
    """Mails that failed or came back, newest first."""
    shown = Paginator(visible(request.user), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "shown": shown,
        "mails": shown.object_list,
        "last_digest": Digest.objects.order_by("-day").values_list("day", flat=True).first(),
        "breadcrumbs": [],
    }
    return page(request, "notices/mails.html", context, nav=NAV)


@require_POST
def mail_again(request, pk: int):
    """Send one of them once more, now."""
    delivery = get_object_or_404(visible(request.user), pk=pk)
    if sending.try_again(delivery):
        told = _("The mail to %(address)s has been sent.") % {"address": delivery.address}
    else:
        delivery.refresh_from_db()
        told = _("The mail to %(address)s could not be sent: %(why)s") % {
            "address": delivery.address,
            "why": delivery.error or "…",
        }
    return saved(request, told, reverse("workspace:mail-list"))
