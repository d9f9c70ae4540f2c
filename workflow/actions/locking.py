"""Taking hold of a case until the transaction ends, with its campaign at hand."""

from portal.prepared import Prepared
from workflow.models import Case


def _to_lock(*along: str):
    return Case.objects.select_for_update(of=("self",)).select_related("campaign", *along)


_BY_ID = Prepared(lambda case: _to_lock().filter(pk=case))
_TO_MOVE = Prepared(lambda case: _to_lock("span").filter(pk=case))
_AT_UNIT = Prepared(lambda campaign, unit: _to_lock().filter(campaign=campaign, assessing_unit=unit))


def locked(case_id: int) -> Case:
    """The case as it stands now; nobody else moves it before this transaction ends."""
    return _BY_ID.get(case_id)


def locked_to_move(case_id: int) -> Case:
    """The same with the unit it is told of, for the door."""
    return _TO_MOVE.get(case_id)


def locked_at(campaign_id: int, unit_id: int) -> Case:
    """The case of a year that a unit assesses."""
    return _AT_UNIT.get(campaign_id, unit_id)
