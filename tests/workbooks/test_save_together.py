"""Points of several cases saved as one: all of them or none (R-COM-3, R-DIS-2)."""

from decimal import Decimal

import pytest

from portal.people import roles
from tests import province
from workflow.actions import scoring
from workflow.actions.refusals import Refused
from workflow.models import Refusal, Score, ScoreRevision, states
from workflow.models.scores import DISTRICT


@pytest.fixture(autouse=True)
def _in_the_province(db):
    with province.now():
        yield


@pytest.fixture
def ready():
    return province.case_in(states.COMMUNE_ASSESSED)


@pytest.fixture
def officer(ready):
    return province.user_of(roles.DISTRICT_OFFICER, ready)


def entry(case, criterion: int, points, stale: int = 0) -> scoring.Entry:
    score = case.scores.get(criterion=criterion)
    return scoring.Entry(criterion, Decimal(points), "Đối chiếu sổ", score.district_version - stale, False)


def everything():
    return list(Score.objects.order_by("pk").values()), ScoreRevision.objects.count()


def test_all_are_written(ready, officer):
    second = _second(ready)
    work = {ready: [entry(ready, 1, 1), entry(ready, 2, 2)], second: [entry(second, 1, 3)]}
    before = ScoreRevision.objects.count()
    assert scoring.save_together(work, DISTRICT, officer) == 3
    assert ScoreRevision.objects.count() == before + 3
    found = [s.scores.get(criterion=c).district_points for s, c in ((ready, 1), (ready, 2), (second, 1))]
    assert found == [1, 2, 3]
    assert scoring.save_together({ready: [entry(ready, 1, 1)]}, DISTRICT, officer) == 0, "nothing is new"


def test_one_newer_value_stops_all(ready, officer):
    second = _second(ready)
    before = everything()
    with pytest.raises(scoring.Overtaken):
        scoring.save_together(
            {second: [entry(second, 1, 3)], ready: [entry(ready, 1, 1, stale=1)]}, DISTRICT, officer
        )
    assert everything() == before


def test_one_case_in_another_state_stops_all_and_is_logged(ready, officer):
    reviewed = province.case_in(states.DISTRICT_REVIEWED)
    before, logged = everything(), Refusal.objects.count()
    with pytest.raises(Refused):
        scoring.save_together(
            {ready: [entry(ready, 1, 1)], reviewed: [entry(reviewed, 1, 3)]}, DISTRICT, officer
        )
    assert everything() == before
    refusal = Refusal.objects.latest("pk")
    assert (Refusal.objects.count(), refusal.case_id) == (logged + 1, reviewed.pk)


def _second(ready):
    """Another case of the district that stands before its review: the reviewed one, opened again."""
    case = province.case_in(states.DISTRICT_REVIEWED)
    province.act.perform(case, "reopen", roles.DISTRICT_OFFICER, reason="Xem lại tiêu chí 1")
    case.refresh_from_db()
    return case
