"""The history of a case tells everything done to it: acts, points, papers, councils, sittings."""

import pytest

from tests import province
from tests.workspace.conftest import at
from workflow.actions.dossier import gather
from workflow.models import Paper, ScoreRevision, states
from workflow.workspace.cases import history


def test_points_stand_together_by_person_and_day():
    case = province.case_in(states.DISTRICT_REVIEWED)
    entries = history.entries(gather(case))
    scored = [entry for entry in entries if entry.sequence is None and entry.detail.startswith("15 ")]
    saves = ScoreRevision.objects.filter(case_id=case.pk)
    people = {
        (side, who, at_.date()) for side, who, at_ in saves.values_list("side", "saved_by_name", "saved_at")
    }
    assert len(scored) == len(people) == 2
    assert {entry.who for entry in scored} == {who for _side, who, _day in people}


@pytest.mark.parametrize("state", sorted(province.CASES))
def test_nothing_is_left_out(state):
    case = province.case_in(state)
    gathered = gather(case)
    entries = history.entries(gathered)
    words = [entry.word for entry in entries]
    councils = [c for c in (gathered.commune_council, gathered.district_council) if c and c.founded_on]
    assert words.count(history.word("council.founded")) == sum(council.version for council in councils)
    papers = (Paper.objects.filter(case=case) | Paper.objects.filter(covers=case)).distinct()
    assert words.count(history.word("paper.added")) == papers.filter(replaced_by=None).count()
    sittings = [s for s in gathered.commune_sittings + gathered.district_sittings if s.on_this_case]
    assert sum("Phiên" in word or "Sitting" in word for word in words) == len(sittings)
    concluded = [s for s in sittings if s.on_this_case[0].met is not None]
    assert words.count(history.word("sitting.concluded")) == len(concluded)
    assert [entry.recorded_at for entry in entries] == sorted(
        (entry.recorded_at for entry in entries), reverse=True
    )


def test_the_page_tells_it_with_a_constant_number_of_queries(signed_in, within_budget):
    case = province.case_in(states.REWARDED)
    answer = within_budget(signed_in("so.ldtbxh"), at("case-history", case.pk))
    assert len(answer.context["entries"]) > 10
