"""A case as an official opens it: what comes next, who does it, what is missing, what else may be done."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.people import grants
from portal.record import clock
from workflow.actions import eyes
from workflow.actions.dossier import Gathered, gather
from workflow.actions.inputs import Inputs
from workflow.actions.recorded import reasons_of
from workflow.actions.refusals import sentence
from workflow.actions.rights import may
from workflow.models import Act, Case, states
from workflow.notices.agenda import Group, of_case
from workflow.rules import calendar, policy, readiness
from workflow.rules.facts import Reason, Task, concluded
from workflow.rules.policy import Permission
from workflow.rules.readiness_rewards import next_level
from workflow.rules.roles import WHO
from workflow.rules.scoring import total
from workflow.workspace import links
from workflow.workspace.acts.words import ActPage, page_of, pages_of

MOST_NAMES = 3


@dataclass(frozen=True)
class NextStep:
    """The step a case waits for: its page, who does it, until when, and what is in the way."""

    page: ActPage
    permission: Permission
    due: date | None
    who: str
    holders: tuple[str, ...]
    tasks: tuple[Task, ...]
    barred: tuple[str, ...]

    @property
    def open_tasks(self) -> tuple[Task, ...]:
        return tuple(task for task in self.tasks if not task.done)

    @property
    def ready(self) -> bool:
        """Whether this person can go to the confirm page and act."""
        return self.permission.allowed and not self.open_tasks and not self.barred

    @property
    def days_over(self) -> int:
        """Days past the last day, 0 while there is time or where the Plan sets no day."""
        return max(calendar.lateness(clock.today(), self.due), 0)


class CaseFile:
    """One case with its dossier, seen by one person today. Everything is read once."""

    def __init__(self, case: Case, user, gathered: Gathered | None = None):
        self.case, self.user, self.today = case, user, clock.today()
        self.gathered = gathered or gather(case)

    @property
    def facts(self):
        return self.gathered.facts

    @cached_property
    def regulation(self):
        return self.case.campaign.rulebook

    def may(self, work: str, **more) -> Permission:
        """The policy's answer for this person today."""
        return may(work, self.case, self.user, self.today, **more)

    @cached_property
    def side(self) -> str:
        """Whose points this person enters: "commune", "district", or "" for reading only."""
        if self.may("score_commune").allowed:
            return "commune"
        return "district" if self.may("score_district").allowed else ""

    @cached_property
    def next(self) -> NextStep | None:
        """What comes next, or None where the case has come to rest."""
        step = policy.next_step(self.case.state)
        if step is None:
            return None
        action, level, role, at = step.action, None, step.role, step.at
        if self._can_only_be_declined:
            action, role, at = "decline", "district_chair", "recognising"
        if action == "reward":
            level = next_level(self.facts)
            role, at = ("district_chair", "recognising") if level == 3 else ("province_chair", "province")
        more = {"level": level} if level else {}
        answer = self.may(action, **more)
        return NextStep(
            page=page_of(action, level),
            permission=answer,
            due=calendar.due("reward_dossier" if level == 5 else action, self.facts.campaign),
            who=_(WHO[role, at]),
            holders=self._names(role, getattr(self.gathered.places, at)),
            tasks=readiness.tasks(action, self.facts, self.today, more),
            barred=tuple(sentence(reason) for reason in self.conflicts(action, answer)),
        )

    @cached_property
    def returned_reason(self) -> str:
        """What the district wrote with the return; "" where it was erased."""
        return reasons_of([self.returned.event]).get(self.returned.event, "") if self.returned else ""

    @cached_property
    def returned(self) -> Act | None:
        """The act that sent the dossier back, as long as it is not filed again."""
        if self.case.state != states.DRAFT:
            return None
        return next((act for act in reversed(self.gathered.acts) if act.action == "return"), None)

    @cached_property
    def last_days(self) -> list[Group]:
        """What is still owed about this case, with its arithmetic in words."""
        return of_case(self.case, self.facts)

    @property
    def _can_only_be_declined(self) -> bool:
        """The commune's own council, the total or the review council stand against a recognition."""
        facts, state = self.facts, self.case.state
        if state == states.COMMUNE_ASSESSED:
            return concluded(facts.commune_sittings, self.today) is False
        if state == states.DISTRICT_REVIEWED:
            short = self.case.margin is not None and self.case.margin < 0
            return short or concluded(facts.district_sittings, self.today) is False
        return False

    def _names(self, role: str, unit_id: int) -> tuple[str, ...]:
        held = grants.holders(role, unit_id, self.today)
        return tuple(grant.user.full_name for grant in held[:MOST_NAMES])

    def conflicts(self, action: str, answer: Permission) -> list[Reason]:
        """Reasons of four eyes against this person doing the act, whatever they will write beside it."""
        if not answer.allowed:
            return []
        return eyes.conflicts(self.gathered, action, self.user, Inputs(exception_reason="–"), answer)

    @cached_property
    def other_acts(self) -> list[tuple[ActPage, str]]:
        """The further acts this person may do in this state, with their addresses."""
        told = {self.next.page.key} if self.next else set()
        found = []
        for action in policy.actions_from(self.case.state):
            for page in pages_of(action):
                more = {"level": page.level} if page.level else {}
                if page.key in told or not self.may(action, **more).allowed:
                    continue
                if action == "confirm_class" and self.case.threshold is not None:
                    continue
                if action == "close" and self.today <= self.case.campaign.closing_day:
                    continue
                if action == "reward" and not self._streak_reaches(page.level):
                    continue
                found.append((page, links.act(self.case, page.key)))
        return found

    def _streak_reaches(self, level: int) -> bool:
        tasks = readiness.tasks("reward", self.facts, self.today, {"level": level})
        return all(task.done for task in tasks if task.link == "streak")

    def told_tasks(self, tasks) -> list[dict]:
        """Lines for the theme's task list, with the places where each is mended."""
        return [
            {
                "sentence": sentence(task),
                "rule": task.rule,
                "url": "" if task.done else links.resolve(task.link, self.case),
                "link_label": _("Open"),
                "done": task.done,
            }
            for task in tasks
        ]

    # The dossier in numbers --------------------------------------------------------------------------

    @cached_property
    def totals(self) -> dict:
        """Points and criteria scored so far, of both sides."""
        scores = self.gathered.scores
        commune = [score.commune_points for score in scores]
        district = [score.district_points for score in scores]
        return {
            "criteria": len(scores),
            "commune": total(commune),
            "district": total(district),
            "commune_done": sum(points is not None for points in commune),
            "district_done": sum(points is not None for points in district),
        }

    @cached_property
    def class_name(self) -> str:
        """The commune's class in words, "" while it is not confirmed."""
        threshold = self.regulation.threshold(self.case.class_code)
        if threshold is None:
            return ""
        return threshold.name_en if english() else threshold.name

    def paper_kinds(self) -> list[tuple[str, str]]:
        """Kinds of papers the case's dossiers name, with their words, in the regulation's order."""
        documents = self.regulation.documents
        dossier = (*documents.commune, *documents.district)
        if self.case.state in states.MET:
            dossier += documents.reward
        return [(kind.kind, kind.name_en if english() else kind.name) for kind in dossier]

    def tab_counts(self) -> dict[str, str]:
        """Small numbers behind the names of the tabs."""
        kinds = [kind for kind, _name in self.paper_kinds()]
        here = {paper.kind for paper in self.gathered.papers}
        return {
            "papers": f"{len(here & set(kinds))}/{len(kinds)}",
            "findings": str(len(self.gathered.findings) or ""),
            "messages": str(len(self.gathered.messages) or ""),
        }


def english() -> bool:
    """Whether the page at hand is the English twin."""
    return (get_language() or "vi").startswith("en")
