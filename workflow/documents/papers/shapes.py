"""The Word templates that ship: where they lie, which tables each holds, which are signed on both sides."""

from __future__ import annotations

from pathlib import Path

from workflow.documents.papers.kinds import (
    FOUNDING_COMMUNE,
    FOUNDING_DISTRICT,
    REWARD_DISTRICT,
    REWARD_PROVINCE,
)
from workflow.rules import papers as filed

FOLDER = Path(__file__).resolve().parent.parent / "shapes"

TABLES_OF: dict[str, tuple[str, ...]] = {
    FOUNDING_COMMUNE: ("bang_thanh_vien",),
    filed.BAO_CAO: ("bang_diem_xa", "bang_han_che"),
    filed.BIEN_BAN_XA: ("bang_du_hop", "bang_thanh_vien", "bang_diem_xa"),
    filed.TONG_DIEM: ("bang_diem_xa",),
    filed.TO_TRINH_HOI_DONG: ("bang_thanh_vien",),
    FOUNDING_DISTRICT: ("bang_thanh_vien",),
    filed.BAO_CAO_THAM_DINH: ("bang_xa", "bang_diem_huyen"),
    filed.BIEN_BAN_HUYEN: ("bang_du_hop", "bang_diem_huyen", "bang_xa"),
    filed.TO_TRINH_CONG_NHAN: ("bang_xa",),
    filed.QUYET_DINH_CONG_NHAN: ("bang_xa",),
    filed.TO_TRINH_KHEN_THUONG: ("bang_nam",),
    filed.QUYET_DINH_CAC_NAM: ("bang_nam",),
    REWARD_DISTRICT: ("bang_khen",),
    REWARD_PROVINCE: ("bang_khen",),
}
LEFT_SIGNED = frozenset({filed.BIEN_BAN_XA, filed.BIEN_BAN_HUYEN})


def shipped(kind: str) -> Path:
    """The template that ships for a kind."""
    return FOLDER / f"{kind}.docx"
