"""The case list over the whole country's ten years, first page and each filter, on both engines."""

import os
import statistics
import subprocess
import sys
import time

import psycopg
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench import country, world
from bench.servers import ROOT
from portal.units.models import Tier, UnitSpan

TIMES = 9
SERVER = os.environ.get("POSTGRESQL", "postgres://postgres@127.0.0.1:5432/postgres")
SCRATCH = "portal_bench_cases"


def _queries() -> dict[str, dict[str, str]]:
    """What is asked of the list: the first page, each filter, search, sorting and a far page."""
    district = UnitSpan.objects.filter(tier=Tier.DISTRICT).order_by("code").first()
    return {
        "first page": {},
        "year": {"year": "2020"},
        "district": {"district": str(district.code)},
        "state": {"state": "recognized"},
        "class": {"class": "xa_dbkk"},
        "late": {"late": "true"},
        "search: dak ha": {"q": "dak ha"},
        "search: nothing found": {"q": "khong co xa nao"},
        "year and state": {"year": "2020", "state": "recognized"},
        "all of them": {"year": "2020", "state": "recognized", "class": "xa", "late": "true", "q": "a"},
        "sorted by name": {"sort": "name"},
        "sorted by margin": {"sort": "-margin"},
        "page 100": {"page": "100"},
    }


def _time(client: Client, url: str, query: dict[str, str]) -> tuple[float, int]:
    """Median milliseconds of one request in this process, and its number of queries."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url, query)
        queries = len(captured)
    if answer.status_code != 200:
        raise RuntimeError(f"{url} {query} answered {answer.status_code}")
    taken = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        client.get(url, query)
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken), queries


def measure() -> None:
    """Fill the empty database of this process and print the times."""
    begun = time.monotonic()
    call_command("migrate", verbosity=0)
    number = country.fill()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{connection.vendor}: {number} cases put in within {time.monotonic() - begun:.0f} s", flush=True)
    url = reverse("workspace:case-list")
    for reader, user in country.readers().items():
        client = Client(headers={"host": "localhost"})
        client.force_login(user)
        for name, query in _queries().items():
            taken, queries = _time(client, url, query)
            print(f"  {reader:<12} {name:<24}{taken:>8.1f} ms{queries:>5} queries", flush=True)


def _in_a_process(database_url: str) -> None:
    environment = os.environ | {"DATABASE_URL": database_url}
    code = "import django; django.setup(); from bench.cases_105950 import measure; measure()"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=True)


def run() -> None:
    """On SQLite, then on PostgreSQL where a server answers; both databases are thrown away."""
    file = world.scratch("cases") / "cases.sqlite3"
    for ending in ("", "-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
    _in_a_process(f"sqlite:///{file}")
    file.unlink()
    try:
        server = psycopg.connect(SERVER, autocommit=True, connect_timeout=5)
    except psycopg.OperationalError:
        print("no PostgreSQL answers: left out")
        return
    with server:
        server.execute(f'DROP DATABASE IF EXISTS "{SCRATCH}" WITH (FORCE)')
        server.execute(f"CREATE DATABASE \"{SCRATCH}\" TEMPLATE template0 ENCODING 'UTF8'")
        try:
            _in_a_process(f"{SERVER.rpartition('/')[0]}/{SCRATCH}")
        finally:
            server.execute(f'DROP DATABASE IF EXISTS "{SCRATCH}" WITH (FORCE)')
