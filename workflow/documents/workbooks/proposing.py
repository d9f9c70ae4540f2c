"""What a filled-in workbook would change: cell by cell, conflicts, what to mend, what is left out.

A cell somebody left alone never counts: not against a colleague who changed it meanwhile, and not as a
change. Only when a criterion was filled in *and* saved by somebody else since the download, both values are
shown and the person chooses.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from workflow.actions.refusals import sentence
from workflow.actions.scoring import Entry
from workflow.documents.workbooks.contents import short_name
from workflow.documents.workbooks.layout import CLEARED, NOTE, OF_SIDE, POINTS
from workflow.documents.workbooks.reading import Filled, FilledRow
from workflow.documents.workbooks.refusals import CellError
from workflow.documents.workbooks.sealing import Values, values_of
from workflow.models import Case, Score
from workflow.rules.facts import Reason
from workflow.rules.scoring import total

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class CellChange:
    """One cell: where it stands in the file, what is saved now, what the file says."""

    name: str
    cell: str
    old: Decimal | str | bool | None
    new: Decimal | str | bool | None


@dataclass
class RowChange:
    """One criterion that the file changes, by its short `name`. In a conflict `who` saved other values at
    `when`, after the download; `choice` is what the person decided, "" while they have not."""

    row: FilledRow
    score: Score
    mine: Values
    theirs: Values
    cells: list[CellChange]
    conflict: bool = False
    who: str = ""
    when: datetime | None = None
    choice: str = ""
    name: str = ""

    @property
    def key(self) -> str:
        """How the choice about this row is called in a form."""
        return f"chon-{self.row.case_id}-{self.row.seen.criterion}"

    @property
    def taken(self) -> bool:
        """Whether the file's values will be saved."""
        return not self.conflict or self.choice == MINE


@dataclass
class CaseProposal:
    """What the file would change in one case. `stopped` says why nothing of it can be saved."""

    case: Case
    sheet: str
    side: str
    rows: list[RowChange] = field(default_factory=list)
    stopped: Reason | None = None
    kept_theirs: list[int] = field(default_factory=list)
    scores: list[Score] = field(default_factory=list)

    @property
    def why_stopped(self) -> str:
        return sentence(self.stopped) if self.stopped else ""

    @property
    def changes(self) -> list[RowChange]:
        return [row for row in self.rows if not row.conflict]

    @property
    def conflicts(self) -> list[RowChange]:
        return [row for row in self.rows if row.conflict]

    @property
    def total_now(self) -> Decimal:
        return total(getattr(score, f"{self.side}_points") for score in self.scores)

    @property
    def total_then(self) -> Decimal:
        """The total when the file is saved as chosen."""
        new = {row.score.pk: row.mine.points for row in self.rows if row.taken}
        return total(new.get(score.pk, getattr(score, f"{self.side}_points")) for score in self.scores)

    @property
    def entries(self) -> list[Entry]:
        """What is to be saved, over the versions that were shown."""
        return [
            Entry(
                row.row.seen.criterion,
                row.mine.points,
                row.mine.note,
                getattr(row.score, f"{self.side}_version"),
                row.mine.cleared,
            )
            for row in self.rows
            if row.taken
        ]


@dataclass
class Proposal:
    """All that a file would change, in the order of its sheets."""

    side: str
    cases: list[CaseProposal]
    errors: list[CellError]

    @property
    def savable(self) -> list[CaseProposal]:
        return [one for one in self.cases if one.rows and one.stopped is None]

    @property
    def conflicts(self) -> list[RowChange]:
        return [row for one in self.savable for row in one.conflicts]

    @property
    def undecided(self) -> list[RowChange]:
        return [row for row in self.conflicts if not row.choice]

    @property
    def cell_count(self) -> int:
        return sum(len(row.cells) for one in self.savable for row in one.changes)

    @property
    def stopped(self) -> list[CaseProposal]:
        """Cases whose sheet was filled in but can no longer be saved."""
        return [one for one in self.cases if one.rows and one.stopped is not None]

    def work(self) -> dict[Case, list[Entry]]:
        """What `scoring.save_together` is to save."""
        return {one.case: entries for one in self.savable if (entries := one.entries)}

    @property
    def fingerprint(self) -> str:
        """Changes when anything a person was shown changed since: saved values, versions, states."""
        told = [
            (
                one.case.pk,
                one.stopped is None,
                row.score.criterion,
                row.conflict,
                row.mine.digest,
                row.theirs.digest,
                getattr(row.score, f"{self.side}_version"),
            )
            for one in self.cases
            for row in one.rows
        ]
        return hashlib.sha256(repr((told, self.errors)).encode()).hexdigest()[:32]


def proposal(
    filled: Filled,
    cases: Iterable[Case],
    scores: Mapping[int, list[Score]],
    stopped: Mapping[int, Reason],
    choices: Mapping[str, str] | None = None,
) -> Proposal:
    """Compare a file with what is saved. `cases` and their `scores` are read by the caller, who answers for
    the right to read them; `stopped` gives the reason for each case that may not be scored."""
    side, by_id = filled.seal.side, {case.pk: case for case in cases}
    found = {
        sheet.case_id: CaseProposal(
            by_id[sheet.case_id],
            sheet.name,
            side,
            stopped=stopped.get(sheet.case_id),
            scores=list(scores.get(sheet.case_id, [])),
        )
        for sheet in filled.seal.sheets
        if sheet.case_id in by_id
    }
    for row in filled.rows:
        one = found.get(row.case_id)
        score = next((s for s in one.scores if s.criterion == row.seen.criterion), None) if one else None
        if score is not None and row.values is not None:
            _compare(one, row, score, choices or {})
    for one in found.values():
        for change in one.rows:
            change.name = short_name(one.case.campaign.rulebook.criterion(change.score.criterion))
    return Proposal(side, list(found.values()), list(filled.errors))


def _compare(one: CaseProposal, row: FilledRow, score: Score, choices: Mapping[str, str]) -> None:
    theirs, mine = values_of(score, one.side), row.values
    newer = getattr(score, f"{one.side}_version") != row.seen.version
    if mine.digest == row.seen.digest:
        if newer:
            one.kept_theirs.append(score.criterion)
        return
    if mine.digest == theirs.digest:
        return
    change = RowChange(row, score, mine, theirs, _cells(row, one.side, theirs, mine), conflict=newer)
    if newer:
        change.who = getattr(score, f"{one.side}_saved_by")
        change.when = getattr(score, f"{one.side}_saved_at")
        chosen = choices.get(change.key, "")
        change.choice = chosen if chosen in (MINE, THEIRS) else ""
    one.rows.append(change)


def _cells(row: FilledRow, side: str, old: Values, new: Values) -> list[CellChange]:
    return [
        CellChange(name, row.cell_of(name, side), getattr(old, name), getattr(new, name))
        for name in (POINTS, NOTE, CLEARED)
        if name in OF_SIDE[side].entries and getattr(old, name) != getattr(new, name)
    ]
