"""The five steps of a year as a line: what is done and when, what comes now, what is still ahead."""

from datetime import date

from django.utils.translation import gettext as _

from portal.theme.templatetags.steps import lateness_words
from portal.theme.templatetags.writing import short_day
from workflow.models import states
from workflow.rules import calendar, streaks
from workflow.rules.facts import concluded
from workflow.workspace.cases.casefile import CaseFile
from workflow.workspace.wording import begun, in_sentence

DONE, NOW, TODO = "done", "now", "todo"
# How many of the five steps are behind a case in each state.
BEHIND = {
    states.DRAFT: 0,
    states.COMMUNE_ASSESSED: 2,
    states.DISTRICT_REVIEWED: 3,
    states.RECOGNIZED: 4,
    states.REWARDED: 5,
    states.NOT_RECOGNIZED: 3,
    states.REVOKED: 4,
    states.NOT_FILED: 1,
}


def steps(file: CaseFile) -> list[dict]:
    """Label, note and status of each step, for the theme's progress line."""
    case, behind = file.case, BEHIND[file.case.state]
    met = concluded(file.facts.commune_sittings, file.today)
    if case.state == states.DRAFT and met is not None:
        behind = 1
    labels = [
        _("Commune assesses itself"),
        _("Commune files"),
        _("District reviews"),
        _("Decision"),
        _("Reward"),
    ]
    notes = [_assessed(file, met), _filed(file), _reviewed(file), _decided(file), _rewarded(file)]
    if case.state == states.NOT_RECOGNIZED:
        labels[3] = _("Not recognised")
    elif case.state == states.REVOKED:
        labels[4] = _("Recognition revoked")
    elif case.state == states.NOT_FILED:
        labels[1] = _("No dossier filed")
    return [
        {
            "label": label,
            "note": note,
            "status": DONE if place < behind else NOW if place == behind else TODO,
        }
        for place, (label, note) in enumerate(zip(labels, notes, strict=True))
    ]


def _when(day: date | None, days_late: int | None) -> str:
    told = [short_day(day)] if day else []
    if days_late:
        told.append(lateness_words(days_late))
    return " · ".join(told)


def _until(file: CaseFile, due: date, mine: bool = False) -> str:
    """The last day of a step that is not done, or how long it is over."""
    late = calendar.lateness(file.today, due)
    if late > 0:
        words = {"day": short_day(due), "late": in_sentence(lateness_words(late))}
        told = _("due %(day)s, %(late)s") % words
    else:
        told = _("due %(day)s") % {"day": short_day(due)}
    return _("Your turn, %(due)s") % {"due": told} if mine else begun(told)


def _mine(file: CaseFile, *actions: str) -> bool:
    return file.next is not None and file.next.page.action in actions and file.next.permission.allowed


def _assessed(file: CaseFile, met: bool | None) -> str:
    if met is None:
        if file.case.state == states.DRAFT:
            done = file.totals
            return _("%(done)s of %(all)s criteria scored") % {
                "done": done["commune_done"],
                "all": done["criteria"],
            }
        return ""
    sitting = max((s for s in file.gathered.commune_sittings if s.on_this_case), key=lambda s: s.held_on)
    verdict = _("council: met") if met else _("council: not met")
    return f"{short_day(sitting.held_on)} · {verdict}"


def _filed(file: CaseFile) -> str:
    case = file.case
    if case.state == states.NOT_FILED:
        return _("Recorded %(day)s") % {"day": short_day(case.decided_on)} if case.decided_on else ""
    if case.state == states.DRAFT:
        return _until(file, case.campaign.commune_due, _mine(file, "submit"))
    return _when(case.submitted_on, case.submit_days_late)


def _reviewed(file: CaseFile) -> str:
    case = file.case
    if case.reviewed_on:
        return _when(case.reviewed_on, None)
    if case.state in (states.DRAFT, states.COMMUNE_ASSESSED):
        return _until(file, case.campaign.district_due, _mine(file, "review", "decline"))
    return ""


def _decided(file: CaseFile) -> str:
    case = file.case
    if case.state in (states.DRAFT, states.COMMUNE_ASSESSED, states.DISTRICT_REVIEWED):
        mine = case.state == states.DISTRICT_REVIEWED and _mine(file, "recognize", "decline")
        return _until(file, case.campaign.district_due, mine)
    if case.state == states.NOT_FILED:
        return ""
    decided = next((a for a in reversed(file.gathered.acts) if a.action in ("recognize", "decline")), None)
    return _when(decided.on if decided else case.decided_on, case.decide_days_late)


def _rewarded(file: CaseFile) -> str:
    case, facts = file.case, file.facts
    if case.state == states.REVOKED:
        return short_day(case.decided_on)
    if case.state == states.REWARDED:
        levels = sorted({r.level for r in file.gathered.rewards if r.case_id == case.pk})
        years = ", ".join(map(str, levels))
        return _("for %(years)s years in a row") % {"years": years}
    if case.state != states.RECOGNIZED:
        return ""
    run = streaks.current(facts.runs, case.campaign.sequence, illustrative=case.illustrative)
    length = len(run)
    if length >= streaks.DISTRICT_LEVEL:
        return _("%(years)s years in a row") % {"years": length}
    return _("%(years)s of three years in a row") % {"years": length}
