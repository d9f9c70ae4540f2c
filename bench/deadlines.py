"""`run_deadlines` over 102 communes, and over the whole country's 105,950 cases with an office each.

Both count queries, seconds and peak memory of the first run of a day (everybody due a digest) and of the
second one (nobody). What the illustrative world is told is rolled back, the country's database thrown away.
"""

import os
import resource
import subprocess
import sys
import time
from datetime import datetime, timedelta

from django.core.management import call_command
from django.db import connection, transaction

from bench import country, world
from bench.servers import ROOT
from portal.people import roles
from portal.people.models import Grant, User
from portal.record import clock
from portal.units.models import Tier, UnitSpan
from workflow.models import Campaign, Case
from workflow.notices import deadlines

OFFICES = {
    Tier.COMMUNE: (roles.COMMUNE_OFFICER, roles.COMMUNE_CHAIR),
    Tier.DISTRICT: (roles.DISTRICT_OFFICER, roles.DISTRICT_CHAIR),
    Tier.PROVINCE: (roles.PROVINCE_OFFICER, roles.PROVINCE_CHAIR),
}
BATCH = 2000


def _memory() -> float:
    """Most memory this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _timed(what: str) -> None:
    before, begun, queries = _memory(), time.perf_counter(), 0

    def counted(execute, *asked):
        nonlocal queries
        queries += 1
        return execute(*asked)

    # Counted one by one: a captured query would keep its whole text in memory.
    with connection.execute_wrapper(counted):
        ran = deadlines.run()
    taken = time.perf_counter() - begun
    print(
        f"  {what:<12}{ran.digests:>7} digests{ran.reminders:>8} reminders{taken:>8.2f} s"
        f"{queries:>6} queries{_memory():>7.0f} MB ({_memory() - before:+.0f})",
        flush=True,
    )


def _a_week_before(campaign: Campaign) -> datetime:
    day = campaign.commune_due - timedelta(days=7)
    return datetime(day.year, day.month, day.day, 7, tzinfo=clock.HANOI)


def _offices() -> int:
    """An account and a right for each office of every unit, put in behind the door."""
    spans = UnitSpan.objects.in_force(clock.today()).order_by("pk")
    posts = [(span, role) for span in spans for role in OFFICES[Tier(span.tier)]]
    users = User.objects.bulk_create(
        (User(username=f"{role}.{span.code}", full_name=span.name, password="!") for span, role in posts),
        batch_size=BATCH,
    )
    Grant.objects.bulk_create(
        (
            Grant(user=user, role=role, unit_id=span.unit_id, decision="bench", valid_from="2014-01-01")
            for user, (span, role) in zip(users, posts, strict=True)
        ),
        batch_size=BATCH,
    )
    return len(users)


def measure() -> None:
    """Fill the empty database of this process with the country and print what its mornings cost."""
    call_command("migrate", verbosity=0)
    number = country.fill()
    Campaign.objects.exclude(year=country.YEARS[-1]).update(closed_at=clock.now())
    print(f"  the country: {number} cases, {_offices()} accounts")
    with clock.at(_a_week_before(Campaign.objects.filter(closed_at=None).first())):
        _timed("first run")
        _timed("second run")


def run() -> None:
    """The illustrative world, then the country in a process of its own."""
    campaign = Campaign.objects.running().order_by("-year").first()
    cases = Case.objects.filter(campaign=campaign).count()
    print(f"  the illustrative world: {cases} cases of the running year")
    with transaction.atomic(), clock.at(_a_week_before(campaign)):
        _timed("first run")
        _timed("second run")
        transaction.set_rollback(True)
    file = world.scratch("deadlines") / "country.sqlite3"
    for ending in ("", "-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{file}"}
    code = "import django; django.setup(); from bench.deadlines import measure; measure()"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=True)
    file.unlink()
