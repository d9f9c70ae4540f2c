"""The score grid: a row for each criterion, what was typed into it, and what became of it when saved."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from workflow.actions import scoring
from workflow.actions.digests import digest
from workflow.actions.refusals import present
from workflow.models import Score, ScoreRevision
from workflow.models.scores import COMMUNE, DISTRICT
from workflow.rules.scoring import PointsRefused, difference, parse_points
from workflow.workspace.cases.casefile import CaseFile, english

LONGEST_NOTE = 4000
# Telephone numbers and identity cards: 9 to 12 digits, however they are grouped.
PERSONAL = re.compile(r"(?<!\d)\+?\d(?:[ .\-]?\d){8,11}(?!\d)")


@dataclass
class Conflict:
    """Two values for one box: theirs is kept in the table, mine is what was typed. Nothing is overwritten."""

    points: Decimal | None
    note: str
    who: str
    at: datetime | None
    version: int
    mine: str


@dataclass
class Row:
    """A criterion in the grid. `typed`, `note` and `cleared` are what the editable boxes show."""

    score: Score
    name: str
    before: Decimal | None = None
    side: str = ""
    typed: str = ""
    note: str = ""
    cleared: bool = False
    version: int = 0
    error: str = ""
    note_error: str = ""
    conflict: Conflict | None = None
    files: list = field(default_factory=list)
    points_only: bool = False

    @property
    def no(self) -> int:
        return self.score.criterion

    @property
    def difference(self) -> Decimal | None:
        """District minus commune, as saved."""
        return difference(self.score.commune_points, self.score.district_points)

    @property
    def saved_at(self) -> datetime | None:
        """When this side was saved last; for readers, whichever side came last."""
        if self.side:
            return getattr(self.score, f"{self.side}_saved_at")
        return self.score.district_saved_at or self.score.commune_saved_at

    @property
    def unscored(self) -> bool:
        return bool(self.side) and getattr(self.score, f"{self.side}_points") is None

    @property
    def wants_reason(self) -> bool:
        """R-DIS-2: the points differ and nobody has said why."""
        return bool(self.side == DISTRICT and self.difference and not self.score.district_reason.strip())

    @property
    def wants_evidence(self) -> bool:
        """R-COM-3: scored by the commune, with nothing to show for it."""
        scored = self.score.commune_points is not None
        return self.side == COMMUNE and scored and not (self.score.commune_evidence.strip() or self.files)

    @property
    def note_open(self) -> bool:
        """Whether the box for the reason stands open without being asked for."""
        return bool(self.note or self.note_error or self.difference)

    @property
    def personal(self) -> bool:
        """Whether the reason seems to hold a telephone or identity number."""
        return bool(PERSONAL.search(self.note))


@dataclass(frozen=True)
class Typed:
    """One row as it came in: the text, what it means, or why it cannot be taken."""

    no: int
    text: str
    points: Decimal | None
    note: str
    cleared: bool
    version: int
    error: str = ""
    note_error: str = ""

    @property
    def entry(self) -> scoring.Entry:
        return scoring.Entry(self.no, self.points, self.note, self.version, self.cleared)


def typed_points(points: Decimal | None) -> str:
    """Points as one types them: 42,5 in Vietnamese, 42.5 in English; "" when there are none."""
    if points is None:
        return ""
    text = f"{points:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text if english() else text.replace(".", ",")


def rows(file: CaseFile, before: Mapping[int, Decimal]) -> list[Row]:
    """All criteria of a case; `before` holds last year's points by criterion."""
    found = []
    for score in file.gathered.scores:
        criterion = file.regulation.criterion(score.criterion)
        row = Row(
            score=score,
            name=criterion.short_name_en if english() else criterion.short_name,
            before=before.get(score.criterion),
            side=file.side,
            files=list(score.evidence_files.all()),
            points_only=criterion.points_only_public,
        )
        found.append(refreshed(row))
    return found


def refreshed(row: Row) -> Row:
    """The row with its boxes showing what is saved."""
    score = row.score
    if row.side:
        row.typed = typed_points(getattr(score, f"{row.side}_points"))
        row.version = getattr(score, f"{row.side}_version")
    row.note = score.commune_evidence if row.side == COMMUNE else score.district_reason
    row.cleared = score.reason_cleared
    return row


def before_of(case) -> dict[int, Decimal]:
    """Last year's points of the same commune: the district's, else its own. One query."""
    former = Score.objects.filter(
        case__commune=case.commune_id, case__year=case.year - 1, case__illustrative=case.illustrative
    ).values_list("criterion", "district_points", "commune_points")
    found = {no: own if fixed is None else fixed for no, fixed, own in former}
    return {no: points for no, points in found.items() if points is not None}


def read(data: Mapping, row: Row) -> Typed:
    """What was typed into a row; wrong points and notes carry their sentence."""
    text = str(data.get(f"points-{row.no}", ""))[:200]
    note = str(data.get(f"note-{row.no}", "")).replace("\r\n", "\n").strip()
    points, error, note_error = None, "", ""
    try:
        points = parse_points(text, row.score.maximum)
    except PointsRefused as refused:
        if not refused.empty:
            params = {name: present(value) for name, value in refused.params.items()}
            error = _(refused.message) % params
    if "\x00" in note:
        note_error = _("The text holds a character that cannot be kept.")
    elif len(note) > LONGEST_NOTE:
        note_error = _("Keep this under %(most)s characters; it has %(count)s.") % {
            "most": LONGEST_NOTE,
            "count": len(note),
        }
    return Typed(
        row.no,
        text,
        points,
        note,
        not row.points_only and data.get(f"cleared-{row.no}") == "on",
        _version(data, row),
        error,
        note_error,
    )


def _version(data: Mapping, row: Row) -> int:
    """The version the editor saw; with "use mine" the one shown in the conflict."""
    name = "theirs" if data.get(f"resolve-{row.no}") == "mine" else "version"
    text = str(data.get(f"{name}-{row.no}", ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def save(file: CaseFile, rows: list[Row], data: Mapping) -> list[Row]:
    """Save what was typed, each row on its own; rows come back as they now stand.

    Raises Refused when the person may not score (any more).
    """
    typed = {row.no: read(data, row) for row in rows if _given(data, row)}
    takeable = [one for one in typed.values() if not (one.error or one.note_error)]
    results = scoring.save_all(file.case, file.side, file.user, [one.entry for one in takeable])
    saved = {result.score.criterion: result for result in results}
    untouched = _untouched(file, typed, [r for r in results if r.conflict])
    for row in rows:
        if row.no not in typed:
            continue
        one, result = typed[row.no], saved.get(row.no)
        if result is None:
            row.typed, row.note, row.cleared = one.text, one.note, one.cleared
            row.error, row.note_error = one.error, one.note_error
            row.version = one.version if one.version >= 0 else row.version
            continue
        row.score = result.score
        refreshed(row)
        if result.conflict and row.no not in untouched:
            _show_conflict(row, one)
    return rows


def _given(data: Mapping, row: Row) -> bool:
    """Whether the row was sent, and the person did not choose to keep the other's value."""
    return f"points-{row.no}" in data and data.get(f"resolve-{row.no}") != "theirs"


def _untouched(file: CaseFile, typed: Mapping[int, Typed], conflicts) -> set[int]:
    """Rows that only look like conflicts: sent as they were shown, and changed by somebody else since."""
    numbers = [result.score.criterion for result in conflicts]
    if not numbers:
        return set()
    shown = {
        (revision.criterion, revision.version): (revision.points, revision.note_digest)
        for revision in ScoreRevision.objects.filter(
            case_id=file.case.pk, side=file.side, criterion__in=numbers
        )
    }
    same = set()
    for number in numbers:
        one = typed[number]
        seen = shown.get((number, one.version), (None, "") if one.version == 0 else None)
        if seen == (one.points, digest(one.note) if one.note else ""):
            same.add(number)
    return same


def _show_conflict(row: Row, one: Typed) -> None:
    score, side = row.score, row.side
    row.conflict = Conflict(
        points=getattr(score, f"{side}_points"),
        note=score.commune_evidence if side == COMMUNE else score.district_reason,
        who=getattr(score, f"{side}_saved_by"),
        at=getattr(score, f"{side}_saved_at"),
        version=getattr(score, f"{side}_version"),
        mine=typed_points(one.points),
    )
    row.typed, row.note, row.cleared = one.text, one.note, one.cleared
    row.version = one.version
