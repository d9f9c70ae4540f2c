"""The record under real commits: many at once, a kill in the middle, a migration."""

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, connections, migrations, models, transaction
from django.db.migrations.state import ProjectState

from portal.record import chain, events, triggers
from portal.record.models import ChainHead, Event, EventText
from tests.record.chains import CASE, CHAIN, OFFICER, append, grow

WRITERS, EACH = 6, 15

KILLED = """
import os, signal, sys
import django
django.setup()
from django.db import transaction
from portal.record import events
actor, subject = events.Actor(7, "Y Hạnh"), events.Subject("case", 41)
def act(chain):
    events.append("case.saved", actor=actor, subject=subject, payload={}, texts={"a": "b"}, chain=chain)
with transaction.atomic():
    act("thu")
with transaction.atomic():
    act("thu")
    act("thu")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_many_writers_make_one_chain(fresh_database):
    """Also the very first event, which makes the head, may come from several at once."""

    def write(writer: int) -> None:
        try:
            for step in range(EACH):
                append(writer=writer, step=step, texts={"reason": "a"})
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    assert chain.head(CHAIN).sequence == WRITERS * EACH
    assert chain.verify(CHAIN) == []


def test_the_walk_is_not_disturbed_by_acts_going_on(fresh_database):
    grow(40)
    found = []

    def write() -> None:
        try:
            for step in range(60):
                append(step=step, texts={"reason": "a"})
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        while not writing.done():
            found += chain.verify(CHAIN)
        writing.result()
    assert found == []
    assert chain.head(CHAIN).sequence == 100


def test_a_kill_in_an_act_leaves_none_of_it(fresh_database):
    killed = subprocess.run(
        [sys.executable, "-c", KILLED], env=fresh_database.environment, capture_output=True, check=False
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert chain.head(CHAIN).sequence == 1
    assert Event.objects.filter(chain=CHAIN).count() == 1
    assert EventText.objects.filter(event__chain=CHAIN).count() == 1
    assert chain.verify(CHAIN) == []


def test_an_event_needs_the_transaction_of_its_act(fresh_database):
    with pytest.raises(transaction.TransactionManagementError):
        events.append("a", actor=OFFICER, subject=CASE, payload={}, chain=CHAIN)


def test_guards_come_back_after_a_migration_that_rebuilds_the_table(fresh_database):
    """SQLite loses triggers silently when a table is altered; migrate puts them back."""
    append()
    before = ProjectState.from_apps(apps)
    after = before.clone()
    change = migrations.AlterField("event", "action", models.CharField(max_length=90))
    change.state_forwards("record", after)
    triggers.drop(connection)
    with connection.schema_editor() as editor:
        change.database_forwards("record", editor, before, after)
    assert "guard_record_event_no_update" in triggers.missing(connection)
    call_command("migrate", verbosity=0)
    assert triggers.missing(connection) == []
    for write in (Event.objects.update, ChainHead.objects.update):
        with pytest.raises(IntegrityError), transaction.atomic():
            write(hash="f" * 64)
    assert chain.verify(CHAIN) == []
