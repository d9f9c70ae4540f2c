"""Days: cut-offs, lateness and the comment window (R-CAL, R-OUT-1). Pure arithmetic on dates."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from workflow.rules.facts import N_, CampaignFacts, Text

ONE_DAY = timedelta(days=1)
RECORDING_GRACE_DAYS = 3  # R-CAL-6: recorded later than this after the act date, both dates are shown
COMMENT_WORKING_DAYS = 5


def due(action: str, campaign: CampaignFacts) -> date | None:
    """Last day (inclusive) on which the act is in time, or None where the Plan sets no day.

    submit: R-CAL-2; review, recognize, decline: R-CAL-3. R-CAL-5 is about the dossier, not the reward itself:
    ask for "reward_dossier".
    """
    if action == "submit":
        return campaign.commune_due
    if action in ("review", "recognize", "decline"):
        return campaign.district_due
    if action == "reward_dossier":
        return campaign.reward_due
    return None


def lateness(on: date, due_day: date | None) -> int:
    """Days after the last day: positive late, zero on the last day, negative early; 0 without a last day."""
    return (on - due_day).days if due_day else 0


def shows_both_dates(act_on: date, recorded_on: date) -> bool:
    """R-CAL-6: an act recorded more than 3 days after its date shows both dates."""
    return (recorded_on - act_on).days > RECORDING_GRACE_DAYS


def is_working_day(day: date, holidays: Collection[date] = ()) -> bool:
    """Monday to Friday and not a holiday."""
    return day.weekday() < 5 and day not in holidays


def working_days_between(first: date, last: date, holidays: Collection[date] = ()) -> int:
    """Working days from `first` to `last`, both counted; 0 when `last` comes before `first`."""
    if last < first:
        return 0
    weeks, rest = divmod((last - first).days + 1, 7)
    weekdays = weeks * 5 + sum((first.weekday() + offset) % 7 < 5 for offset in range(rest))
    return weekdays - sum(first <= day <= last and day.weekday() < 5 for day in set(holidays))


def add_working_days(first: date, count: int, holidays: Collection[date] = ()) -> date:
    """The day on which the `count`-th working day falls, `first` included (count ≥ 1)."""
    if count < 1:
        raise ValueError("a window has at least one working day")
    day = first
    while True:
        count -= is_working_day(day, holidays)
        if not count:
            return day
        day += ONE_DAY


@dataclass(frozen=True)
class WindowArithmetic:
    """A comment window with the sum that led to it, step by step, so that readers can check it."""

    opens: date
    closes: date
    steps: tuple[Text, ...]
    shortened: bool = False

    @property
    def empty(self) -> bool:
        """True when the district council sits so early that not one day is left for comments."""
        return self.closes < self.opens


def comment_window(
    filed_on: date,
    working_days: int = COMMENT_WORKING_DAYS,
    district_sitting: date | None = None,
    holidays: Collection[date] = (),
) -> WindowArithmetic:
    """The window of a case filed on `filed_on`: opens the next day, runs `working_days` working days (default
    5), and never passes the day before the district council sits on it (R-OUT-1, outside the Plan)."""
    opens = filed_on + ONE_DAY
    closes = add_working_days(opens, working_days, holidays)
    skipped = tuple(sorted(day for day in set(holidays) if opens <= day <= closes and day.weekday() < 5))
    steps = [
        Text(
            N_("The commune filed on %(filed)s, so comments open the next day, %(opens)s."),
            {"filed": filed_on, "opens": opens},
        ),
        Text(
            N_("%(days)s working days from %(opens)s, Saturdays and Sundays left out, end on %(closes)s."),
            {"days": working_days, "opens": opens, "closes": closes},
        ),
    ]
    if skipped:
        steps.append(Text(N_("Public holidays left out as well: %(holidays)s."), {"holidays": skipped}))
    shortened = district_sitting is not None and closes >= district_sitting
    if shortened:
        closes = max(district_sitting - ONE_DAY, filed_on)
        steps.append(
            Text(
                N_("The district council sits on %(sitting)s, so comments close the day before, %(closes)s."),
                {"sitting": district_sitting, "closes": closes},
            )
        )
        if closes < opens:
            steps.append(Text(N_("No day is left for comments before that sitting.")))
    return WindowArithmetic(opens, closes, tuple(steps), shortened)
