"""The papers of a district's year: its review council, the review's result, the proposals (R-DIS-1…5)."""

from __future__ import annotations

from workflow.documents.papers import parts
from workflow.documents.papers.agencies import DIVISION, REVIEW_COUNCIL
from workflow.documents.papers.commune import opening, read_aloud
from workflow.documents.papers.content import Block, PrintedPaper, Table
from workflow.documents.papers.kinds import FOUNDING_DISTRICT, KINDS
from workflow.documents.papers.signing import (
    Issued,
    as_committee,
    as_council_chair,
    as_division,
    as_secretary,
    as_standing_member,
)
from workflow.documents.papers.sources import OfDistrict, OfSitting, Year
from workflow.documents.papers.wording import OPEN, clean, joined, number, place_and_date, points
from workflow.rules import papers as filed
from workflow.rules.seats import DISTRICT_COUNCIL


def _paper(source: OfDistrict | OfSitting, kind: str, issued: Issued, **more) -> PrintedPaper:
    """What all papers of a district's year have in common."""
    year = source.year
    gathered = (
        source.gathered if isinstance(source, OfDistrict) else tuple(one for one, _entry in source.entries)
    )
    fields = parts.year_fields(year)
    if len(gathered) == 1:
        fields |= parts.case_fields(gathered[0])
    return PrintedPaper(
        kind=kind,
        name=KINDS[kind].name,
        number=number(issued.number, KINDS[kind].suffix),
        place_and_date=place_and_date(year.district.place, issued.signed_on),
        illustrative=year.campaign.illustrative,
        fields=fields,
        communes=tuple(parts.case_fields(one) for one in gathered),
        **more,
    )


def of_division(year: Year) -> dict[str, tuple[str, ...]]:
    """The Labour Division's letterhead."""
    first, _and, rest = DIVISION.upper().partition(" - ")
    return {"parent": year.district.heading, "agency": (f"{first} -", rest)}


def of_council(year: Year) -> dict[str, tuple[str, ...]]:
    """The review council's letterhead."""
    return {"parent": year.district.heading, "agency": (REVIEW_COUNCIL.upper(),)}


def proposed_council(source: OfDistrict, issued: Issued) -> PrintedPaper:
    """The proposal to found the review council (R-DIS-5, paper 1)."""
    year = source.year
    return _paper(
        source,
        filed.TO_TRINH_HOI_DONG,
        issued,
        **of_division(year),
        title="TỜ TRÌNH",
        abstract=f"Về việc thành lập {REVIEW_COUNCIL} {year.standard} năm {year.year}",
        addressed=(year.district.chair,),
        body=(
            *parts.grounds(year),
            *_filed_by(source),
            parts.text(
                f"{year.district.division} kính trình {year.district.chair} xem xét, thành lập "
                f"{REVIEW_COUNCIL} "
                f"cấp huyện để thẩm định, đánh giá lại các tiêu chí trong kỳ {parts.span_of_year(year)}, "
                "gồm các "
                "ông, bà có tên sau đây:"
            ),
            parts.members(source.council, DISTRICT_COUNCIL),
            parts.text(parts.closed(f"Kính trình {year.district.chair} xem xét, quyết định.")),
        ),
        signature=as_division(issued.signer),
        recipients=parts.recipients("Như trên"),
    )


def _filed_by(source: OfDistrict) -> list[Block]:
    if not source.names:
        return []
    return [
        parts.text(
            f"Đến nay, {len(source.names)} đơn vị đã gửi hồ sơ đề nghị xét duyệt: {joined(source.names)}."
        )
    ]


def founding(source: OfDistrict, issued: Issued) -> PrintedPaper:
    """The decision that founds the review council (R-DIS-1)."""
    year = source.year
    return _paper(
        source,
        FOUNDING_DISTRICT,
        issued,
        parent=year.province.above(),
        agency=year.district.heading,
        title="QUYẾT ĐỊNH",
        abstract=f"Về việc thành lập {REVIEW_COUNCIL} {year.standard} năm {year.year}",
        body=(
            parts.centre(year.district.committee.upper()),
            *parts.grounds(year, f"Xét đề nghị của {DIVISION}"),
            parts.centre("QUYẾT ĐỊNH:"),
            *parts.articles(
                f"Thành lập {REVIEW_COUNCIL} {year.standard} năm {year.year} của {year.district.full}, gồm "
                "các "
                "ông, bà có tên sau đây:"
            ),
            parts.members(source.council, DISTRICT_COUNCIL),
            *parts.articles(
                "",
                f"{REVIEW_COUNCIL} xem xét các báo cáo, đánh giá việc thực hiện các tiêu chí và xác định số "
                "điểm "
                "đạt được của từng tiêu chí; họp, lập biên bản có kết luận của Chủ tịch Hội đồng nêu rõ "
                "đạt hay "
                "không đạt tiêu chuẩn.",
                parts.closed(
                    f"{DIVISION}, các ông, bà có tên tại Điều 1 và các cơ quan, đơn vị có liên quan chịu "
                    "trách "
                    "nhiệm thi hành Quyết định này kể từ ngày ký."
                ),
            )[1:],
        ),
        signature=as_committee(issued.signer),
        recipients=parts.recipients("Như Điều 3", year.province.department),
    )


def review_report(source: OfDistrict, issued: Issued) -> PrintedPaper:
    """The report on the review's result, with the points of each commune (R-DIS-5, paper 2)."""
    year = source.year
    each: list[Block | Table] = []
    for place, one in enumerate(source.gathered, start=1):
        each += [
            parts.heading(f"{place}. {clean(one.case.full_name)}"),
            parts.fixed_points(year, one),
            parts.text(_against_threshold(one)),
        ]
    return _paper(
        source,
        filed.BAO_CAO_THAM_DINH,
        issued,
        **of_division(year),
        title="BÁO CÁO",
        abstract=f"Kết quả thẩm định việc thực hiện {year.standard} năm {year.year}",
        addressed=(year.district.chair, f"{REVIEW_COUNCIL} {year.district.full}"),
        body=(
            *parts.grounds(
                year, parts.founding_of(source.council, DISTRICT_COUNCIL, year.district.committee)
            ),
            parts.text(
                f"{year.district.division} báo cáo kết quả thẩm định các tiêu chí và số điểm đạt được của "
                f"{len(source.gathered)} đơn vị như sau:"
            ),
            parts.heading("I. TỔNG HỢP"),
            _summary(source),
            parts.heading("II. ĐIỂM TỪNG TIÊU CHÍ"),
            *each,
            parts.text(parts.closed("Trên đây là kết quả thẩm định, kính báo cáo để xem xét, kết luận.")),
        ),
        signature=as_division(issued.signer),
        recipients=parts.recipients("Như trên"),
    )


def _summary(source: OfDistrict) -> Table:
    return parts.communes(source.gathered, {one.case.pk: parts.concluded_on(one) for one in source.gathered})


def _against_threshold(gathered) -> str:
    got, need = parts.district_total(gathered), gathered.case.threshold
    sentence = f"Số điểm cần đạt: {points(need)}; số điểm đạt được: {points(got)}"
    if got is None or need is None:
        return f"{sentence}."
    gap = got - need
    return f"{sentence}; {'dư' if gap >= 0 else 'thiếu'} {points(abs(gap))} điểm."


def minutes(source: OfSitting, issued: Issued) -> PrintedPaper:
    """The minutes of a sitting, with opinions and a conclusion on each commune of it (R-DIS-3, R-DIS-4)."""
    year, council, sitting = source.year, source.council, source.sitting
    came, present, invited = parts.attendance(council, sitting, DISTRICT_COUNCIL)
    chair = parts.holder(council, "chu_tich")
    counted = f"{present}/{invited}" if present else OPEN
    entries = source.entries
    each: list[Block | Table] = []
    for place, (one, entry) in enumerate(entries, start=1):
        name = clean(one.case.full_name)
        each += [
            parts.heading(f"{place}. {name}"),
            parts.fixed_points(year, one),
            parts.text(_against_threshold(one)),
            parts.text("Ý kiến của các thành viên:"),
            *(parts.said(entry.opinions.all(), DISTRICT_COUNCIL) or [parts.text(OPEN)]),
            parts.text(parts.conclusion_sentence(entry, name, year)),
        ]
    return _paper(
        source,
        filed.BIEN_BAN_HUYEN,
        issued,
        **of_council(year),
        title="BIÊN BẢN",
        abstract=f"Họp {REVIEW_COUNCIL} {year.standard} năm {year.year}",
        body=(
            parts.text(opening(sitting.held_on, sitting.place, f"{REVIEW_COUNCIL} {year.district.full}")),
            parts.heading("I. THÀNH PHẦN"),
            parts.text(parts.who_sat(chair, counted)),
            came,
            parts.heading("II. XÉT DUYỆT VÀ KẾT LUẬN TỪNG ĐƠN VỊ"),
            *each,
            parts.heading("III. TỔNG HỢP KẾT LUẬN"),
            parts.communes([one for one, _entry in entries], {one.case.pk: e.met for one, e in entries}),
            parts.text(read_aloud()),
        ),
        left_signature=as_secretary(),
        signature=as_council_chair(chair),
        recipients=parts.recipients(year.district.committee, office="hồ sơ Hội đồng"),
    )


def proposal(source: OfDistrict, issued: Issued) -> PrintedPaper:
    """The proposal to recognise, by the council's standing member (R-DIS-4; R-DIS-5, paper 4)."""
    year = source.year
    signer = issued.signer.name or parts.holder(source.council, "thuong_truc")
    return _paper(
        source,
        filed.TO_TRINH_CONG_NHAN,
        issued,
        **of_council(year),
        title="TỜ TRÌNH",
        abstract=f"Về việc đề nghị công nhận {_of_communes(source)} đạt {year.standard} năm {year.year}",
        addressed=(year.district.chair,),
        body=(
            *parts.grounds(
                year,
                parts.founding_of(source.council, DISTRICT_COUNCIL, year.district.committee),
                f"Căn cứ kết luận của Chủ tịch {REVIEW_COUNCIL} tại các cuộc họp {_held(source)}",
            ),
            parts.text(
                f"{REVIEW_COUNCIL} kính trình {year.district.chair} ra quyết định công nhận các đơn vị có "
                "tên sau "
                f"đây đạt {year.standard} năm {year.year}:"
            ),
            _summary(source),
            parts.text(parts.closed(f"Kính trình {year.district.chair} xem xét, quyết định.")),
        ),
        signature=as_standing_member(signer),
        recipients=parts.recipients("Như trên", year.district.division, office="hồ sơ Hội đồng"),
    )


def _of_communes(source: OfDistrict) -> str:
    return source.names[0] if len(source.names) == 1 else f"{len(source.names)} xã, phường, thị trấn"


def _held(source: OfDistrict) -> str:
    days = sorted({sitting.held_on for one in source.gathered for sitting in one.district_sittings})
    return f"ngày {joined([f'{day:%d/%m/%Y}' for day in days])}" if days else f"ngày {OPEN}"


BUILDERS = {
    filed.TO_TRINH_HOI_DONG: proposed_council,
    FOUNDING_DISTRICT: founding,
    filed.BAO_CAO_THAM_DINH: review_report,
    filed.TO_TRINH_CONG_NHAN: proposal,
}
