"""A year of every commune through the door: seconds and peak memory of `simulate_year`."""

import os
import subprocess
import sys
import time

from bench import world
from bench.servers import ROOT, free_port

YEAR = "2014"


def _empty_portal() -> dict[str, str]:
    """A portal with units, regulations and pages, but without any case."""
    folder = world.scratch("empty")
    environment = os.environ | {"PORTAL_VAR": str(folder), "DEMO": "0", "PORT": str(free_port())}
    for path in folder.glob("portal.sqlite3*"):
        path.unlink()
    command = [sys.executable, ROOT / "scripts" / "run.py", "--prepare"]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return environment


def run() -> None:
    """Print wall time and peak resident memory of one simulated year in a process of its own."""
    environment = _empty_portal()
    begun = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, ROOT / "manage.py", "simulate_year", "--year", YEAR], env=environment, cwd=ROOT
    )
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.monotonic() - begun
    if status:
        raise RuntimeError(f"simulate_year ended with {os.waitstatus_to_exitcode(status)}")
    cpu = used.ru_utime + used.ru_stime
    print(f"simulate_year {YEAR}: {seconds:.1f} s ({cpu:.1f} s CPU), peak {used.ru_maxrss // 1024} MiB")
