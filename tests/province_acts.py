"""What officials do in a year, one step a function, by the accounts that may: hands to make tests with.

Every step passes the portal's own functions at the moment the clock tells; `on_day` sets it. Nothing here
writes a row past the portal.
"""

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from itertools import count

from portal.people import grants, roles
from portal.people.models import Grant, User
from portal.record import clock, files
from portal.record.models import StoredFile
from portal.units.models import Unit
from workflow.actions import campaigns, corrections, councils, door, findings, messages, papers, scoring
from workflow.actions.inputs import DecisionData
from workflow.models import Campaign, Case, Council, Decision, Finding, Message
from workflow.models.scores import COMMUNE, DISTRICT
from workflow.rules import papers as kinds
from workflow.rules.seats import COMMUNE_SEATS, DISTRICT_SEATS
from workflow.simulation.year import illustrative_pdf

PROVINCE = "62"
EVIDENCE = "Sổ theo dõi của xã"
DIFFERS = "Đối chiếu sổ sách thấp hơn báo cáo"
BASIS = "Điều 65 Luật Tổ chức chính quyền địa phương"

USERNAMES = {
    roles.COMMUNE_OFFICER: "xa.{commune}.canbo",
    roles.COMMUNE_CHAIR: "xa.{commune}.chutich",
    roles.COMMUNE_MEMBER: "xa.{commune}.thanhvien",
    roles.DISTRICT_OFFICER: "huyen.{district}.phong",
    roles.DISTRICT_CHAIR: "huyen.{district}.chutich",
    roles.DISTRICT_MEMBER: "huyen.{district}.thanhvien",
    roles.PROVINCE_OFFICER: "so.ldtbxh",
    roles.PROVINCE_CHAIR: "tinh.chutich",
    roles.SUPERVISOR: "giamsat.so_y_te",
    roles.HOME_AFFAIRS: "so.noivu",
    roles.FINANCE: "so.taichinh",
    roles.PLANNING: "so.khdt",
    roles.OBSERVER: "mttq.tinh",
    roles.EDITOR: "tinh.bientap",
    roles.PUBLISHER: "tinh.xuatban",
    roles.ADMINISTRATOR: "quan.tri",
}
DEPUTY_OF_DISTRICT = "huyen.{district}.phochutich"

_numbers = count(1)


def moment(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """A day and hour in Kon Tum."""
    return datetime.combine(day, time(hour, minute), clock.HANOI)


def on_day(day: date, hour: int = 9):
    """The portal's clock tells this day inside the block (illustrative cases only move so)."""
    return clock.at(moment(day, hour))


def username(pattern: str, case: Case) -> str:
    """A username of the place a case belongs to."""
    return pattern.format(commune=case.code, district=case.reviewing_unit.code)


def user_of(role: str, case: Case) -> User:
    """Who holds a role at the commune, the district or the province of a case."""
    return User.objects.get(username=username(USERNAMES[role], case))


def grant_of(role: str, case: Case) -> Grant:
    """The right by which they hold it."""
    return Grant.objects.select_related("user", "unit", "body").get(user=user_of(role, case), role=role)


def deputy_of(case: Case) -> Grant:
    """The vice chair of the case's district."""
    return Grant.objects.select_related("user", "unit", "body").get(
        user__username=username(DEPUTY_OF_DISTRICT, case)
    )


def unit(code: str) -> Unit:
    """A unit by its code."""
    return Unit.objects.get(code=code)


def province() -> Unit:
    """Kon Tum."""
    return unit(PROVINCE)


def paper_file() -> StoredFile:
    """A one-page PDF on disk and on record."""
    return files.store(illustrative_pdf(), by=User.objects.get(username="so.ldtbxh"))


def open_year(year: int, communes: Iterable[str], *, illustrative: bool = True) -> Campaign:
    """The Sở opens a year for these communes, and confirms the class of each xã among them."""
    officer = User.objects.get(username="so.ldtbxh")
    return campaigns.open_campaign(
        province(), year, officer, illustrative=illustrative, communes=set(communes), comment_days=5
    )


def the_case(campaign: Campaign, code: str) -> Case:
    """A commune's case in a campaign."""
    found = Case.objects.select_related("campaign", "commune", "assessing_unit", "reviewing_unit")
    return found.get(campaign=campaign, code=code)


def confirm_class(case: Case, class_code: str = "xa") -> None:
    """R-THR-3, where the class does not follow from the kind."""
    if case.kind == "xa":
        door.perform(
            case,
            "confirm_class",
            user_of(roles.PROVINCE_OFFICER, case),
            class_code=class_code,
            class_source="Danh sách của Sở, ngày 20/10",
        )
        case.refresh_from_db()


# The commune ----------------------------------------------------------------------------------------


def found_commune_council(case: Case, **more) -> Council:
    """R-COM-1: every seat held; the chair and the standing member by their accounts."""
    chair, officer = user_of(roles.COMMUNE_CHAIR, case), user_of(roles.COMMUNE_OFFICER, case)
    seated = []
    for number, seat in enumerate(seat for seat in COMMUNE_SEATS if seat.required):
        if seat.chair:
            seated.append(councils.Seated(seat.code, chair.full_name, "Chủ tịch UBND", chair))
        elif seat.standing:
            seated.append(councils.Seated(seat.code, officer.full_name, "Công chức VH-XH", officer))
        else:
            seated.append(councils.Seated(seat.code, f"Thành viên xã {number}"))
    terms = {"number": "12/QĐ-UBND", "founded_on": clock.today(), "seated": seated} | more
    return councils.found(case.campaign, case.assessing_unit, officer, tier="commune", **terms)


def _cleared(row, note: str) -> bool:
    """Every reason may be published, but for the criteria of which only points are public."""
    return bool(note) and row.criterion not in (4, 5, 7)


def score(case: Case, side: str, points, *, note: str = "") -> None:
    """Give every criterion of one side its points: a share of the maximum, or a function of the score."""
    role = roles.COMMUNE_OFFICER if side == COMMUNE else roles.DISTRICT_OFFICER
    rows = list(case.scores.order_by("criterion"))
    entries = [
        scoring.Entry(row.criterion, points(row), note, getattr(row, f"{side}_version"), _cleared(row, note))
        for row in rows
    ]
    scoring.save_all(case, side, user_of(role, case), entries)


def share_of_maximum(share: str):
    """Points as a share of each maximum, in whole points."""
    return lambda row: (row.maximum * Decimal(share)).quantize(Decimal(1))


def assess(case: Case, share: str = "0.9") -> None:
    """R-COM-3: the commune's own points, with evidence."""
    score(case, COMMUNE, share_of_maximum(share), note=EVIDENCE)


def sit_commune(case: Case, *, met: bool = True, file: StoredFile | None = None) -> None:
    """R-COM-2: the commune's council sits today, with signed minutes and the chair's conclusion."""
    officer = user_of(roles.COMMUNE_OFFICER, case)
    council = Council.objects.get(campaign=case.campaign, unit=case.assessing_unit)
    sitting = councils.hold(council, officer, held_on=clock.today(), place="Trụ sở UBND", cases=[case])
    minutes = add_paper(case, kinds.BIEN_BAN_XA, file)
    present = dict.fromkeys(council.seats.values_list("pk", flat=True), True)
    councils.minute(sitting, officer, present=present, paper=minutes)
    councils.conclude(sitting, case, officer, met=met)


def add_paper(case: Case, kind: str, file: StoredFile | None = None, *, by: User | None = None):
    """A signed paper of a case, dated today."""
    return papers.add_to_case(
        case,
        by or user_of(roles.COMMUNE_OFFICER, case),
        kind=kind,
        number=f"{next(_numbers)}/UBND",
        signed_on=clock.today(),
        signatory_name=user_of(roles.COMMUNE_CHAIR, case).full_name,
        file=file or paper_file(),
    )


def write_shortcomings(case: Case) -> None:
    """R-COM-5: what became of last year's, and this year's."""
    corrections.write(
        case,
        user_of(roles.COMMUNE_OFFICER, case),
        shortcomings="Một số thôn chưa có sân chơi.",
        entries=[corrections.Named(14, "Một số thôn chưa có sân chơi", "Làm hai sân chơi trong năm sau")],
        outcomes=dict.fromkeys(corrections.open_ones(case), "Đã làm một sân chơi"),
    )


def prepare_dossier(
    case: Case, *, met: bool = True, share: str = "0.9", file: StoredFile | None = None
) -> None:
    """Everything R-COM-1…5 ask for, today."""
    file = file or paper_file()
    found_commune_council(case)
    assess(case, share)
    sit_commune(case, met=met, file=file)
    wanted = (kinds.CONG_VAN, kinds.BAO_CAO, kinds.TONG_DIEM) if met else (kinds.BAO_CAO, kinds.TONG_DIEM)
    for kind in wanted:
        add_paper(case, kind, file)
    write_shortcomings(case)


def submit(case: Case, **inputs):
    """The commune's chair files in person."""
    return perform(case, "submit", roles.COMMUNE_CHAIR, **inputs)


# The district ---------------------------------------------------------------------------------------


def found_district_council(campaign: Campaign, case: Case) -> Council:
    """R-DIS-1: the year's review council of a case's district, and the proposal that asked for it."""
    officer, deputy = user_of(roles.DISTRICT_OFFICER, case), deputy_of(case).user
    seated = []
    for number, seat in enumerate(seat for seat in DISTRICT_SEATS if seat.required):
        if seat.chair:
            seated.append(councils.Seated(seat.code, deputy.full_name, "Phó Chủ tịch UBND", deputy))
        elif seat.standing:
            seated.append(councils.Seated(seat.code, officer.full_name, "Trưởng phòng", officer))
        else:
            seated.append(councils.Seated(seat.code, f"Thành viên huyện {number}"))
    return councils.found(
        campaign,
        case.reviewing_unit,
        officer,
        tier="district",
        number="88/QĐ-UBND",
        founded_on=clock.today(),
        seated=seated,
    )


def add_district_paper(cases: list[Case], kind: str, file: StoredFile | None = None):
    """A signed paper of the district that covers these cases, dated today."""
    case = cases[0]
    return papers.add_to_district(
        case.campaign,
        case.reviewing_unit,
        user_of(roles.DISTRICT_OFFICER, case),
        kind=kind,
        covers=cases,
        number=f"{next(_numbers)}/TTr",
        signed_on=clock.today(),
        signatory_name=user_of(roles.DISTRICT_OFFICER, case).full_name,
        file=file or paper_file(),
    )


def fix_points(case: Case, *, less: int = 1) -> None:
    """R-DIS-2: the district's points, lower than the commune's by `less` at the first criterion."""

    def points(row):
        return max(Decimal(0), row.commune_points - (less if row.criterion == 1 else 0))

    rows = list(case.scores.order_by("criterion"))
    entries = [
        scoring.Entry(
            row.criterion,
            points(row),
            DIFFERS if points(row) != row.commune_points else "",
            row.district_version,
            _cleared(row, "" if points(row) == row.commune_points else DIFFERS),
        )
        for row in rows
    ]
    scoring.save_all(case, DISTRICT, user_of(roles.DISTRICT_OFFICER, case), entries)


def sit_district(cases: list[Case], *, met: bool = True, file: StoredFile | None = None) -> None:
    """R-DIS-3: the district's council sits today on these cases and concludes on each."""
    case = cases[0]
    officer = user_of(roles.DISTRICT_OFFICER, case)
    council = Council.objects.get(campaign=case.campaign, unit=case.reviewing_unit)
    sitting = councils.hold(council, officer, held_on=clock.today(), place="UBND huyện", cases=cases)
    minutes = add_district_paper(cases, kinds.BIEN_BAN_HUYEN, file)
    present = dict.fromkeys(council.seats.values_list("pk", flat=True), True)
    councils.minute(sitting, officer, present=present, paper=minutes)
    for one in cases:
        councils.conclude(sitting, one, officer, met=met)


def prepare_review(
    cases: list[Case], *, met: bool = True, less: int = 1, file: StoredFile | None = None
) -> None:
    """Everything R-DIS-1…5 ask for, today: points, sitting, and papers 1 to 4; the council where none is."""
    case, file = cases[0], file or paper_file()
    if not Council.objects.filter(campaign=case.campaign, unit=case.reviewing_unit).exists():
        found_district_council(case.campaign, case)
    for one in cases:
        for finding in Finding.objects.filter(case=one):
            findings.mark_read(finding, user_of(roles.DISTRICT_OFFICER, one))
        fix_points(one, less=less)
    sit_district(cases, met=met, file=file)
    for kind in (kinds.TO_TRINH_HOI_DONG, kinds.BAO_CAO_THAM_DINH, kinds.TO_TRINH_CONG_NHAN):
        add_district_paper(cases, kind, file)


def answer_all(case: Case) -> None:
    """Every comment looked at, taken and answered."""
    officer = user_of(roles.DISTRICT_OFFICER, case)
    for message in Message.objects.filter(case=case, admissible=None):
        messages.moderate(message, officer, admissible=True)
    waiting = list(Message.objects.filter(case=case, admissible=True, answer=None))
    if waiting:
        messages.answer(waiting, officer, accepted=True, text="Hội đồng đã xem xét.")


def review(case: Case, **inputs):
    """The district's officer closes the review."""
    return perform(case, "review", roles.DISTRICT_OFFICER, **inputs)


def decision_data(case: Case, kind: str = "QĐ", *, number: str = "", issuer: Unit | None = None):
    """A signed decision of today with its file, not yet in the books, with a number not used before."""
    number = number or f"{Decision.objects.count() + 101}/{kind}-UBND"
    file = StoredFile.objects.earliest("pk")
    return DecisionData(issuer or case.recognising_unit, kind, number, clock.today(), file)


def decide(case: Case, action: str, *, kind: str = "QĐ", **inputs):
    """The district's chair decides in person, by a new decision of today unless one is given."""
    inputs = {"decision": decision_data(case, kind)} | inputs
    return perform(case, action, roles.DISTRICT_CHAIR, **inputs)


def perform(case: Case, action: str, role: str, **inputs):
    """An act by the holder of a role at the place of the case; the case is read again afterwards."""
    moved = door.perform(case, action, user_of(role, case), **inputs)
    case.refresh_from_db()
    return moved


def appoint(name: str, role: str, by: str, **terms) -> User:
    """An account with one right."""
    user = User.objects.create(username=name, full_name=f"Người giữ {name}")
    user.set_unusable_password()
    grants.give(user, role, by=User.objects.get(username=by), decision="Quyết định thử nghiệm", **terms)
    return user


# Whole roads ----------------------------------------------------------------------------------------


def to_commune_assessed(case: Case, filed: date, *, met: bool = True, share: str = "0.9") -> None:
    """Class confirmed, dossier prepared and filed on one day."""
    with on_day(filed):
        if case.threshold is None:
            confirm_class(case)
        prepare_dossier(case, met=met, share=share)
        submit(case)


def to_district_reviewed(case: Case, filed: date, sat: date, *, share: str = "0.9") -> None:
    """… and reviewed by the district on a day after its comment window."""
    to_commune_assessed(case, filed, share=share)
    with on_day(sat):
        prepare_review([case])
        answer_all(case)
        review(case)


def to_recognized(case: Case, filed: date, sat: date, decided: date) -> None:
    """… and recognised."""
    to_district_reviewed(case, filed, sat)
    with on_day(decided):
        decide(case, "recognize")
