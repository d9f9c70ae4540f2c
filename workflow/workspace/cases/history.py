"""What happened to a case, newest first: the acts, the other events of the record, and what the next act's
event anchors only by its digest: points, sittings, papers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.people import roles
from portal.record import clock
from portal.record.models import Event
from portal.theme.templatetags.writing import day
from workflow.actions.dossier import Gathered
from workflow.models import ScoreRevision
from workflow.models.scores import COMMUNE
from workflow.rules import calendar
from workflow.workspace.papers.kinds import kind_name

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
    "case.reminded": gettext_lazy("Commune reminded to file"),
    "paper.added": gettext_lazy("Paper added"),
    "paper.withdrawn": gettext_lazy("Paper closed to the public"),
    "paper.published": gettext_lazy("Paper opened to the public"),
    "corrections.written": gettext_lazy("Shortcomings and solutions written"),
    "evidence.added": gettext_lazy("Evidence added"),
    "evidence.removed": gettext_lazy("Evidence taken out"),
    "finding.recorded": gettext_lazy("Finding recorded"),
    "finding.read": gettext_lazy("Finding read"),
    "message.moderated": gettext_lazy("Comment looked through"),
    "message.answered": gettext_lazy("Comment answered"),
    "council.founded": gettext_lazy("Council founded or changed"),
    "sitting.cancelled": gettext_lazy("Announced sitting cancelled"),
    "sitting.concluded": gettext_lazy("Council's conclusion written"),
    "campaign.opened": gettext_lazy("Year opened"),
    "campaign.closed": gettext_lazy("Year closed"),
    "regulation.drafted": gettext_lazy("Draft of a regulation made"),
    "regulation.written": gettext_lazy("Draft of a regulation changed"),
    "regulation.fixed": gettext_lazy("Version of a regulation fixed"),
    "report.recorded": gettext_lazy("Report to the tier above recorded"),
    "notices.switched": gettext_lazy("Notices of a unit switched"),
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
    """One line: what, who, on which day, recorded when, with reasons and its place in the chain.

    Without a `sequence` it is no event of its own: the next act's event holds its digest.
    """

    word: str
    on: date
    recorded_at: datetime
    who: str
    role: str = ""
    sequence: int | None = None
    hash: str = ""
    detail: str = ""
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
    """The history of a case, newest first. Two queries, however long it is."""
    acts = {act.event: act for act in gathered.acts}
    events = _events(gathered.case)
    told = [_entry(event, acts.get(event.sequence), gathered.case.campaign) for event in events]
    chained = {event.payload.get("paper") for event in events if event.action == "paper.added"}
    told += [*_scored(gathered.case), *_sat(gathered), *_papers(gathered, chained)]
    return sorted(told, key=lambda entry: (entry.recorded_at, entry.sequence or 0), reverse=True)


def _events(case) -> list[Event]:
    """Events about the case, and those of its year that tell of its councils or of a conclusion on it."""
    year = Q(subject_kind="campaign", subject_id=case.campaign_id)
    councils = Q(action="council.founded", payload__unit__in=[case.code, case.reviewing_unit.code])
    concluded = Q(action="sitting.concluded", payload__case=f"{case.code}/{case.year}")
    own = Q(subject_kind="case", subject_id=case.pk)
    # Texts come along in the same query: an event has few, most have none.
    told: dict[int, Event] = {}
    rows = Event.objects.filter(own | (year & (councils | concluded))).annotate(
        text_key=F("texts__key"), text=F("texts__text"), text_erased_at=F("texts__erased_at")
    )
    for row in rows.order_by("sequence", "texts__pk"):
        event = told.setdefault(row.pk, row)
        event.told_texts = getattr(event, "told_texts", [])
        if row.text_key:
            event.told_texts.append((row.text_key, row.text, row.text_erased_at))
    return list(told.values())


def _scored(case) -> Iterator[Entry]:
    """Saved points, together by person and day."""
    rows: dict[tuple, list] = {}
    saves = ScoreRevision.objects.filter(case_id=case.pk).order_by("pk")
    for side, who, at, criterion in saves.values_list("side", "saved_by_name", "saved_at", "criterion"):
        rows.setdefault((side, who, at.astimezone(clock.HANOI).date()), []).append((at, criterion))
    for (side, who, on), saved in rows.items():
        criteria = len({criterion for _at, criterion in saved})
        yield Entry(
            word=_("Commune's points entered") if side == COMMUNE else _("District's points entered"),
            on=on,
            recorded_at=saved[-1][0],
            who=who,
            detail=_("%(criteria)s, %(saves)s")
            % {
                "criteria": ngettext("%(count)s criterion", "%(count)s criteria", criteria)
                % {"count": criteria},
                "saves": ngettext("%(count)s save", "%(count)s saves", len(saved)) % {"count": len(saved)},
            },
        )


def _sat(gathered: Gathered) -> Iterator[Entry]:
    """Sittings of both councils on this case: the day, and how many came."""
    tiers = (
        (_("Sitting of the commune's council"), gathered.commune_sittings),
        (_("Sitting of the district's council"), gathered.district_sittings),
    )
    for word_, sittings in tiers:
        for sitting in sittings:
            if not sitting.on_this_case:
                continue
            came = list(sitting.attendances.all())
            told = {"present": sum(each.present for each in came), "invited": len(came)}
            yield Entry(
                word=word_,
                on=sitting.held_on,
                recorded_at=sitting.recorded_at,
                who=sitting.recorded_by_name,
                detail=_("%(present)s of %(invited)s members came") % told if came else "",
            )


def _papers(gathered: Gathered, chained: set[int]) -> Iterator[Entry]:
    """Papers in force that have no event of their own: added before papers had events."""
    for paper in gathered.papers:
        if paper.pk in chained:
            continue
        yield Entry(
            word=str(WORDS["paper.added"]),
            on=paper.added_at.astimezone(clock.HANOI).date(),
            recorded_at=paper.added_at,
            who=paper.added_by_name,
            detail=_paper(gathered.case.campaign, paper.kind, paper.number, paper.signed_on, paper.version),
        )


def _paper(campaign, kind: str, number: str = "", signed_on: date | None = None, version: int = 1) -> str:
    told = [kind_name(campaign, kind), number]
    if signed_on:
        told.append(day(signed_on))
    if version > 1:
        told.append(_("version %(version)s") % {"version": version})
    return ", ".join(filter(None, told))


def _detail(event: Event, campaign) -> str:
    """What an event that is no act speaks of, from its payload."""
    payload = event.payload
    if event.action == "council.founded":
        return _("decision %(number)s") % {"number": payload["number"]} if payload.get("number") else ""
    if event.action == "sitting.concluded":
        return _("met") if payload.get("met") else _("not met")
    if event.action == "paper.added" and payload.get("kind"):
        return _paper(campaign, payload["kind"], version=payload.get("version") or 1)
    return ""


def _entry(event: Event, act, campaign) -> Entry:
    entry = Entry(
        word=word(event.action),
        on=act.on if act else event.at.astimezone(clock.HANOI).date(),
        recorded_at=event.at,
        who=event.actor_name,
        role=str(roles.ROLE_NAMES.get(event.actor_role, "")),
        sequence=event.sequence,
        hash=event.hash,
        detail=_detail(event, campaign),
        texts=[
            (str(TEXTS[key]), _("[erased]") if text is None else text)
            for key, text, erased_at in event.told_texts
            if key in TEXTS and (text or erased_at)
        ],
        is_act=act is not None,
    )
    if act is not None:
        entry.days_late, entry.decision = act.days_late, act.decision
        if act.mode == "record":
            entry.recorder = entry.who
            entry.who, entry.role = act.signatory_name, act.signatory_post
    return entry
