"""The case page and its parts: points, council, papers, supervision, comments, history."""

from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from workflow.models import states
from workflow.rules import seats
from workflow.rules.facts import concluded
from workflow.workspace import links
from workflow.workspace.cases import history, progress
from workflow.workspace.cases.casefile import CaseFile, english
from workflow.workspace.notices.deadlines import shown
from workflow.workspace.prints.links import SIGNER
from workflow.workspace.prints.of_case import prints_of
from workflow.workspace.reach import UnitYear, readable_case, reads_unit, unit_year_of

TABS = ("scores", "council", "papers", "findings", "messages", "history")


def opened(request, pk: int) -> CaseFile:
    """The case behind an address for this person, or Http404."""
    return CaseFile(readable_case(request.user, pk), request.user)


def case_page(request, file: CaseFile, tab: str, context: dict, *, status: int = 200) -> TemplateResponse:
    """One part of the case page, under the same head, with the next step beside it."""
    case = file.case
    words = {
        "scores": _("Points"),
        "council": _("Council"),
        "papers": _("Papers"),
        "findings": _("Supervision"),
        "messages": _("Comments"),
        "history": _("History of the case"),
    }
    counts = file.tab_counts()
    request.active_nav = "cases"
    shared = {
        "file": file,
        "case": case,
        "totals": file.totals,
        "illustrative_notice": case.illustrative,
        "steps": progress.steps(file),
        "tab": tab,
        "tab_word": words[tab],
        "tabs": [(words[name], links.part(case, name), counts.get(name, ""), name == tab) for name in TABS],
        "breadcrumbs": trail(case),
        **aside(file),
    }
    return TemplateResponse(request, f"workspace/case/{tab}.html", {**shared, **context}, status=status)


def trail(case, *more) -> list[tuple[str, str | None]]:
    """Where a page of a case stands: cases, the year, the case."""
    listed = reverse("workspace:case-list")
    own = [(case.full_name, links.part(case) if more else None)]
    return [(_("Cases"), listed), (str(case.year), f"{listed}?year={case.year}"), *own, *more]


def aside(file: CaseFile) -> dict:
    """The box of the next step and the list of what is still needed."""
    step = file.next
    if step is None:
        return {"step": None, "tasks": [], "other_acts": file.other_acts, "last_days": []}
    return {
        "step": step,
        "step_address": links.act(file.case, step.page.key),
        "tasks": file.told_tasks(step.tasks),
        "other_acts": file.other_acts,
        "last_days": [shown(group) for group in file.last_days],
    }


@require_safe
def next_step(request, pk: int):
    """The box of the next step alone, asked for again after points were saved."""
    file = opened(request, pk)
    return TemplateResponse(
        request, "workspace/case/aside.html", {"file": file, "case": file.case, **aside(file)}
    )


@require_safe
def council(request, pk: int):
    """Both councils: seats and holders, sittings, who came, what was said and concluded."""
    file = opened(request, pk)
    gathered = file.gathered
    return case_page(
        request,
        file,
        "council",
        {
            **_district_addresses(file, "district-council", "district-sitting-new"),
            "councils": [
                _council(file, seats.COMMUNE_COUNCIL, gathered.commune_council, gathered.commune_sittings),
                _council(file, seats.DISTRICT_COUNCIL, gathered.district_council, gathered.district_sittings),
            ],
        },
    )


def _district_addresses(file: CaseFile, *names: str) -> dict[str, str]:
    """Addresses of the reviewing district's year, for those who prepare it."""
    if not file.may("prepare_district").allowed:
        return {}
    year = unit_year_of(file.case)
    return {f"{name.replace('-', '_')}_address": year.link(name) for name in names}


def _council(file: CaseFile, tier: str, council, sittings) -> dict:
    work = "prepare_commune" if tier == seats.COMMUNE_COUNCIL else "prepare_district"
    return {
        "tier": tier,
        "heading": _("Assessment council of the commune")
        if tier == seats.COMMUNE_COUNCIL
        else _("Review council of the district"),
        "council": council if council and council.founded_on else None,
        "seats": _seats(tier, council),
        "sittings": [_sitting(sitting, council) for sitting in sittings],
        "may_prepare": file.may(work).allowed,
    }


def _seats(tier: str, council) -> list[dict]:
    """Every seat the Plan names with its holders, and the members the chair added."""
    held: dict[str, list] = {}
    for seat in council.members if council else ():
        held.setdefault(seat.code, []).append(seat)
    told = []
    for seat in seats.SEATS[tier]:
        rows = held.get(seat.code, [])
        if not rows and not seat.required:
            continue
        told.append(
            {
                "office": seat.office_en if english() else seat.office,
                "standing": seat.standing,
                "chair": seat.chair,
                "holders": [row for row in rows if not row.vacant and row.holder_name],
                "vacancy": next((row.vacancy_reason for row in rows if row.vacant), ""),
                "concurrent": next((row.concurrent_reason for row in rows if row.concurrent_reason), ""),
            }
        )
    return told


def _sitting(sitting, council) -> dict:
    conclusion = sitting.on_this_case[0] if sitting.on_this_case else None
    attendances = list(sitting.attendances.all())
    names = {seat.pk: seat.holder_name for seat in council.seats.all()}
    return {
        "sitting": sitting,
        "present": sum(attendance.present for attendance in attendances),
        "invited": len(attendances),
        "conclusion": conclusion,
        "opinions": [(names.get(said.seat_id, ""), said) for said in conclusion.opinions.all()]
        if conclusion
        else [],
    }


@require_safe
def papers(request, pk: int):
    """The papers of the dossiers by kind: there or missing, with version, digest and what they cover."""
    file = opened(request, pk)
    by_kind: dict[str, list] = {}
    for paper in file.gathered.papers:
        by_kind.setdefault(paper.kind, []).append(paper)
    documents = file.regulation.documents
    place = _district_read(file)
    prints = prints_of(file, place, request.GET.get(SIGNER, ""))
    facts, today = file.facts, file.today
    groups = [
        (_("Dossier of the commune"), documents.commune, "prepare_commune", facts.commune_sittings),
        (_("Dossier of recognition"), documents.district, "prepare_district", facts.district_sittings),
        (_("Dossier of the reward"), documents.reward, "prepare_reward", ()),
    ]
    told = []
    for heading, kinds, work, sittings in groups:
        not_met = concluded(sittings, today) is False
        rows = [
            {
                "kind": kind.kind,
                "anchor": kind.kind.replace("_", "-"),
                "name": kind.name_en if english() else kind.name,
                "papers": by_kind.pop(kind.kind, []),
                "waived": (waived := kind.only_if_met and not_met),
                "print": None if waived else prints.by_kind.get(kind.kind),
            }
            for kind in kinds
        ]
        for row in rows:
            # As the task list has it: a paper counts with its file (R-COM-4).
            row["on_record"] = any(paper.file_id for paper in row["papers"])
        here = any(row["papers"] for row in rows)
        if here or work != "prepare_reward" or file.may(work).allowed:
            told.append(
                {"heading": heading, "rows": rows, "may_prepare": file.may(work).allowed, "work": work}
            )
    decisions = {act.decision.pk: act.decision for act in file.gathered.acts if act.decision}
    context = {
        "groups": told,
        "decisions": [(one, prints.decided.get(one.pk)) for one in decisions.values()],
        "prints": prints,
        "certificate": _certificate(file),
    }
    if place is not None and file.may("prepare_district").allowed:
        context["district_paper_new_address"] = place.link("district-paper-new")
    return case_page(request, file, "papers", context)


def _certificate(file: CaseFile):
    """The recognition in force whose certificate can be printed, or None."""
    if file.case.state not in states.MET:
        return None
    own = [one for one in file.gathered.recognitions if one.case_id == file.case.pk]
    return next((one for one in own if one.certificate_code and one.revoked_on is None), None)


def _district_read(file: CaseFile) -> UnitYear | None:
    """The reviewing district's year, for those who read it as a whole."""
    case = file.case
    if not reads_unit(file.user, case.reviewing_unit_id, case.campaign.province_id):
        return None
    return unit_year_of(case)


@require_safe
def findings(request, pk: int):
    """What departments saw, what they doubt, and who of the district has read it (R-SUP-1)."""
    file = opened(request, pk)
    told = [
        {
            "finding": finding,
            "criterion": _criterion(file, finding.criterion),
            "reads": list(finding.reads.all()),
        }
        for finding in file.gathered.findings
    ]
    return case_page(
        request,
        file,
        "findings",
        {
            "findings": told,
            "may_record": file.may("record_finding").allowed,
            "may_read": file.may("read_finding").allowed,
        },
    )


@require_safe
def messages(request, pk: int):
    """Citizens' comments with their answers, and the days for comments with the sum behind them."""
    file = opened(request, pk)
    told = [
        {"message": message, "criterion": _criterion(file, message.criterion) if message.criterion else ""}
        for message in file.gathered.messages
    ]
    return case_page(
        request,
        file,
        "messages",
        {
            "told": told,
            "window": file.gathered.window,
            "may_answer": file.may("answer_message").allowed,
            "may_enter": file.may("record_paper_message").allowed,
        },
    )


def _criterion(file: CaseFile, number: int) -> str:
    """ "9. Suy dinh dưỡng dưới 05 tuổi"; the number alone for one the regulation does not know."""
    try:
        criterion = file.regulation.criterion(number)
    except KeyError:
        return str(number)
    return f"{number}. {criterion.short_name_en if english() else criterion.short_name}"


@require_safe
def past(request, pk: int):
    """Everything that was done to the case: acts, and what the record holds beside them."""
    file = opened(request, pk)
    return case_page(request, file, "history", {"entries": history.entries(file.gathered)})
