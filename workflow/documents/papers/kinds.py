"""Every paper the portal prints: its name, the dossier it belongs to, and what it is printed from."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.rules import papers as filed
from workflow.rules import roles

# What a paper is printed from.
CASE, DISTRICT, SITTING, DECISION = "case", "district", "sitting", "decision"


@dataclass(frozen=True)
class Kind:
    """A printed paper; `suffix` stands behind its number, `role` signs it, `of` says what it is made from."""

    code: str
    name: str
    of: str
    suffix: str
    role: str


FOUNDING_COMMUNE = "quyet_dinh_hoi_dong_xa"
FOUNDING_DISTRICT = "quyet_dinh_hoi_dong_huyen"
DECLINE_NOTICE, DECLINE_DECISION = "thong_bao_khong_cong_nhan", "quyet_dinh_khong_cong_nhan"
REVOCATION = "quyet_dinh_thu_hoi"
REWARD_DISTRICT, REWARD_PROVINCE = "quyet_dinh_khen_thuong_huyen", "quyet_dinh_khen_thuong_tinh"

_COMMUNE, _DIVISION, _DISTRICT, _PROVINCE = (
    roles.COMMUNE_CHAIR,
    roles.DISTRICT_OFFICER,
    roles.DISTRICT_CHAIR,
    roles.PROVINCE_CHAIR,
)

KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind(FOUNDING_COMMUNE, "Quyết định thành lập Hội đồng đánh giá", CASE, "QĐ-UBND", _COMMUNE),
        Kind(filed.CONG_VAN, "Công văn đề nghị công nhận", CASE, "UBND", _COMMUNE),
        Kind(filed.BAO_CAO, "Báo cáo tình hình thực hiện tiêu chuẩn", CASE, "BC-UBND", _COMMUNE),
        Kind(filed.BIEN_BAN_XA, "Biên bản họp Hội đồng đánh giá", SITTING, "BB-HĐĐG", _COMMUNE),
        Kind(filed.TONG_DIEM, "Tổng điểm đánh giá các tiêu chí", CASE, "", _COMMUNE),
        Kind(
            filed.TO_TRINH_HOI_DONG,
            "Tờ trình đề nghị thành lập Hội đồng xét duyệt",
            DISTRICT,
            "TTr-PLĐTBXH",
            _DIVISION,
        ),
        Kind(FOUNDING_DISTRICT, "Quyết định thành lập Hội đồng xét duyệt", DISTRICT, "QĐ-UBND", _DISTRICT),
        Kind(filed.BAO_CAO_THAM_DINH, "Báo cáo kết quả thẩm định", DISTRICT, "BC-PLĐTBXH", _DIVISION),
        Kind(filed.BIEN_BAN_HUYEN, "Biên bản họp Hội đồng xét duyệt", SITTING, "BB-HĐXD", _DISTRICT),
        Kind(filed.TO_TRINH_CONG_NHAN, "Tờ trình đề nghị công nhận", DISTRICT, "TTr-HĐXD", _DIVISION),
        Kind(filed.QUYET_DINH_CONG_NHAN, "Quyết định công nhận", DECISION, "QĐ-UBND", _DISTRICT),
        Kind(DECLINE_NOTICE, "Thông báo không công nhận", DECISION, "TB-UBND", _DISTRICT),
        Kind(DECLINE_DECISION, "Quyết định không công nhận", DECISION, "QĐ-UBND", _DISTRICT),
        Kind(REVOCATION, "Quyết định thu hồi việc công nhận", DECISION, "QĐ-UBND", _DISTRICT),
        Kind(filed.TO_TRINH_KHEN_THUONG, "Tờ trình đề nghị khen thưởng", CASE, "TTr-PLĐTBXH", _DIVISION),
        Kind(filed.QUYET_DINH_CAC_NAM, "Bảng kê quyết định công nhận các năm", CASE, "", _DIVISION),
        Kind(REWARD_DISTRICT, "Quyết định khen thưởng 3 năm liên tục", DECISION, "QĐ-UBND", _DISTRICT),
        Kind(REWARD_PROVINCE, "Quyết định khen thưởng 5 năm liên tục", DECISION, "QĐ-UBND", _PROVINCE),
    )
}

ROLE_OF_DEPUTY = roles.DISTRICT_OFFICER  # the one office whose head is not named by the right alone
