"""The papers of a commune: the founding of its council, its dossier (R-COM-1, R-COM-4)."""

from __future__ import annotations

from workflow.documents.papers import parts
from workflow.documents.papers.agencies import ASSESSING_COUNCIL
from workflow.documents.papers.content import Block, PrintedPaper, Table
from workflow.documents.papers.kinds import FOUNDING_COMMUNE, KINDS
from workflow.documents.papers.signing import (
    Issued,
    as_committee,
    as_council_chair,
    as_secretary,
)
from workflow.documents.papers.sources import OfCase
from workflow.documents.papers.wording import OPEN, clean, known, number, place_and_date, points
from workflow.rules import papers as filed
from workflow.rules.seats import COMMUNE_COUNCIL


def _paper(source: OfCase, kind: str, issued: Issued, **more) -> PrintedPaper:
    """What all papers of a commune have in common."""
    own = {
        "parent": source.year.district.above(),
        "agency": source.commune.heading,
        "number": number(issued.number, KINDS[kind].suffix),
        "signature": as_committee(issued.signer),
    }
    return PrintedPaper(
        kind=kind,
        name=KINDS[kind].name,
        place_and_date=place_and_date(source.commune.place, issued.signed_on),
        illustrative=source.case.illustrative,
        fields=parts.year_fields(source.year) | parts.case_fields(source.gathered),
        **(own | more),
    )


def founding(source: OfCase, issued: Issued) -> PrintedPaper:
    """The decision that founds the assessment council (R-COM-1)."""
    year, commune = source.year, source.commune
    return _paper(
        source,
        FOUNDING_COMMUNE,
        issued,
        title="QUYẾT ĐỊNH",
        abstract=f"Về việc thành lập {ASSESSING_COUNCIL} thực hiện {year.standard} năm {year.year}",
        body=(
            parts.centre(commune.committee.upper()),
            *parts.grounds(year),
            parts.centre("QUYẾT ĐỊNH:"),
            *parts.articles(
                f"Thành lập {ASSESSING_COUNCIL} thực hiện {year.standard} năm {year.year} của "
                f"{commune.full}, gồm các ông, bà có tên sau đây:"
            ),
            parts.members(source.council, COMMUNE_COUNCIL),
            *parts.articles(
                "",
                f"Hội đồng có nhiệm vụ đánh giá từng tiêu chí trong kỳ {parts.span_of_year(year)}; họp, lập "
                "biên bản, Chủ tịch Hội đồng căn cứ tiêu chí và ý kiến của các thành viên để kết luận "
                f"{commune.full} đạt hay không đạt tiêu chuẩn; bảo đảm dân chủ, công bằng, công khai.",
                parts.closed(
                    "Các ông, bà có tên tại Điều 1 và các cơ quan, cá nhân có liên quan chịu trách nhiệm thi "
                    "hành Quyết định này kể từ ngày ký."
                ),
            )[1:],
        ),
        recipients=parts.recipients("Như Điều 3", year.district.division),
    )


def letter(source: OfCase, issued: Issued) -> PrintedPaper:
    """The letter that asks for recognition (R-COM-4, paper 1)."""
    year, commune, gathered = source.year, source.commune, source.gathered
    others = [clean(kind.name) for kind in year.regulation.documents.commune if kind.kind != filed.CONG_VAN]
    held = f"ngày {source.sitting.held_on:%d/%m/%Y}" if source.sitting else f"ngày {OPEN}"
    concluded = parts.MET[parts.own_conclusion(gathered)].lower()
    return _paper(
        source,
        filed.CONG_VAN,
        issued,
        title="",
        abstract="",
        about=f"V/v đề nghị công nhận {commune.full} đạt {year.standard} năm {year.year}",
        addressed=(year.district.chair,),
        body=(
            *(parts.text(f"Thực hiện {line}.") for line in year.grounds),
            parts.text(
                f"{commune.committee} đã tổ chức đánh giá việc thực hiện {year.standard} trong kỳ "
                f"{parts.span_of_year(year)}. Kết quả như sau:"
            ),
            parts.text(
                f"- Tổng điểm các tiêu chí: {points(parts.own_total(gathered))} điểm trên "
                f"{parts.of_most(year)}; số điểm cần đạt: {points(source.case.threshold)} điểm."
            ),
            parts.text(
                f"- Tại cuộc họp {held}, Chủ tịch {ASSESSING_COUNCIL} kết luận: {commune.full} {concluded} "
                f"{year.standard}."
            ),
            parts.text(
                f"{commune.committee} kính đề nghị {year.district.chair} xem xét, công nhận {commune.full} "
                f"đạt {year.standard} năm {year.year}."
            ),
            parts.text(parts.closed(f"Hồ sơ gửi kèm gồm: {'; '.join(others)}.")),
        ),
        recipients=parts.recipients("Như trên", year.district.division),
    )


def report(source: OfCase, issued: Issued) -> PrintedPaper:
    """The report on carrying out the standard (R-COM-4, paper 2; R-COM-5)."""
    year, commune = source.year, source.commune
    held = f"họp ngày {source.sitting.held_on:%d/%m/%Y}" if source.sitting else f"họp ngày {OPEN}"
    founding = parts.founding_of(source.council, COMMUNE_COUNCIL, commune.committee)
    return _paper(
        source,
        filed.BAO_CAO,
        issued,
        title="BÁO CÁO",
        abstract=f"Tình hình thực hiện {year.standard} năm {year.year}",
        body=(
            *parts.grounds(year),
            parts.heading("I. TỔ CHỨC ĐÁNH GIÁ"),
            parts.text(
                f"{founding}, {ASSESSING_COUNCIL} của {commune.full} đã {held}, đánh giá các tiêu chí trong "
                "kỳ "
                f"{parts.span_of_year(year)}."
            ),
            parts.heading("II. KẾT QUẢ TỪNG TIÊU CHÍ"),
            parts.own_points(source),
            parts.text(_result(source)),
            parts.heading("III. HẠN CHẾ, GIẢI PHÁP VÀ PHƯƠNG HƯỚNG"),
            parts.text(known(source.case.shortcomings)),
            *_corrections(source),
            parts.text(
                parts.closed(
                    f"{commune.committee} báo cáo {year.district.short_committee} xem xét, tổng hợp."
                )
            ),
        ),
        recipients=parts.recipients(year.district.committee, year.district.division),
    )


def _result(source: OfCase) -> str:
    own, need = parts.own_total(source.gathered), source.case.threshold
    sentence = f"Tổng điểm: {points(own)} điểm; số điểm cần đạt: {points(need)} điểm"
    if own is None or need is None:
        return f"{sentence}."
    gap = own - need
    return f"{sentence}; {'dư' if gap >= 0 else 'thiếu'} {points(abs(gap))} điểm."


def _corrections(source: OfCase) -> list[Block | Table]:
    """This year's shortcomings with their solutions, then what became of last year's."""
    year, found = source.year, source.gathered.corrections
    blocks: list[Block | Table] = []
    named = [one for one in found if clean(one.shortcoming) and not one.follows_id]
    if named:
        rows = [
            (str(place), _criterion(year, one), clean(one.shortcoming), known(one.solution))
            for place, one in enumerate(named, start=1)
        ]
        blocks.append(Table("bang_han_che", tuple(rows)))
    followed = [one for one in found if one.follows_id]
    if followed:
        blocks.append(parts.heading("IV. KẾT QUẢ KHẮC PHỤC HẠN CHẾ NĂM TRƯỚC"))
        blocks += [
            parts.text(f"- {clean(one.follows.shortcoming)}: {known(one.outcome)}") for one in followed
        ]
    return blocks


def _criterion(year, correction) -> str:
    return f"Tiêu chí {correction.criterion}" if correction.criterion else "Chung"


def minutes(source: OfCase, issued: Issued) -> PrintedPaper:
    """The minutes of the assessment council: attendance, points, each opinion, the conclusion (R-COM-2)."""
    year, commune, council, sitting = source.year, source.commune, source.council, source.sitting
    entry = sitting.on_this_case[0] if sitting and sitting.on_this_case else None
    opinions = parts.said(entry.opinions.all(), COMMUNE_COUNCIL) if entry else []
    came, present, invited = (
        parts.attendance(council, sitting, COMMUNE_COUNCIL)
        if council
        else (parts.members(None, COMMUNE_COUNCIL), 0, 0)
    )
    counted = f"{present}/{invited}" if present else OPEN
    day = sitting.held_on if sitting else None
    chair = parts.holder(council, "chu_tich")
    return _paper(
        source,
        filed.BIEN_BAN_XA,
        issued,
        parent=(commune.short_committee.upper(),),
        agency=(ASSESSING_COUNCIL.upper(),),
        title="BIÊN BẢN",
        abstract=f"Họp {ASSESSING_COUNCIL} về việc đánh giá {year.standard} năm {year.year}",
        body=(
            parts.text(opening(day, sitting.place if sitting else "", f"{ASSESSING_COUNCIL} {commune.full}")),
            parts.heading("I. THÀNH PHẦN"),
            parts.text(parts.who_sat(chair, counted)),
            came,
            parts.heading("II. KẾT QUẢ ĐÁNH GIÁ"),
            parts.own_points(source),
            parts.text(_result(source)),
            parts.heading("III. Ý KIẾN CỦA CÁC THÀNH VIÊN"),
            *(opinions or [parts.text(OPEN)]),
            parts.heading("IV. KẾT LUẬN"),
            parts.text(parts.conclusion_sentence(entry, commune.full, year)),
            parts.text(read_aloud()),
        ),
        left_signature=as_secretary(),
        signature=as_council_chair(chair),
        recipients=parts.recipients(commune.committee, office="hồ sơ Hội đồng"),
    )


def opening(day, place: str, council: str) -> str:
    """How minutes begin; the hour is written by hand."""
    told = f"ngày {day:%d/%m/%Y}" if day else f"ngày {OPEN}"
    return f"Vào hồi {OPEN} giờ {OPEN} phút, {told}, tại {known(place)}, {council} họp với nội dung như sau:"


def read_aloud() -> str:
    """How minutes end."""
    return parts.closed(
        f"Cuộc họp kết thúc vào hồi {OPEN} giờ {OPEN} phút cùng ngày. Biên bản được đọc lại cho các thành "
        "viên "
        "dự họp cùng nghe."
    )


def score_sheet(source: OfCase, issued: Issued) -> PrintedPaper:
    """The total points of the criteria (R-COM-4, paper 4)."""
    year, commune = source.year, source.commune
    return _paper(
        source,
        filed.TONG_DIEM,
        issued,
        number=number(issued.number, "") if issued.number else "",
        title="TỔNG ĐIỂM ĐÁNH GIÁ CÁC TIÊU CHÍ",
        abstract=f"Thực hiện {year.standard} năm {year.year} của {commune.full}",
        body=(
            parts.text(f"Kỳ đánh giá: {parts.span_of_year(year)}. Điểm tối đa: {parts.of_most(year)}."),
            parts.own_points(source),
            parts.text(parts.closed(_result(source))),
        ),
        recipients=parts.recipients(year.district.division),
    )


BUILDERS = {
    FOUNDING_COMMUNE: founding,
    filed.CONG_VAN: letter,
    filed.BAO_CAO: report,
    filed.BIEN_BAN_XA: minutes,
    filed.TONG_DIEM: score_sheet,
}
