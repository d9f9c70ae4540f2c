"""The streak passport of a unit: years in a row up to a year, and what is missing to 3 and 5 (R-REW)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from public import states
from workflow.models import Campaign, Recognition, Reward
from workflow.rules import streaks
from workflow.rules.facts import RunFacts

STAMPS = 5


@dataclass(frozen=True)
class Passport:
    """Stamps and milestones for the theme's `streak_passport`, and one sentence above them."""

    sentence: str
    stamps: list[dict]
    milestones: list[dict]


def passport(unit_id: int, upto: int, history: dict[int, str], *, illustrative: bool) -> Passport | None:
    """The passport of a unit as of a year, or None when no year of it was ever recognised.

    `history` gives the public state by year, for years that broke the row. Three queries.
    """
    recognitions = Recognition.objects.filter(unit_id=unit_id, illustrative=illustrative).select_related(
        "decision"
    )
    given = {found.year: found for found in recognitions.order_by("pk")}
    if not given:
        return None
    sequences = dict(
        Campaign.objects.filter(illustrative=illustrative, year__in=[*history, *given]).values_list(
            "year", "sequence"
        )
    )
    runs = [_run(year, given.get(year), sequences, illustrative) for year in sorted({*history, *given})]
    runs = [run for run in runs if run is not None and run.year <= upto]
    decided = [run for run in runs if history.get(run.year, "") not in states.RUNNING]
    unbroken = streaks.current(decided, illustrative=illustrative)
    shown = _shown_years(unbroken, upto)
    anew = not unbroken and history.get(upto, "") not in states.RUNNING
    rewarded = _rewarded(unit_id, unbroken, illustrative)
    return Passport(
        sentence=_anew(upto) if anew else _sentence(len(unbroken)),
        stamps=[_stamp(year, given.get(year), history.get(year, "")) for year in shown],
        milestones=[] if anew else [_milestone(found, rewarded) for found in streaks.milestones(decided)],
    )


def _rewarded(unit_id: int, unbroken: tuple[RunFacts, ...], illustrative: bool) -> dict[int, int]:
    """The last year of the row that carried a reward, by level."""
    years = [run.year for run in unbroken]
    given = Reward.objects.filter(unit_id=unit_id, illustrative=illustrative, case__year__in=years)
    return dict(given.order_by("case__year").values_list("level", "case__year"))


def _run(
    year: int, recognition: Recognition | None, sequences: dict[int, int], illustrative: bool
) -> RunFacts | None:
    sequence = recognition.sequence if recognition else sequences.get(year)
    if sequence is None:
        return None
    revoked = bool(recognition and recognition.revoked_on)
    return RunFacts(sequence, year, recognition is not None, revoked, illustrative)


def _shown_years(unbroken: tuple[RunFacts, ...], upto: int) -> list[int]:
    """Five years: those of the row first, so that what is still missing to five can be seen."""
    first = max(unbroken[0].year, unbroken[-1].year - STAMPS + 1) if unbroken else upto
    return list(range(first, first + STAMPS))


def _stamp(year: int, recognition: Recognition | None, state: str) -> dict:
    if recognition and not recognition.revoked_on:
        number = recognition.decision.number if recognition.decision else recognition.decision_text
        status = "rewarded" if state == states.REWARDED else "recognized"
        return {"year": year, "status": status, "note": number or _("Recognised")}
    if state and state not in states.RUNNING:
        return {"year": year, "status": "missed", "note": str(states.NAMES[state])}
    if state:
        return {"year": year, "status": "now", "note": str(states.NAMES[state])}
    return {"year": year, "status": "future", "note": _("Not yet")}


def _sentence(length: int) -> str:
    if not length:
        return _("The row of recognised years starts anew.")
    if length == 1:
        return _("Recognised for one year running.")
    return _("Recognised for %(years)s years running.") % {"years": length}


def _anew(upto: int) -> str:
    """The year broke the row: what the next ones can lead to."""
    return _("The row starts anew: three years running can be reached in %(three)s, five in %(five)s.") % {
        "three": upto + 3,
        "five": upto + 5,
    }


def _milestone(found: streaks.Milestone, rewarded: dict[int, int]) -> dict:
    heading = _("%(years)s years: reached.") if found.reached else _("%(years)s years: %(missing)s to go.")
    note = ""
    if found.level in rewarded:
        note = _("Rewarded in %(year)s.") % {"year": rewarded[found.level]}
    elif found.reached:
        note = (
            _("The chair of the district may reward.")
            if found.level == 3
            else _("The chair of the province may reward.")
        )
    return {
        "years": found.level,
        "heading": heading % {"years": found.level, "missing": found.missing},
        "note": note,
        "reached": found.reached,
    }
