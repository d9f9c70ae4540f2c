"""The dossier of the province's reward (R-REW-4): the Division's proposal, and the list of the five years."""

from __future__ import annotations

from workflow.documents.papers import parts
from workflow.documents.papers.content import PrintedPaper, Table
from workflow.documents.papers.decisions import decided_by
from workflow.documents.papers.district import of_division
from workflow.documents.papers.kinds import KINDS
from workflow.documents.papers.signing import Issued, as_division
from workflow.documents.papers.sources import OfCase
from workflow.documents.papers.wording import clean, known, number, place_and_date
from workflow.models import Recognition
from workflow.rules import papers as filed
from workflow.rules.streaks import PROVINCE_LEVEL


def _run(source: OfCase) -> list[Recognition]:
    """The latest five recognitions in force up to this year, oldest first."""
    standing = [
        r for r in source.gathered.recognitions if r.revoked_on is None and r.year <= source.case.year
    ]
    return sorted(standing, key=lambda r: r.sequence)[-PROVINCE_LEVEL:]


def _table(source: OfCase) -> Table:
    rows = [
        (str(place), str(one.year), decided_by(one), known(one.certificate_number), clean(one.regulation))
        for place, one in enumerate(_run(source), start=1)
    ]
    return Table("bang_nam", tuple(rows))


def _paper(source: OfCase, kind: str, issued: Issued, **more) -> PrintedPaper:
    year = source.year
    return PrintedPaper(
        kind=kind,
        name=KINDS[kind].name,
        place_and_date=place_and_date(year.district.place, issued.signed_on),
        illustrative=source.case.illustrative,
        signature=as_division(issued.signer),
        fields=parts.year_fields(year) | parts.case_fields(source.gathered),
        **of_division(year),
        **more,
    )


def proposal(source: OfCase, issued: Issued) -> PrintedPaper:
    """The Division's proposal to the Department for the province chair's reward (R-REW-4, paper 1)."""
    year, commune = source.year, source.commune
    kind = filed.TO_TRINH_KHEN_THUONG
    return _paper(
        source,
        kind,
        issued,
        number=number(issued.number, KINDS[kind].suffix),
        title="TỜ TRÌNH",
        abstract=f"Về việc đề nghị {year.province.chair} khen thưởng {commune.full}",
        addressed=(year.province.department,),
        body=(
            *parts.grounds(year),
            parts.text(
                f"{commune.full[0].upper()}{commune.full[1:]}, {year.district.full} đã được công nhận đạt "
                f"{year.standard} trong các năm sau đây:"
            ),
            _table(source),
            parts.text(
                f"{year.district.division} kính trình {year.province.department} tổng hợp, trình Ban Thi "
                "đua - "
                f"Khen thưởng tỉnh đề nghị {year.province.chair} xem xét, khen thưởng {commune.full}."
            ),
            parts.text(
                parts.closed("Gửi kèm: quyết định công nhận hoặc bản chụp giấy công nhận của các năm trên.")
            ),
        ),
        recipients=parts.recipients("Như trên", year.district.committee),
    )


def list_of_years(source: OfCase, issued: Issued) -> PrintedPaper:
    """The list in front of the yearly decisions or certificates (R-REW-4, paper 2)."""
    year, commune = source.year, source.commune
    return _paper(
        source,
        filed.QUYET_DINH_CAC_NAM,
        issued,
        number=number(issued.number, "") if issued.number else "",
        title="BẢNG KÊ",
        abstract=f"Quyết định công nhận {commune.full} đạt {year.standard} các năm",
        body=(
            parts.text(
                "Kèm theo hồ sơ đề nghị khen thưởng gồm bản sao các quyết định hoặc giấy công nhận sau:"
            ),
            _table(source),
            parts.text(parts.closed(f"Tổng số: {len(_run(source)):02} năm.")),
        ),
        recipients=parts.recipients(year.province.department),
    )


BUILDERS = {filed.TO_TRINH_KHEN_THUONG: proposal, filed.QUYET_DINH_CAC_NAM: list_of_years}
