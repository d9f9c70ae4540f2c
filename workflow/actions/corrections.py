"""Shortcomings a commune names, and what became of last year's (R-COM-5)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from workflow.actions.locking import locked
from workflow.actions.recorded import note
from workflow.actions.refusals import refuse, undivided
from workflow.actions.rights import require
from workflow.models import Case, Correction
from workflow.rules.facts import N_

NO_CRITERION = N_("Choose one of the criteria, or none.")


@dataclass(frozen=True)
class Named:
    """A shortcoming of this year, of one criterion or in general; what will be done, by whom, by when."""

    criterion: int | None
    shortcoming: str
    solution: str = ""
    responsible: str = ""
    due_on: date | None = None


def open_ones(case: Case) -> list[int]:
    """Ids of the corrections this case inherited from last year."""
    return list(case.corrections.exclude(follows=None).values_list("pk", flat=True))


def write(
    case: Case,
    actor,
    *,
    shortcomings: str,
    entries: Iterable[Named] = (),
    outcomes: Mapping[int, str] | None = None,
) -> None:
    """Write this year's shortcomings (a summary and entries that next year's case opens with), and what
    became of last year's (`outcomes` by correction id). Entries replace those written before.

    Raises Refused when the actor may not prepare the commune's dossier or a criterion is unknown.
    """
    named = [entry for entry in entries if entry.shortcoming.strip()]
    with undivided("prepare_commune", actor, case.pk):
        case = locked(case.pk)
        permission = require("prepare_commune", case, actor)
        known = set(case.scores.values_list("criterion", flat=True))
        if any(entry.criterion is not None and entry.criterion not in known for entry in named):
            raise refuse("R-COM-5", NO_CRITERION, "corrections")
        case.shortcomings = shortcomings.strip()
        case.save(update_fields=["shortcomings"])
        _write_own(case, named)
        inherited = list(case.corrections.exclude(follows=None))
        for correction in inherited:
            correction.outcome = (outcomes or {}).get(correction.pk, correction.outcome).strip()
        Correction.objects.bulk_update(inherited, ["outcome"])
        payload = {"named": len(named), "inherited": len(inherited)}
        texts = {"shortcomings": shortcomings, "plans": _plans(named)}
        note("corrections.written", case, actor, permission, payload, texts)


def _write_own(case: Case, named: list[Named]) -> None:
    """This year's entries in their order; a row that next year's case already follows keeps its place."""
    own = case.corrections.filter(follows=None)
    followed = [row for row in own.order_by("pk") if row.followed_by.exists()]
    own.exclude(pk__in=[row.pk for row in followed]).delete()
    rows = followed[: len(named)] + [Correction(case=case) for _ in named[len(followed) :]]
    for row, entry in zip(rows, named, strict=True):
        row.criterion = entry.criterion
        row.shortcoming, row.solution = entry.shortcoming.strip(), entry.solution.strip()
        row.responsible, row.due_on = entry.responsible.strip(), entry.due_on
        row.save()


def _plans(named: list[Named]) -> str:
    """The entries as canonical JSON for the event: they may name people, so only a digest is chained."""
    told = [
        [one.criterion, one.shortcoming, one.solution, one.responsible, one.due_on and one.due_on.isoformat()]
        for one in named
    ]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")) if told else ""
