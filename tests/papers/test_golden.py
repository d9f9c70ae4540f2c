"""Every kind × tier × who signed, held to texts a person reviewed: tests/papers/golden/.

After a change that is meant, write them anew with GOLDEN=write and read the difference.
"""

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from portal.people.models import Grant, User
from tests import province, province_acts
from tests.papers.told import as_text
from workflow.documents.papers import printing
from workflow.documents.papers.kinds import (
    DECLINE_DECISION,
    DECLINE_NOTICE,
    FOUNDING_COMMUNE,
    FOUNDING_DISTRICT,
    KINDS,
    REVOCATION,
    REWARD_DISTRICT,
    REWARD_PROVINCE,
)
from workflow.models import Act, Case, Decision, Paper, Seat, Sitting, states
from workflow.rules import papers as filed
from workflow.rules import roles

FOLDER = Path(__file__).parent / "golden"
OF_CASE = (FOUNDING_COMMUNE, *filed.COMMUNE_PAPERS)
OF_DISTRICT = (
    filed.TO_TRINH_HOI_DONG,
    FOUNDING_DISTRICT,
    filed.BAO_CAO_THAM_DINH,
    filed.TO_TRINH_CONG_NHAN,
)
DRAFTED = (filed.QUYET_DINH_CONG_NHAN, DECLINE_NOTICE, DECLINE_DECISION, REVOCATION, REWARD_DISTRICT)


# Who is who on the golden papers, whatever the test province calls them.
NAMES = {
    roles.COMMUNE_CHAIR: "Y Blũh Êban",
    roles.COMMUNE_OFFICER: "Nguyễn Thị Hường",
    roles.DISTRICT_CHAIR: "Đặng Hữu Tâm",
    roles.DISTRICT_OFFICER: "Ngô Thu Dũng",
    roles.PROVINCE_CHAIR: "Dương Thị Sơn",
}
DEPUTY = "Bùi Minh Bình"


@pytest.fixture(autouse=True)
def _named(db):
    for grant in Grant.objects.filter(role__in=NAMES).select_related("user"):
        name = DEPUTY if grant.deputy else NAMES[grant.role]
        User.objects.filter(pk=grant.user_id).update(full_name=name)
        Seat.objects.filter(holder=grant.user_id).update(holder_name=name)
    Paper.objects.filter(case=None).update(signatory_name=NAMES[roles.DISTRICT_OFFICER])
    Paper.objects.exclude(case=None).update(signatory_name=NAMES[roles.COMMUNE_CHAIR])


def cases(*state) -> list[Case]:
    """Cases of huyện Kon Plông in these states."""
    found = Case.objects.select_related("campaign", "span", "reviewing_unit")
    return list(found.filter(pk__in=[province.case_in(one).pk for one in state]).order_by("sort_key"))


def one(state: str) -> Case:
    return cases(state)[0]


def head_of(kind: str, case: Case) -> str:
    role = KINDS[kind].role
    return str(province_acts.grant_of(role, case).pk)


def deputy_for(kind: str, case: Case) -> str:
    """Somebody who signs KT. for the holder of the kind's role."""
    role = KINDS[kind].role
    if role == roles.DISTRICT_CHAIR:
        return str(province_acts.deputy_of(case).pk)
    unit, by = {
        roles.COMMUNE_CHAIR: (case.assessing_unit, "huyen.613.phong"),
        roles.DISTRICT_OFFICER: (case.reviewing_unit, "so.ldtbxh"),
        roles.PROVINCE_CHAIR: (case.campaign.province, "quan.tri"),
    }[role]
    terms = {"unit": unit, "valid_from": date(2025, 1, 1), "deputy": True}
    user = province_acts.appoint("cap.pho", role, by, **terms)
    return str(Grant.objects.get(user=user).pk)


def drafted(kind: str, wanted: str):
    """A paper nobody has recorded yet."""
    if kind in OF_CASE:
        case = one(states.DRAFT)
        return printing.of_case_paper(case, kind, wanted=wanted)
    if kind in (filed.TO_TRINH_KHEN_THUONG, filed.QUYET_DINH_CAC_NAM):
        return printing.of_case_paper(one(states.REWARDED), kind, wanted=wanted)
    both = cases(states.COMMUNE_ASSESSED, states.DISTRICT_REVIEWED)
    where = both[0].campaign, both[0].reviewing_unit
    if kind in OF_DISTRICT:
        return printing.of_district_paper(*where, kind, both, wanted=wanted)
    if kind in (REVOCATION, REWARD_DISTRICT, REWARD_PROVINCE):
        both = cases(states.RECOGNIZED, states.REWARDED)
    return printing.of_draft(kind, *where, both, wanted=wanted)


def recorded(kind: str):
    """The same paper, on record in the test province with number, day and signatory."""
    Paper.objects.update(number="15/TTr")  # one number for all: which the province gave is no matter here
    if kind in OF_CASE:
        return printing.of_case_paper(cases(states.COMMUNE_ASSESSED)[0], kind)
    both = cases(states.COMMUNE_ASSESSED)
    if kind in OF_DISTRICT:
        paper = Paper.objects.filter(covers=both[0], kind=kind, replaced_by=None).first()
        return printing.of_district_paper(both[0].campaign, both[0].reviewing_unit, kind, both, paper=paper)
    if kind == filed.BIEN_BAN_HUYEN:
        sitting = Sitting.objects.get(conclusions__case=both[0], council__tier="district")
        return printing.of_minutes(sitting, list(sitting.conclusions.all()))
    state, purpose = {
        filed.QUYET_DINH_CONG_NHAN: (states.RECOGNIZED, Decision.RECOGNIZE),
        DECLINE_NOTICE: (states.NOT_RECOGNIZED, Decision.DECLINE),
        REVOCATION: (states.REVOKED, Decision.REVOKE),
        REWARD_DISTRICT: (states.REWARDED, Decision.REWARD),
    }[kind]
    case = one(state)
    decision = Act.objects.get(case_id=case.pk, action=purpose).decision
    decision.signatory_name = decision.signatory.full_name
    moved = printing.cases_of(decision, Case.objects.select_related("campaign"))
    return printing.of_recorded(decision, moved)


NEVER_RECORDED = {filed.TO_TRINH_KHEN_THUONG, filed.QUYET_DINH_CAC_NAM, DECLINE_DECISION, REWARD_PROVINCE}
ONLY_RECORDED = {filed.BIEN_BAN_HUYEN}
# Signed by a council's chair or standing member, whoever holds which right; or by the only head there is.
WAYS = [
    (kind, way)
    for kind in KINDS
    for way in ("chair", "deputy", "recorded")
    if not (way == "recorded" and kind in NEVER_RECORDED)
    and not (way != "recorded" and kind in ONLY_RECORDED)
]


@pytest.mark.parametrize(("kind", "way"), WAYS)
def test_a_paper_is_as_it_was_reviewed(kind, way):
    case = one(states.DRAFT) if kind in OF_CASE else one(states.COMMUNE_ASSESSED)
    if way == "recorded":
        paper = recorded(kind)
    else:
        paper = drafted(kind, (head_of if way == "chair" else deputy_for)(kind, case))
    assert paper.kind == kind
    told, golden = as_text(paper), FOLDER / f"{kind}.{way}.txt"
    if os.environ.get("GOLDEN") == "write":
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(told, encoding="utf-8")
    assert told == golden.read_text(encoding="utf-8")


def test_no_golden_paper_is_left_over():
    assert {path.stem for path in FOLDER.glob("*.txt")} == {f"{kind}.{way}" for kind, way in WAYS}
    assert {kind for kind, _way in WAYS} == set(KINDS)


@pytest.mark.parametrize(
    ("kind", "form", "lines"),
    [
        (filed.CONG_VAN, "", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        (filed.CONG_VAN, "KT.", ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        (filed.TO_TRINH_HOI_DONG, "", ("TRƯỞNG PHÒNG",)),
        (filed.TO_TRINH_HOI_DONG, "KT.", ("KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG")),
        (filed.QUYET_DINH_CONG_NHAN, "", ("CHỦ TỊCH",)),
        (filed.QUYET_DINH_CONG_NHAN, "KT.", ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
    ],
)
def test_the_block_says_for_whom_one_signs(kind, form, lines):
    case = one(states.DRAFT) if kind in OF_CASE else one(states.COMMUNE_ASSESSED)
    wanted = (deputy_for if form else head_of)(kind, case)
    assert drafted(kind, wanted).signature.lines == lines


def test_by_order_of_the_chair():
    """TL.: a notice signed by an office the chair told to."""
    case = one(states.NOT_RECOGNIZED)
    decision = Act.objects.get(case_id=case.pk, action=Decision.DECLINE).decision
    decision.sign_form, decision.signatory_post = "TL.", "Chánh Văn phòng"
    paper = printing.of_recorded(decision, [case])
    assert paper.signature.lines == ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")


def test_a_stranger_cannot_be_named_as_signatory():
    case = one(states.DRAFT)
    stranger = province_acts.grant_of(roles.COMMUNE_CHAIR, one(states.COMMUNE_ASSESSED))
    usual = printing.of_case_paper(case, filed.CONG_VAN)
    assert printing.of_case_paper(case, filed.CONG_VAN, wanted=str(stranger.pk)) == usual
    assert usual.signature.name == province_acts.user_of(roles.COMMUNE_CHAIR, case).full_name


def test_what_is_not_known_stays_open():
    paper = printing.of_case_paper(one(states.DRAFT), filed.CONG_VAN)
    assert paper.number == "Số: …/UBND"
    assert paper.place_and_date == "Đắk Nên, ngày … tháng … năm …"
    assert not any(sign in text for text in paper.texts() for sign in ("None", "False", "True"))


def test_a_commune_that_concluded_against_itself_is_not_called_fit():
    case = province.case_at(province.NOT_MET)
    told = as_text(
        printing.of_case_paper(
            Case.objects.select_related("campaign", "span").get(pk=case.pk), filed.BIEN_BAN_XA
        )
    )
    assert "Chủ tịch Hội đồng kết luận: xã Đắk Cấm không đạt" in told


def test_a_real_year_carries_no_mark_of_made_up_data():
    paper = printing.of_case_paper(one(states.DRAFT), filed.CONG_VAN)
    assert paper.illustrative
    assert "MINH HỌA" not in as_text(replace(paper, illustrative=False))
