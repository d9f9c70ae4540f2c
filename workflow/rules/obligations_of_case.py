"""Which obligations one case still has, told from its frozen facts."""

from __future__ import annotations

from workflow.rules import papers, streaks
from workflow.rules.facts import CaseFacts
from workflow.rules.obligations import OBLIGATIONS, OF_CASE, Obligation


def owed_of_case(facts: CaseFacts) -> list[Obligation]:
    """The obligations that somebody still owes about this case."""
    return [
        one
        for one in OBLIGATIONS
        if one.scope == OF_CASE and facts.state in one.states and _HOLDS.get(one.key, _always)(facts)
    ]


def _always(facts: CaseFacts) -> bool:
    return True


def _class_unknown(facts: CaseFacts) -> bool:
    return facts.threshold is None


def _comments_wait(facts: CaseFacts) -> bool:
    return any(m.in_window and m.admissible is not False and not m.answered for m in facts.messages)


def _dossier_missing(facts: CaseFacts) -> bool:
    upto = next((run.sequence for run in facts.runs if run.year == facts.campaign.year), None)
    made_up = facts.campaign.illustrative
    if not streaks.eligible(facts.runs, streaks.PROVINCE_LEVEL, facts.rewards, upto, illustrative=made_up):
        return False
    return not any(paper.kind == papers.TO_TRINH_KHEN_THUONG and paper.has_file for paper in facts.papers)


_HOLDS = {"class": _class_unknown, "comments": _comments_wait, "reward_dossier": _dossier_missing}
