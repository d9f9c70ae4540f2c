"""Saving points; nobody's value is ever overwritten unseen (R-COM-3, R-DIS-2)."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import transaction

from portal.prepared import Prepared
from portal.record import clock
from workflow.actions.digests import digest, numbers_digest
from workflow.actions.dossier import numbers_of
from workflow.actions.locking import locked
from workflow.actions.recorded import name_of
from workflow.actions.refusals import Refused, log_refusal, refuse, undivided
from workflow.actions.rights import require
from workflow.models import Case, Score, ScoreRevision
from workflow.models.scores import COMMUNE, DISTRICT
from workflow.rules.facts import N_, Reason
from workflow.rules.measuring import NOTHING, Numbers, NumbersRefused, check, settled

WORK = {COMMUNE: "score_commune", DISTRICT: "score_district"}
_SCORES = Prepared(lambda case: Score.objects.filter(case=case))
POINTS_ONLY = N_("Of criterion %(no)s only points are public: its reason cannot be cleared for the public.")
STAMPED = ("points", "numerator", "denominator", "version", "saved_at", "saved_by")
SALT_BYTES = 32
FIELDS = {
    COMMUNE: ["commune_evidence", "commune_reason"],
    DISTRICT: ["district_reason", "reason_cleared"],
}


@dataclass(frozen=True)
class Entry:
    """What an editor gives for one criterion: points 0…maximum, or None for "not yet".

    `note` is the evidence of a commune's points or the reason of a district's difference;
    `seen_version` the version the editor saw. `numbers` are the two numbers of a criterion with bands,
    `reason` is the commune's for unusual points; None leaves each as it is.
    """

    criterion: int
    points: Decimal | None
    note: str
    seen_version: int
    reason_cleared: bool = False
    numbers: Numbers | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Saved:
    """The row as it stands now; `conflict` is True when a newer value was found and nothing was written."""

    score: Score
    conflict: bool = False
    written: bool = False


class Overtaken(Exception):
    """Somebody saved newer values of some criteria meanwhile; nothing was written."""


def save(case: Case, criterion: int, side: str, actor, **entry) -> Saved:
    """Save one criterion; see `save_all`. Keywords are the other fields of `Entry`."""
    return save_all(case, side, actor, [Entry(criterion, **entry)])[0]


def save_all(case: Case, side: str, actor, entries: Iterable[Entry]) -> list[Saved]:
    """Save one side's points and notes, each criterion on its own.

    A criterion that somebody else saved since the editor looked is left as it is and told as a conflict.
    Where the numbers fall into a band and no other points were typed, the points are the band's.
    Raises Refused when the actor may not score this side in this state or numbers cannot be,
    Score.DoesNotExist for an unknown criterion.
    """
    with undivided(WORK[side], actor, case.pk):
        return _save(case, side, actor, list(entries))


def save_together(work: Mapping[Case, Iterable[Entry]], side: str, actor) -> int:
    """Save one side's points of several cases, all or nothing; the number of criteria that were written.

    Raises Overtaken when somebody saved one of the criteria since the editor looked, and Refused when one
    of the cases may not be scored (any more); then nothing of any case is written.
    """
    at = None
    try:
        with transaction.atomic():
            results = []
            # Always in the same order, so that two people never wait for each other.
            for at, entries in sorted(work.items(), key=lambda pair: pair[0].pk):
                results += _save(at, side, actor, list(entries))
            if any(result.conflict for result in results):
                raise Overtaken
    except Refused as refused:
        log_refusal(WORK[side], actor, at.pk, refused)
        raise
    return sum(result.written for result in results)


def _save(case: Case, side: str, actor, entries: list[Entry]) -> list[Saved]:
    """`save_all` inside the caller's transaction."""
    case = locked(case.pk)
    require(WORK[side], case, actor)
    scores = {score.criterion: score for score in _SCORES(case.pk)}
    results, changed = [], []
    for entry in entries:
        if entry.criterion not in scores:
            raise Score.DoesNotExist(f"criterion {entry.criterion}")
        if side == DISTRICT and entry.reason_cleared and _points_only(case, entry.criterion):
            raise refuse("R-PRV-2", POINTS_ONLY, no=entry.criterion)
        score = scores[entry.criterion]
        entry = _settled(case, score, side, entry)
        if _same(score, side, entry):
            results.append(Saved(score))
        elif getattr(score, f"{side}_version") != entry.seen_version:
            results.append(Saved(score, conflict=True))
        else:
            _set(score, side, actor, entry)
            changed.append(score)
            results.append(Saved(score, written=True))
    if changed:
        stamps = [f"{side}_{name}" for name in STAMPED]
        # An upsert of all rows at once costs a fraction of bulk_update's CASE expressions.
        Score.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["case", "criterion"],
            update_fields=stamps + FIELDS[side],
        )
        ScoreRevision.objects.bulk_create(_revision(score, side, actor) for score in changed)
    return results


def _points_only(case: Case, criterion: int) -> bool:
    """R-PRV-2: of some criteria nothing but points is ever public."""
    return case.campaign.rulebook.criterion(criterion).points_only_public


def _settled(case: Case, score: Score, side: str, entry: Entry) -> Entry:
    """The entry as it would stand: nothing left open, points that follow from its numbers. Raises Refused."""
    criterion = case.campaign.rulebook.criterion(score.criterion)
    before = numbers_of(score, side)
    numbers = before if entry.numbers is None else entry.numbers
    try:
        check(criterion, numbers)
    except NumbersRefused as refused:
        told = Reason("R-COM-3", refused.message, refused.params, f"scores:{score.criterion}")
        raise Refused([told]) from None
    return replace(
        entry,
        points=settled(criterion, entry.points, numbers, getattr(score, f"{side}_points"), before),
        note=entry.note.strip(),
        numbers=numbers,
        reason=score.commune_reason if entry.reason is None else entry.reason.strip(),
    )


def _same(score: Score, side: str, entry: Entry) -> bool:
    if getattr(score, f"{side}_points") != entry.points or numbers_of(score, side) != entry.numbers:
        return False
    if side == COMMUNE:
        return (score.commune_evidence, score.commune_reason) == (entry.note, entry.reason)
    return (score.district_reason, score.reason_cleared) == (entry.note, entry.reason_cleared)


def _set(score: Score, side: str, actor, entry: Entry) -> None:
    setattr(score, f"{side}_points", entry.points)
    setattr(score, f"{side}_version", getattr(score, f"{side}_version") + 1)
    setattr(score, f"{side}_saved_at", clock.now())
    setattr(score, f"{side}_saved_by", name_of(actor))
    setattr(score, f"{side}_numerator", entry.numbers.numerator)
    setattr(score, f"{side}_denominator", entry.numbers.denominator)
    if side == COMMUNE:
        score.commune_evidence, score.commune_reason = entry.note, entry.reason
    else:
        score.district_reason, score.reason_cleared = entry.note, entry.reason_cleared


def _revision(score: Score, side: str, actor) -> ScoreRevision:
    note = score.commune_evidence if side == COMMUNE else score.district_reason
    numbers, reason = numbers_of(score, side), score.commune_reason if side == COMMUNE else ""
    salt = secrets.token_hex(SALT_BYTES) if numbers != NOTHING or reason else ""
    return ScoreRevision(
        case_id=score.case_id,
        criterion=score.criterion,
        side=side,
        points=getattr(score, f"{side}_points"),
        note_digest=digest(note) if note else "",
        numbers_digest=numbers_digest(salt, numbers, reason) if salt else "",
        numbers_salt=salt,
        version=getattr(score, f"{side}_version"),
        saved_by_id=actor.pk,
        saved_by_name=name_of(actor),
    )
