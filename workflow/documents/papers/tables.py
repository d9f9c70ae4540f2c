"""The tables that stand in papers: their headings, and how wide each column is in millimetres."""

from __future__ import annotations

from dataclasses import dataclass

LEFT, MIDDLE, RIGHT = "left", "center", "right"


@dataclass(frozen=True)
class Column:
    """A heading, a width in millimetres and where the text stands."""

    title: str
    width: int
    align: str = LEFT


@dataclass(frozen=True)
class Shape:
    """A table's columns; together they fill the 160 mm between the margins."""

    columns: tuple[Column, ...]


_NO = Column("TT", 10, MIDDLE)

SHAPES: dict[str, Shape] = {
    "bang_diem_xa": Shape(
        (
            _NO,
            Column("Tiêu chí", 68),
            Column("Điểm tối đa", 18, RIGHT),
            Column("Điểm đạt", 18, RIGHT),
            Column("Minh chứng", 46),
        )
    ),
    "bang_diem_huyen": Shape(
        (
            _NO,
            Column("Tiêu chí", 62),
            Column("Điểm tối đa", 17, RIGHT),
            Column("Xã tự chấm", 17, RIGHT),
            Column("Huyện chấm", 17, RIGHT),
            Column("Lý do chênh lệch", 37),
        )
    ),
    "bang_xa": Shape(
        (
            _NO,
            Column("Xã, phường, thị trấn", 54),
            Column("Điểm cần đạt", 22, RIGHT),
            Column("Xã tự chấm", 22, RIGHT),
            Column("Huyện chấm", 22, RIGHT),
            Column("Kết luận", 30, MIDDLE),
        )
    ),
    "bang_thanh_vien": Shape(
        (
            _NO,
            Column("Họ và tên", 52),
            Column("Chức vụ", 54),
            Column("Nhiệm vụ trong Hội đồng", 44),
        )
    ),
    "bang_du_hop": Shape(
        (
            _NO,
            Column("Họ và tên", 46),
            Column("Nhiệm vụ, chức vụ", 62),
            Column("Có mặt", 42),
        )
    ),
    "bang_han_che": Shape(
        (
            _NO,
            Column("Tiêu chí", 30),
            Column("Hạn chế", 60),
            Column("Giải pháp, phương hướng", 60),
        )
    ),
    "bang_nam": Shape(
        (
            _NO,
            Column("Năm", 16, MIDDLE),
            Column("Quyết định công nhận", 68),
            Column("Số giấy công nhận", 36, MIDDLE),
            Column("Bộ tiêu chuẩn", 30, MIDDLE),
        )
    ),
    "bang_khen": Shape(
        (
            _NO,
            Column("Xã, phường, thị trấn", 60),
            Column("Các năm được công nhận liên tục", 50, MIDDLE),
            Column("Mức khen thưởng", 40, MIDDLE),
        )
    ),
}
