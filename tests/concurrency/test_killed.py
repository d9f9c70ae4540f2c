"""kill -9 at any point of an act leaves all of it, case, event and publication, or nothing.

A decision for several communes is one act a commune: each of them is whole or nothing, and whoever comes
next goes on with the decision that was written.
"""

import signal
import subprocess
import sys

import pytest

from portal.record import chain
from portal.record.models import Event
from public.models import Publication
from public.verify import verify_chain
from tests import province
from tests import province_acts as hands
from workflow.actions import door
from workflow.models import Act, CommentWindow, Decision, Recognition, states

ACT = """
import os, signal
import django
django.setup()
from portal.people.models import User
from portal.record import clock
from tests import province
from tests import province_acts as hands
from workflow import signals
from workflow.actions import door, effects
from workflow.models import Act, Case

action, point = os.environ["KILLED"], os.environ["KILL_AT"]
communes, last = os.environ["COMMUNES"].split(), int(os.environ["KILL_AT_CASE"])
seen = []

def die(*arguments, **named):
    seen.append(1)
    if len(seen) == last:
        os.kill(os.getpid(), signal.SIGKILL)

if point == "after the effects":
    effects.EFFECTS[action] = lambda passing, effect=effects.EFFECTS[action]: (effect(passing), die())
elif point == "after the event":
    door._act = lambda *arguments, act=door._act: (die(), act(*arguments))[1]
elif point == "before the publication":
    told = signals.case_moving.receivers
    signals.case_moving.receivers = []
    signals.case_moving.connect(die)
    signals.case_moving.receivers += told
elif point == "after the publication":
    signals.case_moving.connect(die)
elif point == "after the commit":
    signals.case_moved.connect(die)
with clock.at(province.NOW):
    cases = [province.case_at((province.YEAR, code)) for code in communes]
    if action == "submit":
        door.perform(cases[0], action, hands.user_of("commune_chair", cases[0]), late_reason="Mưa lũ")
    else:
        decision = hands.decision_data(cases[0], number="900/QĐ-UBND")
        door.perform_each(cases, action, hands.user_of("district_chair", cases[0]), decision=decision)
"""
INSIDE = ["after the effects", "after the event", "before the publication", "after the publication"]
NUMBER = "900/QĐ-UBND"


def told(case) -> tuple:
    """Everything an act leaves behind."""
    case = province.case_at((case.year, case.code))
    return (
        case.state,
        case.head_event,
        case.submitted_on,
        Event.objects.about("case", case.pk).count(),
        Act.objects.filter(case_id=case.pk).count(),
        Publication.objects.filter(case_id=case.pk).count(),
        CommentWindow.objects.filter(case=case).count(),
        case.scores.filter(commune_locked=True).count(),
        list(case.recognitions.order_by("pk").values_list("certificate_number", "decision__number")),
        Publication.objects.filter(case_id=case.pk).exclude(certificate_code=None).count(),
    )


def kill(database, action: str, cases, point: str, *, at_case: int = 1) -> None:
    """An act on cases in another process, which is killed at a point of the act on the `at_case`-th."""
    environment = database.environment | {
        "KILLED": action,
        "COMMUNES": " ".join(case.code for case in cases),
        "KILL_AT": point,
        "KILL_AT_CASE": str(at_case),
    }
    finished = subprocess.run(
        [sys.executable, "-c", ACT], env=environment, capture_output=True, text=True, timeout=60
    )
    assert finished.returncode == -signal.SIGKILL, finished.stderr


def the_chains_hold() -> None:
    assert chain.verify() == []
    assert verify_chain() == []


@pytest.mark.parametrize("point", INSIDE)
def test_killed_before_the_commit_leaves_nothing(fresh_database, point):
    case = province.case_at(province.READY_TO_FILE)
    before = told(case)
    kill(fresh_database, "submit", [case], point)
    assert told(case) == before
    the_chains_hold()


def test_killed_after_the_commit_leaves_all_of_it(fresh_database):
    case = province.case_at(province.READY_TO_FILE)
    before = told(case)
    kill(fresh_database, "submit", [case], "after the commit")
    after = told(case)
    assert after[0] == states.COMMUNE_ASSESSED
    assert after[3:8] == (before[3] + 1, before[4] + 1, before[5] + 1, before[6] + 1, 15)
    the_chains_hold()


@pytest.mark.parametrize("point", INSIDE)
def test_a_recognition_killed_before_the_commit_leaves_no_number_and_no_decision(fresh_database, point):
    case = province.case_in(states.DISTRICT_REVIEWED)
    before, decisions, given = told(case), Decision.objects.count(), _numbers(case)
    kill(fresh_database, "recognize", [case], point)
    assert told(case) == before
    assert (Decision.objects.count(), _numbers(case)) == (decisions, given)
    the_chains_hold()


def test_a_recognition_killed_after_the_commit_is_whole(fresh_database):
    case = province.case_in(states.DISTRICT_REVIEWED)
    before, given = told(case), _numbers(case)
    kill(fresh_database, "recognize", [case], "after the commit")
    after = told(case)
    assert after[0] == states.RECOGNIZED
    assert after[3:6] == (before[3] + 1, before[4] + 1, before[5] + 1)
    assert after[8] == [(f"{len(given) + 1:02d}/GCN-UBND", NUMBER)]
    assert after[9] == before[9] + 1
    assert Decision.objects.filter(number=NUMBER).count() == 1
    the_chains_hold()


@pytest.mark.parametrize("point", [*INSIDE, "after the commit"])
def test_a_batch_killed_at_its_second_commune_leaves_each_whole_or_nothing(fresh_database, point):
    first, second = province.case_in(states.DISTRICT_REVIEWED), province.case_in(states.COMMUNE_ASSESSED)
    with province.now():
        hands.review(second)
    before, given = told(second), _numbers(first)
    kill(fresh_database, "recognize", [first, second], point, at_case=2)
    assert told(first)[8] == [(f"{len(given) + 1:02d}/GCN-UBND", NUMBER)]
    decision = Decision.objects.get(number=NUMBER)
    if point in INSIDE:
        assert told(second) == before
        with province.now():
            door.perform(second, "recognize", hands.user_of("district_chair", second), decision=decision)
    after = told(second)
    assert after[0] == states.RECOGNIZED
    assert after[3:6] == (before[3] + 1, before[4] + 1, before[5] + 1)
    assert after[8] == [(f"{len(given) + 2:02d}/GCN-UBND", NUMBER)]
    the_chains_hold()


def _numbers(case) -> list[str]:
    """The certificate numbers of the case's district in its year."""
    found = Recognition.objects.filter(year=case.year, case__reviewing_unit=case.reviewing_unit_id)
    return list(found.order_by("pk").values_list("certificate_number", flat=True))
