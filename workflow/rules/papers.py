"""Codes of the papers the Plan asks for (R-COM-4, R-DIS-5, R-REW-4); the names are data of the regulation."""

from __future__ import annotations

CONG_VAN = "cong_van"  # công văn đề nghị công nhận
BAO_CAO = "bao_cao"  # báo cáo tình hình thực hiện
BIEN_BAN_XA = "bien_ban_xa"  # biên bản họp Hội đồng đánh giá
TONG_DIEM = "tong_diem"  # tổng điểm đánh giá các tiêu chí

TO_TRINH_HOI_DONG = "to_trinh_hoi_dong"  # tờ trình lập Hội đồng xét duyệt
BAO_CAO_THAM_DINH = "bao_cao_tham_dinh"  # báo cáo kết quả thẩm định
BIEN_BAN_HUYEN = "bien_ban_huyen"  # biên bản họp Hội đồng xét duyệt
TO_TRINH_CONG_NHAN = "to_trinh_cong_nhan"  # tờ trình đề nghị công nhận
QUYET_DINH_CONG_NHAN = "quyet_dinh_cong_nhan"  # quyết định công nhận, kèm giấy công nhận

TO_TRINH_KHEN_THUONG = "to_trinh_khen_thuong"  # tờ trình đề nghị khen thưởng
QUYET_DINH_CAC_NAM = "quyet_dinh_cac_nam"  # quyết định hoặc giấy công nhận của 5 năm

COMMUNE_PAPERS = (CONG_VAN, BAO_CAO, BIEN_BAN_XA, TONG_DIEM)
DISTRICT_PAPERS = (
    TO_TRINH_HOI_DONG,
    BAO_CAO_THAM_DINH,
    BIEN_BAN_HUYEN,
    TO_TRINH_CONG_NHAN,
    QUYET_DINH_CONG_NHAN,
)
REWARD_PAPERS = (TO_TRINH_KHEN_THUONG, QUYET_DINH_CAC_NAM)
KINDS = COMMUNE_PAPERS + DISTRICT_PAPERS + REWARD_PAPERS
