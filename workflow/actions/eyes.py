"""Four eyes, read from the tables: who submitted or sat for the commune does not decide on it."""

from portal.people import grants
from portal.record import clock
from workflow.actions.dossier import Gathered
from workflow.actions.inputs import Inputs
from workflow.rules import four_eyes
from workflow.rules.facts import Reason
from workflow.rules.policy import DISTRICT_OFFICER, Permission


def commune_people(gathered: Gathered) -> frozenset[int]:
    """Accounts that submitted this case, signed or recorded it, or sit on the commune's council."""
    people = {
        person
        for act in gathered.acts
        if act.action == "submit"
        for person in (act.actor_id, act.signatory_id)
        if person
    }
    if gathered.commune_council:
        people |= {seat.holder_id for seat in gathered.commune_council.seats.all() if seat.holder_id}
    return frozenset(people)


def reviewing_office(gathered: Gathered) -> frozenset[int]:
    """Accounts of today's officers of the reviewing unit."""
    held = grants.holders(DISTRICT_OFFICER, gathered.case.reviewing_unit, clock.today())
    return frozenset(held.values_list("user_id", flat=True))


def conflicts(gathered: Gathered, action: str, actor, given: Inputs, answer: Permission) -> list[Reason]:
    """Reasons for which the actor or the signatory may not do this act on this case.

    The next tier's officer steps in only when every officer of the reviewing unit is barred, and says why.
    """
    people = {actor.pk}
    if given.signatory is not None:
        people.add(given.signatory.user_id)
    barred = commune_people(gathered)
    stands_in = answer.rule is not None and answer.rule.fallback
    reasons = list(
        four_eyes.conflicts(action, frozenset(people), barred, given.exception_reason, fallback=stands_in)
    )
    if stands_in and not four_eyes.fallback_open(reviewing_office(gathered), barred):
        reasons.append(four_eyes.fallback_refused())
    return reasons
