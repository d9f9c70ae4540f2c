"""Every component of the theme on one page, with the numbers of the pictures the design was drawn from."""

from datetime import date
from decimal import Decimal

from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils.translation import override

from portal.theme.templatetags.states import STATES

MAXIMA = (75, 50, 75, 75, 75, 75, 75, 50, 75, 50, 75, 50, 75, 75, 50)
COMMUNE = (60, 40, 60, 75, 75, 50, 50, 40, 35, 30, 55, 35, 40, 45, 36)
DISTRICT = (60, 40, 60, 75, 75, 45, 50, 40, 35, 30, 55, 35, 30, 36, 36)


class SampleForm(forms.Form):
    """One field of each kind the portal uses."""

    number = forms.CharField(label="Số quyết định", help_text="Ghi như trên giấy")
    signed_on = forms.DateField(label="Ngày ký", help_text="Ngày ghi trên giấy, ví dụ 19/11/2026")
    signatory = forms.ChoiceField(label="Người ký", choices=[("1", "Trần Văn Minh, Chủ tịch UBND huyện")])
    text = forms.CharField(label="Ý kiến của bạn", widget=forms.Textarea, required=False)
    form_of = forms.ChoiceField(
        label="Hình thức ký", choices=[("", "Ký"), ("kt", "KT.")], widget=forms.RadioSelect
    )
    criteria = forms.MultipleChoiceField(
        label="Tiêu chí",
        choices=[("1", "Khai sinh"), ("2", "Tiêm chủng")],
        widget=forms.CheckboxSelectMultiple,
    )
    scan = forms.FileField(label="Bản quét quyết định", help_text="PDF, không quá 25 MB")
    sure = forms.BooleanField(label="Tôi ghi lại đúng quyết định đã được Chủ tịch UBND huyện ký.")


def components() -> dict:
    """The context of the gallery page."""
    form = SampleForm({"number": "", "signed_on": "32/13/2026", "signatory": "1"})
    form.is_valid()
    numbers = range(15)
    return {
        "illustrative_notice": True,
        "breadcrumbs": [("Kết quả", "/ket-qua/"), ("2025", "/ket-qua/2025/"), ("Xã Măng Cành", None)],
        "form": form,
        "states": list(STATES),
        "criteria": [
            {"no": n + 1, "maximum": MAXIMA[n], "commune": COMMUNE[n], "district": DISTRICT[n]}
            for n in numbers
        ],
        "steps": [
            {"label": "Xã tự đánh giá", "note": "03/11 · Hội đồng xã: đạt", "status": "done"},
            {"label": "Xã nộp hồ sơ", "note": "09/11 · sớm 5 ngày", "status": "done"},
            {"label": "Huyện xét duyệt", "note": "Đến lượt bạn, hạn 20/11", "status": "now"},
            {"label": "Quyết định công nhận", "note": "Hạn 29/11", "status": "todo"},
            {"label": "Khen thưởng", "note": "Chưa đủ ba năm liền", "status": "todo"},
        ],
        "tasks": [
            {"sentence": "Loại xã đã được Sở xác nhận", "rule": "R-THR-3", "done": True},
            {
                "sentence": "Chấm tiêu chí 13 và 15",
                "rule": "R-DIS-2",
                "url": "#scores",
                "link_label": "Chấm",
                "done": False,
            },
        ],
        "timeline": [
            {
                "date": "2026-11-05",
                "title": "Hội đồng đánh giá xã họp",
                "note": "Kết luận: đạt",
                "kind": "done",
            },
            {
                "date": "2026-11-10",
                "title": "Xã nộp hồ sơ",
                "note": "Hạn 14/11",
                "days_late": -4,
                "kind": "done",
            },
            {"date": "2026-12-02", "title": "Chủ tịch ký quyết định", "days_late": 3, "kind": "done"},
            {
                "date": "2026-11-16",
                "date_until": "2026-11-20",
                "title": "Đang lấy ý kiến người dân",
                "lateness": "Còn 1 ngày",
                "kind": "now",
            },
            {"date": date(2026, 12, 30), "title": "Hạn huyện quyết định", "kind": "future"},
        ],
        "stamps": [
            {"year": 2022, "note": "Không công nhận", "status": "missed"},
            {"year": 2023, "note": "Công nhận QĐ 982", "status": "recognized"},
            {"year": 2024, "note": "Khen thưởng QĐ 1067", "status": "rewarded"},
            {"year": 2026, "note": "Đang đánh giá", "status": "now"},
            {"year": 2027, "note": "Chưa tới", "status": "future"},
        ],
        "milestones": [
            {
                "years": 3,
                "heading": "Mốc 3 năm: đã đủ.",
                "note": "Huyện đang xét khen thưởng.",
                "reached": True,
            },
            {"years": 5, "heading": "Mốc 5 năm: còn thiếu 2026 và 2027.", "reached": False},
        ],
        "history": [
            {"year": 2025, "need": "650", "got": "702", "met": True},
            {"year": 2024, "need": "650", "got": "655", "met": True},
            {"year": 2023, "need": "650", "got": "661", "met": True},
            {
                "year": 2022,
                "need": "650",
                "got": "643",
                "met": False,
                "reason": "xã vào danh sách đặc biệt khó khăn",
            },
            {"year": 2021, "need": "750", "got": "618", "met": False},
        ],
        "rows": [
            ("Xã Đắk Nên", Decimal(650), Decimal(612), "not_recognized"),
            ("Xã Đắk Ring", Decimal(650), Decimal("729.5"), "recognized"),
            ("Phường Thống Nhất", Decimal(850), Decimal(950), "rewarded"),
            ("Xã Hiếu", None, None, "draft"),
        ],
        "page_obj": Paginator(range(102), 12).page(2),
    }


def page(language: str = "vi", template: str = "gallery.html", user=None) -> str:
    """The gallery as a whole page in one language."""
    request = RequestFactory().get("/ket-qua/2025/", {"huyen": "608", "page": "2"})
    request.user = user
    source = (__file__.removesuffix("gallery.py") + f"templates/{template}",)
    with override(language), open(*source) as file:
        return engines["django"].from_string(file.read()).render(components(), request)
