"""How numbers and days are written on screen: 1.000 and 702,5 in Vietnamese, d/m/Y in both languages."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django import template
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

register = template.Library()

NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
# Django's own Vietnamese writes "Thứ 5"; ours writes the number out.
WEEKDAYS = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)
# Words that read as one and must not be torn apart at the end of a line.
PAIRS = re.compile(r"\b(phù|trẻ) (hợp|em)\b|\b(child)-(friendly)\b", re.IGNORECASE)


def _number(value) -> Decimal | None:
    """A number given as Decimal, int, float or plain text; None for nothing or for what is no number."""
    if value is None or value == "":
        return None
    try:
        number = value if isinstance(value, Decimal) else Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


@register.filter
def points(value) -> str:
    """Points in the reader's language without trailing zeros; nothing becomes "not yet", never 0."""
    number = _number(value)
    if number is None:
        return _("not yet")
    text = f"{abs(number):,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if (get_language() or "vi").startswith("vi"):
        text = text.translate(str.maketrans(",.", ".,"))
    return f"{MINUS}{text}" if number < 0 and text != "0" else text


@register.filter
def signed(value) -> str:
    """A difference in points with its sign: +5, −5, 0; nothing becomes an empty text."""
    number = _number(value)
    if number is None:
        return ""
    return f"+{points(number)}" if number > 0 else points(number)


@register.filter
def plain(value) -> str:
    """A year or a code as it is: 2025, where Django would write 2.025."""
    return "" if value is None else str(value)


@register.filter
def percent(value) -> str:
    """A percentage with at most one decimal: 57,8 %; nothing becomes "not yet"."""
    number = _number(value)
    if number is None:
        return _("not yet")
    return f"{points(round(number, 1))}{NBSP}%"


def _day(value) -> date | None:
    """A day given as date, datetime (in the portal's time zone) or ISO text."""
    if isinstance(value, str):
        value = parse_datetime(value) if "T" in value or " " in value else parse_date(value)
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value or None


@register.filter
def day(value) -> str:
    """20/11/2026; nothing becomes "not yet"."""
    found = _day(value)
    return f"{found:%d/%m/%Y}" if found else _("not yet")


@register.filter
def short_day(value) -> str:
    """20/11, where the year is plain from what stands around it; nothing becomes "not yet"."""
    found = _day(value)
    return f"{found:%d/%m}" if found else _("not yet")


@register.filter
def moment(value) -> str:
    """14:32 20/11/2026 in the portal's time zone; nothing becomes "not yet"."""
    if isinstance(value, str):
        value = parse_datetime(value)
    if not value:
        return _("not yet")
    value = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{value:%H:%M}{NBSP}{value:%d/%m/%Y}"


@register.filter
def clock_time(value) -> str:
    """14:32 in the portal's time zone; nothing becomes an empty text."""
    if isinstance(value, str):
        value = parse_datetime(value)
    if not value:
        return ""
    return f"{timezone.localtime(value) if timezone.is_aware(value) else value:%H:%M}"


@register.filter
def weekday_day(value) -> str:
    """Thứ Năm 19/11/2026; nothing becomes "not yet"."""
    found = _day(value)
    return f"{WEEKDAYS[found.weekday()]}{NBSP}{found:%d/%m/%Y}" if found else _("not yet")


@register.filter
def unbroken(value) -> str:
    """A name or number kept on one line: every space becomes a no-break space."""
    return str(value).replace(" ", NBSP)


@register.filter
def paired(value) -> str:
    """A heading in which "phù hợp" and "trẻ em" are not torn apart at a line's end."""
    return PAIRS.sub(
        lambda found: found[0].replace(" ", NBSP).replace("-", "\N{NON-BREAKING HYPHEN}"), str(value)
    )
