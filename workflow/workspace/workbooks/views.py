"""Points without a network: a workbook is fetched, filled in, brought back, looked at and confirmed."""

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from portal.record import files
from portal.record.content import FileRefused
from workflow.actions import scoring
from workflow.actions.refusals import Refused
from workflow.documents.workbooks.layout import POINTS
from workflow.documents.workbooks.packages import MOST_BYTES
from workflow.documents.workbooks.proposing import MINE, THEIRS, Proposal
from workflow.documents.workbooks.refusals import WorkbookRefused
from workflow.models.scores import COMMUNE
from workflow.workspace import pages
from workflow.workspace.exports import XLSX
from workflow.workspace.workbooks import staging, warnings
from workflow.workspace.workbooks.desks import Desk, case_desk, district_desk

WORD = "tep"
SEEN = "da-xem"


class UploadForm(forms.Form):
    """The file that came back; cleaned to the word for the kept file."""

    file = forms.FileField(
        label=gettext_lazy("The workbook you filled in"),
        help_text=gettext_lazy(
            "The .xlsx file that was downloaded here. Nothing is saved before you confirm."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": gettext_lazy("Attach the file."),
            "empty": gettext_lazy("The file is empty (0 bytes)."),
            "invalid": gettext_lazy("Attach the file."),
        },
    )

    def __init__(self, *given, desk: Desk, **more):
        super().__init__(*given, **more)
        self.desk, self.word = desk, ""

    def clean_file(self):
        upload = self.cleaned_data["file"]
        try:
            # Judged before it is kept: what is refused here leaves nothing behind.
            self.desk.read(upload.file, upload.size)
            upload.seek(0)
            self.word = staging.keep(upload, self.desk.user, self.desk.scope)
        except (WorkbookRefused, FileRefused) as refused:
            raise forms.ValidationError(refused.message, code=refused.code) from None
        return upload


# The pages ------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def case_workbook(request, pk: int):
    """Fetch or bring back the workbook of one case."""
    return _workbook(request, case_desk(request, pk))


@require_safe
def case_workbook_file(request, pk: int):
    """The workbook of one case, as a download."""
    return _file(request, case_desk(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def case_workbook_preview(request, pk: int):
    """What the uploaded file would change; confirmed here."""
    return _preview(request, case_desk(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def district_workbook(request, year: str, code: str):
    """Fetch or bring back the workbook of all communes of a district."""
    return _workbook(request, district_desk(request, year, code))


@require_safe
def district_workbook_file(request, year: str, code: str):
    """The workbook of a district's communes that wait for their review, as a download."""
    return _file(request, district_desk(request, year, code))


@require_http_methods(["GET", "HEAD", "POST"])
def district_workbook_preview(request, year: str, code: str):
    """What the uploaded file would change, commune by commune; confirmed here."""
    return _preview(request, district_desk(request, year, code))


# What they share ------------------------------------------------------------------------------------


def _workbook(request, desk: Desk):
    if not desk.allowed.allowed:
        return _refused(request, desk)
    form = UploadForm(desk=desk)
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES, desk=desk)
        if form.is_valid():
            return redirect(f"{desk.preview_address}?{urlencode({WORD: form.word})}")
    return pages.page(request, "workbooks/workbook.html", _shared(desk) | {"form": form}, nav=_nav(desk))


def _file(request, desk: Desk):
    if not desk.allowed.allowed:
        return _refused(request, desk)
    if not desk.open_cases:
        messages.info(
            request, _("No commune of the district waits for its review: there is nothing to fill in.")
        )
        return redirect(desk.address)
    response = HttpResponse(desk.workbook(), content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, desk.file_name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _preview(request, desk: Desk):
    if not desk.allowed.allowed:
        return _refused(request, desk)
    sent = request.method == "POST"
    word = (request.POST if sent else request.GET).get(WORD, "")
    stored = staging.kept(word, request.user, desk.scope)
    if stored is None:
        messages.warning(request, _("The uploaded file is not at hand any more. Upload it once more."))
        return redirect(desk.address)
    choices = {name: value for name, value in request.POST.items() if value in (MINE, THEIRS)} if sent else {}
    try:
        with files.open_stored(stored) as file:
            proposal = desk.propose(desk.read(file, stored.size), choices)
    except WorkbookRefused as refused:
        messages.error(request, refused.message)
        return redirect(desk.address)
    if sent:
        return _confirmed(request, desk, proposal, word)
    return _shown(request, desk, proposal, word)


def _confirmed(request, desk: Desk, proposal: Proposal, word: str):
    """Save all of it, or show again why not."""
    if proposal.errors or not proposal.savable:
        return _shown(request, desk, proposal, word)
    if request.POST.get(SEEN) != proposal.fingerprint:
        return _shown(request, desk, proposal, word, moved=True, status=409)
    if proposal.undecided:
        return _shown(request, desk, proposal, word, choose=True)
    work = proposal.work()
    try:
        written = scoring.save_together(work, desk.side, request.user)
    except scoring.Overtaken:
        return redirect(f"{desk.preview_address}?{urlencode({WORD: word})}")
    except Refused as refusal:
        return pages.refused(request, refusal, desk.back, nav=_nav(desk))
    if not written:
        return pages.saved(request, _("Nothing of the workbook had to be saved."), desk.back)
    told = ngettext(
        "%(count)s criterion was saved from the workbook.",
        "%(count)s criteria were saved from the workbook.",
        written,
    )
    return pages.saved(request, told % {"count": written}, desk.back)


def _shown(request, desk: Desk, proposal: Proposal, word: str, *, moved=False, choose=False, status=200):
    context = {
        "proposal": proposal,
        "word": word,
        "moved": moved,
        "choose": choose,
        "form": UploadForm(desk=desk),
        "by_case": [(one, warnings.of(one)) for one in proposal.savable],
        "points_name": POINTS,
        "button": _button(proposal),
    }
    return pages.page(
        request, "workbooks/preview.html", _shared(desk) | context, nav=_nav(desk), status=status
    )


def _button(proposal: Proposal) -> str:
    if proposal.conflicts:
        return _("Save what is chosen")
    count = proposal.cell_count
    return ngettext("Save %(count)s changed cell", "Save %(count)s changed cells", count) % {"count": count}


def _shared(desk: Desk) -> dict:
    return {
        "desk": desk,
        "of_commune": desk.side == COMMUNE,
        "most_megabytes": MOST_BYTES // (1024 * 1024),
        "breadcrumbs": desk.crumbs,
        "illustrative_notice": desk.campaign.illustrative,
    }


def _refused(request, desk: Desk):
    return pages.refused(request, desk.allowed, desk.back, nav=_nav(desk))


def _nav(desk: Desk) -> str:
    return "districts" if desk.unit else "cases"
