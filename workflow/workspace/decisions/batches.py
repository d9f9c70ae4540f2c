"""One signed decision for several communes: which are ready, which are not and why (R-DIS-4, R-REW)."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.record import clock
from portal.theme.templatetags.writing import points
from workflow.actions.dossier import Gathered
from workflow.actions.dossiers import gather_each
from workflow.actions.refusals import sentence
from workflow.models import states
from workflow.rules import readiness, streaks
from workflow.rules.facts import N_, Task, concluded
from workflow.rules.policy import ACT
from workflow.workspace import links
from workflow.workspace.reach import UnitYear


@dataclass(frozen=True)
class Counted:
    """Words for one commune and for several."""

    one: Promise
    several: Promise

    def of(self, count: int) -> str:
        return (self.one if count == 1 else self.several) % {"count": count}


@dataclass(frozen=True)
class Batch:
    """A kind of decision over several communes, as its page says it; heading and button count communes."""

    key: str
    action: str
    name: Promise
    heading: Counted
    button: Counted
    consequences: tuple[Promise, ...]
    level: int | None = None
    grave: bool = False
    notice: bool = False  # a thông báo (TB) will do instead of a decision (QĐ)
    reason: bool = False  # the act asks for a reason that is published

    @property
    def inputs(self) -> dict:
        """What the act is told besides the decision."""
        return {"level": self.level} if self.level else {}

    @property
    def by_province(self) -> bool:
        """Whether the province's chair signs, for communes of all its districts."""
        return self.level == streaks.PROVINCE_LEVEL


BATCHES = {
    batch.key: batch
    for batch in (
        Batch(
            "cong-nhan",
            "recognize",
            _("Recognise several communes"),
            Counted(
                _("Recognise %(count)s commune by one decision"),
                _("Recognise %(count)s communes by one decision"),
            ),
            Counted(_("Recognise %(count)s commune"), _("Recognise %(count)s communes")),
            (
                _("These communes become “Met – recognised”, published for everyone at once."),
                _("Each gets a certificate with a code by which anyone can verify it."),
                _("This is recorded and cannot be deleted. Only a decision to revoke can change it."),
            ),
        ),
        Batch(
            "khong-cong-nhan",
            "decline",
            _("Do not recognise several communes"),
            Counted(
                _("Do not recognise %(count)s commune"),
                _("Do not recognise %(count)s communes by one decision"),
            ),
            Counted(_("Do not recognise %(count)s commune"), _("Do not recognise %(count)s communes")),
            (
                _("These communes become “Not recognised”; everybody can read your reason."),
                _("Their run of years towards a reward ends."),
                _("A case can be looked at again by a decision after an upheld complaint, outside the Plan."),
                _("This is recorded and cannot be deleted."),
            ),
            grave=True,
            notice=True,
            reason=True,
        ),
        Batch(
            "khen-thuong-3",
            "reward",
            _("Reward for three years in a row"),
            Counted(
                _("Reward %(count)s commune for three years"), _("Reward %(count)s communes for three years")
            ),
            Counted(_("Reward %(count)s commune"), _("Reward %(count)s communes")),
            (
                _("The rewards are published with the years they rest on."),
                _("These years carry no second reward of the same kind."),
                _("This is recorded and cannot be deleted."),
            ),
            level=streaks.DISTRICT_LEVEL,
        ),
        Batch(
            "khen-thuong-5",
            "reward",
            _("Reward for five years in a row"),
            Counted(
                _("Reward %(count)s commune for five years"), _("Reward %(count)s communes for five years")
            ),
            Counted(_("Reward %(count)s commune"), _("Reward %(count)s communes")),
            (
                _("The rewards of the province's chair are published with the five years they rest on."),
                _("These years carry no second reward of the same kind."),
                _("This is recorded and cannot be deleted."),
            ),
            level=streaks.PROVINCE_LEVEL,
        ),
    )
}


@dataclass
class Candidate:
    """A commune before a decision: what speaks for it, or what is still open and where it is mended."""

    gathered: Gathered
    open_tasks: list[Task]
    grounds: list[str]

    @property
    def case(self):
        return self.gathered.case

    @property
    def ready(self) -> bool:
        return not self.open_tasks

    @property
    def got(self):
        """Points that count: the district's once fixed, else the commune's own."""
        return self.case.commune_total if self.case.district_total is None else self.case.district_total

    @property
    def self_scored(self) -> bool:
        return self.case.district_total is None

    @cached_property
    def conclusion(self):
        """The review council's latest sitting that concluded on this case, with its conclusion."""
        for sitting in reversed(self.gathered.district_sittings):
            entry = sitting.on_this_case[0] if sitting.on_this_case else None
            if entry is not None and entry.met is not None:
                return {"on": sitting.held_on, "met": entry.met}
        return None

    @cached_property
    def years(self) -> int:
        """Which year in a row this one is, counted with this recognition."""
        case, facts = self.case, self.gathered.facts
        standing = case.state in states.MET
        upto = case.campaign.sequence - (0 if standing else 1)
        run = streaks.current(facts.runs, upto, illustrative=case.illustrative) if facts.runs else ()
        return len(run) + (0 if standing else 1)

    @property
    def rules(self) -> str:
        return ", ".join(dict.fromkeys(task.rule for task in self.open_tasks))

    @property
    def sentences(self) -> list[str]:
        return [sentence(task) for task in self.open_tasks]

    @property
    def mend(self) -> str:
        """Where the first open task is mended."""
        return links.resolve(self.open_tasks[0].link, self.case) or links.part(self.case)

    @property
    def key(self) -> str:
        """The case with the state of its history, so that a case that moved meanwhile is noticed."""
        return f"{self.case.pk}-{self.case.head_event or 0}"


# Parts of a dossier that neither these acts nor their pages look at.
UNTOUCHED = {
    "recognize": ("corrections", "rewards"),
    "decline": ("corrections", "rewards"),
    "reward": ("corrections", "findings", "messages", "windows"),
}


def candidates(place: UnitYear, batch: Batch) -> list[Candidate]:
    """Every commune the decision could concern, ready or not, in Vietnamese order."""
    sources = ACT[batch.action].sources
    if batch.action == "recognize":
        sources = (*sources, states.COMMUNE_ASSESSED)
    cases = place.cases.filter(state__in=sources).select_related("campaign")
    found = [_candidate(gathered, batch) for gathered in gather_each(cases, UNTOUCHED[batch.action])]
    if batch.action == "reward":
        # Communes far from the years needed are no news; those whose dossier is missing are.
        return [one for one in found if all(task.link != "streak" for task in one.open_tasks)]
    return found


def _candidate(gathered: Gathered, batch: Batch) -> Candidate:
    facts, today = gathered.facts, clock.today()
    action = batch.action
    if action == "recognize" and gathered.case.state == states.COMMUNE_ASSESSED:
        action = "review"  # what stands between it and the decision
    open_tasks = [task for task in readiness.tasks(action, facts, today, batch.inputs) if not task.done]
    grounds = []
    if batch.action == "decline":
        grounds = _grounds(gathered)
        if not grounds:
            open_tasks.append(Task("R-DIS-3", NO_GROUND, {}, "scores"))
    elif action == "review" and not open_tasks:
        open_tasks.append(Task("R-DIS-2", NOT_REVIEWED, {}, "case"))
    return Candidate(gathered, open_tasks, grounds)


NO_GROUND = N_(
    "No ground to decline: neither a total below the threshold nor a council that concluded “not met”."
)
NOT_REVIEWED = N_("The district has everything it needs, but has not reviewed yet.")
SHORT = _("%(points)s points short of the threshold")
OWN_COUNCIL = _("the commune's own council concluded “not met”")
REVIEW_COUNCIL = _("the review council concluded “not met”")


def _grounds(gathered: Gathered) -> list[str]:
    """Why a commune can only be declined."""
    facts, case, today = gathered.facts, gathered.case, clock.today()
    found = []
    if case.margin is not None and case.margin < 0:
        found.append(SHORT % {"points": points(-case.margin)})
    if concluded(facts.commune_sittings, today) is False:
        found.append(str(OWN_COUNCIL))
    if concluded(facts.district_sittings, today) is False:
        found.append(str(REVIEW_COUNCIL))
    return found
