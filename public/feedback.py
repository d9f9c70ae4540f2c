"""Views of comments: the open windows, the form of one result, and what became of a comment."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from portal.record import clock
from public import addresses, pagecache
from public.certificates import certificate_key
from public.feedback_form import CodeForm, CommentForm
from public.front import open_windows
from public.limits import may_send
from public.models.publication import Publication
from public.result import Result
from workflow.actions.messages import receive
from workflow.actions.refusals import Refused
from workflow.models import Case, Message

NAV_KEY = "feedback"


def _tracking_form(data=None) -> CodeForm:
    return CodeForm(
        data, label=_("Code of your comment"), hint=_("Ten letters and digits, for example 7K3M9-2QFW4.")
    )


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """`/gop-y/`: what people may comment on today, and the way to an answer."""
    request.active_nav = NAV_KEY
    form = _tracking_form(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        message = _find(form.cleaned_data["code"])
        if message is not None:
            return redirect(addresses.tracking_address(message.tracking_code))
        form.add_error("code", _("No comment has this code. Compare it with what you wrote down."))
    windows = open_windows()
    told = {
        "windows": windows,
        "form": form,
        "illustrative_notice": any(window.illustrative for window in windows),
        "breadcrumbs": [(_("Home"), addresses.home_address()), (_("Comment"), "")],
    }
    response = render(request, "public/feedback.html", told)
    return response if request.GET else pagecache.keep(response)


def _find(code: str) -> Message | None:
    """The comment of a tracking code, however it was typed."""
    key = certificate_key(code)
    found = Message.objects.select_related("case", "answer", "window")
    return found.filter(tracking_code=f"{key[:5]}-{key[5:]}").first() if len(key) == 10 else None


@require_safe
@never_cache
def tracking(request: HttpRequest, code: str) -> HttpResponse:
    """`/gop-y/<code>/`: whether a comment was read and answered. The code is all one needs, or gets."""
    request.active_nav = NAV_KEY
    message = _find(code)
    if message is None:
        raise Http404
    if code != message.tracking_code:
        return redirect(addresses.tracking_address(message.tracking_code))
    case = message.case
    told = {
        "message": message,
        "case": case,
        "fresh": "moi" in request.GET,
        "result_address": addresses.unit_address(f"{case.code}-{case.slug}", case.year),
        "illustrative_notice": case.illustrative,
        "breadcrumbs": [(_("Comment"), addresses.feedback_address()), (message.tracking_code, "")],
    }
    return render(request, "public/tracking.html", told)


# The form acts for nobody who is signed in, and stored pages cannot carry a token:
# docs/decisions/comment-form.md.
@csrf_exempt
@never_cache
def comment(request: HttpRequest, unit_code: str, year: int) -> HttpResponse:
    """`/gop-y/<unit>/<year>/`: the form on a page of its own; where the form on a result is sent."""
    request.active_nav = NAV_KEY
    result = _provisional(unit_code, year)
    window_open = result.window_is_open(clock.today())
    form = CommentForm(request.POST if request.method == "POST" else None, result=result)
    if request.method == "POST" and window_open and form.is_valid():
        sent = _send(request, form)
        if sent is not None:
            return redirect(f"{addresses.tracking_address(sent.tracking_code)}?moi=1")
    told = {
        "result": result,
        "form": form,
        "window_open": window_open,
        "today": clock.today(),
        "result_address": _address_of(result),
        "comment_address": addresses.feedback_address(unit_code, year),
        "illustrative_notice": result.publication.illustrative,
        "breadcrumbs": [(_("Comment"), addresses.feedback_address()), (f"{result.name} {result.year}", "")],
    }
    refused = request.method == "POST"
    return render(request, "public/comment.html", told, status=422 if refused else 200)


def _provisional(unit_code: str, year: int) -> Result:
    publication = (
        Publication.objects.current().filter(unit_code=unit_code, year=year).defer("salts", "leaves").first()
    )
    if publication is None:
        raise Http404
    return Result(publication)


def _address_of(result: Result) -> str:
    publication = result.publication
    return addresses.unit_address(f"{publication.unit_code}-{publication.unit_slug}", publication.year)


def _send(request: HttpRequest, form: CommentForm) -> Message | None:
    """Hand the comment down to the workflow; a refusal becomes words beside the form."""
    if not may_send(request):
        form.add_error(
            None, _("Many comments came from your network this hour. Wait a while, then send again.")
        )
        return None
    given = form.cleaned_data
    try:
        sent = receive(
            Case.objects.get(pk=form.case_id),
            text=given["text"],
            criterion=given["about"],
            name=given["name"],
            phone=given["phone"],
        )
    except Refused as refused:
        for sentence in refused.sentences:
            form.add_error(None, sentence)
        return None
    return sent
