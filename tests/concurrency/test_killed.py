"""kill -9 at any point of an act leaves all of it, case, event and publication, or nothing."""

import signal
import subprocess
import sys

import pytest

from portal.record import chain
from portal.record.models import Event
from public.models import Publication
from public.verify import verify_chain
from tests import province
from workflow.models import Act, CommentWindow, states

ACT = """
import os, signal
import django
django.setup()
from portal.people.models import User
from portal.record import clock
from tests import province
from workflow import signals
from workflow.actions import door, effects
from workflow.models import Act, Case

def die(*arguments, **named):
    os.kill(os.getpid(), signal.SIGKILL)

point = os.environ["KILL_AT"]
if point == "after the effects":
    effects.EFFECTS["submit"] = lambda passing, effect=effects.EFFECTS["submit"]: (effect(passing), die())
elif point == "after the event":
    door._act = die
elif point == "before the publication":
    signals.case_moving.receivers = []
    signals.case_moving.connect(die)
elif point == "after the publication":
    signals.case_moving.connect(die)
elif point == "after the commit":
    signals.case_moved.connect(die)
with clock.at(province.NOW):
    case = province.case_at(province.READY_TO_FILE)
    chair = User.objects.get(username=f"xa.{case.code}.chutich")
    door.perform(case, "submit", chair, late_reason="Mưa lũ")
"""
INSIDE = ["after the effects", "after the event", "before the publication", "after the publication"]


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
    )


def kill(database, point: str) -> int:
    """Submit in another process that is killed at a point; its exit code."""
    environment = database.environment | {"KILL_AT": point}
    finished = subprocess.run(
        [sys.executable, "-c", ACT], env=environment, capture_output=True, text=True, timeout=60
    )
    assert finished.returncode == -signal.SIGKILL, finished.stderr
    return finished.returncode


@pytest.mark.parametrize("point", INSIDE)
def test_killed_before_the_commit_leaves_nothing(fresh_database, point):
    case = province.case_at(province.READY_TO_FILE)
    before = told(case)
    kill(fresh_database, point)
    assert told(case) == before
    assert chain.verify() == []
    assert verify_chain() == []


def test_killed_after_the_commit_leaves_all_of_it(fresh_database):
    case = province.case_at(province.READY_TO_FILE)
    before = told(case)
    kill(fresh_database, "after the commit")
    after = told(case)
    assert after[0] == states.COMMUNE_ASSESSED
    assert after[3:] == (before[3] + 1, before[4] + 1, before[5] + 1, before[6] + 1, 15)
    assert chain.verify() == []
    assert verify_chain() == []
