"""How a workspace page is answered: its place in the menus, its trail, and a refusal in plain words."""

from collections.abc import Iterable

from django.contrib import messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from workflow.actions.refusals import Refused, sentence
from workflow.models import Case
from workflow.rules.facts import Reason
from workflow.rules.policy import Permission
from workflow.workspace import links


def page(request, template: str, context: dict, *, nav: str = "", status: int = 200) -> TemplateResponse:
    """A page of the workspace; `nav` is the menu entry it belongs to."""
    request.active_nav = nav
    return TemplateResponse(request, f"workspace/{template}", context, status=status)


def posted(request):
    """The data for a form: what was sent, be it nothing at all; None while the form is only looked at."""
    return request.POST if request.method == "POST" else None


def case_address(case: Case | int, part: str = "") -> str:
    """The case page, or one of its parts: scores, council, papers, findings, messages, history."""
    return links.part(case, part)


def case_trail(case: Case, *more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Where a page of a case stands."""
    return [(_("Cases"), reverse("workspace:case-list")), (str(case), case_address(case)), *more]


def refused(request, why: Permission | Refused | Iterable[Reason], back: str, *, nav: str = ""):
    """403: what was asked for may not be done, why, and the way back."""
    if isinstance(why, Permission):
        reasons = [why.why]
    else:
        reasons = why.reasons if isinstance(why, Refused) else list(why)
    told = [(reason.rule, sentence(reason)) for reason in reasons]
    context = {"told": told, "back": back, "breadcrumbs": [], "why": _why_address(request)}
    return page(request, "refused.html", context, nav=nav, status=403)


def _why_address(request) -> str:
    """The page that explains: of the case at hand where the address names one, else of all my rights."""
    match = request.resolver_match
    if match is not None and "ho-so/<int:pk>/" in match.route:
        return reverse("workspace:why-case", args=[match.kwargs["pk"]])
    return reverse("workspace:my-rights")


def put(form, refusal: Refused, places: dict[str, str] | None = None) -> None:
    """Write a refusal's sentences beside the fields they speak of, the others on top of the form.

    `places` gives the field for a reason's link where the two have different names.
    """
    seen = set()
    for reason in refusal.reasons:
        said = sentence(reason)
        if said in seen:
            continue
        seen.add(said)
        name = (places or {}).get(reason.link, reason.link)
        form.add_error(name if name in form.fields else None, said)


def saved(request, message: str, address: str):
    """After something was saved: say so on the next page."""
    messages.success(request, message)
    return redirect(address)
