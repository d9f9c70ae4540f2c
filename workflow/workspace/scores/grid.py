"""The score grid: a row for each criterion, what was typed into it, and what became of it when saved."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from workflow.actions import scoring
from workflow.actions.digests import digest, numbers_digest
from workflow.actions.dossier import numbers_of
from workflow.actions.refusals import present
from workflow.models import Score, ScoreRevision
from workflow.models.scores import COMMUNE, DISTRICT
from workflow.regulations.model import Criterion
from workflow.rules import measuring
from workflow.rules.measuring import Numbers
from workflow.rules.scoring import PointsRefused, difference, parse_points
from workflow.workspace.cases.casefile import CaseFile, english
from workflow.workspace.scores import numbers as counts
from workflow.workspace.scores.aids import Aid, aids

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
    numbers: Numbers = measuring.NOTHING
    reason: str = ""


@dataclass
class Row:
    """A criterion in the grid. `typed`, `boxes`, `note`, `why` and `cleared` are what its boxes show."""

    score: Score
    name: str
    criterion: Criterion
    aid: Aid = field(default_factory=Aid)
    side: str = ""
    typed: str = ""
    boxes: counts.Boxes = counts.EMPTY
    note: str = ""
    why: str = ""
    cleared: bool = False
    version: int = 0
    error: str = ""
    note_error: str = ""
    why_error: str = ""
    conflict: Conflict | None = None
    files: list = field(default_factory=list)
    points_only: bool = False

    @property
    def no(self) -> int:
        return self.score.criterion

    @property
    def before(self) -> Decimal | None:
        """Last year's points."""
        return self.aid.former.points if self.aid.former else None

    @property
    def wrong(self) -> bool:
        """Whether something typed into the row could not be taken."""
        return bool(self.error or self.note_error or self.why_error or self.boxes.error)

    @property
    def measured(self) -> bool:
        """Whether this person enters numbers here."""
        return bool(self.side) and measuring.measured(self.criterion)

    def numbers(self, side: str) -> Numbers:
        """The saved numbers of a side."""
        return numbers_of(self.score, side)

    @property
    def value(self) -> str:
        """The value of this side's saved numbers."""
        return counts.value_words(self.criterion, self.numbers(self.side))

    @property
    def given(self) -> Decimal | None:
        """The points the bands give for this side's saved numbers."""
        return measuring.computed(self.criterion, self.numbers(self.side))

    @property
    def band(self) -> str:
        """The band they fall into, in words."""
        band = measuring.band_of(self.criterion, self.numbers(self.side))
        return counts.band_words(self.criterion, band) if band else ""

    @property
    def counted(self) -> str:
        """The commune's numbers and their value, for those who read them: "48/50, 96 %"."""
        numbers = self.numbers(COMMUNE)
        if not numbers.complete:
            return ""
        value = counts.value_words(self.criterion, numbers)
        return f"{numbers.numerator}/{numbers.denominator}" + (f", {value}" if value else "")

    @property
    def counted_by_district(self) -> str:
        numbers = self.numbers(DISTRICT)
        return f"{numbers.numerator}/{numbers.denominator}" if numbers.complete else ""

    @property
    def asks(self) -> tuple[str, ...]:
        """What wants a correction or a reason on this side."""
        if not self.side:
            return ()
        former = self.aid.former if self.side == COMMUNE else None
        points = getattr(self.score, f"{self.side}_points")
        return measuring.asks(self.criterion, self.numbers(self.side), points, former)

    @property
    def asked(self) -> list[str]:
        """The same as sentences."""
        numbers = self.numbers(self.side) if self.side else measuring.NOTHING
        return [counts.ask_words(self.criterion, ask, numbers, self.before) for ask in self.asks]

    @property
    def unusual(self) -> bool:
        """Whether a reason is asked for, beyond two numbers that belong together."""
        return bool(set(self.asks) - {measuring.HALF})

    @property
    def why_open(self) -> bool:
        """Whether the commune's box for why stands open."""
        return self.side == COMMUNE and bool(self.why or self.why_error or self.unusual)

    @property
    def why_missing(self) -> bool:
        """A reason is asked for and nobody has written it."""
        said = self.score.commune_reason if self.side == COMMUNE else self.score.district_reason
        return self.unusual and not said.strip()

    @property
    def jumped(self) -> bool:
        """The commune's value lies far from last year's: the district reads why."""
        numbers, points = self.numbers(COMMUNE), self.score.commune_points
        return self.aid.former is not None and measuring.jumps(
            self.criterion, numbers, points, self.aid.former
        )

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
        return bool(self.note or self.note_error or self.difference or self.unusual)

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
    boxes: counts.Boxes = counts.EMPTY
    why: str | None = None
    why_error: str = ""

    @property
    def wrong(self) -> bool:
        return bool(self.error or self.note_error or self.why_error or self.boxes.error)

    @property
    def entry(self) -> scoring.Entry:
        return scoring.Entry(
            self.no, self.points, self.note, self.version, self.cleared, self.boxes.numbers, self.why
        )


def typed_points(points: Decimal | None) -> str:
    """Points as one types them: 42,5 in Vietnamese, 42.5 in English; "" when there are none."""
    if points is None:
        return ""
    text = f"{points:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text if english() else text.replace(".", ",")


def rows(file: CaseFile) -> list[Row]:
    """All criteria of a case with what stands beside each."""
    found, beside = [], aids(file)
    for score in file.gathered.scores:
        criterion = file.regulation.criterion(score.criterion)
        row = Row(
            score=score,
            name=criterion.short_name_en if english() else criterion.short_name,
            criterion=criterion,
            aid=beside[score.criterion],
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
        row.boxes = counts.shown(row.numbers(row.side))
    row.why = score.commune_reason
    row.note = score.commune_evidence if row.side == COMMUNE else score.district_reason
    row.cleared = score.reason_cleared
    return row


def read(data: Mapping, row: Row) -> Typed:
    """What was typed into a row; wrong points and notes carry their sentence."""
    text = str(data.get(f"points-{row.no}", ""))[:200]
    note, note_error = _words(data, f"note-{row.no}")
    why, why_error = _words(data, f"why-{row.no}") if f"why-{row.no}" in data else (None, "")
    points, error = None, ""
    try:
        points = parse_points(text, row.score.maximum)
    except PointsRefused as refused:
        if not refused.empty:
            params = {name: present(value) for name, value in refused.params.items()}
            error = _(refused.message) % params
    return Typed(
        row.no,
        text,
        points,
        note,
        not row.points_only and data.get(f"cleared-{row.no}") == "on",
        _version(data, row),
        error,
        note_error,
        counts.read(data, row.no, row.criterion),
        why,
        why_error,
    )


def _words(data: Mapping, name: str) -> tuple[str, str]:
    """A text as typed, and why it cannot be taken."""
    words = str(data.get(name, "")).replace("\r\n", "\n").strip()
    if "\x00" in words:
        return words, _("The text holds a character that cannot be kept.")
    if len(words) > LONGEST_NOTE:
        told = _("Keep this under %(most)s characters; it has %(count)s.")
        return words, told % {"most": LONGEST_NOTE, "count": len(words)}
    return words, ""


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
    takeable = [one for one in typed.values() if not one.wrong]
    results = scoring.save_all(file.case, file.side, file.user, [one.entry for one in takeable])
    saved = {result.score.criterion: result for result in results}
    untouched = _untouched(file, typed, [r for r in results if r.conflict])
    for row in rows:
        if row.no not in typed:
            continue
        one, result = typed[row.no], saved.get(row.no)
        if result is None:
            put_back(row, one)
            row.version = one.version if one.version >= 0 else row.version
            continue
        row.score = result.score
        refreshed(row)
        if result.conflict and row.no not in untouched:
            _show_conflict(row, one)
    return rows


def put_back(row: Row, one: Typed) -> None:
    """Show in a row what was typed into it, with what is wrong about it."""
    row.typed, row.note, row.cleared = one.text, one.note, one.cleared
    row.error, row.note_error, row.why_error = one.error, one.note_error, one.why_error
    if row.measured and (one.boxes.numbers is not None or one.boxes.error):
        row.boxes = one.boxes
    if one.why is not None:
        row.why = one.why


def _given(data: Mapping, row: Row) -> bool:
    """Whether the row was sent, and the person did not choose to keep the other's value."""
    return f"points-{row.no}" in data and data.get(f"resolve-{row.no}") != "theirs"


def _untouched(file: CaseFile, typed: Mapping[int, Typed], conflicts) -> set[int]:
    """Rows that only look like conflicts: sent as they were shown, and changed by somebody else since."""
    numbers = [result.score.criterion for result in conflicts]
    if not numbers:
        return set()
    shown = {
        (revision.criterion, revision.version): revision
        for revision in ScoreRevision.objects.filter(
            case_id=file.case.pk, side=file.side, criterion__in=numbers
        )
    }
    same = set()
    for number in numbers:
        one = typed[number]
        if _as_seen(one, shown.get((number, one.version))):
            same.add(number)
    return same


def _as_seen(one: Typed, seen: ScoreRevision | None) -> bool:
    """Whether a row came back as it was shown; before the first save it was shown empty."""
    numbers, why = one.boxes.numbers, one.why
    if seen is None:
        blank = one.points is None and not one.note and not why and numbers in (None, measuring.NOTHING)
        return one.version == 0 and blank
    if (seen.points, seen.note_digest) != (one.points, digest(one.note) if one.note else ""):
        return False
    if numbers is None and why is None:
        return True
    numbers, why = numbers or measuring.NOTHING, why or ""
    if not seen.numbers_salt:
        return numbers == measuring.NOTHING and not why
    return seen.numbers_digest == numbers_digest(seen.numbers_salt, numbers, why)


def _show_conflict(row: Row, one: Typed) -> None:
    score, side = row.score, row.side
    row.conflict = Conflict(
        points=getattr(score, f"{side}_points"),
        note=score.commune_evidence if side == COMMUNE else score.district_reason,
        who=getattr(score, f"{side}_saved_by"),
        at=getattr(score, f"{side}_saved_at"),
        version=getattr(score, f"{side}_version"),
        mine=typed_points(one.points),
        numbers=row.numbers(side),
        reason=score.commune_reason if side == COMMUNE else "",
    )
    put_back(row, one)
    row.version = one.version
