"""Certificates as PDF: of one case, or of all communes of a district or province in a year, in one file."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from workflow.documents.certificates import pdf
from workflow.documents.certificates.content import Certificate, certificates
from workflow.workspace.reach import cases_for, readable_case, readable_unit_year


@require_safe
def case_certificate(request, pk: int):
    """The certificate of a recognised commune; none where it was never given or was revoked."""
    case = readable_case(request.user, pk)
    found = certificates(cases_for(request.user).filter(pk=case.pk))
    return _answer(found, found[0].file_stem if found else "")


@require_safe
def unit_certificates(request, year: str, code: str):
    """Every certificate in force of a district's or a province's year that the person reads."""
    place = readable_unit_year(request.user, year, code)
    own = cases_for(request.user).filter(campaign=place.campaign)
    if not place.is_province:
        own = own.filter(recognising_unit=place.unit)
    return _answer(certificates(own), f"giay-cong-nhan-{place.span.slug}-{place.campaign.year}")


def _answer(found: list[Certificate], stem: str) -> HttpResponse:
    """The file, which opens where the browser can show it."""
    if not found:
        raise Http404
    answer = HttpResponse(pdf.made(found), content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(False, f"{stem}.pdf")
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
