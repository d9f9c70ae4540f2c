"""A district's part of an illustrative year: council, sittings, review, decisions, rewards."""

import random
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from portal.people import roles
from portal.record.models import StoredFile
from portal.units.models import Unit
from workflow.actions import councils, door, findings, messages, papers, scoring
from workflow.actions.inputs import DecisionData
from workflow.actions.refusals import Refused
from workflow.models import Campaign, Case, Finding, Message, Recognition, Reward, states
from workflow.models.scores import DISTRICT
from workflow.rules import papers as kinds
from workflow.rules import streaks
from workflow.rules.facts import RewardFacts, RunFacts
from workflow.rules.seats import DISTRICT_SEATS
from workflow.simulation.agenda import Agenda
from workflow.simulation.commune import Commune
from workflow.simulation.people import Names, Office

LATE = "Chờ kiểm tra lại thực tế ở thôn xa (minh họa)"
REASON = "Đối chiếu sổ sách thấp hơn báo cáo (minh họa)"
BASIS = "Căn cứ pháp lý minh họa, chưa phải văn bản thật"


class District:
    """One district working through its communes' cases."""

    def __init__(self, campaign: Campaign, unit: Unit, office: Office, file: StoredFile, seed: int):
        self.campaign, self.unit, self.office, self.file = campaign, unit, office, file
        self.rng = random.Random(f"{seed}/{campaign.year}/{unit.code}")
        self.officer = office.user(roles.DISTRICT_OFFICER)
        self.number = self.rng.randint(300, 900)
        self.minute = 8 * 60 + self.rng.randint(0, 90)

    def plan(self, agenda: Agenda, communes: list[Commune]) -> None:
        """Put the district's steps on the agenda, its communes grouped by sitting and by decision."""
        agenda.add(self.campaign.commune_due - timedelta(days=9), self.minute, "council", self.found)
        filing = [commune for commune in communes if commune.fate.files]
        for commune in filing:
            self._plan_returns_and_messages(agenda, commune)
        for day, group in _grouped(filing, lambda commune: commune.fate.sits_on):
            agenda.add(day, self.minute, "sitting", lambda d=day, g=group: self.sit(d, g))
            agenda.add(day, self.minute + 240, "review", lambda g=group: self.review(g))
        for day, group in _grouped(filing, lambda commune: commune.fate.decided_on):
            agenda.add(day, self.minute + 400, "decide", lambda d=day, g=group: self.decide(d, g))
        for commune in filing:
            if commune.fate.revoked:
                day = commune.fate.decided_on + timedelta(days=2)
                agenda.add(day, self.minute, "revoke", lambda c=commune, d=day: self.revoke(c, d))
            days = 1 if commune.fate.rewarded_soon else 12
            day = commune.fate.decided_on + timedelta(days=days)
            agenda.add(day, self.minute, "reward", lambda c=commune, d=day: self.reward(c, d))

    def _plan_returns_and_messages(self, agenda: Agenda, commune: Commune) -> None:
        fate = commune.fate
        if fate.returned:
            day = fate.filed_on + timedelta(days=1)
            agenda.add(day, self.minute, "return", lambda: self.send_back(commune))
        for turn in range(fate.comments):
            day = min(fate.refiled_on + timedelta(days=1 + turn), fate.closes)
            agenda.add(day, self.minute + 60 + turn, "message", lambda t=turn: self.hear(commune, t))
        if fate.comments:
            day = fate.closes + timedelta(days=1)
            agenda.add(day, self.minute, "answer", lambda: self.answer(commune))

    def found(self) -> None:
        """Found the year's review council and keep the proposal that asked for it."""
        seated, names = [], Names(self.rng, self.office)
        for seat in DISTRICT_SEATS:
            if seat.chair:
                chair = self.office.deputies[roles.DISTRICT_CHAIR].user
                seated.append(councils.Seated(seat.code, chair.full_name, "Phó Chủ tịch UBND", chair))
            elif seat.standing:
                name = self.officer.full_name
                seated.append(councils.Seated(seat.code, name, "Trưởng phòng LĐ-TB&XH", self.officer))
            elif seat.required:
                seated.append(councils.Seated(seat.code, names.next()))
        founded_on = self.campaign.commune_due - timedelta(days=9)
        self.council = councils.found(
            self.campaign,
            self.unit,
            self.officer,
            tier="district",
            number=self._next("QĐ-UBND"),
            founded_on=founded_on,
            seated=seated,
            file=self.file,
        )
        cases = self.campaign.cases.filter(reviewing_unit=self.unit)
        self._paper(kinds.TO_TRINH_HOI_DONG, "TTr-LĐTBXH", founded_on, cases)

    def _next(self, sign: str) -> str:
        self.number += self.rng.randint(1, 4)
        return f"{self.number}/{sign}"

    def _paper(self, kind: str, sign: str, day: date, cases: Iterable[Case]):
        return papers.add_to_district(
            self.campaign,
            self.unit,
            self.officer,
            kind=kind,
            covers=cases,
            number=self._next(sign),
            signed_on=day,
            signatory_name=self.officer.full_name,
            signatory_post="Trưởng phòng LĐ-TB&XH",
            file=self.file,
        )

    def send_back(self, commune: Commune) -> None:
        """Return a dossier to be completed."""
        door.perform(commune.case, "return", self.officer, reason="Bổ sung minh chứng tiêu chí 1 (minh họa)")

    def hear(self, commune: Commune, turn: int) -> None:
        """A citizen's comment."""
        criterion = self.rng.choice((6, 8, 10, 13, 14))
        texts = (
            "Sân chơi ở thôn cần có mái che cho các cháu (minh họa).",
            "Nên hỏi ý kiến các em trước khi làm sân chơi (minh họa).",
        )
        messages.receive(commune.case, text=texts[turn % 2], criterion=criterion)

    def answer(self, commune: Commune) -> None:
        """Look at each comment and answer it."""
        waiting = list(Message.objects.filter(case=commune.case, answer=None))
        for message in waiting:
            messages.moderate(message, self.officer, admissible=True)
        if waiting:
            for message in waiting:
                message.refresh_from_db()
            messages.answer(
                waiting,
                self.officer,
                accepted=self.rng.random() < 0.6,
                text="Hội đồng đã xem xét và ghi vào biên bản (minh họa).",
            )

    def sit(self, day: date, communes: list[Commune]) -> None:
        """Hold a sitting on several communes: points, minutes, a conclusion on each."""
        cases = [commune.case for commune in communes]
        for commune in communes:
            self._read_findings(commune)
            self._fix_points(commune)
        sitting = councils.hold(
            self.council, self.officer, held_on=day, place="UBND huyện (minh họa)", cases=cases
        )
        paper = self._paper(kinds.BIEN_BAN_HUYEN, "BB-HĐXD", day, cases)
        present = {s.pk: self.rng.random() < 0.95 for s in self.council.seats.all() if not s.vacant}
        councils.minute(sitting, self.officer, present=present, paper=paper)
        for commune in communes:
            met = commune.fate.concludes_met and commune.total >= commune.threshold
            councils.conclude(sitting, commune.case, self.officer, met=met)
        self._paper(kinds.BAO_CAO_THAM_DINH, "BC-LĐTBXH", day, cases)

    def _read_findings(self, commune: Commune) -> None:
        for finding in Finding.objects.filter(case=commune.case):
            findings.mark_read(finding, self.officer)

    def _fix_points(self, commune: Commune) -> None:
        rulebook = commune.case.campaign.rulebook
        entries, total = [], Decimal(0)
        for score in commune.case.scores.all():
            points, lowered = score.commune_points, Decimal(0)
            if self.rng.random() < 0.2:
                lowered = Decimal(round(float(score.maximum) * (commune.fate.strictness + 0.04)))
            points = max(Decimal(0), points - lowered)
            note = REASON if points != score.commune_points else ""
            cleared = bool(note) and not rulebook.criterion(score.criterion).points_only_public
            entries.append(scoring.Entry(score.criterion, points, note, score.district_version, cleared))
            total += points
        scoring.save_all(commune.case, DISTRICT, self.officer, entries)
        commune.total = total
        commune.threshold = Case.objects.values_list("threshold", flat=True).get(pk=commune.case.pk)

    def review(self, communes: list[Commune]) -> None:
        """Close the review of each commune whose own council concluded đạt, and propose recognition."""
        late = communes[0].fate.sits_on > self.campaign.district_due
        ready = []
        for commune in communes:
            if not commune.fate.concludes_met:
                continue
            door.perform(commune.case, "review", self.officer, late_reason=LATE if late else "")
            if commune.total >= commune.threshold:
                ready.append(commune.case)
        if ready:
            self._paper(kinds.TO_TRINH_CONG_NHAN, "TTr-HĐXD", communes[0].fate.sits_on, ready)

    def decide(self, day: date, communes: list[Commune]) -> None:
        """One decision for all communes that reached their threshold, a notice for each that did not."""
        met = [c.case for c in communes if c.fate.concludes_met and c.total >= c.threshold]
        late = LATE if day > self.campaign.district_due else ""
        if met:
            self._sign("recognize", met, "QĐ", day, late_reason=late)
        for commune in communes:
            if commune.case not in met:
                reason = "Chưa đạt số điểm của ngưỡng (minh họa)"
                self._sign("decline", [commune.case], "TB", day, reason=reason, late_reason=late)

    def _sign(self, action: str, cases: list[Case], kind: str, day: date, **inputs) -> None:
        """A decision signed by the chair or a deputy; recorded from paper or done in person."""
        deputy = self.rng.random() < 0.3
        held = self.office.deputies if deputy else self.office.holders
        grant = held[roles.DISTRICT_CHAIR]
        data = DecisionData(self.unit, kind, self._next(f"{kind}-UBND"), day, self.file)
        recorded = self.rng.random() < 0.6
        actor = self.officer if recorded else grant.user
        if recorded:
            inputs["signatory"] = grant
        for _, outcome in door.perform_each(cases, action, actor, decision=data, on=day, **inputs):
            if isinstance(outcome, Refused):
                raise outcome

    def revoke(self, commune: Commune, day: date) -> None:
        """Take back a recognition, outside the Plan."""
        if Case.objects.get(pk=commune.case.pk).state not in states.MET:
            return
        reason = "Kiểm tra lại thấy điểm tiêu chí 1 không đúng (minh họa)"
        self._sign("revoke", [commune.case], "QĐ", day, reason=reason, legal_basis=BASIS)

    def reward(self, commune: Commune, day: date) -> None:
        """The district chair's reward when three years in a row are there and carry none yet."""
        if due_for(commune.case, streaks.DISTRICT_LEVEL):
            self._sign("reward", [commune.case], "QĐ", day, level=streaks.DISTRICT_LEVEL)


def due_for(case: Case, level: int) -> bool:
    """Whether the run of years up to this case can carry a reward of the level."""
    unit = {"unit": case.commune_id, "illustrative": True}
    standing = Recognition.objects.filter(**unit, revoked_on=None, sequence__lte=case.campaign.sequence)
    runs = [RunFacts(r.sequence, r.year, True, illustrative=True) for r in standing]
    if len(runs) < level:
        return False
    given = Reward.objects.filter(**unit, level=level).prefetch_related("rests_on")
    rewards = [RewardFacts(level, tuple(r.sequence for r in reward.rests_on.all())) for reward in given]
    return streaks.eligible(runs, level, rewards, case.campaign.sequence, illustrative=True)


def _grouped(communes: list[Commune], day_of) -> list[tuple[date, list[Commune]]]:
    groups: dict[date, list[Commune]] = {}
    for commune in communes:
        groups.setdefault(day_of(commune), []).append(commune)
    return sorted(groups.items())
