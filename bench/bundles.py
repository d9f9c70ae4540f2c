"""The whole dossier of a commune as ZIP, its files as large as usual scans: to beat 1 s."""

import os
import tempfile
import time
import tracemalloc
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from django.conf import settings
from django.core.files.base import ContentFile

from portal.record import files
from workflow.documents.bundles import archive
from workflow.documents.bundles.content import Entry, bundle_of
from workflow.models import Case, states

SCANS, BYTES, TIMES = 25, 1_000_000, 5


def run() -> None:
    """Print the median and the most memory: the dossier on record, and one with 25 scans of 1 MB."""
    found = Case.objects.filter(state__in=states.MET).order_by("-year", "pk")
    case = found.select_related("campaign").first()
    _told("the dossier on record", lambda: bundle_of(case))
    with tempfile.TemporaryDirectory() as folder:
        settings.FILES_ROOT = Path(folder)
        scans = tuple(_scan(number) for number in range(SCANS))
        _told(f"{SCANS} scans of 1 MB, to beat 1 s", lambda: replace(bundle_of(case), entries=scans))


def _scan(number: int) -> Entry:
    content = b"%PDF-1.4\n" + os.urandom(BYTES) + b"\n%%EOF\n"
    stored = files.store(ContentFile(content, f"ban-quet-{number}.pdf"), by=None)
    now = datetime.now(UTC)
    return Entry(f"1-giay-to/{number:03}.pdf", "Bản quét", "", None, stored, "", now)


def _told(name: str, bundle) -> None:
    archive.made(bundle()).close()
    spent = []
    for _turn in range(TIMES):
        begun = time.perf_counter()
        made = bundle()
        archive.made(made).close()
        spent.append(time.perf_counter() - begun)
    tracemalloc.start()
    archive.made(bundle()).close()
    most = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    print(f"   {name}: {median(spent):.2f} s, {len(made.entries)} files, {most:.1f} MB of memory at most")
