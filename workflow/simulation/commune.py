"""A commune's part of an illustrative year: council, points, papers, filing."""

import random
from datetime import date, timedelta
from decimal import Decimal

from portal.people import roles
from portal.record import clock
from portal.record.models import StoredFile
from workflow.actions import corrections, councils, door, papers, scoring
from workflow.actions.dossier import former_of
from workflow.models import Case, Sitting
from workflow.models.scores import COMMUNE
from workflow.rules import papers as kinds
from workflow.rules.measuring import JUMP, Former
from workflow.rules.seats import COMMUNE_SEATS
from workflow.simulation.agenda import Agenda
from workflow.simulation.fates import FILLING, Fate
from workflow.simulation.people import Names, Office

BEGUN = 9  # criteria scored in a dossier that is being filled
FAR = "Số liệu thay đổi nhiều so với năm trước (minh họa)"
EVIDENCE = "Số liệu minh họa, sổ theo dõi của xã"
SHORTCOMINGS = (
    "Một số thôn chưa có điểm vui chơi cho trẻ em",
    "Trẻ em chưa được hỏi ý kiến thường xuyên",
    "Tỷ lệ khám sức khỏe định kỳ còn thấp ở thôn xa",
    "Ao, hồ gần khu dân cư chưa được rào chắn đủ",
)


class Commune:
    """One commune living its fate. Steps are planned on an agenda and act through the portal's door."""

    def __init__(self, case: Case, fate: Fate, office: Office, file: StoredFile, seed: int):
        self.case, self.fate, self.office, self.file = case, fate, office, file
        self.rng = random.Random(f"{seed}/{case.year}/{case.code}/life")
        self.officer = office.user(roles.COMMUNE_OFFICER)
        self.minute = 7 * 60 + 30 + self.rng.randint(0, 500)

    def plan(self, agenda: Agenda) -> None:
        """Put the commune's steps on the agenda."""
        fate = self.fate
        if fate.part == FILLING:
            agenda.add(fate.filed_on - timedelta(days=2), self.minute, "council", self.found)
            agenda.add(fate.filed_on - timedelta(days=1), self.minute, "points", lambda: self.assess(BEGUN))
            return
        sat_on = fate.filed_on - timedelta(days=2)
        agenda.add(sat_on - timedelta(days=2), self.minute, "council", self.found)
        agenda.add(sat_on - timedelta(days=1), self.minute, "points", self.assess)
        agenda.add(sat_on, self.minute, "sitting", lambda: self.sit(sat_on))
        if not fate.files:
            return
        agenda.add(sat_on + timedelta(days=1), self.minute, "papers", self.prepare)
        agenda.add(fate.filed_on, self.minute, "submit", lambda: self.submit(fate.filed_on))
        if fate.returned:
            agenda.add(fate.refiled_on, self.minute, "submit", lambda: self.submit_again(fate.refiled_on))

    def found(self) -> None:
        """Found the council, mostly with every seat held."""
        names = Names(self.rng, self.office)
        seated = [self._seat(seat, names) for seat in COMMUNE_SEATS if seat.required]
        number = f"{self.rng.randint(20, 90)}/QĐ-UBND"
        self.council = councils.found(
            self.case.campaign,
            self.case.assessing_unit,
            self.officer,
            tier="commune",
            number=number,
            founded_on=clock.today(),
            seated=seated,
            file=self.file,
        )

    def _seat(self, seat, names: Names) -> councils.Seated:
        if seat.chair:
            chair = self.office.user(roles.COMMUNE_CHAIR)
            return councils.Seated(seat.code, chair.full_name, "Chủ tịch UBND", chair)
        if seat.standing:
            return councils.Seated(
                seat.code, self.officer.full_name, "Công chức Văn hóa – Xã hội", self.officer
            )
        if self.rng.random() < 0.03:
            return councils.Seated(seat.code, vacant=True, vacancy_reason="Đang chờ bổ nhiệm (minh họa)")
        return councils.Seated(seat.code, names.next())

    def assess(self, upto: int = 99) -> None:
        """Score the criteria, or the first of them, aiming at the fate's share of the points."""
        former = former_of(self.case)
        entries = [
            self._entry(score, former.get(score.criterion))
            for score in self.case.scores.all()
            if score.criterion <= upto
        ]
        scoring.save_all(self.case, COMMUNE, self.officer, entries)

    def _entry(self, score, former: Former | None) -> scoring.Entry:
        points = self._points(score.maximum)
        far = former is not None and abs(points - former.points) > JUMP
        return scoring.Entry(
            score.criterion, points, EVIDENCE, score.commune_version, reason=FAR if far else None
        )

    def _points(self, maximum: Decimal) -> Decimal:
        share = min(1.0, max(0.0, self.rng.gauss(self.fate.share + 0.01, 0.08)))
        return Decimal(round(float(maximum) * share))

    def sit(self, day: date) -> None:
        """Hold the council's sitting, with minutes, opinions and the chair's conclusion."""
        sitting = councils.hold(
            self.council, self.officer, held_on=day, place="Trụ sở UBND (minh họa)", cases=[self.case]
        )
        paper = self._paper(kinds.BIEN_BAN_XA, "BB-HĐĐG")
        self.minuted(sitting, paper)

    def minuted(self, sitting: Sitting, paper) -> None:
        """Attendance, opinions, conclusion."""
        held = [seat for seat in self.council.seats.all() if not seat.vacant]
        present = {seat.pk: self.rng.random() < 0.93 for seat in held}
        councils.minute(sitting, self.officer, present=present, paper=paper)
        heard = [councils.Heard(seat.pk, "Nhất trí với điểm tự đánh giá (minh họa)") for seat in held[:3]]
        councils.conclude(sitting, self.case, self.officer, met=self.fate.concludes_met, opinions=heard)

    def _paper(self, kind: str, sign: str):
        return papers.add_to_case(
            self.case,
            self.officer,
            kind=kind,
            number=f"{self.rng.randint(1, 300)}/{sign}",
            signed_on=clock.today(),
            signatory_name=self.office.user(roles.COMMUNE_CHAIR).full_name,
            signatory_post=f"Chủ tịch UBND {self.case.full_name}",
            file=self.file,
        )

    def prepare(self) -> None:
        """The other papers of the dossier and this year's shortcomings."""
        if self.fate.concludes_met:
            self._paper(kinds.CONG_VAN, "UBND-LĐTBXH")
        self._paper(kinds.BAO_CAO, "BC-UBND")
        self._paper(kinds.TONG_DIEM, "BTH-UBND")
        shortcoming = self.rng.choice(SHORTCOMINGS)
        corrections.write(
            self.case,
            self.officer,
            shortcomings=f"{shortcoming} (minh họa).",
            entries=[corrections.Named(None, shortcoming, "Bố trí kinh phí năm sau (minh họa)")],
            outcomes=dict.fromkeys(corrections.open_ones(self.case), "Đã làm một phần (minh họa)"),
        )

    def submit(self, day: date) -> None:
        """File the dossier: in person, or recorded by the officer from the signed paper."""
        late = day > self.case.campaign.commune_due
        reason = "Mưa lũ làm gián đoạn việc tổng hợp số liệu (minh họa)" if late else ""
        if self.rng.random() < 0.5:
            door.perform(self.case, "submit", self.office.user(roles.COMMUNE_CHAIR), late_reason=reason)
        else:
            signatory = self.office.holders[roles.COMMUNE_CHAIR]
            door.perform(self.case, "submit", self.officer, signatory=signatory, on=day, late_reason=reason)

    def submit_again(self, day: date) -> None:
        """Complete what was asked for, and file again; half of the communes change a criterion."""
        if self.rng.random() < 0.5:
            score = self.case.scores.order_by("criterion").first()
            points = max(Decimal(0), score.commune_points - 2)
            entry = scoring.Entry(1, points, EVIDENCE + ", đã rà soát", score.commune_version)
            scoring.save_all(self.case, COMMUNE, self.officer, [entry])
        self.submit(day)
