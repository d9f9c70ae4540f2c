"""What can be printed beside a case's papers, for the person who reads them."""

from dataclasses import dataclass, field

from workflow.documents.papers import printing
from workflow.documents.papers.kinds import (
    DECLINE_DECISION,
    DECLINE_NOTICE,
    FOUNDING_COMMUNE,
    REVOCATION,
    REWARD_DISTRICT,
    REWARD_PROVINCE,
)
from workflow.models import Decision
from workflow.rules import papers as filed
from workflow.rules.readiness_rewards import next_level
from workflow.rules.streaks import DISTRICT_LEVEL, PROVINCE_LEVEL
from workflow.workspace.prints import links
from workflow.workspace.prints.links import DRAFTS, Print
from workflow.workspace.reach import UnitYear

# The act each draft would become, and the years of a reward.
_ACTS = {
    DECLINE_NOTICE: ("decline", None),
    DECLINE_DECISION: ("decline", None),
    REVOCATION: ("revoke", None),
    REWARD_DISTRICT: ("reward", DISTRICT_LEVEL),
    REWARD_PROVINCE: ("reward", PROVINCE_LEVEL),
}


@dataclass
class CasePrints:
    """Prints by kind of paper, drafts of what may be decided next, prints of decisions on record by id."""

    founding: Print
    by_kind: dict[str, Print] = field(default_factory=dict)
    drafts: list[Print] = field(default_factory=list)
    decided: dict[int, Print] = field(default_factory=dict)
    signers: list[tuple[str, str, bool]] = field(default_factory=list)


def prints_of(file, place: UnitYear | None, signer: str) -> CasePrints:
    """The prints of a case file. `place` is the district's year where the person reads it as a whole."""
    case = file.case
    made = CasePrints(links.of_case(case, FOUNDING_COMMUNE, signer))
    for kind in (*filed.COMMUNE_PAPERS, *filed.REWARD_PAPERS):
        made.by_kind[kind] = links.of_case(case, kind, signer)
    if place is not None:
        on_record = {paper.kind: paper for paper in file.gathered.papers if paper.case_id is None}
        for kind in (filed.TO_TRINH_HOI_DONG, filed.BAO_CAO_THAM_DINH, filed.TO_TRINH_CONG_NHAN):
            paper = on_record.get(kind)
            made.by_kind[kind] = links.of_district(place, kind, cases=[case], paper=paper, signer=signer)
        made.drafts = [
            links.of_district(place, kind, cases=[case], signer=signer)
            for kind in DRAFTS.get(case.state, ())
            if _next(file, kind)
        ]
    if file.gathered.district_sittings:
        latest = file.gathered.district_sittings[-1]
        made.by_kind[filed.BIEN_BAN_HUYEN] = links.of_sitting(latest, filed.BIEN_BAN_HUYEN)
    _decisions(file, place, signer, made)
    if file.may("prepare_commune").allowed:
        made.signers = links.signers(printing.signatories(filed.CONG_VAN, case), signer)
    return made


def _next(file, kind: str) -> bool:
    """Whether this person may do the act, and for a reward whether its years are reached."""
    if kind not in _ACTS:
        return False
    action, level = _ACTS[kind]
    if level:
        return next_level(file.facts) == level and file.may(action, level=level).allowed
    return file.may(action).allowed


def _decisions(file, place: UnitYear | None, signer: str, made: CasePrints) -> None:
    kind = filed.QUYET_DINH_CONG_NHAN
    levels = {reward.decision_id: reward.level for reward in file.gathered.rewards}
    for act in file.gathered.acts:
        decision = act.decision
        if decision is None or not printing.is_printed(decision):
            continue
        made.decided[decision.pk] = links.of_decision(
            decision, printing.kind_of(decision, levels.get(decision.pk))
        )
        if decision.purpose == Decision.RECOGNIZE:
            made.by_kind[kind] = made.decided[decision.pk]
    if kind not in made.by_kind and place is not None and kind in DRAFTS.get(file.case.state, ()):
        made.by_kind[kind] = links.of_district(place, kind, cases=[file.case], signer=signer)
