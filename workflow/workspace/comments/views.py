"""Citizens' comments as officials work on them: looked through, answered, entered from paper (R-OUT-1)."""

from datetime import date

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.record import clock
from workflow.actions import messages
from workflow.actions.refusals import Refused
from workflow.actions.rights import may
from workflow.models import Message, states
from workflow.workspace import criteria, exports
from workflow.workspace.comments import export
from workflow.workspace.comments.forms import AnswerForm, EnterForm, ModerateForm
from workflow.workspace.pages import case_address, case_trail, page, posted, put, refused, saved
from workflow.workspace.reach import cases_for, readable_case

NAV = "comments"
PER_PAGE = 25
WORKING = (states.COMMUNE_ASSESSED, states.DISTRICT_REVIEWED)
TABS = {
    "": gettext_lazy("Waiting"),
    "xem-xet": gettext_lazy("To look through"),
    "tra-loi": gettext_lazy("To answer"),
    "xong": gettext_lazy("Done"),
}
TO_LOOK = Q(admissible=None, case__state__in=WORKING)
TO_ANSWER = Q(admissible=True, answer=None, case__state__in=WORKING)


def comment_list(request):
    """Comments on cases the person reads: first what holds up a decision, by the district's last day."""
    own = Message.objects.filter(case__in=cases_for(request.user).values("pk"))
    wanted = {"": TO_LOOK | TO_ANSWER, "xem-xet": TO_LOOK, "tra-loi": TO_ANSWER}
    tab = request.GET.get("xem", "")
    tab = tab if tab in TABS else ""
    found = own.filter(wanted[tab]) if tab in wanted else own.exclude(TO_LOOK | TO_ANSWER)
    found = found.select_related("case__campaign", "window", "answer")
    newest_first = ["-received_at", "-pk"]
    soonest_first = ["-in_window", "case__campaign__district_due", "received_at", "pk"]
    ordered = found.order_by(*(newest_first if tab == "xong" else soonest_first))
    if how := exports.wanted(request):
        return exports.answer(how, export.listing(ordered, str(TABS[tab])))
    shown = Paginator(ordered, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "shown": shown,
        "comments": [_row(request.user, one) for one in shown.object_list],
        "tabs": [(key, name, key == tab) for key, name in TABS.items()],
        "tab": tab,
        "illustrative_notice": any(one.case.illustrative for one in shown.object_list),
    }
    return page(request, "comments/list.html", context, nav=NAV)


def _row(user, message: Message) -> dict:
    """A comment in the list: what is to be done with it, by whom it may be done, until when."""
    due = message.case.campaign.district_due
    waits = message.case.state in WORKING
    look = waits and message.admissible is None
    reply = waits and message.admissible is True and message.answer_id is None
    work = "moderate_message" if look else "answer_message"
    allowed = (look or reply) and may(work, message.case, user).allowed
    address = ""
    if allowed and look:
        address = reverse("workspace:comment-moderate", args=[message.pk])
    elif allowed:
        address = f"{reverse('workspace:comment-answer', args=[message.case_id])}?y-kien={message.pk}"
    return {
        "message": message,
        "criterion": criteria.names(message.case.campaign).get(message.criterion, ""),
        "look": look,
        "reply": reply,
        "address": address,
        "due": due if look or reply else None,
        "late": (look or reply) and due < clock.today(),
    }


def comment_moderate(request, pk: int):
    """Say whether a comment can be taken."""
    message = get_object_or_404(Message.objects.select_related("case__campaign", "window"), pk=pk)
    if not cases_for(request.user).filter(pk=message.case_id).exists():
        raise Http404
    back = reverse("workspace:comment-list")
    permission = may("moderate_message", message.case, request.user)
    if not permission.allowed:
        return refused(request, permission, back, nav=NAV)
    initial = {}
    if message.admissible is not None:
        initial = {"admissible": "yes" if message.admissible else "no", "reason": message.moderation_reason}
    form = ModerateForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            messages.moderate(message, request.user, **form.cleaned_data)
        except Refused as refusal:
            put(form, refusal)
        else:
            return saved(request, _("The comment has been looked through."), back)
    context = {
        "title": _("A comment on %(place)s") % {"place": message.case.full_name},
        "form": form,
        "message": message,
        "criterion": criteria.names(message.case.campaign).get(message.criterion, ""),
        "back": back,
        "breadcrumbs": case_trail(message.case, (_("Look through a comment"), None)),
        "button": _("Save"),
        "consequences_heading": _("When you save"),
        "consequences": [
            _("A comment that is taken must be answered before the commune can be recognised."),
            _("One that is not taken is hidden; citizens read your reason in its place."),
        ],
        "illustrative_notice": message.case.illustrative,
    }
    return page(request, "comments/moderate.html", context, nav=NAV)


def comment_answer(request, pk: int):
    """One answer for the comments ticked, all on one case."""
    case = readable_case(request.user, pk)
    back = case_address(case, "messages")
    permission = may("answer_message", case, request.user)
    if not permission.allowed:
        return refused(request, permission, back, nav=NAV)
    waiting = list(case.messages.filter(admissible=True, answer=None))
    form = AnswerForm(posted(request), waiting=waiting, initial={"messages": request.GET.getlist("y-kien")})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            messages.answer(given["messages"], request.user, accepted=given["accepted"], text=given["text"])
        except Refused as refusal:
            put(form, refusal)
        else:
            return saved(request, _("The answer is given."), back)
    context = {
        "title": _("Answer comments on %(place)s") % {"place": case.full_name},
        "form": form,
        "waiting": waiting,
        "case": case,
        "back": back,
        "breadcrumbs": case_trail(case, (_("Answer"), None)),
        "button": _("Give this answer"),
        "consequences_heading": _("When you give it"),
        "consequences": [
            _("Everybody can read it at once beneath each comment you ticked, without the sender's name."),
            _("Of criteria of which only points are public, citizens read only that it was answered."),
            _("It is recorded with your name."),
            _("If points change because of it, change them on the score sheet before the review."),
        ],
        "illustrative_notice": case.illustrative,
    }
    return page(request, "comments/answer.html", context, nav=NAV)


def comment_enter(request, pk: int):
    """A comment that came on paper or by telephone."""
    case = readable_case(request.user, pk)
    back = case_address(case, "messages")
    permission = may("record_paper_message", case, request.user)
    if not permission.allowed:
        return refused(request, permission, back, nav=NAV)
    form = EnterForm(
        posted(request),
        criteria=criteria.choices(case.campaign),
        initial={"received_on": clock.today()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            message = messages.receive(case, entered_by=request.user, **form.cleaned_data)
        except Refused as refusal:
            put(form, refusal)
        else:
            told = _("The comment is entered. Tracking code for its sender: %(code)s")
            return saved(request, told % {"code": message.tracking_code}, back)
    context = {
        "title": _("Enter a comment on %(place)s") % {"place": case.full_name},
        "form": form,
        "back": back,
        "lead": _window_words(case),
        "breadcrumbs": case_trail(case, (_("Enter a comment"), None)),
        "button": _("Enter the comment"),
        "consequences_heading": _("When you enter it"),
        "consequences": [
            _("It is treated like a comment from the portal: looked through, then answered."),
            _("One that came in the days for comments must be answered before the decision."),
            _("You get a tracking code; give it to the sender."),
        ],
        "illustrative_notice": case.illustrative,
    }
    return page(request, "form_page.html", context, nav=NAV)


def _window_words(case) -> str:
    window = case.windows.filter(replaced=False).order_by("-pk").first()
    if window is None:
        return ""
    return _("Days for comments: %(opens)s to %(closes)s.") % {
        "opens": _written(window.opens),
        "closes": _written(window.closes),
    }


def _written(day: date) -> str:
    return f"{day:%d/%m/%Y}"
