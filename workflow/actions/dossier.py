"""A case with everything its rules look at, read from the tables with a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Exists, OuterRef, Q

from portal.prepared import Prepared, answer_with, attach
from portal.units import tree
from portal.units.names import fold
from workflow.models import (
    Act,
    Attendance,
    Case,
    CommentWindow,
    Conclusion,
    Correction,
    Council,
    Evidence,
    Finding,
    FindingRead,
    Message,
    Opinion,
    Paper,
    Recognition,
    Reward,
    Score,
    Seat,
    Sitting,
)
from workflow.rules import facts as f
from workflow.rules.measuring import Former, Numbers, asks
from workflow.rules.policy import Places


@dataclass
class Gathered:
    """Rows of one case, each table read once; `facts` is what the rules see of them."""

    case: Case
    scores: list[Score] = field(default_factory=list)
    commune_council: Council | None = None
    district_council: Council | None = None
    commune_sittings: list[Sitting] = field(default_factory=list)
    district_sittings: list[Sitting] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    window: CommentWindow | None = None
    corrections: list[Correction] = field(default_factory=list)
    former: dict[int, Former] = field(default_factory=dict)
    acts: list[Act] = field(default_factory=list)
    recognitions: list[Recognition] = field(default_factory=list)
    rewards: list[Reward] = field(default_factory=list)

    @cached_property
    def facts(self) -> f.CaseFacts:
        """The frozen facts the rules are asked about."""
        return _facts(self)

    def issuer_name(self, decision) -> str:
        """The unit that issued a decision, as it was called on the day it was signed."""
        span = tree.span_at(decision.issuer_id, decision.signed_on)
        return span.full_name if span else ""

    @property
    def places(self) -> Places:
        """The units at which roles are asked for."""
        return places_of(self.case)


def places_of(case: Case) -> Places:
    """Unit ids of a case, as frozen when it opened."""
    return Places(
        commune=case.commune_id,
        assessing=case.assessing_unit_id,
        reviewing=case.reviewing_unit_id,
        recognising=case.recognising_unit_id,
        province=case.campaign.province_id,
    )


def glance(case: Case) -> Gathered:
    """Only what an act needs that leaves the state as it is: the acts so far and the points."""
    return Gathered(case=case, scores=_scores(case), acts=_ACTS(case.pk))


def gather(case: Case) -> Gathered:
    """Read a case's dossier. `case.campaign` should be selected along.

    Tables that can hold nothing yet are not asked: comments and their window before the first filing,
    rewards before a recognition.
    """
    acts = _ACTS(case.pk)
    filed = any(act.action == "submit" for act in acts)
    recognitions = [r for r in _RECOGNITIONS(case.commune_id) if r.illustrative == case.illustrative]
    councils = _councils(case)
    own, district = councils.get(case.assessing_unit_id), councils.get(case.reviewing_unit_id)
    sittings = _sittings(case) if councils else []
    return Gathered(
        case=case,
        scores=_scores(case),
        commune_council=own,
        district_council=district,
        commune_sittings=[s for s in sittings if own and s.council_id == own.pk],
        district_sittings=[s for s in sittings if district and s.council_id == district.pk],
        papers=_PAPERS(case.pk),
        findings=_findings(case),
        messages=_MESSAGES(case.pk) if filed else [],
        window=_WINDOWS.first(case.pk) if filed else None,
        corrections=_CORRECTIONS(case.pk),
        former=former_of(case) if case.state == f.DRAFT else {},
        acts=acts,
        recognitions=recognitions,
        rewards=_rewards(case, recognitions) if recognitions else [],
    )


def _papers(case: int):
    """Papers in force: the case's own, and those of the district that cover it."""
    covering = Paper.covers.through.objects.filter(case=case).values("paper")
    return Paper.objects.filter(Q(case=case) | Q(pk__in=covering), replaced_by=None).select_related("file")


def _of_case(campaign: int, own: int, case: int, sitting: str = "") -> Q:
    """Sittings of the commune's council, and those of another that has the case on its agenda.

    `sitting` leads from another table to its sitting.
    """
    at = f"{sitting}__" if sitting else ""
    on_agenda = Exists(Conclusion.objects.filter(sitting=OuterRef(sitting or "pk"), case=case))
    return Q(**{f"{at}council__campaign": campaign}) & (Q(**{f"{at}council__unit": own}) | Q(on_agenda))


def _of_year(commune: int, year: int):
    return Score.objects.filter(case__commune=commune, case__year=year)


_ACTS = Prepared(lambda case: Act.objects.filter(case_id=case).select_related("decision"))
_SCORES = Prepared(lambda case: Score.objects.filter(case=case).order_by("criterion"))
# A year is a small number: a larger stand-in would make PostgreSQL's query empty before it is asked.
_STAND_INS = (2_000_000_011, 32_749)
_FORMER = {
    True: Prepared(
        lambda commune, year: _of_year(commune, year).filter(case__illustrative=True), *_STAND_INS
    ),
    False: Prepared(
        lambda commune, year: _of_year(commune, year).filter(case__illustrative=False), *_STAND_INS
    ),
}
_EVIDENCE = Prepared(lambda case: Evidence.objects.filter(score__case=case))
_COUNCILS = Prepared(
    lambda campaign, own, district: Council.objects.filter(campaign=campaign, unit__in=[own, district])
)
_SEATS = Prepared(
    lambda campaign, own, district: Seat.objects.filter(
        council__campaign=campaign, council__unit__in=[own, district]
    )
)
_SITTINGS = Prepared(
    lambda campaign, own, case: Sitting.objects.filter(_of_case(campaign, own, case)).select_related(
        "minutes"
    )
)
_ATTENDANCES = Prepared(
    lambda campaign, own, case: Attendance.objects.filter(_of_case(campaign, own, case, "sitting"))
)
_CONCLUSIONS = Prepared(lambda case: Conclusion.objects.filter(case=case))
_OPINIONS = Prepared(lambda case: Opinion.objects.filter(conclusion__case=case))
_PAPERS = Prepared(_papers)
_FINDINGS = Prepared(lambda case: Finding.objects.filter(case=case).select_related("body", "file"))
_READS = Prepared(lambda case: FindingRead.objects.filter(finding__case=case).order_by("at"))
_MESSAGES = Prepared(lambda case: Message.objects.filter(case=case).select_related("answer"))
_WINDOWS = Prepared(lambda case: CommentWindow.objects.filter(case=case, replaced=False).order_by("-pk"))
_CORRECTIONS = Prepared(lambda case: Correction.objects.filter(case=case).select_related("follows"))
_RECOGNITIONS = Prepared(lambda unit: Recognition.objects.filter(unit=unit).select_related("decision"))
_RESTING = Reward.rests_on.through
# Each reward once for every recognition it rests on: there is none that rests on nothing (R-REW-1, R-REW-2).
_REWARDS = Prepared(
    lambda unit: (
        _RESTING.objects.filter(reward__unit=unit)
        .select_related("reward__decision")
        .order_by("reward_id", "pk")
    )
)


def former_of(case: Case) -> dict[int, Former]:
    """Last year's points and numbers of the same commune, by criterion; only the case's own kind of world."""
    return former_points(_FORMER[case.illustrative](case.commune_id, case.year - 1))


def former_points(scores: Iterable[Score]) -> dict[int, Former]:
    """What a year's scores came to: the district's points and numbers, else the commune's own."""
    found = {}
    for score in scores:
        side = "commune" if score.district_points is None else "district"
        points = getattr(score, f"{side}_points")
        own = numbers_of(score, side)
        found[score.criterion] = Former(points, own if own.complete else numbers_of(score, "commune"))
    return {no: former for no, former in found.items() if former.points is not None}


def numbers_of(score: Score, side: str) -> Numbers:
    """The two numbers one side gave for a criterion."""
    return Numbers(getattr(score, f"{side}_numerator"), getattr(score, f"{side}_denominator"))


def _criterion(gathered: Gathered, score: Score) -> f.CriterionFacts:
    criterion = gathered.case.campaign.rulebook.criterion(score.criterion)
    return f.CriterionFacts(
        no=score.criterion,
        maximum=score.maximum,
        commune_points=score.commune_points,
        district_points=score.district_points,
        has_evidence=bool(score.commune_evidence.strip()) or bool(score.evidence_files.all()),
        district_reason=score.district_reason.strip(),
        reason_cleared=score.reason_cleared,
        commune_reason=score.commune_reason.strip(),
        commune_asks=asks(
            criterion,
            numbers_of(score, "commune"),
            score.commune_points,
            gathered.former.get(score.criterion),
        ),
        district_asks=asks(criterion, numbers_of(score, "district"), score.district_points),
    )


def _scores(case: Case) -> list[Score]:
    scores = _SCORES(case.pk)
    attach(scores, "evidence_files", _EVIDENCE(case.pk))
    return scores


def _councils(case: Case) -> dict[int, Council]:
    """The councils of the commune and of the district, by unit id, with their seats."""
    where = (case.campaign_id, case.assessing_unit_id, case.reviewing_unit_id)
    councils = _COUNCILS(*where)
    if councils:
        attach(councils, "seats", _SEATS(*where))
    return {council.unit_id: council for council in councils}


def _sittings(case: Case) -> list[Sitting]:
    """Sittings with who came, and with the conclusions and opinions on this case alone."""
    where = (case.campaign_id, case.assessing_unit_id, case.pk)
    sittings = _SITTINGS(*where)
    if sittings:
        attach(sittings, "attendances", _ATTENDANCES(*where))
        conclusions = _CONCLUSIONS(case.pk)
        attach(conclusions, "opinions", _OPINIONS(case.pk))
        for sitting in sittings:
            sitting.on_this_case = [c for c in conclusions if c.sitting_id == sitting.pk]
    return sittings


def _findings(case: Case) -> list[Finding]:
    findings = _FINDINGS(case.pk)
    if findings:
        attach(findings, "reads", _READS(case.pk))
    return findings


def _rewards(case: Case, recognitions: list[Recognition]) -> list[Reward]:
    """The commune's rewards with what they rest on, of the case's own kind of world. One query."""
    known = {recognition.pk: recognition for recognition in recognitions}
    rewards: dict[int, Reward] = {}
    rests_on: dict[int, list[Recognition]] = {}
    for link in _REWARDS(case.commune_id):
        if link.reward.illustrative == case.illustrative:
            rewards.setdefault(link.reward_id, link.reward)
            rests_on.setdefault(link.reward_id, []).append(known[link.recognition_id])
    for pk, reward in rewards.items():
        answer_with(reward, "rests_on", sorted(rests_on[pk], key=lambda found: found.sequence))
    return list(rewards.values())


def campaign_facts(campaign) -> f.CampaignFacts:
    """The year's period and cut-offs."""
    return f.CampaignFacts(
        year=campaign.year,
        period_from=campaign.period_from,
        period_to=campaign.period_to,
        commune_due=campaign.commune_due,
        district_due=campaign.district_due,
        province_due=campaign.province_due,
        reward_due=campaign.reward_due,
        closing_day=campaign.closing_day,
        illustrative=campaign.illustrative,
        closed=campaign.closed_at is not None,
    )


def person_key(seat: Seat) -> str:
    """Who sits: an account when one is linked, else the folded name."""
    return f"user:{seat.holder_id}" if seat.holder_id else fold(seat.holder_name)


def council_facts(council: Council | None) -> f.CouncilFacts | None:
    """A council as the rules see it: rows of one seat code are one seat with several holders."""
    if council is None or council.founded_on is None:
        return None
    by_code: dict[str, list[Seat]] = {}
    for seat in council.members:
        by_code.setdefault(seat.code, []).append(seat)
    return f.CouncilFacts(
        founded_number=council.founded_number,
        founded_on=council.founded_on,
        seats=tuple(
            f.SeatFacts(
                code=code,
                holders=tuple(person_key(s) for s in seats if s.holder_name and not s.vacant),
                vacant=all(s.vacant for s in seats),
                vacancy_reason=next((s.vacancy_reason for s in seats if s.vacancy_reason), ""),
                concurrent_reason=next((s.concurrent_reason for s in seats if s.concurrent_reason), ""),
            )
            for code, seats in by_code.items()
        ),
    )


def _sitting(sitting: Sitting) -> f.SittingFacts:
    conclusion = sitting.on_this_case[0] if sitting.on_this_case else None
    return f.SittingFacts(
        held_on=sitting.held_on,
        attended=sum(attendance.present for attendance in sitting.attendances.all()),
        has_minutes=sitting.minutes is not None and sitting.minutes.file_id is not None,
        met=conclusion.met if conclusion else None,
    )


def _last_on(acts: list[Act], *actions: str) -> date | None:
    return next((act.on for act in reversed(acts) if act.action in actions), None)


def _facts(gathered: Gathered) -> f.CaseFacts:
    case = gathered.case
    window = gathered.window
    return f.CaseFacts(
        state=case.state,
        commune_kind=case.kind,
        class_code=case.class_code,
        class_confirmed=case.threshold is not None,
        threshold=case.threshold,
        maximum=sum((score.maximum for score in gathered.scores), start=0),
        campaign=campaign_facts(case.campaign),
        criteria=tuple(_criterion(gathered, score) for score in gathered.scores),
        commune_council=council_facts(gathered.commune_council),
        commune_sittings=tuple(map(_sitting, gathered.commune_sittings)),
        district_council=council_facts(gathered.district_council),
        district_sittings=tuple(map(_sitting, gathered.district_sittings)),
        papers=tuple(
            f.PaperFacts(p.kind, p.number, p.signed_on, p.file_id is not None) for p in gathered.papers
        ),
        findings=tuple(
            f.FindingFacts(found.pk, found.criterion, found.doubted, bool(found.reads.all()))
            for found in gathered.findings
        ),
        messages=tuple(
            f.MessageFacts(m.pk, m.in_window, m.admissible, m.answer_id is not None)
            for m in gathered.messages
        ),
        window=f.WindowFacts(window.opens, window.closes) if window else None,
        shortcomings_written=bool(case.shortcomings.strip()),
        previous_corrections=tuple(
            f.CorrectionFacts(c.follows.criterion, c.follows.shortcoming, c.outcome.strip())
            for c in gathered.corrections
            if c.follows_id
        ),
        runs=tuple(
            f.RunFacts(r.sequence, r.year, True, r.revoked_on is not None, r.illustrative)
            for r in gathered.recognitions
        ),
        rewards=tuple(
            f.RewardFacts(r.level, tuple(sorted(x.sequence for x in r.rests_on.all())))
            for r in gathered.rewards
        ),
        previous_act_on=next(
            (act.on for act in reversed(gathered.acts) if act.from_state != act.to_state), None
        ),
        submitted_on=_last_on(gathered.acts, "submit"),
        reviewed_on=_last_on(gathered.acts, "review"),
        reconsidered_on=_last_on(gathered.acts, "reconsider"),
    )
