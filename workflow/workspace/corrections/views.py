"""The form of a commune's shortcomings, solutions and directions (R-COM-5)."""

from django.utils.translation import gettext as _

from workflow.actions import corrections
from workflow.actions.refusals import Refused
from workflow.actions.rights import may
from workflow.workspace import criteria
from workflow.workspace.corrections.forms import PREFIX, NamedRows, SummaryForm
from workflow.workspace.pages import case_address, case_trail, page, put, saved
from workflow.workspace.reach import readable_case
from workflow.workspace.rows import grown, quieted

NAV = "cases"
LEAST_ROWS = 2


def case_corrections(request, pk: int):
    """Written by the commune while it assesses itself; everybody else who reads the case reads it."""
    case = readable_case(request.user, pk)
    rows = list(case.corrections.select_related("follows"))
    followed = [row for row in rows if row.follows_id]
    own = [row for row in rows if not row.follows_id]
    names = criteria.names(case.campaign)
    context = {
        "case": case,
        "title": _("Shortcomings of %(place)s, %(year)s") % {"place": case.full_name, "year": case.year},
        "breadcrumbs": case_trail(case, (_("Shortcomings"), None)),
        "back": case_address(case),
        "illustrative_notice": case.illustrative,
    }
    permission = may("prepare_commune", case, request.user)
    if not permission.allowed:
        context |= {
            "followed": [(row, names.get(row.criterion, "")) for row in followed],
            "own": [(row, names.get(row.criterion, "")) for row in own],
        }
        return page(
            request, "corrections/read.html", context, nav=NAV, status=403 if _writes(request) else 200
        )
    form, formset = _forms(request, case, followed, own)
    add = "add" in request.POST
    if add:
        quieted(form, formset)
    elif _writes(request) and form.is_valid() & formset.is_valid() and _save(request, case, form, formset):
        return saved(request, _("Shortcomings and solutions are saved."), case_address(case))
    context |= {
        "form": form,
        "rows": formset,
        "answers": [(row, names.get(row.criterion, ""), field) for row, field in form.answers],
    }
    return page(request, "corrections/form.html", context, nav=NAV)


def _writes(request) -> bool:
    return request.method == "POST"


def _forms(request, case, followed, own):
    options = {"criteria": criteria.choices(case.campaign)}
    if _writes(request):
        data = grown(request.POST, PREFIX) if "add" in request.POST else request.POST
        return SummaryForm(data, followed=followed), NamedRows(data, prefix=PREFIX, form_kwargs=options)
    given = [
        {
            "criterion": row.criterion or "",
            "shortcoming": row.shortcoming,
            "solution": row.solution,
            "responsible": row.responsible,
            "due_on": row.due_on,
        }
        for row in own
    ]
    wanted = request.GET.get("tieu-chi", "")
    if wanted in dict(options["criteria"]) and all(str(row.criterion) != wanted for row in own):
        given.append({"criterion": wanted})
    given += [{}] * max(LEAST_ROWS - len(given), 1)
    summary = {"summary": case.shortcomings, **{f"outcome-{row.pk}": row.outcome for row in followed}}
    return (
        SummaryForm(initial=summary, followed=followed),
        NamedRows(prefix=PREFIX, initial=given, form_kwargs=options),
    )


def _save(request, case, form: SummaryForm, formset) -> bool:
    try:
        corrections.write(
            case,
            request.user,
            shortcomings=form.cleaned_data["summary"],
            entries=[row.named() for row in formset],
            outcomes=form.outcomes(),
        )
    except Refused as refusal:
        put(form, refusal)
        return False
    return True
