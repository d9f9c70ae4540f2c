"""Who may make a decision of a unit's year, and who may have signed it on paper."""

from portal.people.models import Grant
from portal.record import clock
from workflow.rules.policy import ACT, DISTRICT_CHAIR, PROVINCE_CHAIR, RECORD, Permission
from workflow.workspace.decisions.batches import Batch
from workflow.workspace.reach import UnitYear


def permission(place: UnitYear, batch: Batch, user) -> Permission:
    """The policy's answer for this kind of decision at this unit, whatever the single case."""
    return place.may(user, batch.action, ACT[batch.action].sources[-1], **batch.inputs)


def signatories(place: UnitYear, batch: Batch, answer: Permission) -> list[Grant] | None:
    """Rights by which the paper can have been signed in this year; None when the person decides in person."""
    if answer.mode != RECORD:
        return None
    role = PROVINCE_CHAIR if batch.by_province else DISTRICT_CHAIR
    unit = place.campaign.province if batch.by_province else place.unit
    held = Grant.objects.filter(role=role, unit=unit, withdrawn=False, valid_from__lte=clock.today())
    return [
        grant
        for grant in held.with_places().select_related("user").order_by("deputy", "-valid_from", "pk")
        if grant.valid_until is None or grant.valid_until >= place.campaign.period_from
    ]
