"""Help: the guide of the reader's main office, and the others."""

from django.http import Http404
from django.views.decorators.http import require_safe

from portal.people import grants
from portal.record import clock
from workflow.workspace.guides import texts
from workflow.workspace.pages import page
from workflow.workspace.workplace import main_grant


@require_safe
def own(request):
    """The guide of the office the person is greeted by; of another one, where that writes pages only."""
    held = [main_grant(request.user), *grants.holdings(request.user, clock.today())]
    slug = next(texts.OF_ROLE[grant.role] for grant in held if grant.role in texts.OF_ROLE)
    return _shown(request, texts.guide(slug))


@require_safe
def guide(request, slug: str):
    """One guide; any official reads any."""
    try:
        return _shown(request, texts.guide(slug))
    except KeyError as unknown:
        raise Http404 from unknown


def _shown(request, one: texts.Guide):
    return page(request, "guides/guide.html", {"guide": one, "guides": texts.guides()})
