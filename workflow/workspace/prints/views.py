"""Papers printed from what the portal knows: a Word file to finish, or a PDF to read."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from workflow.documents import codes
from workflow.documents.papers import printing
from workflow.documents.papers.content import PrintedPaper
from workflow.documents.papers.kinds import DECLINE_DECISION, DECLINE_NOTICE, FOUNDING_DISTRICT, REVOCATION
from workflow.models import Decision, Paper, states
from workflow.rules import papers as filed
from workflow.workspace.prints.links import CASES, PAPER, SIGNER
from workflow.workspace.reach import UnitYear, cases_for, readable_case, readable_unit_year
from workflow.workspace.sittings.reading import readable_sitting

MOST_CASES = 150  # a paper over more communes than a province has is a mistake

# The cases a district's paper covers when none is named.
FILED = (states.COMMUNE_ASSESSED, states.DISTRICT_REVIEWED, *states.MET, states.NOT_RECOGNIZED)
UNDER_REVIEW = (states.COMMUNE_ASSESSED, states.DISTRICT_REVIEWED)
USUAL = {
    filed.TO_TRINH_HOI_DONG: FILED,
    FOUNDING_DISTRICT: (),
    filed.BAO_CAO_THAM_DINH: UNDER_REVIEW,
    filed.TO_TRINH_CONG_NHAN: UNDER_REVIEW,
    filed.QUYET_DINH_CONG_NHAN: (states.DISTRICT_REVIEWED,),
    DECLINE_NOTICE: UNDER_REVIEW,
    DECLINE_DECISION: UNDER_REVIEW,
    REVOCATION: states.MET,
}


class PaperForm:
    """The form of a print in an address."""

    regex = f"{printing.WORD}|{printing.PDF}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


@require_safe
def case_print(request, pk: int, kind: str, form: str):
    """A paper of a case's own dossier or of its reward's; `?ky=` picks who signs."""
    case = readable_case(request.user, pk)
    if kind not in printing.OF_CASE:
        raise Http404
    paper = printing.of_case_paper(case, kind, wanted=request.GET.get(SIGNER, ""))
    on_record = Paper.objects.filter(case=case, kind=kind, replaced_by=None)
    coded = codes.coded(paper, codes.CASE, (case.pk,), _next_version(on_record.first()))
    return _answer(coded, form, case.campaign.province_id)


def _next_version(on_record: Paper | None) -> int:
    """The version the signed scan becomes once it is uploaded."""
    return on_record.version + 1 if on_record else 1


@require_safe
def district_print(request, year: str, code: str, kind: str, form: str):
    """A paper of a district's year, or a decision to be signed; `?ho-so=` names the communes, `?giay=` a
    paper on record that is printed anew with its number and communes."""
    place = readable_unit_year(request.user, year, code)
    if kind not in printing.OF_DISTRICT + printing.OF_DECISION or place.is_province:
        raise Http404
    wanted = request.GET.get(SIGNER, "")
    paper = _on_record(request, place, kind)
    cases = _covered(request, place, kind, paper)
    if kind in printing.OF_DECISION:
        if not cases:
            raise Http404
        made = printing.of_draft(kind, place.campaign, place.unit, cases, wanted=wanted)
    else:
        made = printing.of_district_paper(place.campaign, place.unit, kind, cases, wanted=wanted, paper=paper)
    coded = codes.coded(made, codes.UNIT_YEAR, (place.campaign.pk, place.unit.pk), _next_version(paper))
    return _answer(coded, form, place.campaign.province_id)


def _on_record(request, place: UnitYear, kind: str) -> Paper | None:
    named = request.GET.get(PAPER, "")
    if not named:
        return None
    if not named.isdecimal() or len(named) > 18:
        raise Http404
    own = Paper.objects.filter(campaign=place.campaign, unit=place.unit, case=None, kind=kind)
    return get_object_or_404(own, pk=int(named))


def _covered(request, place: UnitYear, kind: str, paper: Paper | None) -> list:
    """The communes of a paper: those of the one on record, those named, else the usual ones."""
    cases = place.cases.select_related("campaign", "span")
    named = [value for value in request.GET.getlist(CASES) if value.isdecimal() and len(value) <= 18]
    if paper is not None:
        cases = cases.filter(covering_papers=paper)
    elif named:
        cases = cases.filter(pk__in=[int(value) for value in named[:MOST_CASES]])
    else:
        cases = cases.filter(state__in=USUAL.get(kind, states.MET))
    return list(cases[:MOST_CASES])


@require_safe
def sitting_print(request, pk: int, form: str):
    """The minutes of a sitting, with the cases on its agenda that the person reads."""
    seen = readable_sitting(request.user, pk)
    case = None
    if seen.case is not None:
        case = readable_case(request.user, seen.case.pk)
    paper = printing.of_minutes(seen.sitting, seen.conclusions, case)
    coded = codes.coded(paper, codes.SITTING, (seen.sitting.pk,), _next_version(seen.sitting.minutes))
    return _answer(coded, form, seen.council.campaign.province_id)


@require_safe
def decision_print(request, pk: int, form: str):
    """A decision on record, over the communes of it that the person reads."""
    decision = get_object_or_404(Decision.objects.select_related("issuer"), pk=pk)
    cases = printing.cases_of(decision, cases_for(request.user).select_related("campaign", "span"))
    if not cases or not printing.is_printed(decision):
        raise Http404
    paper = printing.of_recorded(decision, cases)
    return _answer(codes.coded(paper, codes.DECISION, (decision.pk,)), form, cases[0].campaign.province_id)


def _answer(paper: PrintedPaper, form: str, province_id: int) -> HttpResponse:
    """The file: a Word file is saved, a PDF opens where the browser can show it."""
    answer = HttpResponse(
        printing.printed(paper, form, province_id), content_type=printing.CONTENT_TYPES[form]
    )
    name = printing.file_name(paper, form)
    answer["Content-Disposition"] = content_disposition_header(form == printing.WORD, name)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
