"""What each act changes besides the state, all inside the door's transaction."""

from workflow.actions import decisions, windows
from workflow.actions.certificates import new_code, next_number
from workflow.models import Decision, Recognition, Reward, Score
from workflow.rules import streaks, thresholds
from workflow.rules.facts import commune_total, district_total


def apply(passing) -> None:
    """Carry out the effects of the act that is passing the door."""
    EFFECTS[passing.action](passing)


def _lock(passing, side: str, locked: bool) -> None:
    Score.objects.filter(case=passing.case).update(**{f"{side}_locked": locked})


def _late(passing) -> bool:
    return bool(passing.days_late and passing.days_late > 0)


def _submit(passing) -> None:
    case = passing.case
    _lock(passing, "commune", True)
    case.commune_total = commune_total(passing.gathered.facts)
    case.submitted_on = passing.on
    case.submit_days_late = passing.days_late
    case.late = case.late or _late(passing)
    passing.gathered.window = windows.open_on_filing(passing)
    passing.payload["commune_total"] = str(case.commune_total)


def _return(passing) -> None:
    _lock(passing, "commune", False)


def _review(passing) -> None:
    case = passing.case
    _lock(passing, "district", True)
    case.district_total = district_total(passing.gathered.facts)
    case.margin = case.district_total - case.threshold
    case.reviewed_on = passing.on
    passing.payload["district_total"] = str(case.district_total)


def _reopen(passing) -> None:
    _lock(passing, "district", False)
    passing.case.district_total = passing.case.margin = passing.case.reviewed_on = None


def _decide(passing, purpose: str) -> Decision:
    case = passing.case
    decision = decisions.obtain(passing, purpose)
    passing.decision = decision
    case.decided_on = passing.on
    passing.payload |= {"decision": decision.number, "decision_kind": decision.kind}
    return decision


def _timed(passing) -> None:
    passing.case.decide_days_late = passing.days_late
    passing.case.late = passing.case.late or _late(passing)


def _recognize(passing) -> None:
    case = passing.case
    decision = _decide(passing, Decision.RECOGNIZE)
    _timed(passing)
    recognition = Recognition.objects.create(
        unit_id=case.commune_id,
        campaign=case.campaign,
        sequence=case.campaign.sequence,
        year=case.year,
        regulation=case.campaign.regulation,
        source="case",
        case=case,
        decision=decision,
        certificate_number=next_number(case),
        certificate_code=new_code(),
        illustrative=case.illustrative,
    )
    passing.gathered.recognitions.append(recognition)
    passing.payload["certificate"] = recognition.certificate_number


def _decline(passing) -> None:
    _decide(passing, Decision.DECLINE)
    _timed(passing)


def _reconsider(passing) -> None:
    case = passing.case
    _decide(passing, Decision.RECONSIDER)
    _lock(passing, "district", False)
    case.district_total = case.margin = case.reviewed_on = case.decided_on = None


def _reward(passing) -> None:
    case, level = passing.case, passing.inputs.level
    decision = _decide(passing, Decision.REWARD)
    facts = passing.gathered.facts
    run = streaks.resting_on(facts.runs, level, facts.rewards, upto=case.campaign.sequence)
    resting = {fact.sequence for fact in run}
    reward = Reward.objects.create(
        case=case,
        unit_id=case.commune_id,
        level=level,
        decision=decision,
        amount=passing.inputs.amount,
        illustrative=case.illustrative,
    )
    reward.rests_on.set(
        r for r in passing.gathered.recognitions if r.sequence in resting and r.revoked_on is None
    )
    passing.gathered.rewards.append(reward)
    passing.payload["level"] = level


def _revoke(passing) -> None:
    decision = _decide(passing, Decision.REVOKE)
    for recognition in passing.gathered.recognitions:
        if recognition.case_id == passing.case.pk and recognition.revoked_on is None:
            recognition.revoked_by, recognition.revoked_on = decision, passing.on
            recognition.save(update_fields=["revoked_by", "revoked_on"])


def _close(passing) -> None:
    passing.case.decided_on = passing.on


def _confirm_class(passing) -> None:
    case, given = passing.case, passing.inputs
    case.class_code = given.class_code
    case.class_source = given.class_source.strip()
    case.class_confirmed_on = passing.on
    case.threshold = thresholds.threshold(case.campaign.rulebook, given.class_code)
    if case.district_total is not None:
        case.margin = case.district_total - case.threshold
    passing.payload |= {"class": case.class_code, "threshold": case.threshold}


EFFECTS = {
    "submit": _submit,
    "return": _return,
    "review": _review,
    "reopen": _reopen,
    "recognize": _recognize,
    "decline": _decline,
    "reconsider": _reconsider,
    "reward": _reward,
    "revoke": _revoke,
    "close": _close,
    "confirm_class": _confirm_class,
}
