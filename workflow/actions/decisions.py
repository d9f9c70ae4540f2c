"""Signed decisions: a number is used once per issuer, kind and year, and may cover many cases (R-DIS-4)."""

from django.db import IntegrityError, transaction

from portal.people import posts
from workflow.actions.inputs import DecisionData
from workflow.actions.recorded import name_of
from workflow.actions.refusals import Refused, present
from workflow.models import Decision
from workflow.rules.facts import N_, Reason

NUMBER_USED = N_(
    "Number %(number)s is already used for the decision of %(day)s. Check the number on the paper."
)
OTHER_SIGNATORY = N_("This decision was signed by %(name)s, not by the signatory named here.")
OTHER_PURPOSE = N_("Decision %(number)s was made for something else.")
OTHER_ISSUER = N_("Decision %(number)s is not of the unit whose chair decides here.")


def number_taken(data: DecisionData) -> Decision | None:
    """The decision that already uses this number, or None."""
    return Decision.objects.filter(
        issuer=data.issuer, kind=data.kind, number=data.number.strip(), year=data.signed_on.year
    ).first()


def obtain(passing, purpose: str) -> Decision:
    """The decision an act rests on: the one given, or a new one written from its data.

    Raises Refused when the number is used already, or the decision is another unit's, or a given one
    serves another purpose, another signatory or another world.
    """
    given = passing.inputs.decision
    if _issued_by(given) != issuer_id(passing):
        raise Refused([Reason("R-DIS-4", OTHER_ISSUER, {"number": given.number}, "decision")])
    if isinstance(given, Decision):
        if given.purpose != purpose or given.illustrative != passing.case.illustrative:
            raise Refused([Reason("R-DIS-4", OTHER_PURPOSE, {"number": given.number}, "decision")])
        if given.signatory_id and given.signatory_id != passing.signatory.pk:
            raise Refused([Reason("R-DIS-4", OTHER_SIGNATORY, {"name": given.signatory_name}, "decision")])
        return given
    if taken := number_taken(given):
        raise _used(taken)
    try:
        with transaction.atomic():
            return _written(passing, given, purpose)
    except IntegrityError:  # somebody wrote the same number in the same moment
        if taken := number_taken(given):
            raise _used(taken) from None
        raise


def _issued_by(given: Decision | DecisionData) -> int:
    return given.issuer_id if isinstance(given, Decision) else given.issuer.pk


def _used(taken: Decision) -> Refused:
    params = {"number": taken.number, "day": present(taken.signed_on)}
    return Refused([Reason("R-DIS-4", NUMBER_USED, params, "decision.number")])


def _written(passing, given: DecisionData, purpose: str) -> Decision:
    grant = passing.grant
    return Decision.objects.create(
        issuer=given.issuer,
        kind=given.kind,
        purpose=purpose,
        number=given.number.strip(),
        year=given.signed_on.year,
        signed_on=given.signed_on,
        signatory=passing.signatory,
        signatory_name=name_of(passing.signatory),
        signatory_post=posts.post_title(grant, given.signed_on),
        sign_form=posts.signing_form(grant),
        legal_basis=passing.inputs.legal_basis.strip(),
        file=given.file,
        illustrative=passing.case.illustrative,
        recorded_by_name=name_of(passing.actor),
    )


def issuer_id(passing) -> int:
    """The unit whose chair decides: the province for a reward of five years, else the recognising unit."""
    if passing.action == "reward" and passing.inputs.level == 5:
        return passing.case.campaign.province_id
    return passing.case.recognising_unit_id
