"""The province's forms of papers: which kinds use their own Word template, and what papers rest on."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.people import grants, roles
from portal.record import clock, files
from portal.units.models import Unit
from workflow.actions import paper_templates
from workflow.actions.refusals import Refused
from workflow.documents.papers import shapes
from workflow.documents.papers.fields import SPEC
from workflow.documents.papers.kinds import KINDS
from workflow.documents.papers.printing import CONTENT_TYPES, WORD
from workflow.documents.papers.templates import in_use
from workflow.models import PaperBasis, PaperTemplate
from workflow.workspace.pages import page, posted, put, refused, saved
from workflow.workspace.paper_templates.forms import BasisForm, TemplateForm
from workflow.workspace.paper_templates.meanings import MEANINGS
from workflow.workspace.prints.links import name_of

NAV = "campaigns"


def _province(user) -> Unit | None:
    """The province whose forms the person keeps, if any."""
    held = grants.holdings(user, clock.today())
    return next((grant.unit for grant in held if grant.role == roles.PROVINCE_OFFICER), None)


def _barred(request, province: Unit | None):
    """The page that says who may, or None for the officer of a province."""
    answer = paper_templates.permission(province.pk if province else 0, request.user)
    return None if answer.allowed else refused(request, answer, reverse("workspace:home"), nav=NAV)


def _years() -> tuple[str, str]:
    """The page above: the province's years."""
    return _("Years"), reverse("workspace:campaign-list")


def _kind(kind: str) -> str:
    if kind not in KINDS:
        raise Http404
    return kind


@require_safe
def template_list(request):
    """Every kind of paper and the template it is filled from."""
    province = _province(request.user)
    if barred := _barred(request, province):
        return barred
    own = in_use(province.pk)
    context = {
        "rows": [(code, name_of(code), own.get(code)) for code in KINDS],
        "basis": PaperBasis.objects.filter(province=province).first(),
        "breadcrumbs": [_years(), (_("Paper forms"), None)],
    }
    return page(request, "paper_templates/list.html", context, nav=NAV)


def template(request, kind: str):
    """One kind: what is in use, earlier versions, the fields, and the way to put one's own in its place."""
    _kind(kind)
    province = _province(request.user)
    if barred := _barred(request, province):
        return barred
    form = TemplateForm(posted(request), request.FILES or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made = paper_templates.take(province, kind, form.cleaned_data["file"], request.user)
        except Refused as refusal:
            put(form, refusal)
        else:
            told = _("Version %(version)s of your template is in use now.") % {"version": made.version}
            return saved(request, told, reverse("workspace:template", args=[kind]))
    versions = PaperTemplate.objects.filter(province=province, kind=kind).select_related("file")
    context = {
        "kind": kind,
        "title": name_of(kind),
        "form": form,
        "versions": list(versions),
        "own": next((one for one in versions if one.in_use), None),
        "fields": [(name, MEANINGS[name], isinstance(SPEC[name], list)) for name in SPEC],
        "button": _("Use this template"),
        "back": reverse("workspace:template-list"),
        "consequences_heading": _("When you use it"),
        "consequences": [
            _("Word files of this kind are filled from your template from now on, in the whole province."),
            _("The PDF keeps the portal's own form."),
            _("You can go back to the template that ships at any time."),
        ],
        "breadcrumbs": [
            _years(),
            (_("Paper forms"), reverse("workspace:template-list")),
            (name_of(kind), None),
        ],
    }
    return page(request, "paper_templates/template.html", context, nav=NAV)


@require_safe
def shipped_file(request, kind: str):
    """The template that ships, to start from."""
    _kind(kind)
    if barred := _barred(request, _province(request.user)):
        return barred
    answer = FileResponse(
        shapes.shipped(kind).open("rb"),
        as_attachment=True,
        filename=f"{kind}.docx",
        content_type=CONTENT_TYPES[WORD],
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_safe
def own_file(request, kind: str, pk: int):
    """A version of the province's own template."""
    _kind(kind)
    province = _province(request.user)
    if province is None:
        raise Http404
    found = PaperTemplate.objects.select_related("file")
    return files.response(get_object_or_404(found, pk=pk, kind=kind, province=province).file)


@require_POST
def back_to_shipped(request, kind: str):
    """Give the own template up; its versions stay on record."""
    _kind(kind)
    province = _province(request.user)
    if barred := _barred(request, province):
        return barred
    paper_templates.give_up(province, kind, request.user)
    return saved(
        request, _("The template that ships is in use again."), reverse("workspace:template", args=[kind])
    )


def basis(request):
    """The grounds the province's papers open with."""
    province = _province(request.user)
    if barred := _barred(request, province):
        return barred
    kept = PaperBasis.objects.filter(province=province).first()
    form = BasisForm(posted(request), initial={"lines": kept.lines if kept else ""})
    back = reverse("workspace:template-list")
    if request.method == "POST" and form.is_valid():
        try:
            paper_templates.write_basis(province, form.cleaned_data["lines"], request.user)
        except Refused as refusal:
            put(form, refusal)
        else:
            return saved(request, _("The grounds are saved."), back)
    context = {
        "title": _("Grounds of your papers"),
        "form": form,
        "button": _("Save the grounds"),
        "back": back,
        "consequences_heading": _("When you save"),
        "consequences": [_("Every paper printed from now on opens with these lines, at all three tiers.")],
        "breadcrumbs": [_years(), (_("Paper forms"), back), (_("Grounds of your papers"), None)],
    }
    return page(request, "form_page.html", context, nav=NAV)
