"""Bringing in the people of a district from Excel: the file, a preview line by line, then saving."""

import json

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from portal.people import bringing_in, grants, people_file, roles
from portal.people.objections import AppointmentRefused, Reason
from portal.record import clock
from portal.units import tree
from workflow.rules.facts import N_
from workflow.workspace.fields import Sure
from workflow.workspace.pages import page
from workflow.workspace.people import words
from workflow.workspace.people.chooser import invite
from workflow.workspace.people.places import Place, readable_place, trail
from workflow.workspace.people.steps import NAV

WHOLE, GOOD = "whole", "good"
LONGEST = 2_000_000


class FileForm(forms.Form):
    """The list of people."""

    file = forms.FileField(
        label=gettext_lazy("List of people (CSV)"),
        help_text=gettext_lazy("In Excel: File, Save as, “CSV UTF-8”. At most 5,000 lines."),
        error_messages={
            "required": gettext_lazy("Attach the file."),
            "empty": gettext_lazy("The file is empty."),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )


class ConfirmForm(forms.Form):
    """The lines once read, how to save them, and the tick."""

    lines = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST)
    how = forms.ChoiceField(
        label=gettext_lazy("What to save"),
        choices=[
            (WHOLE, gettext_lazy("All lines or none")),
            (GOOD, gettext_lazy("Each line that is right; the others are listed")),
        ],
        widget=forms.RadioSelect,
        initial=WHOLE,
    )
    sure = Sure(gettext_lazy("I have checked the list against the signed decisions."))

    def clean_lines(self):
        try:
            told = json.loads(self.cleaned_data["lines"])
            lines = [
                people_file.Line(int(number), {str(key): str(value) for key, value in cells.items()})
                for number, cells in told
            ]
        except (ValueError, TypeError, AttributeError):
            raise ValidationError(_("The list is not whole any more. Upload the file again.")) from None
        needed = set(people_file.NEEDED)
        if not 0 < len(lines) <= people_file.MOST_LINES or any(
            not needed <= set(line.cells) for line in lines
        ):
            raise ValidationError(_("The list is not whole any more. Upload the file again."))
        return lines


@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request, code: str):
    """GET asks for the file; POST with a file previews it, POST with the confirmation saves."""
    place = _district(request, code)
    if not _may(request, place):
        why = N_("The people of a district's communes are brought in by the district's Labour office.")
        return words.barred(request, [Reason("R-APP-1", why)], place)
    if request.method == "POST" and "lines" in request.POST:
        return _confirmed(request, place)
    form = FileForm(request.POST or None, request.FILES or None) if request.method == "POST" else FileForm()
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            if upload.size > people_file.MOST_BYTES:
                raise people_file.FileRefused(_("The file is larger than 1 MB."))
            lines = people_file.read(upload.read())
        except people_file.FileRefused as refused:
            form.add_error("file", str(refused))
        else:
            sent = json.dumps([[line.number, line.cells] for line in lines], ensure_ascii=False)
            return _preview(request, place, lines, ConfirmForm(initial={"lines": sent, "how": WHOLE}))
    context = _shared(place) | {"form": form, "posts": "Chủ tịch, Phó Chủ tịch, Cán bộ, Thành viên"}
    return page(request, "people/import.html", context, nav=NAV)


def _preview(request, place: Place, lines, form):
    planned = bringing_in.plan(lines, place.unit, request.user)
    wrong = [one for one in planned if one.errors]
    context = _shared(place) | {
        "form": form,
        "planned": planned,
        "wrong": wrong,
        "good": len(planned) - len(wrong),
        "new": len({one.person.username for one in planned if one.is_new and not one.errors}),
    }
    return page(request, "people/import_preview.html", context, nav=NAV)


def _confirmed(request, place: Place):
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        if "lines" in form.errors:
            context = _shared(place) | {"form": FileForm(), "lost": form.errors["lines"]}
            return page(request, "people/import.html", context, nav=NAV)
        return _preview(request, place, form.cleaned_data["lines"], form)
    lines, whole = form.cleaned_data["lines"], form.cleaned_data["how"] == WHOLE
    planned = bringing_in.plan(lines, place.unit, request.user)
    new = [one for one in planned if one.is_new]
    try:
        brought = bringing_in.carry_out(planned, request.user, whole=whole)
    except (ValidationError, AppointmentRefused) as refused:
        told = (
            refused.messages
            if isinstance(refused, ValidationError)
            else [r.sentence for r in refused.reasons]
        )
        form.add_error(None, told)
        return _preview(request, place, lines, form)
    done = [one for one in brought if not one.errors]
    invited = {one.person.pk: one.person for one in new if one.person.pk and one.person.email}
    unsent = [person for person in invited.values() if not invite(person, request.user)]
    context = _shared(place) | {
        "done": done,
        "refused": [one for one in brought if one.errors],
        "codes": [one for one in done if one.issued],
        "invited": len(invited) - len(unsent),
        "unsent": unsent,
        "address": request.build_absolute_uri(reverse("account_code")),
    }
    return page(request, "people/import_done.html", context, nav=NAV)


@require_safe
def template(request, code: str) -> HttpResponse:
    """The file to fill in: the district's communes with their codes, a line for each post."""
    place = _district(request, code)
    spans = tree.children_at(place.unit, clock.today())
    rows = [(span.code, span.full_name) for span in spans]
    content = people_file.template(rows, "", clock.today().strftime("%d/%m/%Y"))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"danh-sach-can-bo-{place.code}.csv")
    return response


def _district(request, code: str) -> Place:
    place = readable_place(request.user, code)
    if place.span is None or place.span.tier != roles.DISTRICT:
        raise Http404
    return place


def _may(request, place: Place) -> bool:
    """Whether the person gives rights in the communes of this district: their own office's right to."""
    return grants.holds(request.user, roles.DISTRICT_OFFICER, place.unit, clock.today())


def _shared(place: Place) -> dict:
    title = _("Bring in the people of %(place)s") % {"place": place.name}
    return {"place": place, "title": title, "back": place.link(), "breadcrumbs": trail(place, (title, None))}
