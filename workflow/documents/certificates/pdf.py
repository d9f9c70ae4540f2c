"""Certificates as one PDF, a page each, set in one pass; text reaches typst as data, never as source."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import segno
import typst

from workflow.documents.certificates.content import Certificate
from workflow.documents.papers.pdf import typefaces

HERE = Path(__file__).parent
LAYOUT = HERE / "certificate.typ"
# Choosing the best of the eight masks takes most of the time of a drawing, and readers need any one of them.
MASK = 2


def made(certificates: Sequence[Certificate]) -> bytes:
    """The bytes of the PDF."""
    return typst.compile(
        str(LAYOUT),
        root=str(HERE),
        font_paths=typefaces(),
        ignore_system_fonts=True,
        sys_inputs={"certificates": json.dumps([_told(one) for one in certificates], ensure_ascii=False)},
        format="pdf",
    )


def _told(one: Certificate) -> dict:
    return {
        "parent": one.parent,
        "agency": one.agency,
        "number": one.number,
        "place_and_date": one.place_and_date,
        "chair": one.chair,
        "commune": one.commune,
        "within": one.within,
        "reached": one.reached,
        "basis": one.basis,
        "lines": one.signature.lines,
        "name": one.signature.name,
        "code": one.code,
        "address": one.address,
        "drawing": _drawing(one.address),
        "illustrative": one.illustrative,
    }


def _drawing(address: str) -> str:
    """The address as a code of dots, in SVG."""
    return segno.make(address, error="m", micro=False, mask=MASK).svg_inline(border=0)
