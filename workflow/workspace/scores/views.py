"""Entering points: the whole grid at once, or one criterion as soon as it changes."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.record import clock
from workflow.actions.refusals import Refused, log_refusal
from workflow.actions.rights import holdings_of
from workflow.rules.facts import COMMUNE_ASSESSED, DRAFT
from workflow.rules.policy import permission
from workflow.workspace import links
from workflow.workspace.cases.pages import case_page, opened
from workflow.workspace.scores import grid

OLD_TABS = frozenset(links.PARTS)


@require_http_methods(["GET", "HEAD"])
def case(request, pk: int):
    """A case opens on its points. `?tab=` of earlier addresses leads on to the part."""
    tab = request.GET.get("tab", "")
    file = opened(request, pk)
    if tab in OLD_TABS - {"scores"}:
        return redirect(links.part(file.case, tab))
    return _grid(request, file, _rows(file))


@require_http_methods(["GET", "HEAD", "POST"])
def scores(request, pk: int):
    """The grid; sent as a whole, every row is saved on its own."""
    file = opened(request, pk)
    rows = _rows(file)
    if request.method != "POST":
        return _grid(request, file, rows)
    try:
        _writable(file)
        rows = grid.save(file, rows, request.POST)
    except Refused as refused:
        return _grid(request, file, _typed(rows, request.POST), refused=refused, status=_status(refused))
    wrong = [row for row in rows if row.wrong or row.conflict]
    if wrong:
        return _grid(request, file, rows, status=409 if any(row.conflict for row in wrong) else 422)
    time = f"{clock.now():%H:%M}"
    messages.success(request, _("Points saved at %(time)s.") % {"time": time})
    return redirect(links.part(file.case, "scores"))


@require_POST
def score(request, pk: int, criterion: int):
    """One criterion, saved while the others are being written: the row comes back as it now stands."""
    file = opened(request, pk)
    rows = _rows(file)
    row = next((row for row in rows if row.no == criterion), None)
    if row is None:
        raise Http404
    refused = None
    try:
        _writable(file)
        grid.save(file, [row], request.POST)
    except Refused as found:
        refused = found
        _typed([row], request.POST)
    file.gathered.scores = [row.score if one.criterion == criterion else one for one in file.gathered.scores]
    file.__dict__.pop("totals", None)
    status = _status(refused) if refused else 409 if row.conflict else 422 if row.wrong else 200
    context = {
        "file": file,
        "case": file.case,
        "row": row,
        "totals": file.totals,
        "refused": refused,
        "saved_at": clock.now() if status == 200 else None,
    }
    response = TemplateResponse(request, "workspace/case/score_saved.html", context, status=status)
    if status == 200:
        response["HX-Trigger"] = "points-saved"
    return response


def _rows(file) -> list[grid.Row]:
    return grid.rows(file)


def _writable(file) -> None:
    """Refused with the policy's reason when this person enters no points of this case today: the wrong state
    for those whose work it is in another one, the role for everybody else."""
    if file.side:
        return
    works = {"score_commune": DRAFT, "score_district": COMMUNE_ASSESSED}
    held, places = holdings_of(file.user, file.today), file.gathered.places
    own = [work for work, state in works.items() if permission(work, state, held, places, file.today).allowed]
    asked = own or [work for work, state in works.items() if state == file.case.state] or list(works)
    refused = Refused([file.may(asked[0]).why])
    log_refusal(asked[0], file.user, file.case.pk, refused)
    raise refused


def _status(refused: Refused) -> int:
    return 409 if all(reason.rule == "R-ACT" for reason in refused.reasons) else 403


def _typed(rows, data):
    """The rows with what was typed, where nothing could be saved."""
    for row in rows:
        if f"points-{row.no}" in data:
            grid.put_back(row, grid.read(data, row))
    return rows


def _grid(request, file, rows, *, refused=None, status: int = 200):
    """The page with the grid and a summary of what has to be corrected."""
    problems = [
        (row, text, f"{kind}-{row.no}")
        for row in rows
        for kind, text in (
            ("points", row.error),
            (row.boxes.wrong, row.boxes.error),
            ("why", row.why_error),
            ("note", row.note_error),
            ("points", _("Somebody else changed this box") if row.conflict else ""),
        )
        if text
    ]
    saved = [row.saved_at for row in rows if row.saved_at]
    context = {
        "rows": rows,
        "problems": problems,
        "refused": refused,
        "saved_at": max(saved, default=None),
        "has_before": any(row.before is not None for row in rows),
        "last_year": file.case.year - 1,
    }
    return case_page(request, file, "scores", context, status=status)
