"""Who holds the posts on a day: the heads of an office, its deputies when nobody is head."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portal.people.models import Grant
from workflow.models import NoticeSwitch
from workflow.notices.illustrative import may_be_mailed


@dataclass(frozen=True, slots=True)
class Holder:
    """A person in a post at a unit."""

    user: int
    unit: int
    decision: str

    def mailed(self, illustrative: bool) -> bool:
        """Whether this post may be mailed about data of that kind."""
        return may_be_mailed(illustrative, self.decision)


class Posts:
    """The posts of some roles on a day, read once; resolved when something is sent, never before."""

    def __init__(self, roles: Iterable[str], on: date, units: Iterable[int] | None = None):
        held = Grant.objects.in_force(on).filter(role__in=set(roles), user__is_active=True)
        if units is not None:
            held = held.filter(unit__in=set(units))
        heads, deputies = defaultdict(list), defaultdict(list)
        rows = held.order_by("user_id", "id").values_list("role", "unit_id", "user_id", "decision", "deputy")
        for role, unit, user, decision, deputy in rows:
            (deputies if deputy else heads)[role, unit].append(Holder(user, unit, decision))
        self._held = {**deputies, **heads}

    def of(self, role: str, unit: int) -> list[Holder]:
        """Who is to be told for this post; nobody where it is vacant."""
        return self._held.get((role, unit), [])


class Switches:
    """How units want to be told; read once."""

    def __init__(self, units: Iterable[int] | None = None):
        rows = NoticeSwitch.objects.all()
        if units is not None:
            rows = rows.filter(unit__in=set(units))
        self._set = {
            (unit, rule): channel for unit, rule, channel in rows.values_list("unit_id", "rule", "channel")
        }

    def channel(self, unit: int, rule: str, default: str) -> str:
        """mail, portal or off for this unit and rule."""
        return self._set.get((unit, rule), default)
