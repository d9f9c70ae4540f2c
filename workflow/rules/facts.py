"""What the rules are told: frozen facts about one case, and the words they answer with.

The caller (workflow.models, workflow.actions) builds these from rows; the rules read nothing else, so a
rule gives the same answer in a test, in the door and on a page. Points are Decimal, dates are plain dates
in Asia/Ho_Chi_Minh, every "last day" is inclusive.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

# States of a case (architecture, "The life of a case").
DRAFT = "draft"
COMMUNE_ASSESSED = "commune_assessed"
DISTRICT_REVIEWED = "district_reviewed"
RECOGNIZED = "recognized"
REWARDED = "rewarded"
NOT_RECOGNIZED = "not_recognized"
REVOKED = "revoked"
NOT_FILED = "not_filed"
STATES = (
    DRAFT,
    COMMUNE_ASSESSED,
    DISTRICT_REVIEWED,
    RECOGNIZED,
    REWARDED,
    NOT_RECOGNIZED,
    REVOKED,
    NOT_FILED,
)

# Classes of a commune (R-THR); "unconfirmed" is chưa xác nhận.
PHUONG = "phuong"
THI_TRAN = "thi_tran"
XA = "xa"
XA_DBKK = "xa_dbkk"
UNCONFIRMED = "unconfirmed"
CLASSES = (PHUONG, THI_TRAN, XA, XA_DBKK)


def N_(message: str) -> str:
    """Mark an English msgid for extraction; translated by whoever shows it, never here."""
    return message


class Named(NamedTuple):
    """A name that is data, in Vietnamese with its English twin."""

    vi: str
    en: str

    def __str__(self) -> str:
        return self.vi


class Text(NamedTuple):
    """A msgid with its parameters; a parameter may be a Text itself."""

    message: str
    params: Mapping[str, Any] = {}

    def __str__(self) -> str:
        return render(self)


@dataclass(frozen=True)
class Reason:
    """Why an act is refused: rule id, msgid, its parameters, and a symbolic link to where it is mended."""

    rule: str
    message: str
    params: Mapping[str, Any] = field(default_factory=dict)
    link: str = ""

    def __str__(self) -> str:
        return render(self)


@dataclass(frozen=True)
class Task:
    """One line of the task list: the same condition as a Reason, told as work, with whether it is done."""

    rule: str
    message: str
    params: Mapping[str, Any] = field(default_factory=dict)
    link: str = ""
    done: bool = False

    def __str__(self) -> str:
        return render(self)


def show_plainly(value: Any) -> str:
    """Default presentation of a parameter: dates d/m/Y, decimals without trailing zeros."""
    if isinstance(value, date):
        return f"{value.day:02d}/{value.month:02d}/{value.year}"
    if isinstance(value, Decimal):
        return format(value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize(), "f")
    return str(value)


def render(
    said: Text | Reason | Task,
    translate: Callable[[str], str] = str,
    show: Callable[[Any], str] = show_plainly,
    language: str = "vi",
) -> str:
    """The sentence: `translate` turns the msgid (gettext), `show` each plain parameter; texts nest.

    `language` picks the twin of names that are data ("vi" unless it starts with "en").
    """

    def present(value: Any) -> str:
        if isinstance(value, Text | Reason | Task):
            return render(value, translate, show, language)
        if isinstance(value, Named):
            return value.en if language.startswith("en") else value.vi
        if isinstance(value, tuple | list):
            return ", ".join(present(item) for item in value)
        return show(value)

    return translate(said.message) % {name: present(value) for name, value in said.params.items()}


@dataclass(frozen=True)
class CriterionFacts:
    """One criterion of the case. Points None = not scored yet; Decimal(0) is a score (R-COM-3).

    The asks are what numbers, bands and last year want corrected or explained (workflow.rules.measuring).
    """

    no: int
    maximum: Decimal
    commune_points: Decimal | None = None
    district_points: Decimal | None = None
    has_evidence: bool = False
    district_reason: str = ""
    reason_cleared: bool = False
    commune_reason: str = ""
    commune_asks: tuple[str, ...] = ()
    district_asks: tuple[str, ...] = ()


@dataclass(frozen=True)
class SeatFacts:
    """One seat of a council: person keys that hold it, or vacant with a reason (R-COM-1)."""

    code: str
    holders: tuple[str, ...] = ()
    vacant: bool = False
    vacancy_reason: str = ""
    concurrent_reason: str = ""


@dataclass(frozen=True)
class CouncilFacts:
    """A council as founded by its decision, with its seats."""

    founded_number: str = ""
    founded_on: date | None = None
    seats: tuple[SeatFacts, ...] = ()


@dataclass(frozen=True)
class SittingFacts:
    """One sitting and what its chair concluded on this case; met None = no conclusion written yet."""

    held_on: date
    attended: int = 0
    has_minutes: bool = False
    met: bool | None = None


@dataclass(frozen=True)
class PaperFacts:
    """One paper that covers the case; `kind` is a code of workflow.rules.papers."""

    kind: str
    number: str = ""
    signed_on: date | None = None
    has_file: bool = False


@dataclass(frozen=True)
class FindingFacts:
    """A supervisor's or observer's finding on a criterion (R-SUP); doubted ones are read before review."""

    id: int
    criterion: int | None
    doubted: bool
    read: bool


@dataclass(frozen=True)
class MessageFacts:
    """A citizen's message; admissible None = not decided yet (R-OUT-1)."""

    id: int
    in_window: bool
    admissible: bool | None = None
    answered: bool = False


@dataclass(frozen=True)
class WindowFacts:
    """The comment window, both days inclusive; closes before opens means it never opened."""

    opens: date
    closes: date


@dataclass(frozen=True)
class CorrectionFacts:
    """A shortcoming last year's report named, and what became of it (R-COM-5)."""

    criterion: int | None
    shortcoming: str
    outcome: str = ""


@dataclass(frozen=True)
class CampaignFacts:
    """The year: assessed period and cut-offs, all inclusive last days (R-CAL)."""

    year: int
    period_from: date
    period_to: date
    commune_due: date
    district_due: date
    province_due: date
    reward_due: date
    closing_day: date
    illustrative: bool = False
    closed: bool = False


@dataclass(frozen=True)
class RunFacts:
    """One year of one commune for the streak: campaign sequence, and whether recognition stands (R-REW)."""

    sequence: int
    year: int
    recognised: bool
    revoked: bool = False
    illustrative: bool = False


@dataclass(frozen=True)
class RewardFacts:
    """A reward already given: level in years (3 or 5) and the campaign sequences it rests on."""

    level: int
    sequences: tuple[int, ...] = ()


@dataclass(frozen=True)
class CaseFacts:
    """Everything readiness may look at. A threshold of None means the class is not confirmed (R-THR-3).

    Sittings are those of the councils that take this case, in any order; the latest by date with a
    conclusion speaks. `previous_act_on` is the act date of the last act that moved the case,
    `submitted_on`, `reviewed_on` and `reconsidered_on` those of the last such act.
    """

    state: str
    commune_kind: str
    class_code: str
    class_confirmed: bool
    threshold: Decimal | int | None
    maximum: Decimal
    campaign: CampaignFacts
    criteria: tuple[CriterionFacts, ...] = ()
    commune_council: CouncilFacts | None = None
    commune_sittings: tuple[SittingFacts, ...] = ()
    district_council: CouncilFacts | None = None
    district_sittings: tuple[SittingFacts, ...] = ()
    papers: tuple[PaperFacts, ...] = ()
    findings: tuple[FindingFacts, ...] = ()
    messages: tuple[MessageFacts, ...] = ()
    window: WindowFacts | None = None
    shortcomings_written: bool = False
    previous_corrections: tuple[CorrectionFacts, ...] = ()
    runs: tuple[RunFacts, ...] = ()
    rewards: tuple[RewardFacts, ...] = ()
    previous_act_on: date | None = None
    submitted_on: date | None = None
    reviewed_on: date | None = None
    reconsidered_on: date | None = None


@dataclass(frozen=True)
class OpeningFacts:
    """What opening a year depends on: its days, why the regulation is not fit, whether the year exists."""

    campaign: CampaignFacts
    unfit: tuple[str | Named, ...] = ()
    year_taken: bool = False


def speaking_sitting(
    sittings: tuple[SittingFacts, ...], on: date, since: date | None = None
) -> SittingFacts | None:
    """The sitting that speaks for the council that day: the latest that concluded, else the latest held.

    Sittings still to come do not count, nor, with `since`, those before the dossier was filed (again).
    """
    held = [s for s in sittings if s.held_on <= on and (since is None or s.held_on >= since)]
    order = sorted(enumerate(held), key=lambda pair: (pair[1].met is not None, pair[1].held_on, pair[0]))
    return order[-1][1] if order else None


def concluded(sittings: tuple[SittingFacts, ...], on: date, since: date | None = None) -> bool | None:
    """The council's conclusion that counts on that day: met or not, None when there is none yet."""
    sitting = speaking_sitting(sittings, on, since)
    return sitting.met if sitting else None


def commune_total(facts: CaseFacts) -> Decimal:
    """Sum of the commune's points scored so far."""
    return sum((c.commune_points for c in facts.criteria if c.commune_points is not None), Decimal(0))


def district_total(facts: CaseFacts) -> Decimal:
    """Sum of the district's points scored so far."""
    return sum((c.district_points for c in facts.criteria if c.district_points is not None), Decimal(0))
