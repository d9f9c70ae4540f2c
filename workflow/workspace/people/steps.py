"""Two steps for whatever changes a right: fill in, then read what follows and confirm.

What was typed travels through the confirm page in hidden fields and is checked again when it comes back.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.people.objections import AppointmentRefused
from workflow.workspace.pages import page
from workflow.workspace.people.forms import SureForm, put
from workflow.workspace.rows import quieted

CONFIRM, EDIT = "confirm", "edit"
OWN = {"csrfmiddlewaretoken", "step", "sure"}
NAV = "people"


@dataclass
class Change:
    """One change of rights as its two pages say it. `told` gives (label, value) lines and what follows."""

    title: str
    button: str
    back: str
    breadcrumbs: list
    form: forms.Form
    why_not: Callable[[], list]
    told: Callable[[], tuple[list, list]]
    act: Callable[[], object]
    account: forms.Form | None = None
    grave: bool = False
    lead: str = ""
    extra: dict = field(default_factory=dict)


def run(request, change: Change):
    """The page the request asks for, or the answer of `act` once it is done."""
    step = request.POST.get("step", "")
    parts = [part for part in (change.account, change.form) if part is not None]
    if request.method != "POST":
        return _fill(request, change)
    if step == EDIT:
        quieted(*parts)
        return _fill(request, change)
    fits = [part.is_valid() for part in parts]
    if all(fits):
        put(change.form, change.why_not())
    if any(part.errors for part in parts):
        return _fill(request, change)
    sure = SureForm(request.POST if step == CONFIRM else None)
    if step == CONFIRM and sure.is_valid():
        try:
            return change.act()
        except AppointmentRefused as refused:
            put(change.form, refused.reasons)
        except ValidationError as refused:
            change.form.add_error(None, refused.messages)
        return _fill(request, change)
    facts, consequences = change.told()
    context = _shared(change) | {
        "form": sure,
        "facts": facts,
        "consequences": consequences,
        "consequences_heading": _("When you press “%(button)s”") % {"button": change.button},
        "sent": [
            (name, value) for name, values in request.POST.lists() if name not in OWN for value in values
        ],
    }
    return page(request, "people/confirm.html", context, nav=NAV)


def _fill(request, change: Change):
    context = _shared(change) | {"form": change.form, "account": change.account, **change.extra}
    return page(request, "people/fill.html", context, nav=NAV)


def _shared(change: Change) -> dict:
    return {
        "title": change.title,
        "button": change.button,
        "lead": change.lead,
        "back": change.back,
        "grave": change.grave,
        "breadcrumbs": change.breadcrumbs,
    }
