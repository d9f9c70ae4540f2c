"""Several officials at once, with real commits: one wins, the others are told, nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connections

from portal.people import roles
from portal.record import chain, clock
from portal.record.models import StoredFile
from public.models import Publication
from tests import province
from tests.province_acts import grant_of, user_of
from workflow.actions import door, scoring
from workflow.actions.inputs import DecisionData
from workflow.actions.refusals import Refused
from workflow.models import Act, Case, Recognition, Refusal, ScoreRevision, states
from workflow.models.scores import COMMUNE

pytestmark = pytest.mark.usefixtures("fresh_database")
DAY = province.NOW.date()


def at_once(*steps):
    """Start all steps together, each on its own connection at NOW; what each returned or raised."""
    start = Barrier(len(steps))

    def run(step):
        try:
            with clock.at(province.NOW):
                start.wait()
                return step()
        except Refused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(steps)) as pool:
        return [future.result() for future in [pool.submit(run, step) for step in steps]]


def test_two_chairs_recognise_the_same_case_and_one_is_told():
    case = province.case_in(states.DISTRICT_REVIEWED)
    file = StoredFile.objects.earliest("pk")
    grant, officer = grant_of(roles.DISTRICT_CHAIR, case), user_of(roles.DISTRICT_OFFICER, case)
    before = Publication.objects.filter(case_id=case.pk).count()

    def recognise(number):
        decision = DecisionData(case.recognising_unit, "QĐ", number, DAY, file)
        given = {"decision": decision, "signatory": grant, "on": DAY, "expected_event": case.head_event}
        return lambda: door.perform(case, "recognize", officer, **given)

    outcomes = at_once(recognise("801/QĐ-UBND"), recognise("802/QĐ-UBND"))

    refused = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert len(refused) == 1
    assert {reason.rule for reason in refused[0].reasons} >= {"R-ACT"}
    assert Case.objects.get(pk=case.pk).state == states.RECOGNIZED
    assert Recognition.objects.filter(case=case).count() == 1
    assert Act.objects.filter(case_id=case.pk, action="recognize").count() == 1
    assert Publication.objects.filter(case_id=case.pk).count() == before + 1
    assert Refusal.objects.filter(case_id=case.pk, action="recognize").count() == 1
    assert chain.verify() == []


def test_submitting_twice_at_once_files_once():
    case = province.case_at(province.READY_TO_FILE)
    chair = user_of(roles.COMMUNE_CHAIR, case)
    submit = [lambda: door.perform(case, "submit", chair, late_reason="Mưa lũ")] * 4
    outcomes = at_once(*submit)
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 3
    assert Act.objects.filter(case_id=case.pk, action="submit").count() == 1
    assert chain.verify() == []


def test_one_decision_number_is_used_once_by_two_officers():
    first, second = province.case_in(states.DISTRICT_REVIEWED), province.case_at(province.NOT_MET)
    file = StoredFile.objects.earliest("pk")

    def decline(case):
        decision = DecisionData(case.recognising_unit, "TB", "900/TB-UBND", DAY, file)
        chair = user_of(roles.DISTRICT_CHAIR, case)
        given = {"decision": decision, "on": DAY, "reason": "Không đạt"}
        return lambda: door.perform(case, "decline", chair, **given)

    outcomes = at_once(decline(first), decline(first), decline(second))
    declined = [outcome.case.pk for outcome in outcomes if not isinstance(outcome, Refused)]
    assert sorted(declined) == sorted([first.pk, second.pk])
    assert chain.verify() == []


def test_twenty_officers_score_at_once_and_nobody_is_overwritten():
    case = province.case_at(province.READY_TO_FILE)
    officer = user_of(roles.COMMUNE_OFFICER, case)
    seen = case.scores.get(criterion=1).commune_version
    revisions = ScoreRevision.objects.filter(case_id=case.pk, criterion=1).count()

    def save(points):
        entry = scoring.Entry(1, Decimal(points), "Sổ theo dõi", seen)
        return lambda: scoring.save_all(case, COMMUNE, officer, [entry])[0]

    saved = at_once(*[save(points) for points in range(20, 40)])

    written = [outcome for outcome in saved if not outcome.conflict]
    assert len(written) == 1
    score = case.scores.get(criterion=1)
    assert (score.commune_points, score.commune_version) == (written[0].score.commune_points, seen + 1)
    assert ScoreRevision.objects.filter(case_id=case.pk, criterion=1).count() == revisions + 1


def test_twenty_officers_save_different_criteria_and_all_are_kept():
    case = province.case_at(province.READY_TO_FILE)
    officer = user_of(roles.COMMUNE_OFFICER, case)

    def save(score):
        entry = scoring.Entry(score.criterion, Decimal(1), "Sổ theo dõi", score.commune_version)
        return lambda: scoring.save_all(case, COMMUNE, officer, [entry])[0]

    saved = at_once(*[save(score) for score in case.scores.all()])
    assert not any(outcome.conflict for outcome in saved)
    assert set(case.scores.values_list("commune_points", flat=True)) == {Decimal(1)}
