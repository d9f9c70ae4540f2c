"""What a workbook remembers of the moment it was downloaded: signed, so that nobody can make it up.

For each criterion: the version that was seen, and a digest of what stood in the cells, by which the portal
later tells a cell somebody filled in from one they left alone.
"""

import hashlib
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from django.core import signing
from django.utils.translation import gettext as _

from workflow.documents.workbooks.layout import FORMAT, SEAL_CHUNK
from workflow.documents.workbooks.refusals import WorkbookRefused
from workflow.models import Score
from workflow.models.scores import COMMUNE

SALT = "workflow.workbook"


@dataclass(frozen=True)
class Values:
    """What one side says of one criterion, as cells hold it."""

    points: Decimal | None
    note: str
    cleared: bool = False

    @property
    def digest(self) -> str:
        """Equal for equal values, however a spreadsheet writes them."""
        points = "" if self.points is None else f"{self.points.normalize():f}"
        told = f"{points}|{int(self.cleared)}|{self.note}"
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def tidy(text: str) -> str:
    """Text as it is compared and kept: NFC, plain line ends, no blanks around it."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def values_of(score: Score, side: str) -> Values:
    """The saved values of one side."""
    if side == COMMUNE:
        return Values(score.commune_points, tidy(score.commune_evidence))
    return Values(score.district_points, tidy(score.district_reason), score.reason_cleared)


@dataclass(frozen=True)
class Seen:
    """One criterion when the workbook was made."""

    criterion: int
    version: int
    digest: str


@dataclass(frozen=True)
class SheetOf:
    """The sheet of one case."""

    case_id: int
    name: str
    rows: tuple[Seen, ...]


@dataclass(frozen=True)
class Seal:
    """What the hidden sheet says: side, campaign, unit (of a district's workbook, else None), cases."""

    side: str
    campaign_id: int
    unit_id: int | None
    sheets: tuple[SheetOf, ...]


def chunks(seal: Seal) -> list[str]:
    """The seal as texts short enough for cells."""
    told = {
        "format": FORMAT,
        "side": seal.side,
        "campaign": seal.campaign_id,
        "unit": seal.unit_id,
        "cases": [
            [sheet.case_id, sheet.name, [[row.criterion, row.version, row.digest] for row in sheet.rows]]
            for sheet in seal.sheets
        ],
    }
    word = signing.dumps(told, salt=SALT, compress=True)
    return [word[start : start + SEAL_CHUNK] for start in range(0, len(word), SEAL_CHUNK)]


def opened(word: str) -> Seal:
    """The seal again. Raises WorkbookRefused when it is not ours."""
    try:
        told = signing.loads(word, salt=SALT)
    except signing.BadSignature:
        raise WorkbookRefused(
            "sealed",
            _(
                "The hidden sheet of this workbook was changed, or it comes from another portal. "
                "Download it anew."
            ),
        ) from None
    sheets = tuple(
        SheetOf(case_id, name, tuple(Seen(*row) for row in rows)) for case_id, name, rows in told["cases"]
    )
    return Seal(told["side"], told["campaign"], told["unit"], sheets)
