"""One paper as Word file and as PDF, and a district's report over all its communes."""

import time
from statistics import median

from workflow.documents.papers import pdf, printing, shapes, word
from workflow.models import Case, states
from workflow.rules.papers import BAO_CAO, BAO_CAO_THAM_DINH

TIMES = 20


def run() -> None:
    """Print the median of each step in milliseconds, after one warm turn."""
    case = _case()
    report = printing.of_case_paper(case, BAO_CAO)
    _told("facts of a commune's report", lambda: printing.of_case_paper(case, BAO_CAO))
    _told("one DOCX, to beat 100 ms", lambda: word.made(report, shapes.shipped(BAO_CAO)))
    _told("one PDF", lambda: pdf.made(report))
    cases = Case.objects.filter(campaign=case.campaign, reviewing_unit=case.reviewing_unit)
    cases = list(cases.exclude(state=states.DRAFT).select_related("campaign"))
    unit = case.reviewing_unit
    long = printing.of_district_paper(case.campaign, unit, BAO_CAO_THAM_DINH, cases)
    print(f"   a district's report over {len(cases)} communes, {len(pdf.made(long)) // 1024} kB")
    _told("its DOCX", lambda: word.made(long, shapes.shipped(BAO_CAO_THAM_DINH)), times=3)
    _told("its PDF", lambda: pdf.made(long), times=3)


def _case() -> Case:
    """A recognised commune of the newest year that has one."""
    found = Case.objects.filter(state__in=states.MET).order_by("-year", "pk")
    return found.select_related("campaign", "span", "reviewing_unit").first()


def _told(name: str, work, times: int = TIMES) -> None:
    work()
    spent = []
    for _turn in range(times):
        begun = time.perf_counter()
        work()
        spent.append(time.perf_counter() - begun)
    print(f"   {name}: {1000 * median(spent):.1f} ms")
