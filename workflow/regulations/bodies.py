"""The departments of the province the Plan gives work to (R-SUP-1); a data file may name no other."""

from __future__ import annotations

DEPARTMENTS: dict[str, str] = {
    "so_ldtbxh": "Sở Lao động – Thương binh và Xã hội",
    "so_khdt": "Sở Kế hoạch và Đầu tư",
    "so_tai_chinh": "Sở Tài chính",
    "so_noi_vu": "Sở Nội vụ",
    "so_tu_phap": "Sở Tư pháp",
    "cong_an_tinh": "Công an tỉnh",
    "so_y_te": "Sở Y tế",
    "so_gddt": "Sở Giáo dục và Đào tạo",
    "so_vhttdl": "Sở Văn hóa, Thể thao và Du lịch",
}
