"""The certificates of a province's year in one file, each with its QR code: to beat 1.5 s for 102."""

import time
from statistics import median

from workflow.documents.certificates import pdf
from workflow.documents.certificates.content import certificates
from workflow.models import Case

WANTED, TIMES = 102, 5


def run() -> None:
    """Print the medians in seconds; certificates of several years fill a file up to 102."""
    begun = time.perf_counter()
    found = certificates(Case.objects.select_related("campaign"))
    read = time.perf_counter() - begun
    print(f"   {len(found)} certificates on record, read in {1000 * read:.0f} ms")
    batch = (found * (WANTED // len(found) + 1))[:WANTED]
    pdf.made(batch[:1])
    spent = []
    for _turn in range(TIMES):
        begun = time.perf_counter()
        made = pdf.made(batch)
        spent.append(time.perf_counter() - begun)
    print(f"   {WANTED} with QR in one file, to beat 1.5 s: {median(spent):.2f} s, {len(made) // 1024} kB")
    _one(found[:1])


def _one(found) -> None:
    begun = time.perf_counter()
    pdf.made(found)
    print(f"   one certificate: {1000 * (time.perf_counter() - begun):.0f} ms")
