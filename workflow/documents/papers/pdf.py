"""A paper as PDF, set by typst with our own typefaces; the text reaches it as data, never as source."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import typst

from workflow.documents.papers.code import drawing
from workflow.documents.papers.content import Block, PrintedPaper, Signature, Table

HERE = Path(__file__).parent
FONTS = HERE.parent / "fonts"
LAYOUT = HERE / "paper.typ"


def made(paper: PrintedPaper) -> bytes:
    """The bytes of the PDF."""
    return typst.compile(
        str(LAYOUT),
        root=str(HERE),
        font_paths=typefaces(),
        ignore_system_fonts=True,
        sys_inputs={"paper": json.dumps(_told(paper), ensure_ascii=False)},
        format="pdf",
    )


@cache
def typefaces() -> typst.Fonts:
    """Only our typefaces, read once for the process."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def _told(paper: PrintedPaper) -> dict:
    return {
        "title": " – ".join(filter(None, [paper.name, paper.number])),
        "parent": paper.parent,
        "agency": paper.agency,
        "number": paper.number,
        "about": paper.about,
        "place_and_date": paper.place_and_date,
        "title_on_paper": paper.title,
        "abstract": paper.abstract,
        "addressed": paper.addressed,
        "body": [_block(one) for one in paper.body],
        "signature": _signature(paper.signature),
        "left_signature": _signature(paper.left_signature) if paper.left_signature else None,
        "recipients": paper.recipients,
        "illustrative": paper.illustrative,
        "code": paper.code
        and {"text": paper.code.text, "label": paper.code.label, "drawing": drawing(paper.code)},
    }


def _signature(signature: Signature) -> dict:
    return {"lines": signature.lines, "name": signature.name}


def _block(one: Block | Table) -> dict:
    if isinstance(one, Block):
        return {"style": one.style, "label": one.label, "text": one.text}
    columns = [
        {"title": column.title, "width": column.width, "align": column.align} for column in one.shape.columns
    ]
    return {"style": "bang", "columns": columns, "rows": one.rows, "total": one.total}
