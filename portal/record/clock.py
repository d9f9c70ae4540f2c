"""The portal's one clock. Tests and simulations may set it; a serving process cannot."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)
_sealed = False


class ClockSealed(RuntimeError):
    """Somebody tried to set the clock of a serving process."""


def seal() -> None:
    """Make the clock of this process impossible to set, for good."""
    global _sealed
    _sealed = True


def is_set() -> bool:
    """True while the clock tells a chosen moment instead of the true time."""
    return _moment.get() is not None


def now() -> datetime:
    """The present moment, aware, in Asia/Ho_Chi_Minh (R-CAL-6)."""
    return (_moment.get() or timezone.now()).astimezone(HANOI)


def today() -> date:
    """The present day in Asia/Ho_Chi_Minh (R-CAL-6)."""
    return now().date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the clock tell an aware moment inside the block.

    Raises ClockSealed in a serving process, ValueError for a naive moment.
    """
    if _sealed:
        raise ClockSealed("the clock of a serving process cannot be set")
    if moment.tzinfo is None:
        raise ValueError("the clock needs an aware moment")
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
