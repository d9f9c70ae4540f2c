"""Workbooks and lists as files: a commune's workbook written and read, 105,950 cases as XLSX and CSV."""

import io
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time

from django.core.management import call_command
from django.test import RequestFactory

from bench import country, world
from bench.servers import ROOT
from workflow.actions.dossier import gather
from workflow.actions.dossiers import gather_each
from workflow.documents.workbooks import contents, lists, reading, writing
from workflow.models import Case
from workflow.models.scores import COMMUNE, DISTRICT
from workflow.workspace import exports
from workflow.workspace.cases import export
from workflow.workspace.cases.filters import CaseFilters

TIMES = 15
WAYS = ("xlsx", "csv")


def _milliseconds(work) -> float:
    """Median of some runs, after one that warms up."""
    work()
    taken = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)


def small() -> None:
    """One commune's workbook, and that of the largest district, of the illustrative world."""
    case = Case.objects.select_related("campaign").latest("pk")
    district = Case.objects.filter(campaign=case.campaign, reviewing_unit=case.reviewing_unit)
    kept = {}

    def write(side, cases):
        gathered = [gather(case)] if side == COMMUNE else gather_each(cases.select_related("campaign"))
        unit = None if side == COMMUNE else case.reviewing_unit_id
        made = writing.Made(side, case.campaign, unit, case.full_name, "bench")
        kept[side] = writing.workbook(contents.case_sheets(gathered), made)

    for side, cases, name in (
        (COMMUNE, None, "a commune"),
        (DISTRICT, district, f"{district.count()} communes"),
    ):
        wrote = _milliseconds(lambda side=side, cases=cases: write(side, cases))
        content = kept[side]
        read = _milliseconds(lambda content=content: reading.read(io.BytesIO(content), len(content)))
        print(
            f"workbook of {name}: written {wrote:.0f} ms, read {read:.0f} ms, "
            f"together {(wrote + read) / 1000:.2f} s, {len(content) / 1024:.0f} kB",
            flush=True,
        )


class _Peak(threading.Thread):
    """The largest memory of this process while a piece of work runs, without mapped files, in MiB."""

    def __init__(self):
        super().__init__(daemon=True)
        self.most, self.done = 0, threading.Event()

    def run(self) -> None:
        page = resource.getpagesize()
        while not self.done.wait(0.05):
            with open("/proc/self/statm", encoding="ascii") as file:
                _size, resident, shared, *_more = map(int, file.read().split())
            # Pages of files, such as the mapped database, are the system's to take back.
            self.most = max(self.most, (resident - shared) * page // 2**20)


def large(how: str) -> None:
    """The whole country's list as one file, in a process of its own."""
    reader = country.User.objects.get(username="bench-all")
    request = RequestFactory().get("/")
    request.user = reader
    filters = CaseFilters({}, Case.objects.visible_to(reader), request=request)
    peak = _Peak()
    peak.start()
    begun, cpu = time.perf_counter(), time.process_time()
    answer = exports.answer(how, export.listing(filters.qs, filters.told))
    first = None
    size = 0
    for piece in answer.streaming_content:
        first = first or time.perf_counter() - begun
        size += len(piece)
    seconds, cpu = time.perf_counter() - begun, time.process_time() - cpu
    peak.done.set()
    peak.join()
    print(
        f"105,950 cases as {how.upper()}: {seconds:.1f} s ({cpu:.1f} s CPU), first byte after {first:.1f} s, "
        f"{size / 2**20:.1f} MB, peak memory of the process {peak.most} MiB",
        flush=True,
    )


def fill() -> None:
    """The country in the empty database of this process."""
    call_command("migrate", verbosity=0)
    country.fill()
    country.readers()


def cells() -> None:
    """What the writer itself costs, without a database: the calibration."""
    columns = [lists.Column(str(number), lambda row, number=number: row + number) for number in range(15)]
    begun = time.perf_counter()
    lists.xlsx_file(lists.Listing("Bench", "bench", columns, range(20_000))).close()
    print(f"300,000 numbers as XLSX: {time.perf_counter() - begun:.1f} s", flush=True)


def _in_a_process(work: str, **more: str) -> None:
    code = f"import django; django.setup(); from bench import workbooks; workbooks.{work}"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=os.environ | more, check=True)


def run() -> None:
    """Small ones on the illustrative world, large ones on a database that is thrown away."""
    small()
    cells()
    with tempfile.TemporaryDirectory(dir=world.scratch("workbooks")) as folder:
        database = {"DATABASE_URL": f"sqlite:///{folder}/country.sqlite3"}
        _in_a_process("fill()", **database)
        for how in WAYS:
            _in_a_process(f"large({how!r})", **database)
