"""Workbooks of the test province, made as the portal makes them."""

import io

from tests import province
from workflow.actions.dossier import gather
from workflow.actions.dossiers import gather_each
from workflow.documents.workbooks import contents, layout, proposing, reading, writing
from workflow.models import Case, Score
from workflow.models.scores import COMMUNE, DISTRICT


def commune_book(case: Case) -> bytes:
    """The workbook of a commune that assesses itself."""
    made = writing.Made(COMMUNE, case.campaign, None, case.full_name, "Y Blo Niê")
    return writing.workbook(contents.case_sheets([gather(case)]), made)


def district_book(cases: list[Case]) -> bytes:
    """The workbook of some communes of one district."""
    made = writing.Made(DISTRICT, cases[0].campaign, cases[0].reviewing_unit_id, "Huyện Kon Plông", "A Thuận")
    return writing.workbook(contents.case_sheets(gather_each(cases)), made)


def read(content: bytes) -> reading.Filled:
    return reading.read(io.BytesIO(content), len(content), maxima())


def maxima() -> dict:
    return {score.criterion: score.maximum for score in Score.objects.filter(case=draft())}


def proposed(content: bytes, cases: list[Case], **more) -> proposing.Proposal:
    scores = {case.pk: list(case.scores.order_by("criterion")) for case in cases}
    return proposing.proposal(read(content), cases, scores, {}, **more)


def draft() -> Case:
    return province.case_at(province.READY_TO_FILE)


def place(side: str, name: str, criterion: int) -> str:
    """The cell of a field: ("commune", "points", 3) → "F8"."""
    return layout.cell(layout.FIRST_ROW + criterion - 1, layout.OF_SIDE[side].entries[name])
