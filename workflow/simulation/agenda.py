"""Steps of a simulated year, run in the order of their moments on the injected clock."""

import heapq
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from itertools import count

from portal.record import clock


@dataclass
class Agenda:
    """What happens when; `until` ends the year early, for one that is still running."""

    until: datetime | None = None
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    times: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    _steps: list = field(default_factory=list)
    _order: count = field(default_factory=count)

    def add(self, day: date, minute: int, kind: str, step: Callable[[], object]) -> None:
        """Plan a step on a day, `minute` minutes after midnight."""
        moment = datetime.combine(day, clock_time(0), clock.HANOI) + timedelta(minutes=minute)
        heapq.heappush(self._steps, (moment, next(self._order), kind, step))

    def run(self, told: Callable[[int, int], None] = lambda done, left: None) -> None:
        """Run all steps until the end; a step may plan later ones. `told` hears of the progress."""
        done = 0
        while self._steps:
            moment, _, kind, step = heapq.heappop(self._steps)
            if self.until is not None and moment > self.until:
                return
            started = time.perf_counter()
            with clock.at(moment):
                step()
            self.seconds[kind] += time.perf_counter() - started
            self.times[kind] += 1
            done += 1
            told(done, len(self._steps))
