"""Sittings: announced, held, minuted and concluded, case by case (R-COM-2, R-DIS-2, R-DIS-3)."""

from django.db import transaction
from django.forms import Form
from django.http import Http404
from django.utils.translation import gettext as _

from portal.record import clock
from workflow.actions import councils, papers
from workflow.actions.councils import AHEAD
from workflow.actions.refusals import Refused
from workflow.actions.rights import may
from workflow.models import Council, states
from workflow.rules.facts import Reason
from workflow.rules.papers import BIEN_BAN_HUYEN, BIEN_BAN_XA
from workflow.workspace.councils.views import district_trail
from workflow.workspace.pages import case_address, case_trail, page, posted, put, refused, saved
from workflow.workspace.prints import links
from workflow.workspace.reach import readable_case, readable_district
from workflow.workspace.sittings.forms import ConclusionForm, MinutesForm, SittingForm
from workflow.workspace.sittings.reading import SeenSitting, closing_days, readable_sitting
from workflow.workspace.wording import in_sentence

NAV = "councils"
NO_COUNCIL = councils.NO_FOUNDING


def sitting(request, pk: int):
    """A sitting as it is read: agenda, attendance, minutes, conclusions, and what is still to be written."""
    seen = readable_sitting(request.user, pk)
    came = {attendance.seat_id: attendance for attendance in seen.sitting.attendances.all()}
    ahead = seen.sitting.held_on > clock.today()
    writes = seen.permission.allowed
    context = {
        "seen": seen,
        "sitting": seen.sitting,
        "members": [(seat, came.get(seat.pk)) for seat in seen.members],
        "conclusions": [
            (conclusion, writes and not ahead and _open_for_conclusion(seen, conclusion.case))
            for conclusion in seen.conclusions
        ],
        "ahead": ahead,
        "may_prepare": writes,
        "minuted": bool(came),
        "print": links.of_sitting(seen.sitting, BIEN_BAN_HUYEN if seen.is_district else BIEN_BAN_XA),
        "breadcrumbs": seen.trail(),
        "illustrative_notice": seen.council.campaign.illustrative,
    }
    return page(request, "sittings/sitting.html", context, nav=NAV)


def _open_for_conclusion(seen: SeenSitting, case) -> bool:
    return case.state == (states.COMMUNE_ASSESSED if seen.is_district else states.DRAFT)


def commune_sitting_new(request, pk: int):
    """A sitting of the commune's council."""
    case = readable_case(request.user, pk)
    back = case_address(case, "council")
    permission = may("prepare_commune", case, request.user)
    if not permission.allowed:
        return refused(request, permission, back, nav="cases")
    council = _council(case.campaign, case.assessing_unit_id)
    if council is None:
        return refused(request, [Reason("R-COM-2", NO_COUNCIL)], back, nav="cases")
    form = SittingForm(posted(request))
    context = {
        "title": _("Sitting of the council of %(place)s") % {"place": in_sentence(case.full_name)},
        "breadcrumbs": case_trail(case, (_("New sitting"), None)),
        "back": back,
    }
    return _set(request, form, council, None, [case], context)


def district_sitting_new(request, year: str, code: str):
    """A sitting of the district's council, with its agenda."""
    place = readable_district(request.user, year, code)
    permission = place.may(request.user)
    if not permission.allowed:
        return refused(request, permission, place.council_address, nav=NAV)
    council = _council(place.campaign, place.unit.pk)
    if council is None:
        return refused(request, [Reason("R-DIS-3", NO_COUNCIL)], place.council_address, nav=NAV)
    agenda = list(
        place.cases.filter(state__in=(states.DRAFT, states.COMMUNE_ASSESSED)).order_by("-state", "sort_key")
    )
    form = SittingForm(posted(request), agenda=agenda, closing=closing_days(agenda))
    context = {
        "title": _("Sitting of the review council of %(place)s") % {"place": in_sentence(place.name)},
        "breadcrumbs": district_trail(place, (_("Council"), place.council_address), (_("New sitting"), None)),
        "back": place.council_address,
    }
    return _set(request, form, council, None, None, context)


def sitting_edit(request, pk: int):
    """Another day, place or agenda; what is concluded already stays on the agenda."""
    seen = readable_sitting(request.user, pk)
    if not seen.permission.allowed:
        return refused(request, seen.permission, seen.address, nav=NAV)
    old = {"held_on": seen.sitting.held_on, "place": seen.sitting.place}
    options, cases = {}, None
    if seen.is_district:
        on_it = [conclusion.case for conclusion in seen.conclusions]
        others = seen.place.cases.filter(state__in=(states.DRAFT, states.COMMUNE_ASSESSED))
        agenda = on_it + list(others.exclude(pk__in=[case.pk for case in on_it]))
        options = {"agenda": agenda, "closing": closing_days(agenda)}
        old["cases"] = [str(case.pk) for case in on_it]
    else:
        cases = [seen.case]
    form = SittingForm(posted(request), initial=old, **options)
    context = {
        "title": _("Change the sitting of %(day)s") % {"day": f"{seen.sitting.held_on:%d/%m/%Y}"},
        "breadcrumbs": seen.trail((_("Change"), None)),
        "back": seen.address,
    }
    return _set(request, form, seen.council, seen.sitting, cases, context)


def sitting_cancel(request, pk: int):
    """A sitting that was announced is taken back."""
    seen = readable_sitting(request.user, pk)
    if not seen.permission.allowed:
        return refused(request, seen.permission, seen.address, nav=NAV)
    form = Form(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            councils.cancel(seen.sitting, request.user)
        except Refused as refusal:
            put(form, refusal)
        else:
            return saved(request, _("The sitting is cancelled."), seen.back)
    day = {"day": f"{seen.sitting.held_on:%d/%m/%Y}"}
    context = {
        "title": _("Cancel the sitting of %(day)s") % day,
        "form": form,
        "breadcrumbs": seen.trail((_("Cancel"), None)),
        "back": seen.address,
        "button": _("Cancel the sitting of %(day)s") % day,
        "consequences_heading": _("When you cancel it"),
        "consequences": [
            _("Its agenda is free for another day; nothing else is lost."),
            _("The record keeps that it was announced and cancelled."),
        ],
        "illustrative_notice": seen.council.campaign.illustrative,
    }
    return page(request, "form_page.html", context, nav=NAV)


def _council(campaign, unit_id: int) -> Council | None:
    """A council that is founded already, else None."""
    found = Council.objects.filter(campaign=campaign, unit=unit_id, founded_on__isnull=False)
    return found.select_related("campaign__province", "unit").first()


def _set(request, form: SittingForm, council: Council, former, cases, context: dict):
    """Announce, record or change a sitting; `cases` is the agenda where there is nothing to choose."""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            done = councils.hold(
                council,
                request.user,
                held_on=given["held_on"],
                place=given["place"],
                cases=given.get("cases", cases),
                sitting=former,
            )
        except Refused as refusal:
            put(form, refusal)
        else:
            address = readable_sitting(request.user, done.pk).address
            return saved(request, _("The sitting is saved."), address)
    context |= {
        "form": form,
        "button": _("Save the sitting"),
        "consequences_heading": _("When you save"),
        "consequences": [
            _("A sitting that lies ahead is announced; comments on its communes close the day before."),
            _("Afterwards you record who came, the signed minutes and the conclusion on each commune."),
        ],
        "illustrative_notice": council.campaign.illustrative,
    }
    return page(request, "form_page.html", context, nav=NAV)


def minutes(request, pk: int):
    """Who came, and the signed minutes."""
    seen = readable_sitting(request.user, pk)
    if not seen.permission.allowed:
        return refused(request, seen.permission, seen.address, nav=NAV)
    if seen.sitting.held_on > clock.today():
        return refused(request, [Reason("R-COM-2", AHEAD)], seen.address, nav=NAV)
    came = {attendance.seat_id: attendance for attendance in seen.sitting.attendances.all()}
    old = {f"present-{seat}": attendance.present for seat, attendance in came.items()}
    old |= {f"absence-{seat}": attendance.note for seat, attendance in came.items()}
    form = MinutesForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        seats=seen.members,
        initial=old,
    )
    form.fields["file"].by = request.user
    if request.method == "POST" and form.is_valid() and _minute(request, seen, form):
        return saved(request, _("Attendance and minutes are saved."), seen.address)
    context = {
        "title": _("Who came to the sitting of %(day)s") % {"day": f"{seen.sitting.held_on:%d/%m/%Y}"},
        "form": form,
        "seen": seen,
        "minutes": seen.sitting.minutes,
        "back": seen.address,
        "breadcrumbs": seen.trail((_("Attendance and minutes"), None)),
        "button": _("Save attendance and minutes"),
        "illustrative_notice": seen.council.campaign.illustrative,
    }
    return page(request, "sittings/minutes.html", context, nav=NAV)


def _minute(request, seen: SeenSitting, form: MinutesForm) -> bool:
    """Attendance and paper in one piece; False when refused."""
    try:
        with transaction.atomic():
            paper = _minutes_paper(request.user, seen, form) if form.has_paper else None
            councils.minute(
                seen.sitting, request.user, present=form.present(), absences=form.absences(), paper=paper
            )
    except Refused as refusal:
        put(form, refusal)
        return False
    return True


def _minutes_paper(user, seen: SeenSitting, form: MinutesForm):
    given = {name: form.cleaned_data[name] for name in ("number", "signed_on", "signatory_name", "file")}
    if not seen.is_district:
        return papers.add_to_case(seen.case, user, kind=BIEN_BAN_XA, **given)
    former = seen.sitting.minutes
    return papers.add_to_district(
        seen.council.campaign,
        seen.council.unit,
        user,
        kind=BIEN_BAN_HUYEN,
        covers=[conclusion.case for conclusion in seen.sitting.conclusions.all()],
        replaces=former if former and former.replaced_by_id is None else None,
        **given,
    )


def conclusion(request, pk: int, case_pk: int):
    """The chair's conclusion on one case of the agenda."""
    seen = readable_sitting(request.user, pk)
    found = next((entry for entry in seen.conclusions if entry.case_id == case_pk), None)
    if found is None:
        raise Http404
    work = "score_district" if seen.is_district else "prepare_commune"
    permission = may(work, found.case, request.user)
    if not permission.allowed:
        return refused(request, permission, seen.address, nav=NAV)
    if seen.sitting.held_on > clock.today():
        return refused(request, [Reason("R-COM-2", AHEAD)], seen.address, nav=NAV)
    form = ConclusionForm(posted(request), seats=seen.members, initial=_concluded(found))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            councils.conclude(
                seen.sitting,
                found.case,
                request.user,
                met=given["met"],
                note=given["note"],
                opinions=form.heard(),
                votes_for=given["votes_for"],
                votes_against=given["votes_against"],
            )
        except Refused as refusal:
            put(form, refusal)
        else:
            return saved(
                request,
                _("The conclusion on %(place)s is saved.") % {"place": found.case.full_name},
                seen.address,
            )
    context = {
        "title": _("Conclusion on %(place)s") % {"place": found.case.full_name},
        "form": form,
        "seen": seen,
        "case": found.case,
        "back": seen.address,
        "breadcrumbs": seen.trail((found.case.full_name, None)),
        "button": _("Save the conclusion"),
        "illustrative_notice": seen.council.campaign.illustrative,
    }
    return page(request, "sittings/conclusion.html", context, nav=NAV)


def _concluded(entry) -> dict:
    """What is written on a case already."""
    old = {
        "met": None if entry.met is None else "yes" if entry.met else "no",
        "note": entry.note,
        "votes_for": entry.votes_for,
        "votes_against": entry.votes_against,
    }
    for opinion in entry.opinions.all():
        old[f"opinion-{opinion.seat_id}"] = opinion.text
        old[f"recused-{opinion.seat_id}"] = opinion.recused
        old[f"recusal-{opinion.seat_id}"] = opinion.recusal_reason
    return old
