"""Database guards: what the record promises even to someone who writes past the portal.

A trigger refuses a write when its condition holds. It reads only its own row (OLD, NEW): one that reads
another table would make migrations crash. All guards are dropped before a migration, because SQLite loses
them silently whenever it rebuilds a table, and installed again after it; `missing` finds what is not there.
"""

from dataclasses import dataclass

from django.db import transaction

PREFIX = "guard_"
_OPERATORS = {
    "sqlite": {"differs": "IS NOT", "same": "IS"},
    "postgresql": {"differs": "IS DISTINCT FROM", "same": "IS NOT DISTINCT FROM"},
}
# pg_trigger.tgtype of the four guards: BEFORE is 2, FOR EACH ROW is 1.
_TYPE = {"INSERT": 7, "DELETE": 11, "UPDATE": 19, "TRUNCATE": 34}


@dataclass(frozen=True)
class Trigger:
    """Refuse `on` (INSERT, UPDATE, DELETE; TRUNCATE on PostgreSQL only) at `table` when a condition holds.

    `sqlite` and `postgresql` are the conditions in each engine's SQL; None leaves the engine unguarded.
    The refusal surfaces as django.db.IntegrityError carrying `message`.
    """

    name: str
    table: str
    on: str
    message: str
    sqlite: str | None = None
    postgresql: str | None = None

    def __post_init__(self):
        if self.on not in _TYPE:
            raise ValueError(f"{self.name}: a guard is on INSERT, UPDATE, DELETE or TRUNCATE")
        if len(self.guard) > 63 or not self.guard.isidentifier():
            raise ValueError(f"{self.name}: at most 57 letters, digits and underscores")
        if {"'", "%"} & set(self.message):
            raise ValueError(f"{self.name}: no quote and no percent sign in a message")

    @property
    def guard(self) -> str:
        """Its name in the database."""
        return f"{PREFIX}{self.name}"

    def condition(self, vendor: str) -> str | None:
        """Its condition on an engine; None where it does not apply."""
        return {"sqlite": self.sqlite, "postgresql": self.postgresql}.get(vendor)

    def sqlite_statement(self) -> str:
        return (
            f'CREATE TRIGGER "{self.guard}" BEFORE {self.on} ON "{self.table}" FOR EACH ROW '
            f"WHEN {self.sqlite} BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
        )

    def postgresql_body(self) -> str:
        kept = {"DELETE": "OLD", "TRUNCATE": "NULL"}.get(self.on, "NEW")
        return (
            f"BEGIN IF {self.postgresql} THEN RAISE EXCEPTION '{self.message}' "
            f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {kept}; END"
        )

    def postgresql_statements(self) -> list[str]:
        each = "STATEMENT" if self.on == "TRUNCATE" else "ROW"
        return [
            f'CREATE OR REPLACE FUNCTION "{self.guard}"() RETURNS trigger LANGUAGE plpgsql '
            f"AS $guard${self.postgresql_body()}$guard$",
            f'CREATE TRIGGER "{self.guard}" BEFORE {self.on} ON "{self.table}" '
            f'FOR EACH {each} EXECUTE FUNCTION "{self.guard}"()',
            # ALWAYS: a session that calls itself a replica is guarded too.
            f'ALTER TABLE "{self.table}" ENABLE ALWAYS TRIGGER "{self.guard}"',
        ]


_registry: dict[str, Trigger] = {}


def register(*triggers: Trigger) -> None:
    """Add guards to those installed after every migration. Registering an equal one again does nothing.

    Raises ValueError when another guard already has the name.
    """
    for trigger in triggers:
        if _registry.setdefault(trigger.name, trigger) != trigger:
            raise ValueError(f"two guards are called {trigger.name}")


def registered() -> tuple[Trigger, ...]:
    """All guards, in the order they were registered."""
    return tuple(_registry.values())


def refuse(name: str, table: str, on: str, *, when: str, message: str) -> Trigger:
    """A guard from one condition for both engines.

    In `when`, `{differs}` and `{same}` stand for each engine's null-safe comparison:
    `NEW.state {differs} OLD.state AND NEW.head {same} OLD.head`.
    """
    return Trigger(
        name,
        table,
        on,
        message,
        sqlite=when.format(**_OPERATORS["sqlite"]),
        postgresql=when.format(**_OPERATORS["postgresql"]),
    )


def append_only(table: str) -> tuple[Trigger, ...]:
    """Guards under which the rows of a table can only be added, never changed or removed."""
    message = f"{table} is append-only"
    return (
        Trigger(f"{table}_no_update", table, "UPDATE", message, sqlite="1", postgresql="TRUE"),
        *no_delete(table),
    )


def no_delete(table: str) -> tuple[Trigger, ...]:
    """Guards under which rows of a table are never removed."""
    message = f"rows of {table} are never deleted"
    return (
        Trigger(f"{table}_no_delete", table, "DELETE", message, sqlite="1", postgresql="TRUE"),
        Trigger(f"{table}_no_truncate", table, "TRUNCATE", message, postgresql="TRUE"),
    )


def guard_columns(table: str, columns: list[str] | tuple[str, ...]) -> tuple[Trigger, ...]:
    """A guard under which these columns keep the value the row was born with."""
    changed = " OR ".join(f'NEW."{column}" {{differs}} OLD."{column}"' for column in columns)
    message = f"these columns of {table} never change: {', '.join(columns)}"
    return (refuse(f"{table}_fixed_columns", table, "UPDATE", when=changed, message=message),)


def install(connection) -> None:
    """Install every registered guard whose table exists. Drop first: installing twice is an error."""
    tables = set(connection.introspection.table_names())
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for trigger in registered():
            if trigger.table not in tables or trigger.condition(connection.vendor) is None:
                continue
            if connection.vendor == "sqlite":
                cursor.execute(trigger.sqlite_statement())
            else:
                for statement in trigger.postgresql_statements():
                    cursor.execute(statement)


def drop(connection) -> None:
    """Drop every guard in the database, also those of earlier versions of the portal."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for guard, found in _installed(cursor, connection.vendor).items():
            if connection.vendor == "sqlite":
                cursor.execute(f'DROP TRIGGER "{guard}"')
            else:
                cursor.execute(f'DROP TRIGGER "{guard}" ON "{found.table}"')
                cursor.execute(f'DROP FUNCTION IF EXISTS "{guard}"()')


def missing(connection) -> list[str]:
    """Names of the guards that are not in the database, or not as they were written, or switched off."""
    with connection.cursor() as cursor:
        installed = _installed(cursor, connection.vendor)
    return [
        trigger.guard
        for trigger in registered()
        if trigger.condition(connection.vendor) is not None
        and installed.get(trigger.guard) != _expected(trigger, connection.vendor)
    ]


@dataclass(frozen=True)
class _Installed:
    """What the database says about one guard."""

    table: str
    definition: str
    shape: tuple = ()


def _expected(trigger: Trigger, vendor: str) -> _Installed:
    if vendor == "sqlite":
        return _Installed(trigger.table, trigger.sqlite_statement())
    shape = (_TYPE[trigger.on], "A", trigger.guard, None, "")
    return _Installed(trigger.table, trigger.postgresql_body(), shape)


def _installed(cursor, vendor: str) -> dict[str, _Installed]:
    if vendor == "sqlite":
        cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
        return {name: _Installed(table, sql) for name, table, sql in cursor if name.startswith(PREFIX)}
    cursor.execute(
        "SELECT t.tgname, c.relname, p.prosrc, t.tgtype, t.tgenabled::text, p.proname, t.tgqual::text, "
        "t.tgattr::text FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal "
        "AND c.relnamespace = current_schema()::regnamespace"
    )
    return {
        name: _Installed(table, source, tuple(shape))
        for name, table, source, *shape in cursor
        if name.startswith(PREFIX)
    }
