"""Snapshots made by hand, as `workflow.snapshot` builds them, for the tests of the public room."""

from copy import deepcopy
from decimal import Decimal

from portal.record import events
from public.publishing import store

CRITERIA = (
    ("Mức độ chỉ đạo, điều hành của cấp ủy đảng, chính quyền địa phương", "Leadership and direction", 75, 60),
    ("Tỷ lệ trẻ em được khai sinh đúng quy định", "Birth registration", 50, 40),
    ("Tỷ lệ trẻ em lao động trong điều kiện nặng nhọc, độc hại, nguy hiểm", "Child labour", 75, 60),
    ("Tỷ suất trẻ em bị xâm hại, bạo lực, mua bán, bắt cóc", "Abuse and violence", 75, 75),
    ("Tỷ suất trẻ em có các vấn đề về xã hội", "Children in conflict with the law", 75, 75),
    ("Tỷ suất trẻ em bị tai nạn, thương tích", "Accidents and injuries", 75, 50),
    ("Tỷ lệ trẻ em có hoàn cảnh đặc biệt được trợ giúp, chăm sóc", "Children in special need", 75, 50),
    ("Tỷ lệ trẻ em dưới 01 tuổi được tiêm chủng đầy đủ các loại vắc xin", "Vaccination", 50, 40),
    ("Tỷ lệ trẻ em dưới 05 tuổi bị suy dinh dưỡng", "Malnutrition", 75, 35),
    ("Tỷ lệ trẻ em được khám sức khỏe tổng quát ít nhất 01 lần trong năm", "Health check", 50, 30),
    ("Tỷ lệ trẻ em đến trường, lớp mầm non", "Pre-school", 75, 55),
    ("Tỷ lệ trẻ em tốt nghiệp trung học cơ sở hoặc tương đương", "Lower secondary school", 50, 40),
    ("Sự tham gia của trẻ em", "Participation of children", 75, 40),
    ("Hoạt động văn hóa, thể thao, vui chơi, giải trí cho trẻ em", "Culture, sport and play", 75, 45),
    ("Thực hiện các mô hình bảo vệ, chăm sóc trẻ em", "Models of care", 50, 31),
)
REASONS = {
    6: ("-5", "Huyện kiểm tra thực tế: ao, hồ gần trường chưa có rào chắn."),
    13: ("-10", "Biên bản họp thôn chưa ghi ý kiến của trẻ em."),
    14: ("-9", "Sân chơi ở nhà rông văn hóa chưa đưa vào dùng trước ngày 31/10."),
}
MANG_CANH = {
    "code": "23476",
    "kind": "xã",
    "name": "Măng Cành",
    "full_name": "Xã Măng Cành",
    "slug": "xa-mang-canh",
}
KON_PLONG = {
    "code": "613",
    "kind": "huyện",
    "name": "Kon Plông",
    "full_name": "Huyện Kon Plông",
    "slug": "huyen-kon-plong",
}
KON_TUM = {
    "code": "62",
    "kind": "tỉnh",
    "name": "Kon Tum",
    "full_name": "Tỉnh Kon Tum",
    "slug": "tinh-kon-tum",
}


def _seats(*offices):
    return [{"office": vi, "office_en": en, "vacant": False} for vi, en in offices]


def _criteria(reviewed: bool) -> list[dict]:
    rows = []
    for no, (name, name_en, maximum, commune) in enumerate(CRITERIA, start=1):
        difference, reason = REASONS.get(no, ("0", None)) if reviewed else (None, None)
        district = None if difference is None else str(commune + int(difference))
        rows.append(
            {
                "no": no,
                "name": name,
                "name_en": name_en,
                "maximum": str(maximum),
                "commune": str(commune),
                "district": district,
                "difference": difference,
                "reason": reason,
                "points_only": no in (4, 5, 7),
            }
        )
    return rows


def provisional(year=2025, unit=MANG_CANH, district=KON_PLONG, *, illustrative=True, threshold="650") -> dict:
    """A commune that filed on 10/11: its own points, the window open from 11/11 to 17/11."""
    total = str(sum(row[3] for row in CRITERIA))
    return {
        "schema": 1,
        "kind": "provisional",
        "illustrative": illustrative,
        "year": year,
        "campaign": {
            "period_from": f"{year - 1}-11-01",
            "period_to": f"{year}-10-31",
            "regulation": "34/2014",
            "regulation_name": "Quyết định 34/2014/QĐ-TTg",
            "maximum": "1000",
            "commune_due": f"{year}-11-14",
            "district_due": f"{year}-11-29",
        },
        "unit": deepcopy(unit),
        "district": deepcopy(district),
        "province": deepcopy(KON_TUM),
        "state": "commune_assessed",
        "class": {"code": "xa_dbkk", "name": "xã đặc biệt khó khăn", "source": "Sở LĐ-TB&XH xác nhận"},
        "threshold": threshold,
        "totals": {
            "commune": total,
            "district": None,
            "margin": None if threshold is None else str(Decimal(total) - Decimal(threshold)),
        },
        "criteria": _criteria(reviewed=False),
        "conclusions": {"commune": {"on": f"{year}-11-05", "met": True}, "district": None},
        "councils": {
            "commune": {
                "number": "45/QĐ-UBND",
                "on": f"{year}-11-01",
                "seats": _seats(("Chủ tịch UBND xã", "Chair of the People's Committee")),
            },
            "district": None,
        },
        "timeline": [
            {
                "act": "commune_sitting",
                "on": f"{year}-11-05",
                "days_late": None,
                "reason": None,
                "recorded_on": f"{year}-11-05",
            },
            {
                "act": "submit",
                "event": 101,
                "on": f"{year}-11-10",
                "due": f"{year}-11-14",
                "days_late": -4,
                "reason": None,
                "recorded_on": f"{year}-11-10",
            },
            {
                "act": "window",
                "on": f"{year}-11-11",
                "until": f"{year}-11-17",
                "days_late": None,
                "reason": None,
                "recorded_on": f"{year}-11-10",
            },
        ],
        "window": {
            "opens": f"{year}-11-11",
            "closes": f"{year}-11-17",
            "steps": ["Xã nộp hồ sơ: 10/11.", "Năm ngày làm việc tiếp theo."],
            "received": 0,
            "answered": 0,
        },
        "messages": [],
        "decision": None,
        "certificate": None,
        "rewards": [],
        "reason": None,
    }


def final(
    year=2025, unit=MANG_CANH, district=KON_PLONG, *, state="recognized", code="7K3M-92QF", **options
) -> dict:
    """The same commune recognised on 02/12, three days late; or in another state that ends the year."""
    told = provisional(year, unit, district, **options)
    district_total = sum(row[3] for row in CRITERIA) + sum(int(points) for points, _why in REASONS.values())
    threshold = told["threshold"]
    told |= {
        "kind": "final",
        "state": state,
        "criteria": _criteria(reviewed=True),
        "totals": told["totals"]
        | {
            "district": str(district_total),
            "margin": str(district_total - int(threshold)) if threshold else None,
        },
        "messages": [
            {
                "id": 11,
                "criterion": 6,
                "on": f"{year}-11-12",
                "text": "Ao gần trường tiểu học không có rào, năm nào cũng lo.",
                "answer": "Đoàn đã đi xem, trừ 5 điểm. Xã hẹn làm rào trước 30/4.",
                "accepted": True,
            },
            {
                "id": 12,
                "criterion": 14,
                "on": f"{year}-11-14",
                "text": "Sân chơi mới phải được tính điểm.",
                "answer": "Sân mở ngày 08/11, sau kỳ đánh giá.",
                "accepted": False,
            },
        ],
        "decision": {
            "event": 102,
            "kind": "QĐ",
            "number": "1148/QĐ-UBND",
            "on": f"{year}-12-02",
            "signatory_post": "Chủ tịch UBND huyện Kon Plông",
            "sign_form": "",
            "issuer": "UBND huyện Kon Plông",
            "legal_basis": None,
            "reason": None,
        },
        "certificate": {"number": "07/GCN-UBND", "code": code} if code else None,
    }
    told["conclusions"]["district"] = {"on": f"{year}-11-20", "met": True}
    told["window"] |= {"received": 6, "answered": 6}
    told["councils"]["district"] = {
        "number": "900/QĐ-UBND",
        "on": f"{year}-10-20",
        "seats": _seats(("Phó Chủ tịch UBND huyện", "Vice-chair of the People's Committee")),
    }
    told["timeline"] += [
        {
            "act": "district_sitting",
            "on": f"{year}-11-20",
            "days_late": None,
            "reason": None,
            "recorded_on": f"{year}-11-20",
        },
        {
            "act": "recognize",
            "event": 102,
            "on": f"{year}-12-02",
            "due": f"{year}-11-29",
            "days_late": 3,
            "reason": None,
            "late_reason": "chờ kiểm tra lại tiêu chí 6 sau mưa lũ",
            "recorded_on": f"{year}-12-03",
        },
    ]
    if state == "not_recognized":
        told["decision"] |= {"kind": "TB", "number": "86/TB-UBND", "reason": "Tổng điểm dưới ngưỡng."}
        told["certificate"], told["reason"] = None, "Tổng điểm dưới ngưỡng."
        told["timeline"][-1] |= {"act": "decline", "reason": "Tổng điểm dưới ngưỡng."}
    return told


def withdrawn(year=2025, unit=MANG_CANH, district=KON_PLONG) -> dict:
    """The same commune, sent back to complete its dossier."""
    return provisional(year, unit, district) | {
        "kind": "withdrawn",
        "state": "draft",
        "reason": "Thiếu báo cáo tình hình thực hiện.",
        "window": None,
    }


def acted(snapshot: dict, case_id: int) -> int:
    """The sequence of an event that bears a snapshot out."""
    payload = {
        "to": snapshot["state"],
        "commune_total": snapshot["totals"]["commune"],
        "district_total": snapshot["totals"]["district"],
        "decision": (snapshot["decision"] or {}).get("number"),
        "certificate": (snapshot["certificate"] or {}).get("number"),
    }
    subject = events.Subject("case", case_id, snapshot["unit"]["code"], snapshot["unit"]["full_name"])
    told = {name: value for name, value in payload.items() if value is not None}
    return events.append("case.thu", actor=events.SYSTEM, subject=subject, payload=told).sequence


def publish(snapshot: dict, case_id: int = 1, event_sequence: int | None = None):
    """Store a snapshot as the door would."""
    event_sequence = event_sequence or acted(snapshot, case_id)
    return store(case_id=case_id, event_sequence=event_sequence, snapshot=snapshot)
