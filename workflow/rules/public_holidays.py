"""Vietnam's public holidays as a proposal for a campaign, from the `holidays` library, to be checked."""

from __future__ import annotations

from datetime import date
from importlib.metadata import version

import holidays

SOURCE = f"holidays {version('holidays')}"


def proposed(first: date, last: date) -> list[date]:
    """Vietnam's public holidays and the working days off in their place, both bounds included.

    Sundays and Saturdays among them are left out: they are no working days anyway.
    """
    known = holidays.country_holidays("VN", years=range(first.year, last.year + 1))
    return sorted(day for day in known if first <= day <= last and day.weekday() < 5)
