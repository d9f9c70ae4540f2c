"""`make bench`: every measurement, or those named: make bench ONLY="pages cases".

pages      server CPU of each page, beside a stock Wagtail page and a static file, in turns
simulate   a year of 102 communes through the door: seconds and peak memory
officials  20 officials saving all scores at once on SQLite: errors and the 95th percentile
cases      the case list over 105,950 cases, on SQLite and on PostgreSQL
workbooks  a commune's workbook written and read; 105,950 cases as XLSX and CSV: seconds and peak memory
papers     one paper as Word file and PDF; a report over all communes of a district
certificates 102 certificates with QR in one file
bundles    the whole dossier of a commune as ZIP
deadlines  the reminders of a morning: 102 communes, and the whole country
start      a fresh clone to its first page, and the second start

Requests go to 127.0.0.1 only, and every loop is bounded. Nothing here is a test: it prints.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench import world

MEASUREMENTS = {
    "pages": "pages",
    "simulate": "simulate",
    "officials": "officials",
    "cases": "cases_105950",
    "workbooks": "workbooks",
    "papers": "papers",
    "certificates": "certificates",
    "bundles": "bundles",
    "deadlines": "deadlines",
    "start": "start",
}


def main() -> int:
    wanted = os.environ.get("ONLY", "").split() or list(MEASUREMENTS)
    if unknown := set(wanted) - set(MEASUREMENTS):
        print(f"ONLY knows {', '.join(MEASUREMENTS)}; not {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.2f}; the ratios count, not the figures\n")
    print("== the illustrative world", flush=True)
    environment = world.prepare()
    failed = 0
    for name in wanted:
        begun = time.monotonic()
        print(f"== {name}", flush=True)
        # A process each, so that no measurement warms or burdens the next.
        code = f"import django; django.setup(); from bench.{MEASUREMENTS[name]} import run; run()"
        failed |= subprocess.call([sys.executable, "-c", code], cwd=ROOT, env=environment)
        print(f"   ({time.monotonic() - begun:.0f} s)\n", flush=True)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
