"""Days and counts as the public reads them in a sentence."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal.theme.templatetags.writing import day, points, short_day, weekday_day
from workflow.rules.facts import Text, render

# The classes of communes, where the regulation's own (Vietnamese) name is not at hand.
CLASS_NAMES = {
    "xa_dbkk": gettext_lazy("specially difficult commune"),
    "xa": gettext_lazy("ordinary commune"),
    "thi_tran": gettext_lazy("township of a district"),
    "phuong": gettext_lazy("ward of the city"),
}


def iso(text: str | None) -> date | None:
    """A day of a published document."""
    return date.fromisoformat(text) if text else None


def inside(words: str) -> str:
    """Words inside a Vietnamese sentence: "Xã Đắk Môn" → "xã Đắk Môn"; English keeps its capital."""
    return words if (get_language() or "").startswith("en") else words[:1].lower() + words[1:]


def weekday_inside(value: date) -> str:
    """A day with its weekday inside a sentence: "thứ Sáu 20/11/2026", "Friday 20/11/2026"."""
    return inside(weekday_day(value))


def days_left_words(closes: date, today: date) -> str:
    """How long a comment window stays open: "Hết hôm nay, 19/11", "Còn 1 ngày, đến 20/11", "Đến 23/11"."""
    left = (closes - today).days
    told = {"day": short_day(closes), "days": left}
    if left < 0:
        return _("Ended on %(day)s") % told
    if left == 0:
        return _("Ends today, %(day)s") % told
    if left == 1:
        return _("1 day left, until %(day)s") % told
    return _("%(days)s days left, until %(day)s") % told if left == 2 else _("Until %(day)s") % told


def comment_count_words(count: int) -> str:
    """ "3 ý kiến", "chưa có ý kiến"."""
    if not count:
        return _("no comment yet")
    return _("1 comment") if count == 1 else _("%(count)s comments") % {"count": points(count)}


def _shown(value: Any) -> str:
    if isinstance(value, str):
        try:
            return day(date.fromisoformat(value))
        except ValueError:
            return value
    return points(value) if isinstance(value, int) else str(value)


def step_words(step: list | str) -> str:
    """One step of the window's arithmetic, kept as [message, params], in the reader's language."""
    if isinstance(step, str):
        return step
    message, params = step
    return render(Text(message, params if isinstance(params, Mapping) else {}), _, _shown)
