"""Views of certificates: type a code, read whether the certificate holds."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from public import addresses, pagecache
from public.certificates import Standing, Verification, verify_certificate
from public.feedback_form import CodeForm

NAV_KEY = "verify"


def _form(data=None) -> CodeForm:
    return CodeForm(
        data,
        label=_("Code on the certificate"),
        hint=_("For example 7K3M-92QF-W4DX. Dashes and capitals do not matter; O counts as 0, I and L as 1."),
    )


@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """`/xac-minh/`: the form; a known code leads to its own address."""
    request.active_nav = NAV_KEY
    form = _form(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        found = verify_certificate(form.cleaned_data["code"])
        if found.standing is not Standing.UNKNOWN:
            return redirect(addresses.certificate_address(found.given.certificate_code))
        form.add_error("code", _("No certificate has this code. Compare it letter by letter."))
    response = render(request, "public/verify.html", {"form": form, "breadcrumbs": _crumbs()})
    return response if request.GET else pagecache.keep(response)


@require_safe
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """`/xac-minh/<code>/`: valid, superseded, revoked, or unknown (404, with the form)."""
    request.active_nav = NAV_KEY
    found = verify_certificate(code)
    if found.standing is Standing.UNKNOWN:
        form = _form({"code": code})
        form.is_valid()
        form.add_error("code", _("No certificate has this code. Compare it letter by letter."))
        told = {"form": form, "breadcrumbs": _crumbs()}
        return render(request, "public/verify.html", told, status=404)
    if code != found.given.certificate_code:
        return redirect(addresses.certificate_address(found.given.certificate_code))
    return pagecache.keep(render(request, "public/certificate.html", _told(found)))


def _told(found: Verification) -> dict:
    given = found.given
    return {
        "standing": found.standing.value,
        "given": given,
        "current": found.current,
        "result_address": addresses.unit_address(f"{given.unit_code}-{given.unit_slug}", given.year),
        "illustrative_notice": given.illustrative,
        "breadcrumbs": _crumbs(given.certificate_code),
    }


def _crumbs(code: str = "") -> list[tuple[str, str]]:
    if code:
        return [(_("Verify a certificate"), addresses.certificate_address()), (code, "")]
    return [(_("Home"), addresses.home_address()), (_("Verify a certificate"), "")]
