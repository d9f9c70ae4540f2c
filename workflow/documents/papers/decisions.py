"""The chair's decisions and notices: recognition, no recognition, revocation, rewards (R-DIS-4, R-OUT-1, "
"R-REW)."""

from __future__ import annotations

from workflow.actions.dossier import Gathered
from workflow.documents.papers import parts
from workflow.documents.papers.agencies import COMMITTEE, DIVISION, REVIEW_COUNCIL, Agency, spoken
from workflow.documents.papers.content import Block, PrintedPaper, Table
from workflow.documents.papers.kinds import (
    DECLINE_DECISION,
    DECLINE_NOTICE,
    KINDS,
    REVOCATION,
    REWARD_DISTRICT,
    REWARD_PROVINCE,
)
from workflow.documents.papers.signing import Issued, as_chair
from workflow.documents.papers.sources import OfDecision, Year
from workflow.documents.papers.wording import (
    OPEN,
    clean,
    in_words,
    joined,
    known,
    number,
    place_and_date,
    points,
)
from workflow.models import Recognition
from workflow.rules import papers as filed
from workflow.rules.streaks import DISTRICT_LEVEL, PROVINCE_LEVEL

MINISTRY_FORM = "mẫu do Bộ Lao động - Thương binh và Xã hội ban hành"


def _paper(source: OfDecision, kind: str, issued: Issued, agency: Agency, **more) -> PrintedPaper:
    """What all acts of a chair have in common; the province has no agency above."""
    year = source.year
    fields = parts.year_fields(year)
    if len(source.gathered) == 1:
        fields |= parts.case_fields(source.gathered[0])
    return PrintedPaper(
        kind=kind,
        name=KINDS[kind].name,
        parent=() if agency == year.province else year.province.above(),
        agency=agency.heading,
        number=number(issued.number, KINDS[kind].suffix),
        place_and_date=place_and_date(agency.place, issued.signed_on),
        signature=as_chair(issued.signer),
        illustrative=year.campaign.illustrative,
        fields=fields,
        communes=tuple(parts.case_fields(one) for one in source.gathered),
        **more,
    )


def _names(source: OfDecision) -> str:
    names = [spoken(one.case.full_name) for one in source.gathered]
    return names[0] if len(names) == 1 else f"{len(names)} xã, phường, thị trấn"


def _decided(source: OfDecision, agency: Agency, more: tuple[str, ...], articles: list) -> tuple:
    """The body of a decision: authority, grounds, QUYẾT ĐỊNH:, articles and tables."""
    return (
        parts.centre(agency.chair.upper()),
        *parts.grounds(source.year, *more),
        parts.centre("QUYẾT ĐỊNH:"),
        *articles,
    )


def _numbered(*told: str | Table) -> list[Block | Table]:
    """Articles in their order; a table stands under the article before it."""
    words = [one for one in told if isinstance(one, str)]
    labelled = iter(parts.articles(*words))
    return [next(labelled) if isinstance(one, str) else one for one in told]


def _carried_out(source: OfDecision, agency: Agency) -> str:
    """The last article: who carries the decision out."""
    whose = COMMITTEE if agency == source.year.province else "HĐND và UBND"
    office = f"Chánh Văn phòng {whose} {agency.full}"
    heads = f"Chủ tịch Ủy ban nhân dân {joined([spoken(one.case.full_name) for one in source.gathered])}"
    lead = "Trưởng phòng" if agency != source.year.province else "Giám đốc Sở"
    return parts.closed(
        f"{office}; {lead} Lao động - Thương binh và Xã hội; {heads} và các cơ quan, đơn vị có liên quan "
        "chịu "
        "trách nhiệm thi hành Quyết định này kể từ ngày ký."
    )


def recognition(source: OfDecision, issued: Issued) -> PrintedPaper:
    """The decision of recognition, of one commune or several (R-DIS-4; R-DIS-5, paper 5)."""
    year = source.year
    concluded = {one.case.pk: parts.concluded_on(one) for one in source.gathered}
    return _paper(
        source,
        filed.QUYET_DINH_CONG_NHAN,
        issued,
        year.district,
        title="QUYẾT ĐỊNH",
        abstract=f"Về việc công nhận {_names(source)} đạt {year.standard} năm {year.year}",
        body=_decided(
            source,
            year.district,
            (f"Xét đề nghị của {REVIEW_COUNCIL} {_proposed(source)}",),
            _numbered(
                f"Công nhận các đơn vị có tên sau đây đạt {year.standard} năm {year.year}:",
                parts.communes(source.gathered, concluded),
                f"Cấp Giấy công nhận cho các đơn vị có tên tại Điều 1 theo {MINISTRY_FORM}.",
                _carried_out(source, year.district),
            ),
        ),
        recipients=parts.recipients("Như Điều 3", year.province.committee, year.province.department),
    )


def _proposed(source: OfDecision) -> str:
    """The proposal the decision answers, where it is on record."""
    for one in source.gathered:
        for paper in one.papers:
            if paper.kind == filed.TO_TRINH_CONG_NHAN and paper.number:
                day = f" ngày {paper.signed_on:%d/%m/%Y}" if paper.signed_on else ""
                return f"tại Tờ trình số {clean(paper.number)}{day}"
    return f"tại Tờ trình số {OPEN}/TTr-HĐXD"


def _reasons(source: OfDecision) -> list[Block]:
    """Why each commune is not recognised: points, conclusions, and the reason that was written."""
    told = []
    for one in source.gathered:
        got, need = parts.district_total(one), one.case.threshold
        grounds = [
            f"số điểm cần đạt {points(need)}, số điểm đạt được "
            f"{points(parts.own_total(one) if got is None else got)}"
        ]
        for whose, met in (
            ("Hội đồng đánh giá của đơn vị", parts.own_conclusion(one)),
            (REVIEW_COUNCIL, parts.concluded_on(one)),
        ):
            if met is not None:
                grounds.append(f"{whose} kết luận {parts.MET[met].lower()}")
        reason = parts.ended(known(source.reasons.get(one.case.pk, "")))
        told.append(parts.text(f"- {clean(one.case.full_name)}: {'; '.join(grounds)}. Lý do: {reason}"))
    return told


def decline_notice(source: OfDecision, issued: Issued) -> PrintedPaper:
    """The notice that communes are not recognised, with the reasons (R-DIS-3)."""
    year = source.year
    return _paper(
        source,
        DECLINE_NOTICE,
        issued,
        year.district,
        title="THÔNG BÁO",
        abstract=f"Về việc không công nhận {_names(source)} đạt {year.standard} năm {year.year}",
        body=(
            *parts.grounds(year),
            parts.text(
                f"{year.district.chair} thông báo không công nhận các đơn vị có tên sau đây đạt "
                f"{year.standard} "
                f"năm {year.year}:"
            ),
            *_reasons(source),
            parts.text(
                parts.closed(
                    "Các đơn vị có tên trên căn cứ Thông báo này để khắc phục hạn chế trong năm tới."
                )
            ),
        ),
        recipients=parts.recipients("Các đơn vị có tên trên", DIVISION),
    )


def decline_decision(source: OfDecision, issued: Issued) -> PrintedPaper:
    """The same as a decision."""
    year = source.year
    articles = parts.articles(
        f"Không công nhận {_names(source)} đạt {year.standard} năm {year.year}, với lý do sau đây:",
        _carried_out(source, year.district),
    )
    return _paper(
        source,
        DECLINE_DECISION,
        issued,
        year.district,
        title="QUYẾT ĐỊNH",
        abstract=f"Về việc không công nhận {_names(source)} đạt {year.standard} năm {year.year}",
        body=_decided(
            source,
            year.district,
            (f"Căn cứ kết luận của Chủ tịch {REVIEW_COUNCIL}",),
            [articles[0], *_reasons(source), articles[1]],
        ),
        recipients=parts.recipients("Như Điều 2", year.province.department),
    )


def revocation(source: OfDecision, issued: Issued) -> PrintedPaper:
    """The decision that takes a recognition back; its legal basis is written by the official (R-OUT-1)."""
    year = source.year
    told = [
        f"Thu hồi việc công nhận {spoken(one.case.full_name)} đạt {year.standard} năm {year.year} tại "
        f"{_recognised_by(one)}. Lý do: {parts.ended(known(source.reasons.get(one.case.pk, '')))}"
        for one in source.gathered
    ]
    basis = source.legal_basis.removeprefix("Căn cứ ")
    return _paper(
        source,
        REVOCATION,
        issued,
        year.district,
        title="QUYẾT ĐỊNH",
        abstract=f"Về việc thu hồi việc công nhận {_names(source)} đạt {year.standard} năm {year.year}",
        body=_decided(
            source,
            year.district,
            (f"Căn cứ {basis or OPEN}", f"Xét đề nghị của {DIVISION}"),
            _numbered(
                *told,
                "Giấy công nhận đã cấp kèm theo quyết định nêu trên không còn giá trị kể từ ngày Quyết "
                "định này được ký.",
                _carried_out(source, year.district),
            ),
        ),
        recipients=parts.recipients(f"Như Điều {len(told) + 2}", year.province.department),
    )


def _recognised_by(one: Gathered) -> str:
    """The decision that recognised the commune in this year."""
    for recognition in one.recognitions:
        if recognition.campaign_id == one.case.campaign_id:
            return decided_by(recognition)
    return f"Quyết định số {OPEN}"


def decided_by(recognition: Recognition) -> str:
    """The decision a recognition rests on, as papers cite it; imported ones keep their own words."""
    decision = recognition.decision
    if decision is None:
        return known(recognition.decision_text)
    return f"Quyết định số {clean(decision.number)} {in_words(decision.signed_on)}"


def reward_district(source: OfDecision, issued: Issued) -> PrintedPaper:
    """The district chair's reward for three years running (R-REW-1)."""
    return _reward(source, issued, REWARD_DISTRICT, source.year.district, DISTRICT_LEVEL)


def reward_province(source: OfDecision, issued: Issued) -> PrintedPaper:
    """The province chair's reward for five years running (R-REW-2)."""
    return _reward(source, issued, REWARD_PROVINCE, source.year.province, PROVINCE_LEVEL)


def _reward(source: OfDecision, issued: Issued, kind: str, agency: Agency, level: int) -> PrintedPaper:
    year = source.year
    rows = [
        (str(place), clean(one.case.full_name), _years(one, level, year), source.amount or OPEN)
        for place, one in enumerate(source.gathered, start=1)
    ]
    proposer = DIVISION if agency == year.district else year.province.department
    return _paper(
        source,
        kind,
        issued,
        agency,
        title="QUYẾT ĐỊNH",
        abstract=f"Về việc khen thưởng {_names(source)} đạt {year.standard} {level:02} năm liên tục",
        body=_decided(
            source,
            agency,
            (f"Xét đề nghị của {proposer}",),
            _numbered(
                f"Khen thưởng các đơn vị được công nhận đạt {year.standard} {level:02} năm liên tục, có tên "
                "sau "
                "đây:",
                Table("bang_khen", tuple(rows)),
                "Mức khen thưởng thực hiện theo quy định của pháp luật về thi đua, khen thưởng.",
                _carried_out(source, agency),
            ),
        ),
        recipients=parts.recipients("Như Điều 3", proposer),
    )


def _years(one: Gathered, level: int, year: Year) -> str:
    """The years the reward rests on: those it was given for, else the latest of the run."""
    for reward in one.rewards:
        if reward.case_id == one.case.pk and reward.level == level:
            return ", ".join(str(r.year) for r in sorted(reward.rests_on.all(), key=lambda r: r.year))
    standing = [r.year for r in one.recognitions if r.revoked_on is None and r.year <= year.year]
    return ", ".join(str(told) for told in sorted(standing)[-level:]) or OPEN


BUILDERS = {
    filed.QUYET_DINH_CONG_NHAN: recognition,
    DECLINE_NOTICE: decline_notice,
    DECLINE_DECISION: decline_decision,
    REVOCATION: revocation,
    REWARD_DISTRICT: reward_district,
    REWARD_PROVINCE: reward_province,
}
