"""What waits for a person, and what they wait for: pure functions over lines, tallies and holdings.

A line is a case as the list knows it, a tally what was counted about it. Who may do what is asked of the
policy; nothing here reads a table, so that the whole agenda can be told from a handful of counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from workflow.rules import facts as f
from workflow.rules import papers
from workflow.rules.facts import N_, Text
from workflow.rules.policy import MET, RECORD, UNDECIDED, Holding, permission
from workflow.rules.roles import SUPERVISOR
from workflow.workspace.home.groups import GROUPED
from workflow.workspace.home.items import Item, Line, Tally

SOON = 3  # days
DISTRICT_PAPERS = (
    papers.TO_TRINH_HOI_DONG,
    papers.BAO_CAO_THAM_DINH,
    papers.BIEN_BAN_HUYEN,
    papers.TO_TRINH_CONG_NHAN,
)


@dataclass(frozen=True)
class Agenda:
    """Both lists, nearest last day first."""

    mine: tuple[Item, ...]
    others: tuple[Item, ...]


EMPTY = Tally()


class _Asker:
    """The policy asked about one person on one day."""

    def __init__(self, holdings: Iterable[Holding], today: date):
        self.holdings, self.today = tuple(holdings), today

    def mode(self, work: str, line: Line, **more) -> str:
        """How the person may do it: "decide", "record", "work", or "" when they may not."""
        answer = permission(work, line.state, self.holdings, line.places, self.today, **more)
        return answer.mode if answer.allowed else ""

    @property
    def criteria(self) -> frozenset[int]:
        return frozenset(no for held in self.holdings if held.role == SUPERVISOR for no in held.criteria)


def build(
    lines: Iterable[Line], tallies: Mapping[int, Tally], holdings: Iterable[Holding], today: date
) -> Agenda:
    """The agenda of a person with these holdings on a day."""
    asker = _Asker(holdings, today)
    mine: list[Item] = []
    others: list[Item] = []
    groups: dict[tuple, list[Line]] = {}
    for line in lines:
        tally = tallies.get(line.pk, EMPTY)
        teller = _TELLERS.get(line.state)
        if teller:
            teller(line, tally, asker, mine, others, groups)
        if line.state in UNDECIDED:
            _class(line, asker, others, groups)
            _supervision(line, tally, asker, groups)
    for (kind, year), grouped in groups.items():
        item = GROUPED[kind](grouped, year)
        (others if kind.startswith("await") else mine).append(item)
    return Agenda(_sorted(mine), _sorted(others))


def _sorted(items: list[Item]) -> tuple[Item, ...]:
    return tuple(sorted(items, key=lambda item: (item.due or date.max, item.case or 0)))


# State by state -----------------------------------------------------------------------------------------


def _draft(line, tally, asker, mine, others, groups) -> None:
    if asker.mode("submit", line):
        mine.extend(_dossier(line, tally))
    elif asker.mode("close", line) and asker.today > line.closing_day:
        groups.setdefault(("close", line.year), []).append(line)
    elif not _at(asker, line.places.commune):
        groups.setdefault(("await_filing", line.year), []).append(line)


def _dossier(line: Line, tally: Tally) -> list[Item]:
    """What a commune still has to do before it files; the filing itself when nothing is left."""
    due, name = line.commune_due, {"name": line.name}
    todo = _sent_back(line, tally)
    if tally.commune_unscored:
        params = name | {"count": tally.commune_unscored}
        todo.append(
            Item(
                "score",
                Text(N_("Score %(count)s criteria of %(name)s"), params),
                Text(N_("Zero is a score, an empty box is not. Every score needs its evidence.")),
                due,
                "scores",
                N_("Score"),
                line.pk,
            )
        )
    if not tally.commune_council:
        title = Text(N_("Found the assessment council of %(name)s"), name)
        note = Text(N_("Number and date of the decision, and who sits on it."))
        todo.append(Item("council", title, note, due, "council:commune", N_("Found the council"), line.pk))
    if tally.commune_met is None:
        title = Text(N_("Record the meeting and the conclusion of the council of %(name)s"), name)
        note = Text(N_("Who came, each opinion, and the chair's conclusion, with the minutes."))
        todo.append(Item("sitting", title, note, due, "sitting:commune", N_("Record"), line.pk))
    wanted = [
        kind for kind in papers.COMMUNE_PAPERS if kind != papers.CONG_VAN or tally.commune_met is not False
    ]
    missing = [kind for kind in wanted if kind not in tally.papers]
    if missing:
        title = Text(N_("Upload %(count)s papers of the dossier of %(name)s"), name | {"count": len(missing)})
        note = Text(N_("Signed papers as PDF or picture, at most 25 MB each."))
        todo.append(Item("papers", title, note, due, f"papers:{missing[0]}", N_("Upload"), line.pk))
    if len(todo) > bool(tally.returned):
        return todo
    if tally.returned:
        title = Text(N_("Submit the dossier of %(name)s again"), name)
        note = Text(N_("When what the district asked for is done. After this the points are locked."))
        return [*todo, Item("submit", title, note, due, "act:nop", N_("Submit the dossier"), line.pk)]
    title = Text(N_("Submit the dossier of %(name)s"), name)
    note = Text(N_("Points, council and papers are there. After this the points are locked."))
    return [Item("submit", title, note, due, "act:nop", N_("Submit the dossier"), line.pk)]


def _sent_back(line: Line, tally: Tally) -> list[Item]:
    """A dossier that came back: who sent it, when and why, before everything else."""
    back = tally.returned
    if back is None:
        return []
    title = Text(
        N_("The dossier of %(name)s was returned: complete it and file it again"), {"name": line.name}
    )
    told = {"who": back.who, "day": back.on, "reason": back.reason}
    said = (
        N_("%(who)s returned it on %(day)s: “%(reason)s”")
        if back.reason
        else N_("%(who)s returned it on %(day)s")
    )
    note = Text(said, told)
    return [Item("returned", title, note, line.commune_due, "case", N_("Open the dossier"), line.pk)]


def _assessed(line, tally, asker, mine, others, groups) -> None:
    name = {"name": line.name}
    _comments(line, tally, asker, mine)
    if tally.doubts and asker.mode("read_finding", line):
        title = Text(N_("Read %(count)s findings about %(name)s"), name | {"count": tally.doubts})
        note = Text(N_("They doubt points. They have to be read before the review."))
        mine.append(Item("findings", title, note, line.district_due, "findings", N_("Read"), line.pk))
    if tally.commune_met is False and asker.mode("decline", line):
        title = Text(N_("Decide on %(name)s: its own council concluded “not met”"), name)
        note = Text(N_("The district can only decline."))
        mine.append(
            Item("decline", title, note, line.district_due, "act:khong-cong-nhan", N_("Decide"), line.pk)
        )
    elif asker.mode("review", line):
        _review(line, tally, asker, mine, others)
    elif tally.commune_met is not False:
        groups.setdefault(("await_review", line.year), []).append(line)


def _review(line, tally, asker, mine, others) -> None:
    name = {"name": line.name}
    if tally.closes and tally.closes >= asker.today:
        others.append(
            Item(
                "await_comments",
                Text(N_("%(name)s: time for comments"), name),
                Text(N_("You can review after the last day, %(day)s."), {"day": tally.closes}),
                tally.closes,
                "messages",
                case=line.pk,
            )
        )
        if not tally.district_unscored:
            return
    left = tally.district_unscored + tally.silent + (tally.district_met is None) + bool(tally.doubts)
    left += not tally.district_council
    if tally.district_unscored:
        params = {"done": tally.criteria - tally.district_unscored, "all": tally.criteria}
        note = Text(N_("%(done)s of %(all)s criteria have the district's points."), params)
        link, button = "scores", N_("Score")
    elif left:
        note = Text(N_("%(count)s things are still to be done."), {"count": left})
        link, button = "case", N_("Open the dossier")
    else:
        note = Text(N_("Nothing is missing. After this the district's points are locked."))
        link, button = "act:xet-duyet", N_("Review")
    mine.append(
        Item("review", Text(N_("Review %(name)s"), name), note, line.district_due, link, button, line.pk)
    )


def _comments(line, tally, asker, mine) -> None:
    """Comments to look through or to answer: until they close, then until the decision is due."""
    open_still = tally.closes is not None and tally.closes >= asker.today
    due = tally.closes if open_still else line.district_due
    if tally.undecided and asker.mode("moderate_message", line):
        title = Text(
            N_("Look through %(count)s comments on %(name)s"), {"name": line.name, "count": tally.undecided}
        )
        note = Text(N_("Say whether each can be taken. If not, people read your reason in its place."))
        mine.append(Item("moderate", title, note, due, "messages", N_("Look through"), line.pk))
    if tally.unanswered and asker.mode("answer_message", line):
        title = Text(
            N_("Answer %(count)s comments on %(name)s"), {"name": line.name, "count": tally.unanswered}
        )
        note = Text(N_("The commune cannot be recognised before they are answered."))
        mine.append(Item("answer", title, note, due, "messages", N_("Answer"), line.pk))


def _reviewed(line, tally, asker, mine, others, groups) -> None:
    _comments(line, tally, asker, mine)
    fails = (line.margin is not None and line.margin < 0) or tally.district_met is False
    if fails:
        kind = "decline" if asker.mode("decline", line) else "await_decision"
    else:
        mode = asker.mode("recognize", line)
        missing = [paper for paper in DISTRICT_PAPERS if paper not in tally.papers]
        if mode == RECORD and missing:
            kind = "propose"
        elif mode:
            kind = "recognize" if mode != RECORD else "record"
        else:
            kind = "await_decision"
    groups.setdefault((kind, line.year), []).append(line)


def _met(line, tally, asker, mine, others, groups) -> None:
    for level in tally.rewards:
        if level == 5 and (missing := len(set(papers.REWARD_PAPERS) - tally.papers)):
            _await_dossier(line, missing, asker, mine, others)
        elif asker.mode("reward", line, level=level):
            title = Text(N_("Consider the reward of %(name)s"), {"name": line.name})
            note = Text(N_("Recognised %(level)s years in a row."), {"level": level})
            due = line.reward_due if level == 5 else None
            link = f"act:khen-thuong-{level}"
            mine.append(Item("reward", title, note, due, link, N_("Open"), line.pk))


def _await_dossier(line, missing: int, asker, mine, others) -> None:
    """R-REW-4: the dossier of the five years is gathered first; the chair waits for it."""
    told = {"name": line.name, "count": missing}
    if asker.mode("prepare_reward", line):
        title = Text(N_("Gather the dossier for the reward of %(name)s"), told)
        note = Text(N_("%(count)s papers are missing."), told)
        link = f"papers:{papers.TO_TRINH_KHEN_THUONG}"
        mine.append(Item("reward_dossier", title, note, line.reward_due, link, N_("Upload"), line.pk))
    elif asker.mode("reward", line, level=5):
        title = Text(N_("The dossier for the reward of %(name)s is being gathered"), told)
        note = Text(N_("%(count)s papers are missing."), told)
        others.append(Item("await_dossier", title, note, line.reward_due, "papers", case=line.pk))


def _class(line, asker, others, groups) -> None:
    if line.class_known:
        return
    if asker.mode("confirm_class", line):
        groups.setdefault(("class", line.year), []).append(line)
    elif line.state != f.DRAFT and asker.mode("prepare_district", line):
        groups.setdefault(("await_class", line.year), []).append(line)


def _supervision(line, tally, asker, groups) -> None:
    if asker.criteria - tally.supervised and asker.mode("record_finding", line):
        groups.setdefault(("supervise", line.year), []).append(line)


def _at(asker: _Asker, unit: int | None) -> bool:
    return any(held.unit_id == unit for held in asker.holdings)


_TELLERS = {f.DRAFT: _draft, f.COMMUNE_ASSESSED: _assessed, f.DISTRICT_REVIEWED: _reviewed} | dict.fromkeys(
    MET, _met
)


def groups_by_day(items: Iterable[Item], today: date) -> list[tuple[str, date | None, list[Item]]]:
    """Items under "today", "soon" (three days), the next last day, and those without one, in that order."""
    today_, soon, later, free = [], [], {}, []
    for item in items:
        if item.due is None:
            free.append(item)
        elif item.due <= today:
            today_.append(item)
        elif item.due <= today + timedelta(days=SOON):
            soon.append(item)
        else:
            later.setdefault(item.due, []).append(item)
    told = [("today", None, today_), ("soon", None, soon)]
    told += [("until", due, found) for due, found in sorted(later.items())]
    return [group for group in [*told, ("free", None, free)] if group[2]]
