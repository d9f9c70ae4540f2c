"""The seats of the two councils, as the Plan names them (III.2.1 and III.2.3; R-COM-1, R-DIS-1).

Office names are data of the Plan, in Vietnamese, with an English twin. A required seat is held by someone
or marked vacant with a reason; one person in two seats needs a reason (kiêm nhiệm).
"""

from __future__ import annotations

from dataclasses import dataclass

COMMUNE_COUNCIL = "commune"
DISTRICT_COUNCIL = "district"


@dataclass(frozen=True)
class Seat:
    """A seat: `several` allows more than one holder, `standing` is the thường trực, `chair` concludes."""

    code: str
    office: str
    office_en: str
    required: bool = True
    several: bool = False
    standing: bool = False
    chair: bool = False


COMMUNE_SEATS: tuple[Seat, ...] = (
    Seat(
        "chu_tich",
        "Chủ tịch Hội đồng: Chủ tịch hoặc Phó Chủ tịch UBND cấp xã",
        "Council chair: Chair or Vice Chair of the commune People's Committee",
        chair=True,
    ),
    Seat(
        "thuong_truc",
        "Thường trực: công chức Văn hóa – Xã hội hoặc người phụ trách công tác trẻ em",
        "Standing member: culture and social affairs officer, or whoever is in charge of children's affairs",
        standing=True,
    ),
    Seat("cong_an", "Trưởng Công an", "Head of Police"),
    Seat("tu_phap", "Công chức Tư pháp – hộ tịch", "Justice and civil status officer"),
    Seat("y_te", "Trạm trưởng Trạm y tế", "Head of the Health Station"),
    Seat("thcs", "Hiệu trưởng trường Trung học cơ sở", "Lower secondary school principal", several=True),
    Seat("tieu_hoc", "Hiệu trưởng trường Tiểu học", "Primary school principal", several=True),
    Seat("mam_non", "Hiệu trưởng trường mầm non", "Preschool principal", several=True),
    Seat("mat_tran", "Chủ tịch Ủy ban Mặt trận Tổ quốc Việt Nam", "Chair of the Fatherland Front Committee"),
    Seat(
        "doan_thanh_nien",
        "Bí thư Đoàn Thanh niên Cộng sản Hồ Chí Minh",
        "Secretary of the Ho Chi Minh Communist Youth Union",
    ),
    Seat("hoi_phu_nu", "Chủ tịch Hội Liên hiệp Phụ nữ Việt Nam", "Chair of the Women's Union"),
    Seat(
        "thon_lang",
        "Đại diện tổ dân phố, thôn, làng",
        "Representative of residential groups, hamlets and villages",
        several=True,
    ),
    Seat(
        "other",
        "Thành viên khác do Chủ tịch Hội đồng bổ sung",
        "Other member added by the council chair",
        required=False,
        several=True,
    ),
)

DISTRICT_SEATS: tuple[Seat, ...] = (
    Seat(
        "chu_tich",
        "Chủ tịch Hội đồng: Chủ tịch hoặc Phó Chủ tịch UBND cấp huyện",
        "Council chair: Chair or Vice Chair of the district People's Committee",
        chair=True,
    ),
    Seat(
        "thuong_truc",
        "Thường trực: Trưởng phòng Lao động – Thương binh và Xã hội",
        "Standing member: Head of the Division of Labour, Invalids and Social Affairs",
        standing=True,
    ),
    Seat("giao_duc", "Lãnh đạo ngành Giáo dục và Đào tạo", "Education and Training leader", several=True),
    Seat(
        "van_hoa",
        "Lãnh đạo ngành Văn hóa, Thể thao và Du lịch",
        "Culture, Sports and Tourism leader",
        several=True,
    ),
    Seat("y_te", "Lãnh đạo ngành Y tế", "Health leader", several=True),
    Seat("cong_an", "Lãnh đạo Công an", "Police leader", several=True),
    Seat("tu_phap", "Lãnh đạo ngành Tư pháp", "Justice leader", several=True),
    Seat("mat_tran", "Ủy ban Mặt trận Tổ quốc Việt Nam", "Fatherland Front Committee", several=True),
    Seat(
        "doan_thanh_nien",
        "Đoàn Thanh niên Cộng sản Hồ Chí Minh",
        "Ho Chi Minh Communist Youth Union",
        several=True,
    ),
    Seat("hoi_phu_nu", "Hội Liên hiệp Phụ nữ Việt Nam", "Women's Union", several=True),
    Seat(
        "other",
        "Thành viên khác của Ban chỉ đạo Chương trình hành động vì trẻ em",
        "Other member of the steering committee of the Programme of Action for Children",
        required=False,
        several=True,
    ),
)

SEATS = {COMMUNE_COUNCIL: COMMUNE_SEATS, DISTRICT_COUNCIL: DISTRICT_SEATS}


def seat(council: str, code: str) -> Seat:
    """The seat of that code in the "commune" or "district" council; KeyError when there is none."""
    for candidate in SEATS[council]:
        if candidate.code == code:
            return candidate
    raise KeyError(code)


def required(council: str) -> tuple[Seat, ...]:
    """The seats a council cannot be founded without (held, or marked vacant with a reason)."""
    return tuple(candidate for candidate in SEATS[council] if candidate.required)
