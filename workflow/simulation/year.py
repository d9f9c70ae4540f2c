"""One illustrative year of a province: every commune through the same door as in earnest."""

import io
import random
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from portal.people import roles
from portal.record import clock, files
from portal.units.classes import hints_for
from portal.units.models import Unit
from workflow.actions import campaigns, door, findings, papers
from workflow.actions.inputs import DecisionData
from workflow.models import Campaign, Case
from workflow.notices import relay
from workflow.rules import papers as kinds
from workflow.rules import streaks
from workflow.rules.facts import UNCONFIRMED, XA, XA_DBKK
from workflow.simulation.agenda import Agenda
from workflow.simulation.commune import Commune
from workflow.simulation.district import BASIS, District, due_for
from workflow.simulation.fates import UNCLASSED, Fate, fate_of, specials
from workflow.simulation.people import START, People, people_of

NOT_FILED = "Xã chưa hoàn thành hồ sơ đúng thời hạn (minh họa)"


@dataclass(frozen=True)
class Lived:
    """A simulated year: its campaign and what each kind of step took."""

    campaign: Campaign
    seconds: dict[str, float]
    times: dict[str, int]


def illustrative_pdf() -> io.BytesIO:
    """A one-page PDF that says it is no real paper."""
    text = b"BT /F1 20 Tf 72 760 Td (DU LIEU MINH HOA - KHONG PHAI VAN BAN THAT) Tj ET"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    body += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(parts) + 1, table)
    body += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(parts) + 1,
        body.index(b"xref\n"),
    )
    upload = io.BytesIO(body)
    upload.name = "van-ban-minh-hoa.pdf"
    return upload


def simulate(
    province: Unit,
    year: int,
    *,
    seed: int = 1,
    communes: Collection[str] | None = None,
    until: datetime | None = None,
    days: campaigns.CutOffs | None = None,
    cast: Callable[[Fate, Campaign], Fate] = lambda fate, campaign: fate,
    told: Callable[[int, int], None] = lambda done, left: None,
) -> Lived:
    """Open an illustrative year and live it, up to `until` for one that is still running.

    `communes` limits it to these codes; `days` replaces the Plan's cut-offs; `cast` gives some communes
    another fate. Raises Refused when the
    year is open already, ValueError for a year before the illustrative world begins.
    """
    if year < START.year:
        raise ValueError(f"the illustrative world begins in {START.year}")
    people = people_of(province)
    rules = campaigns.cut_offs(campaigns.loader.get(campaigns.PLAN_REGULATION), year)
    days = days or rules
    officer = people.at(province.pk).user(roles.PROVINCE_OFFICER)
    with clock.at(datetime.combine(days.commune_due - timedelta(days=20), time(8), clock.HANOI)):
        file = files.store(illustrative_pdf(), by=officer)
        campaign = campaigns.open_campaign(
            province,
            year,
            officer,
            days=days,
            illustrative=True,
            communes=set(communes) if communes is not None else None,
            holidays=[],
        )
    agenda = Agenda(until=until)
    _plan(agenda, campaign, people, file, seed, cast)
    with relay.held():
        agenda.run(told)
    return Lived(campaign, dict(agenda.seconds), dict(agenda.times))


def _plan(agenda: Agenda, campaign: Campaign, people: People, file, seed: int, cast) -> None:
    cases = list(campaign.cases.select_related("campaign", "assessing_unit", "reviewing_unit", "commune"))
    hints = hints_for([case.commune_id for case in cases], campaign.period_to)
    special = specials(campaign.year, seed, [case.code for case in cases])
    officer = people.at(people.province.pk).user(roles.PROVINCE_OFFICER)
    by_district: dict[Unit, list[Commune]] = {}
    for case in cases:
        class_code = _class(case, hints)
        fate = cast(fate_of(case, seed, class_code, special), campaign)
        commune = Commune(case, fate, people.at(case.commune_id), file, seed)
        commune.plan(agenda)
        by_district.setdefault(case.reviewing_unit, []).append(commune)
        if case.class_code == UNCONFIRMED and fate.part != UNCLASSED:
            _plan_class(agenda, case, class_code, officer, hints)
        if fate.finding and fate.files:
            _plan_finding(agenda, commune, people)
        if not fate.files:
            day = campaign.closing_day + timedelta(days=2)
            agenda.add(day, 600, "close", lambda c=case: door.perform(c, "close", officer, reason=NOT_FILED))
    for unit, communes in by_district.items():
        District(campaign, unit, people.at(unit.pk), file, seed).plan(agenda, communes)
    _plan_province(agenda, campaign, people, file, cases, seed)


def _class(case: Case, hints) -> str:
    """The made-up class of a xã follows the hint at hand; a real one is confirmed by the Sở (R-THR-3)."""
    if case.class_code != UNCONFIRMED:
        return case.class_code
    return XA_DBKK if case.commune_id in hints else XA


def _plan_class(agenda: Agenda, case: Case, class_code: str, officer, hints) -> None:
    hint = hints.get(case.commune_id)
    source = f"Dữ liệu minh họa, theo gợi ý: {hint.decision}" if hint else "Dữ liệu minh họa"
    day = case.campaign.commune_due - timedelta(days=19)

    def confirm():
        door.perform(case, "confirm_class", officer, class_code=class_code, class_source=source)

    agenda.add(day, 500, "class", confirm)


def _plan_finding(agenda: Agenda, commune: Commune, people: People) -> None:
    rng = random.Random(f"finding/{commune.case.year}/{commune.case.code}")
    criterion = rng.choice(sorted(people.supervisors))
    supervisor = people.supervisors[criterion].user
    day = commune.fate.refiled_on + timedelta(days=1)

    def record():
        findings.record(
            commune.case,
            supervisor,
            criterion=criterion,
            text="Số liệu cần đối chiếu với sổ theo dõi của ngành (minh họa).",
            doubted=rng.random() < 0.6,
            seen_on=clock.today(),
        )

    agenda.add(day, 540, "finding", record)


def _plan_province(agenda: Agenda, campaign: Campaign, people: People, file, cases, seed: int) -> None:
    """Rewards for five years, at the end of the year, and the closing of the campaign.

    In a running year one dossier is gathered early, so that the province's chair finds a decision to take.
    """
    office = people.at(people.province.pk)
    day = campaign.reward_due - timedelta(days=4)

    def gather():
        ready = [case for case in cases if due_for(case, streaks.PROVINCE_LEVEL)]
        for case in ready[:1]:
            _reward_dossier(office, case, file, clock.today())

    if agenda.until is not None:
        agenda.add(agenda.until.date(), 0, "dossier", gather)

    def reward():
        ready = [case for case in cases if due_for(case, streaks.PROVINCE_LEVEL)]
        if ready:
            _reward_five(people, office, ready, file, day)

    def close():
        campaigns.close_campaign(campaign, office.user(roles.PROVINCE_OFFICER))

    agenda.add(day, 600, "reward", reward)
    agenda.add(campaign.closing_day + timedelta(days=5), 600, "close", close)


def _reward_five(people: People, office, ready: list[Case], file, day: date) -> None:
    """The dossier of R-REW-4 for each commune, then one decision of the province chair."""
    officer = office.user(roles.PROVINCE_OFFICER)
    for case in ready:
        _reward_dossier(office, case, file, day)
    grant = office.holders[roles.PROVINCE_CHAIR]
    data = DecisionData(people.province, "QĐ", f"{day.year % 100}21/QĐ-UBND", day, file)
    outcomes = door.perform_each(
        ready,
        "reward",
        officer,
        level=streaks.PROVINCE_LEVEL,
        decision=data,
        signatory=grant,
        on=day,
        legal_basis=BASIS,
    )
    for _, outcome in outcomes:
        if isinstance(outcome, Exception):
            raise outcome


def _reward_dossier(office, case: Case, file, day: date) -> None:
    """The two papers of R-REW-4."""
    officer = office.user(roles.PROVINCE_OFFICER)
    for kind, number in ((kinds.TO_TRINH_KHEN_THUONG, "12/TTr-LĐTBXH"), (kinds.QUYET_DINH_CAC_NAM, "")):
        papers.add_to_case(
            case,
            officer,
            kind=kind,
            number=number,
            signed_on=day,
            signatory_name=officer.full_name,
            file=file,
        )


def current_days(today: date) -> tuple[int, campaigns.CutOffs]:
    """Year and cut-offs of the running illustrative campaign, so that the demonstration is always alive.

    In the second half of November they are the Plan's own; at another time of the year all days are moved
    by the same number, so that today lies between the communes' last day and the districts'.
    """
    rules = campaigns.cut_offs(campaigns.loader.get(campaigns.PLAN_REGULATION), today.year)
    if rules.commune_due + timedelta(days=3) <= today <= rules.district_due - timedelta(days=2):
        return today.year, rules
    shift = today - timedelta(days=8) - rules.commune_due
    return today.year, campaigns.CutOffs(**{name: day + shift for name, day in vars(rules).items()})
