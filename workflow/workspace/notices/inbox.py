"""What a person was told: the list behind the bell, with read marks."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.outbox.models import Notice
from portal.people.landing import in_language
from workflow.workspace.pages import page, saved

PER_PAGE = 25
UNREAD = "chua-doc"


@require_safe
def notice_list(request):
    """My notices, newest first; `?xem=chua-doc` shows those not read."""
    inbox = Notice.objects.inbox(request.user)
    unread_only = request.GET.get("xem") == UNREAD
    found = inbox.unread() if unread_only else inbox
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "shown": shown,
        "notices": [_row(notice) for notice in shown.object_list],
        "tabs": [("", _("All"), not unread_only), (UNREAD, _("Unread"), unread_only)],
        "unread_only": unread_only,
        "breadcrumbs": [],
        "illustrative_notice": any(notice.illustrative for notice in shown.object_list),
    }
    return page(request, "notices/list.html", context, nav="notices")


def _row(notice: Notice) -> dict:
    title, body = notice.title, notice.body
    return {
        "notice": notice,
        "title": title,
        "lines": [line.removeprefix("• ") for line in body.splitlines()],
        "unread": notice.read_at is None,
    }


@require_safe
def notice_open(request, pk: int):
    """Go where a notice leads, which marks it as read."""
    notice = _own(request, pk)
    Notice.objects.filter(pk=notice.pk).mark_read()
    address = in_language(notice.url) if notice.url else reverse("workspace:notice-list")
    if not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        raise Http404
    return redirect(address)


@require_POST
def notice_read(request, pk: int):
    """Mark one notice as read."""
    Notice.objects.filter(pk=_own(request, pk).pk).mark_read()
    return redirect(_back(request))


@require_POST
def notices_read(request):
    """Mark all my notices as read."""
    count = Notice.objects.filter(user=request.user).mark_read()
    return saved(request, _("Marked as read: %(count)s.") % {"count": count}, _back(request))


def _own(request, pk: int) -> Notice:
    return get_object_or_404(Notice, pk=pk, user=request.user)


def _back(request) -> str:
    """The list as it was: its tab and page, which are all the form may send back."""
    wanted, number = request.POST.get("xem", ""), request.POST.get("page", "")
    query = [f"xem={UNREAD}"] if wanted == UNREAD else []
    query += [f"page={number}"] if number.isascii() and number.isdigit() and len(number) < 6 else []
    return reverse("workspace:notice-list") + ("?" + "&".join(query) if query else "")
