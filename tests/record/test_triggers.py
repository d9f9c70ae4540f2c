"""Guards: installed after every migration on both engines, told when missing or altered."""

import pytest
from django.db import IntegrityError, connection, transaction

from portal.record import triggers
from portal.record.models import Event
from tests.record.chains import append, sql

pytestmark = pytest.mark.django_db


@pytest.fixture
def notes(monkeypatch):
    """A table of its own, and a registry that may be played with."""
    monkeypatch.setattr(triggers, "_registry", dict(triggers._registry))
    sql("CREATE TABLE notes (id integer PRIMARY KEY, state varchar(9), head integer)")


def reinstall(*guards: triggers.Trigger) -> None:
    triggers.register(*guards)
    connection.check_constraints()
    triggers.drop(connection)
    triggers.install(connection)


def refused(statement: str) -> str:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        sql(statement)
    return str(error.value)


def test_all_guards_are_there():
    assert triggers.missing(connection) == []
    assert {"record_event_no_update", "record_event_no_delete", "record_chainhead_one_step"} <= {
        trigger.name for trigger in triggers.registered()
    }


def test_a_guard_refuses_with_its_message(notes):
    moved = "NEW.state {differs} OLD.state AND NEW.head {same} OLD.head"
    reinstall(triggers.refuse("notes_move", "notes", "UPDATE", when=moved, message="no move without a head"))
    sql("INSERT INTO notes VALUES (1, 'a', NULL), (2, NULL, 1)")
    assert "no move without a head" in refused("UPDATE notes SET state = 'b' WHERE id = 1")
    assert "no move without a head" in refused("UPDATE notes SET state = 'b' WHERE id = 2")
    sql("UPDATE notes SET state = 'b', head = 5 WHERE id = 1")
    sql("DELETE FROM notes WHERE id = 2")


def test_guarded_columns_keep_what_they_were_born_with(notes):
    reinstall(*triggers.guard_columns("notes", ["state"]))
    sql("INSERT INTO notes VALUES (1, NULL, NULL)")
    sql("UPDATE notes SET head = 1")
    assert "state" in refused("UPDATE notes SET state = 'a'")


def test_an_append_only_table_only_grows(notes):
    reinstall(*triggers.append_only("notes"))
    sql("INSERT INTO notes VALUES (1, 'a', 1)")
    assert "append-only" in refused("UPDATE notes SET head = 2")
    assert "never deleted" in refused("DELETE FROM notes")


def test_guards_of_an_earlier_version_are_dropped(notes, monkeypatch):
    reinstall(*triggers.append_only("notes"))
    monkeypatch.setattr(triggers, "_registry", {})
    triggers.drop(connection)
    sql("INSERT INTO notes VALUES (1, 'a', 1)")
    sql("UPDATE notes SET head = 2")


def test_a_dropped_guard_is_told():
    where = "" if connection.vendor == "sqlite" else " ON record_event"
    sql(f"DROP TRIGGER guard_record_event_no_update{where}")
    assert triggers.missing(connection) == ["guard_record_event_no_update"]


@pytest.mark.sqlite
def test_an_altered_guard_is_told_on_sqlite():
    name = "guard_record_event_no_update"
    sql(f"DROP TRIGGER {name}")
    sql(
        f'CREATE TRIGGER "{name}" BEFORE UPDATE ON "record_event" FOR EACH ROW WHEN 0 '
        "BEGIN SELECT RAISE(ABORT, 'record_event is append-only'); END"
    )
    assert triggers.missing(connection) == [name]


@pytest.mark.postgresql
@pytest.mark.parametrize(
    "alteration",
    [
        "ALTER TABLE record_event DISABLE TRIGGER guard_record_event_no_update",
        "ALTER TABLE record_event ENABLE REPLICA TRIGGER guard_record_event_no_update",
        "CREATE OR REPLACE FUNCTION guard_record_event_no_update() RETURNS trigger LANGUAGE plpgsql "
        "AS $$BEGIN RETURN NEW; END$$",
        "DROP TRIGGER guard_record_event_no_update ON record_event; "
        "CREATE TRIGGER guard_record_event_no_update BEFORE UPDATE OF action ON record_event "
        "FOR EACH ROW EXECUTE FUNCTION guard_record_event_no_update(); "
        "ALTER TABLE record_event ENABLE ALWAYS TRIGGER guard_record_event_no_update",
    ],
)
def test_an_altered_guard_is_told_on_postgresql(alteration):
    sql(alteration)
    assert triggers.missing(connection) == ["guard_record_event_no_update"]


@pytest.mark.postgresql
def test_a_session_that_calls_itself_a_replica_is_guarded_too():
    append()
    sql("SET LOCAL session_replication_role = replica")
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.update(action="other")


@pytest.mark.parametrize(
    ("name", "on", "message"),
    [("x" * 60, "UPDATE", "m"), ("x y", "UPDATE", "m"), ("x", "SELECT", "m"), ("x", "UPDATE", "it's")],
)
def test_a_guard_that_cannot_be_written_is_refused(name, on, message):
    with pytest.raises(ValueError):
        triggers.Trigger(name, "t", on, message, sqlite="1", postgresql="TRUE")


def test_two_guards_cannot_share_a_name(notes):
    guard = triggers.refuse("notes_x", "notes", "UPDATE", when="1 = 1", message="m")
    triggers.register(guard, guard)
    with pytest.raises(ValueError, match="notes_x"):
        triggers.register(triggers.refuse("notes_x", "notes", "DELETE", when="1 = 1", message="m"))
