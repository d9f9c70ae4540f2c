"""The closed set of fields a Word template may name, and what each holds for one paper.

`SPEC` is what a template is checked against: text, a list, or a group of named parts. Nothing else of the
portal can be reached from a template.
"""

from __future__ import annotations

from collections.abc import Mapping

from workflow.documents.papers.content import Block, PrintedPaper, Table

WIDEST = 6
TEXT = "text"
_CELLS = {f"o{number}": TEXT for number in range(1, WIDEST + 1)}
_OF_YEAR = ("huyen", "tinh", "nam", "ky_danh_gia", "tieu_chuan", "bo_tieu_chuan", "diem_toi_da")
_OF_CASE = ("xa", "diem_can_dat", "diem_xa_cham", "diem_huyen_cham", "ket_luan_xa", "ket_luan_huyen")

SPEC: dict[str, object] = {
    **dict.fromkeys(
        (
            "co_quan_cap_tren",
            "co_quan",
            "so",
            "ve_viec",
            "dia_danh_ngay",
            "ten_loai",
            "trich_yeu",
            "ky_chuc_vu",
            "ky_ten",
            "ky_trai_chuc_vu",
            "ky_trai_ten",
            *_OF_YEAR,
            *_OF_CASE,
        ),
        TEXT,
    ),
    "kinh_gui": [TEXT],
    "noi_nhan": [TEXT],
    "noi_dung": [{"loai": TEXT, "nhan": TEXT, "chu": TEXT, "hang": [_CELLS], "tong": _CELLS}],
    "cac_xa": [dict.fromkeys(_OF_CASE, TEXT)],
}


def context(paper: PrintedPaper) -> dict[str, object]:
    """Every field of SPEC for one paper; what a paper does not have is empty."""
    left = paper.left_signature
    told = {
        "co_quan_cap_tren": "\n".join(paper.parent),
        "co_quan": "\n".join(paper.agency),
        "so": paper.number,
        "ve_viec": paper.about,
        "dia_danh_ngay": paper.place_and_date,
        "ten_loai": paper.title,
        "trich_yeu": paper.abstract,
        "ky_chuc_vu": "\n".join(paper.signature.lines),
        "ky_ten": paper.signature.name,
        "ky_trai_chuc_vu": "\n".join(left.lines) if left else "",
        "ky_trai_ten": left.name if left else "",
        "kinh_gui": _addressed(paper.addressed),
        "noi_nhan": list(paper.recipients),
        "noi_dung": [_block(one) for one in paper.body],
        "cac_xa": [_only(one, _OF_CASE) for one in paper.communes],
    }
    return told | _only(paper.fields, (*_OF_YEAR, *_OF_CASE))


def _addressed(lines: tuple[str, ...]) -> list[str]:
    """One addressee ends with a full stop, several stand under each other with dashes."""
    if len(lines) < 2:
        return [f"{line}." for line in lines]
    return [f"- {line}{'.' if line is lines[-1] else ';'}" for line in lines]


def _only(told: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    return {name: told.get(name, "") for name in names}


def _block(one: Block | Table) -> dict[str, object]:
    if isinstance(one, Block):
        return {"loai": one.style, "nhan": one.label, "chu": one.text, "hang": [], "tong": {}}
    return {
        "loai": one.key,
        "nhan": "",
        "chu": "",
        "hang": [_cells(row) for row in one.rows],
        "tong": _cells(one.total) if one.total else {},
    }


def _cells(row: tuple[str, ...]) -> dict[str, str]:
    return {f"o{number}": text for number, text in enumerate((*row, *[""] * (WIDEST - len(row))), start=1)}
