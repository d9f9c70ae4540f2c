"""Two runs at once, a run killed midway, and the queue's own process: no duplicate, and none lost."""

import json
import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection

from portal.outbox import post
from portal.outbox.models import Delivery, Notice
from portal.people.models import User
from portal.record import clock
from tests import province
from workflow.models import Campaign, Digest, Reminder
from workflow.notices import deadlines
from workflow.notices.digest import DIGEST

RUN = """
import json, os, signal, sys, time
import django
django.setup()
from portal.record import clock
from tests import province
from workflow.notices import deadlines
from portal.outbox import post

deadlines.BATCH = int(os.environ.get("BATCH", "200"))
left = int(os.environ.get("KILL_AFTER", "-1"))
tell_each, remind = post.tell_each, deadlines._remind

def die(letters):
    global left
    made = tell_each(letters)
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return made

def slowly(*arguments):
    time.sleep(0.05)
    return remind(*arguments)

if left > 0:
    deadlines.post.tell_each = die
if os.environ.get("SLOWLY"):
    deadlines._remind = slowly
    open(os.environ["READY"], "w").close()
    while not os.path.exists(os.environ["GO"]):
        time.sleep(0.005)
with clock.at(province.act.moment(province.NOW.date())):
    ran = deadlines.run()
print(json.dumps([ran.digests, ran.reminders, ran.already]))
"""


def start(database, **environment):
    return subprocess.Popen(
        [sys.executable, "-c", RUN],
        env=database.environment | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process) -> list[int]:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return json.loads(out.strip().splitlines()[-1])


def told() -> dict[str, int]:
    """Digest notices by person; the rows of reminders and digests agree with them."""
    rows = list(Notice.objects.filter(kind=DIGEST).values_list("user__username", flat=True))
    assert len(rows) == len(set(rows)) == Digest.objects.count()
    assert set(Reminder.objects.values_list("user__username", flat=True)) == set(rows)
    return dict.fromkeys(rows, 1)


@pytest.fixture
def expected(fresh_database):
    """Who is due a digest that day: counted, then undone."""
    with clock.at(province.act.moment(province.NOW.date())):
        due = deadlines._due(list(Campaign.objects.running()), clock.today())
        names = dict(User.objects.in_bulk(due).items())
        reminders = sum(len(entries) for entries in due.values())
    connection.close()
    return {names[pk].username for pk in due}, reminders


def test_two_runs_at_once_send_each_digest_once(fresh_database, expected, tmp_path):
    people, reminders = expected
    go = tmp_path / "go"
    both = [
        start(fresh_database, BATCH="3", SLOWLY="1", GO=str(go), READY=str(tmp_path / f"ready{number}"))
        for number in range(2)
    ]
    deadline = clock.now() + timedelta(seconds=60)
    while not all((tmp_path / f"ready{number}").exists() for number in range(2)):
        assert clock.now() < deadline
    go.touch()
    results = [finish(process) for process in both]
    assert sum(digests for digests, _reminders, _already in results) == len(people)
    assert sum(reminders for _digests, reminders, _already in results) == reminders
    assert set(told()) == people and Reminder.objects.count() == reminders


@pytest.mark.parametrize("batches", [1, 2, 4])
def test_a_run_killed_midway_is_finished_by_the_next(fresh_database, expected, batches):
    people, reminders = expected
    killed = start(fresh_database, BATCH="3", KILL_AFTER=str(batches))
    _out, err = killed.communicate(timeout=120)
    assert killed.returncode == -signal.SIGKILL, err
    before = told()
    assert len(before) == 3 * (batches - 1)
    digests, _reminders, already = finish(start(fresh_database, BATCH="3"))
    assert (digests, already) == (len(people) - len(before), len(before))
    assert set(told()) == people and Reminder.objects.count() == reminders
    assert finish(start(fresh_database))[0] == 0


def manage(database, *command, **environment):
    finished = subprocess.run(
        [sys.executable, "manage.py", *command],
        env=database.environment | environment,
        capture_output=True,
        text=True,
        timeout=120,
        cwd=os.getcwd(),
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


def test_the_database_queue_sends_after_the_commit_by_its_worker(fresh_database, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    user = User.objects.get(username="so.ldtbxh")
    user.email = "so@kontum.gov.vn"
    user.save()
    post.tell([user], "event.campaign.closed", {"year": "2025"})
    assert Delivery.objects.get().state == "waiting"
    out = manage(fresh_database, "db_worker", "--batch", "--no-startup-delay", QUEUE="database")
    assert out.count("To: so@kontum.gov.vn") == 1
    assert Delivery.objects.get().state == "sent"
    out = manage(fresh_database, "db_worker", "--batch", "--no-startup-delay", QUEUE="database")
    assert "To: so@kontum.gov.vn" not in out


def test_a_worker_killed_while_it_sends_loses_no_mail(fresh_database, settings):
    """The mail is left "being sent"; ten minutes later it is taken up again."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    user = User.objects.get(username="so.ldtbxh")
    user.email = "so@kontum.gov.vn"
    user.save()
    post.tell([user], "event.campaign.closed", {"year": "2025"})
    code = (
        "import os, signal, django; django.setup();"
        "from django.core.mail.message import EmailMessage;"
        "EmailMessage.send = lambda self, *a: os.kill(os.getpid(), signal.SIGKILL);"
        "from django.core.management import call_command;"
        "call_command('db_worker', '--batch', '--no-startup-delay')"
    )
    killed = subprocess.run(
        [sys.executable, "-c", code],
        env=fresh_database.environment | {"QUEUE": "database"},
        capture_output=True,
        timeout=120,
    )
    assert killed.returncode == -signal.SIGKILL
    assert Delivery.objects.get().state == "sending"
    assert post.send_waiting() == (0, 1)
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert post.send_waiting() == (1, 0)
    assert Delivery.objects.get().state == "sent"
