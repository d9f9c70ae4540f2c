"""Databases for tests: migrated once per state of the code, then copied, never flushed.

Two templates are kept between runs: the migrated schema, and on top of it the committed test
province of `tests.province`. Each is named by a digest of the files it was made from, so a changed
file makes a new one. A worker, a concurrency test or a browser test then gets a private copy: a
file copy on SQLite, `CREATE DATABASE … TEMPLATE` on PostgreSQL. Append-only triggers make the
usual flush impossible.
"""

import fcntl
import functools
import hashlib
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from itertools import count
from pathlib import Path

import psycopg
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections

from tests import province

ROOT = Path(__file__).resolve().parent.parent
STORE = ROOT / "var" / "test"
ROOMS = ("portal", "workflow", "public", "cms_pages")
PREFIX = f"portal_test_{hashlib.sha256(str(ROOT).encode()).hexdigest()[:6]}"
SCHEMA, PROVINCE, COPY = "schema", "province", "copy"
_serial = count()


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def _code() -> list[Path]:
    suffixes = {".py", ".yaml", ".csv", ".json"}
    return [p for room in ROOMS for p in (ROOT / room).rglob("*") if p.suffix in suffixes]


def _schema_files() -> list[Path]:
    told = ("migrations", "trigger", "apps", "settings")
    shaping = [p for p in _code() if any(word in part for part in p.relative_to(ROOT).parts for word in told)]
    return [*shaping, ROOT / "requirements.txt"]


def _province_files() -> list[Path]:
    return [*_code(), ROOT / "requirements.txt", *(ROOT / "tests").glob("province*.py")]


class SQLite:
    """Databases are files beside each other in `var/test`."""

    def path(self, name: str) -> Path:
        return STORE / f"{name}.sqlite3"

    def address(self, name: str) -> str:
        """The value of NAME in Django's settings."""
        return str(self.path(name))

    def url(self, name: str) -> str:
        """The value of DATABASE_URL for another process."""
        return f"sqlite:///{self.path(name)}"

    def names(self) -> list[str]:
        return [path.name.removesuffix(".sqlite3") for path in STORE.glob(f"{PREFIX}_*.sqlite3")]

    def create(self, name: str) -> None:
        self.drop(name)

    def copy(self, source: str, name: str) -> None:
        self.drop(name)
        shutil.copyfile(self.path(source), self.path(name))

    def rename(self, name: str, final: str) -> None:
        with sqlite3.connect(self.path(name)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        self.path(name).rename(self.path(final))

    def drop(self, name: str) -> None:
        for ending in ("", "-wal", "-shm", "-journal"):
            self.path(name).with_name(f"{name}.sqlite3{ending}").unlink(missing_ok=True)


class PostgreSQL:
    """Databases on the server of `TEST_DATABASE_URL`."""

    def __init__(self, url: str):
        self.server = url.rpartition("/")[0]
        self.url_of_server = url

    def _run(self, statement: str) -> list[tuple]:
        with psycopg.connect(self.url_of_server, autocommit=True, connect_timeout=5) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def address(self, name: str) -> str:
        return name

    def url(self, name: str) -> str:
        return f"{self.server}/{name}"

    def names(self) -> list[str]:
        rows = self._run(f"SELECT datname FROM pg_database WHERE datname LIKE '{PREFIX}\\_%'")
        return [name for (name,) in rows]

    def create(self, name: str) -> None:
        self.drop(name)
        self._run(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")

    def copy(self, source: str, name: str) -> None:
        self.drop(name)
        for attempt in range(20):
            try:
                return self._run(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
            except psycopg.errors.ObjectInUse:  # another worker is copying it just now
                if attempt == 19:
                    raise
                time.sleep(0.25)

    def rename(self, name: str, final: str) -> None:
        self._run(f'ALTER DATABASE "{name}" RENAME TO "{final}"')

    def drop(self, name: str) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def engine() -> SQLite | PostgreSQL:
    """The engine this run of the tests asks for."""
    return PostgreSQL(settings.TEST_DATABASE_URL) if settings.ON_POSTGRESQL else SQLite()


def answers() -> bool:
    """True when the asked engine can be used; SQLite always can."""
    if settings.ON_POSTGRESQL:
        with suppress(psycopg.OperationalError):
            psycopg.connect(settings.TEST_DATABASE_URL, connect_timeout=5).close()
            return True
        return False
    return True


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    STORE.mkdir(parents=True, exist_ok=True)
    with open(STORE / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _remembered_rows_forgotten() -> None:
    ContentType.objects.clear_cache()
    cache.clear()


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Point every connection of this process, in all threads, at one database.

    Connections of other threads must be closed by those threads before the block ends.
    """
    configured = connections.settings["default"]
    before = configured["NAME"]
    connections.close_all()
    configured["NAME"] = engine().address(name)
    _remembered_rows_forgotten()
    try:
        yield
    finally:
        connections.close_all()
        configured["NAME"] = before
        _remembered_rows_forgotten()


def _template(kind: str, digest: str, start: Callable[[str], None], fill: Callable[[], None]) -> str:
    """Name of the template, made now if this state of the code has none yet."""
    databases = engine()
    name = f"{PREFIX}_{kind}_{digest}"
    existing = databases.names()
    if name in existing:
        return name
    for old in existing:
        if f"_{kind}_" in old:
            databases.drop(old)
    half = f"{PREFIX}_half_{kind}"
    start(half)
    with connected_to(half):
        fill()
    databases.rename(half, name)
    return name


def _build_province() -> None:
    call_command("migrate", verbosity=0)  # signals put today's triggers on a kept schema
    province.build()


@functools.cache
def _schema_digest() -> str:
    """Of the files as this process first met them: it goes on with that code, whatever is saved meanwhile."""
    return _digest(_schema_files())


def _kept_schema() -> str:
    """Name of the kept schema, made when it is not there yet."""
    return _template(SCHEMA, _schema_digest(), engine().create, lambda: call_command("migrate", verbosity=0))


def _kept_province() -> str:
    """Name of the kept schema with the test province in it, made when it is not there yet."""
    schema = _kept_schema()
    return _template(
        PROVINCE, _digest(_province_files()), lambda half: engine().copy(schema, half), _build_province
    )


@contextmanager
def _own_copy(kept: Callable[[], str]) -> Iterator[str]:
    """A copy of a kept template for this process, since another run may drop the kept one."""
    name = f"{PREFIX}_{COPY}_{os.getpid()}_{next(_serial)}"
    with _one_at_a_time():
        engine().copy(kept(), name)
    try:
        yield name
    finally:
        engine().drop(name)


def template() -> AbstractContextManager[str]:
    """The database with the test province, which this process makes its copies from."""
    return _own_copy(_kept_province)


def empty() -> AbstractContextManager[str]:
    """A migrated database with nothing in it, for this block alone."""
    return _own_copy(_kept_schema)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def drop_abandoned_copies() -> None:
    """Remove what runs that were killed left behind."""
    with _one_at_a_time():
        for name in engine().names():
            kind, _, rest = name.removeprefix(f"{PREFIX}_").partition("_")
            if kind == COPY and not _alive(int(rest.partition("_")[0])):
                engine().drop(name)


@contextmanager
def private_copy(source: str) -> Iterator[str]:
    """A copy of a template for this block alone; gives its name."""
    name = f"{PREFIX}_{COPY}_{os.getpid()}_{next(_serial)}"
    engine().copy(source, name)
    try:
        yield name
    finally:
        engine().drop(name)
