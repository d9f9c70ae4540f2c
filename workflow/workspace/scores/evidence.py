"""The evidence of one criterion: what is there, one more file, one taken out, one downloaded."""

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.record import files
from workflow.actions import evidence as acting
from workflow.actions.refusals import Refused
from workflow.models import Evidence
from workflow.rules.policy import DRAFT
from workflow.workspace import links, pages
from workflow.workspace.cases.casefile import CaseFile, english
from workflow.workspace.cases.pages import opened, trail
from workflow.workspace.fields import Words
from workflow.workspace.kept_file import KeptFileField
from workflow.workspace.reach import readable_case


class EvidenceForm(forms.Form):
    """A file and, if wished, what to call it."""

    file = KeptFileField(label=gettext_lazy("File"))
    name = Words(
        label=gettext_lazy("What it shows"),
        required=False,
        max_length=acting.NAME_MAXIMUM,
        help_text=gettext_lazy("For example: list of births registered in time, 2026. No names of children."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def criterion(request, pk: int, criterion: int):
    """The files beside one criterion; who writes the commune's points may add to them."""
    file = opened(request, pk)
    score = next((score for score in file.gathered.scores if score.criterion == criterion), None)
    if score is None:
        raise Http404
    permission = file.may("score_commune")
    form = EvidenceForm(request.POST or None, request.FILES or None)
    form.fields["file"].by = request.user
    if request.method == "POST":
        if not permission.allowed:
            return pages.refused(request, permission, links.part(file.case, "scores"), nav="cases")
        form = EvidenceForm(request.POST, request.FILES)
        form.fields["file"].by = request.user
        if form.is_valid():
            try:
                acting.add(file.case, criterion, request.user, **form.cleaned_data)
            except Refused as refused:
                pages.put(form, refused)
            else:
                return pages.saved(request, _("The file is kept."), request.get_full_path())
    return _page(request, file, score, form if permission.allowed else None)


def _page(request, file: CaseFile, score, form) -> TemplateResponse:
    told = file.regulation.criterion(score.criterion)
    context = {
        "case": file.case,
        "score": score,
        "name": told.name_en if english() else told.name,
        "files": Evidence.objects.filter(score=score).select_related("file"),
        "form": form,
        "locked": file.case.state != DRAFT,
        "back": links.part(file.case, "scores", f"tieu-chi-{score.criterion}"),
        "illustrative_notice": file.case.illustrative,
        "breadcrumbs": trail(file.case, (_("Evidence of criterion %(no)s") % {"no": score.criterion}, None)),
    }
    return pages.page(request, "case/evidence.html", context, nav="cases")


@require_POST
def remove(request, pk: int, criterion: int, evidence: int):
    """Take one file out of the evidence."""
    file = opened(request, pk)
    found = get_object_or_404(
        Evidence.objects.select_related("score", "file"),
        pk=evidence,
        score__case=file.case,
        score__criterion=criterion,
    )
    here = reverse("workspace:case-evidence", args=[pk, criterion])
    try:
        acting.remove(found, request.user)
    except Refused as refused:
        return pages.refused(request, refused, here, nav="cases")
    return pages.saved(request, _("The file is taken out."), here)


@require_safe
def download(request, pk: int):
    """A file beside a criterion's points, for whoever may read the case."""
    found = get_object_or_404(Evidence.objects.select_related("file", "score"), pk=pk)
    readable_case(request.user, found.score.case_id)
    return files.response(found.file)
