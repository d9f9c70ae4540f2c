"""What happened to a case, in the order it was recorded: the acts, and every other event of the record."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.people import roles
from portal.record import clock
from portal.record.models import Event
from workflow.actions.dossier import Gathered
from workflow.rules import calendar

WORDS = {
    "submit": gettext_lazy("Dossier submitted"),
    "return": gettext_lazy("Dossier returned to the commune"),
    "review": gettext_lazy("Reviewed by the district"),
    "reopen": gettext_lazy("Review taken up again"),
    "recognize": gettext_lazy("Recognised"),
    "decline": gettext_lazy("Not recognised"),
    "reconsider": gettext_lazy("Looked at again"),
    "reward": gettext_lazy("Rewarded"),
    "revoke": gettext_lazy("Recognition revoked"),
    "close": gettext_lazy("Recorded: no dossier filed"),
    "confirm_class": gettext_lazy("Class confirmed"),
    "paper.added": gettext_lazy("Paper added"),
    "paper.published": gettext_lazy("Paper opened to the public"),
    "corrections.written": gettext_lazy("Shortcomings and solutions written"),
    "evidence.added": gettext_lazy("Evidence added"),
    "evidence.removed": gettext_lazy("Evidence taken out"),
    "finding.recorded": gettext_lazy("Finding recorded"),
    "finding.read": gettext_lazy("Finding read"),
    "message.moderated": gettext_lazy("Comment looked through"),
    "message.answered": gettext_lazy("Comment answered"),
    "council.founded": gettext_lazy("Council founded or changed"),
    "sitting.concluded": gettext_lazy("Council's conclusion written"),
    "campaign.opened": gettext_lazy("Year opened"),
    "campaign.closed": gettext_lazy("Year closed"),
    "grant.given": gettext_lazy("Right given"),
    "grant.ended": gettext_lazy("Right ended"),
    "result.redacted": gettext_lazy("Part of the published result withdrawn"),
}
TEXTS = {
    "reason": gettext_lazy("Reason"),
    "late_reason": gettext_lazy("Reason for being late"),
    "legal_basis": gettext_lazy("Legal basis"),
    "exception_reason": gettext_lazy("Reason for the exception"),
    "text": gettext_lazy("Text"),
    "shortcomings": gettext_lazy("Shortcomings"),
}


@dataclass
class Entry:
    """One line: what, who, on which day, recorded when, with reasons and its place in the chain."""

    word: str
    on: date
    recorded_at: datetime
    who: str
    role: str
    sequence: int
    hash: str
    texts: list[tuple[str, str]] = field(default_factory=list)
    recorder: str = ""
    decision: object = None
    days_late: int | None = None
    is_act: bool = False

    @property
    def shows_both_dates(self) -> bool:
        """R-CAL-6: recorded more than three days after its day."""
        return calendar.shows_both_dates(self.on, self.recorded_at.astimezone(clock.HANOI).date())


def known(action: str) -> bool:
    """Whether the action has a word for people."""
    return action.removeprefix("case.") in WORDS


def word(action: str) -> str:
    """An action as people say it."""
    return str(WORDS.get(action.removeprefix("case."), action))


def entries(gathered: Gathered) -> list[Entry]:
    """The history of a case, newest first. Two queries: events and their texts."""
    acts = {act.event: act for act in gathered.acts}
    events = Event.objects.about("case", gathered.case.pk).prefetch_related("texts")
    return [_entry(event, acts.get(event.sequence)) for event in events][::-1]


def _entry(event: Event, act) -> Entry:
    entry = Entry(
        word=word(event.action),
        on=act.on if act else event.at.astimezone(clock.HANOI).date(),
        recorded_at=event.at,
        who=event.actor_name,
        role=str(roles.ROLE_NAMES.get(event.actor_role, "")),
        sequence=event.sequence,
        hash=event.hash,
        texts=[
            (str(TEXTS[text.key]), _("[erased]") if text.text is None else text.text)
            for text in event.texts.all()
            if text.key in TEXTS and (text.text or text.erased_at)
        ],
        is_act=act is not None,
    )
    if act is not None:
        entry.days_late, entry.decision = act.days_late, act.decision
        if act.mode == "record":
            entry.recorder = entry.who
            entry.who, entry.role = act.signatory_name, act.signatory_post
    return entry
