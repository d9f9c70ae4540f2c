"""What several papers share: grounds, lists of members, tables of points, facts a template may name."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from workflow.actions.dossier import Gathered
from workflow.documents.papers.agencies import spoken
from workflow.documents.papers.content import ARTICLE, BASIS, CENTRE, HEADING, TEXT, Block, Table
from workflow.documents.papers.sources import OfCase, Year
from workflow.documents.papers.wording import OPEN, clean, known, points, upper_first
from workflow.models import Council, Seat, Sitting
from workflow.rules import seats
from workflow.rules.seats import COMMUNE_COUNCIL, SEATS

MET = {True: "Đạt", False: "Không đạt", None: OPEN}


def text(words: str) -> Block:
    """A paragraph."""
    return Block(TEXT, words)


def heading(words: str) -> Block:
    """A section's heading."""
    return Block(HEADING, words)


def centre(words: str) -> Block:
    """A line in the middle, in bold."""
    return Block(CENTRE, words)


def articles(*told: str) -> list[Block]:
    """Điều 1., Điều 2. …"""
    return [Block(ARTICLE, words, f"Điều {number}.") for number, words in enumerate(told, start=1)]


def grounds(year: Year, *more: str) -> list[Block]:
    """The căn cứ lines; each ends with a semicolon, the last with a comma or full stop of its own."""
    lines = [f"Căn cứ {line}" for line in year.grounds]
    lines += [line for line in more if line]
    return [Block(BASIS, f"{line.rstrip(';.')}{'.' if line is lines[-1] else ';'}") for line in lines]


def closed(words: str) -> str:
    """The end of a paper's text: "./."."""
    return f"{words.rstrip('.')}./."


def recipients(*told: str, office: str = "VT") -> tuple[str, ...]:
    """Nơi nhận, each with a dash and a semicolon; the archive last, with a full stop."""
    return *(f"- {one};" for one in told), f"- Lưu: {office}."


def span_of_year(year: Year) -> str:
    """ "từ ngày 01/11/2024 đến ngày 31/10/2025" (R-CAL-1)."""
    return f"từ ngày {year.campaign.period_from:%d/%m/%Y} đến ngày {year.campaign.period_to:%d/%m/%Y}"


def holder(council: Council | None, code: str) -> str:
    """Who sits in a seat, "" while nobody does."""
    for seat in council.members if council else ():
        if seat.code == code and seat.holder_name and not seat.vacant:
            return clean(seat.holder_name)
    return ""


def duty(tier: str, code: str) -> str:
    """The duty a seat has in its council."""
    seat = seats.seat(tier, code)
    return "Chủ tịch Hội đồng" if seat.chair else "Thường trực Hội đồng" if seat.standing else "Thành viên"


def post(seat: Seat, tier: str) -> str:
    """The post of a seat's holder: as written down, else as the Plan names the seat."""
    return clean(seat.office) or _named(seats.seat(tier, seat.code).office)


def _named(office: str) -> str:
    """A seat as the Plan names it, without its duty in front."""
    return upper_first(office.partition(": ")[2] or office)


def members(council: Council | None, tier: str) -> Table:
    """The council's members; while it is not founded, the seats the Plan asks for with open names."""
    if council is None:
        wanted = [seat for seat in SEATS[tier] if seat.required]
        told = [(OPEN, _named(seat.office), seat.code) for seat in wanted]
    else:
        held = [seat for seat in council.members if seat.holder_name and not seat.vacant]
        told = [(clean(seat.holder_name), post(seat, tier), seat.code) for seat in held]
    rows = [
        (str(number), name, office, duty(tier, code))
        for number, (name, office, code) in enumerate(told, start=1)
    ]
    return Table("bang_thanh_vien", tuple(rows))


def attendance(council: Council, sitting: Sitting | None, tier: str) -> tuple[Table, int, int]:
    """Who came to a sitting, how many, and of how many; open while nothing is noted."""
    day = sitting.held_on if sitting else None
    held = [
        seat
        for seat in council.seats.all()
        if not seat.vacant and seat.holder_name and (seat.left_on is None or (day and seat.left_on > day))
    ]
    came = {entry.seat_id: entry for entry in sitting.attendances.all()} if sitting else {}
    rows = []
    for number, seat in enumerate(held, start=1):
        entry = came.get(seat.pk)
        told = OPEN if entry is None else "Có mặt" if entry.present else f"Vắng{_why(entry.note)}"
        who = f"{duty(tier, seat.code)}, {post(seat, tier)}"
        rows.append((str(number), clean(seat.holder_name), who, told))
    present = sum(1 for seat in held if (entry := came.get(seat.pk)) and entry.present)
    return Table("bang_du_hop", tuple(rows)), present, len(held)


def who_sat(chair: str, counted: str) -> str:
    """Who presided and wrote, and how many came; the portal does not know the secretary."""
    return f"Chủ trì: {known(chair)}, Chủ tịch Hội đồng; thư ký: {OPEN}; có mặt: {counted} thành viên."


def ended(words: str) -> str:
    """Words with one full stop, none after "…"."""
    bare = words.rstrip(".")
    return bare if bare.endswith(OPEN) else f"{bare}."


def _why(note: str) -> str:
    return f": {clean(note)}" if clean(note) else ""


def criterion_name(year: Year, number: int) -> str:
    """A criterion's whole name; its number for one the regulation does not know."""
    try:
        return clean(year.regulation.criterion(number).name)
    except KeyError:
        return str(number)


def own_points(source: OfCase) -> Table:
    """The commune's own points, criterion by criterion, with the total (R-COM-3)."""
    scores = source.gathered.scores
    rows = [
        (
            str(score.criterion),
            criterion_name(source.year, score.criterion),
            points(score.maximum),
            points(score.commune_points),
            _evidence(score),
        )
        for score in scores
    ]
    total = ("", "Tổng cộng", *_sums(scores, "commune_points"), "")
    return Table("bang_diem_xa", tuple(rows), total)


def _evidence(score) -> str:
    files = [clean(file.name) for file in score.evidence_files.all()]
    return "; ".join(filter(None, [clean(score.commune_evidence), *files])) or OPEN


def fixed_points(year: Year, gathered: Gathered) -> Table:
    """Both sides' points of one commune with the reasons where they differ (R-DIS-2)."""
    scores = gathered.scores
    rows = [
        (
            str(score.criterion),
            criterion_name(year, score.criterion),
            points(score.maximum),
            points(score.commune_points),
            points(score.district_points),
            clean(score.district_reason) if score.difference else "",
        )
        for score in scores
    ]
    most, own = _sums(scores, "commune_points")
    total = ("", "Tổng cộng", most, own, _sums(scores, "district_points")[1], "")
    return Table("bang_diem_huyen", tuple(rows), total)


def _sums(scores, side: str) -> tuple[str, str]:
    """Sum of the maxima, and of one side's points; open while a criterion has none."""
    got = [getattr(score, side) for score in scores]
    most = sum((score.maximum for score in scores), start=Decimal(0))
    return points(most), points(None if not got or None in got else sum(got, start=Decimal(0)))


def communes(gathered: Iterable[Gathered], concluded: dict[int, bool | None]) -> Table:
    """Communes with what they need and got, and the conclusion on each (R-DIS-4)."""
    rows = [
        (
            str(number),
            clean(one.case.full_name),
            points(one.case.threshold),
            points(own_total(one)),
            points(district_total(one)),
            MET[concluded.get(one.case.pk)],
        )
        for number, one in enumerate(gathered, start=1)
    ]
    return Table("bang_xa", tuple(rows))


def own_total(gathered: Gathered) -> Decimal | None:
    """The commune's own total: stored once filed, summed before; None while a criterion has no points."""
    return _total(gathered, gathered.case.commune_total, "commune_points")


def district_total(gathered: Gathered) -> Decimal | None:
    """The district's total in the same way."""
    return _total(gathered, gathered.case.district_total, "district_points")


def _total(gathered: Gathered, stored: Decimal | None, side: str) -> Decimal | None:
    if stored is not None:
        return stored
    got = [getattr(score, side) for score in gathered.scores]
    return None if not got or None in got else sum(got, start=Decimal(0))


def concluded_on(gathered: Gathered) -> bool | None:
    """The review council's latest conclusion on a case, None while there is none."""
    return _latest(gathered.district_sittings)


def own_conclusion(gathered: Gathered) -> bool | None:
    """The latest conclusion of the commune's own council."""
    return _latest(gathered.commune_sittings)


def _latest(sittings) -> bool | None:
    for sitting in reversed(sittings):
        for entry in sitting.on_this_case:
            if entry.met is not None:
                return entry.met
    return None


def of_most(year: Year) -> str:
    """ "1.000 điểm", or "… điểm" where the regulation's maximum is not known."""
    return f"{points(year.regulation.maximum)} điểm"


def year_fields(year: Year) -> dict[str, str]:
    """Facts of the year a template may name."""
    return {
        "huyen": year.district.full,
        "tinh": year.province.full,
        "nam": str(year.year),
        "ky_danh_gia": span_of_year(year),
        "tieu_chuan": year.standard,
        "bo_tieu_chuan": clean(year.regulation.number),
        "diem_toi_da": points(year.regulation.maximum),
    }


def case_fields(gathered: Gathered) -> dict[str, str]:
    """Facts of one commune a template may name."""
    return {
        "xa": spoken(gathered.case.full_name),
        "diem_can_dat": points(gathered.case.threshold),
        "diem_xa_cham": points(own_total(gathered)),
        "diem_huyen_cham": points(district_total(gathered)),
        "ket_luan_xa": MET[own_conclusion(gathered)].lower(),
        "ket_luan_huyen": MET[concluded_on(gathered)].lower(),
    }


def founding_of(council: Council | None, tier: str, committee: str, suffix: str = "QĐ-UBND") -> str:
    """The căn cứ line of a council's founding decision."""
    name = "Hội đồng đánh giá" if tier == COMMUNE_COUNCIL else "Hội đồng xét duyệt"
    number, day = (council.founded_number, council.founded_on) if council else ("", None)
    day_told = f"ngày {day:%d/%m/%Y}" if day else f"ngày {OPEN}"
    number_told = clean(number) or f"{OPEN}/{suffix}"
    return f"Căn cứ Quyết định số {number_told} {day_told} của {committee} về việc thành lập {name}"


def said(opinions, tier: str) -> list[Block]:
    """Each opinion by name and duty; a recused member's reason instead of an opinion."""
    told = []
    for opinion in opinions:
        seat = opinion.seat
        who = f"{known(seat.holder_name)} ({duty(tier, seat.code)}, {post(seat, tier)})"
        if opinion.recused:
            told.append(text(f"- {who}: không tham gia cho ý kiến{_why(opinion.recusal_reason)}."))
        elif clean(opinion.text):
            told.append(text(f"- {who}: {clean(opinion.text)}"))
    return told


def conclusion_sentence(entry, subject: str, year: Year) -> str:
    """The chair's conclusion, with votes where they were noted (R-COM-2 knows no quorum)."""
    if entry is None or entry.met is None:
        return f"Chủ tịch Hội đồng kết luận: {subject} {OPEN} {year.standard} năm {year.year}."
    words = "đạt" if entry.met else "không đạt"
    sentence = f"Chủ tịch Hội đồng kết luận: {subject} {words} {year.standard} năm {year.year}."
    if entry.votes_for is not None:
        sentence += f" Số ý kiến tán thành: {entry.votes_for}; không tán thành: {entry.votes_against or 0}."
    note = clean(entry.note)
    return f"{sentence} {note}" if note else sentence
