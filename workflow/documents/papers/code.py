"""The drawing of the small code on a printed paper, for the PDF and for Word."""

from __future__ import annotations

import io

import segno

from workflow.documents.papers.content import Code


def _qr(code: Code):
    return segno.make(code.text, error="m", micro=False)


def drawing(code: Code) -> str:
    """The code as SVG."""
    return _qr(code).svg_inline(border=2, scale=4)


def picture(code: Code) -> bytes:
    """The code as PNG, sharp enough for print."""
    made = io.BytesIO()
    _qr(code).save(made, kind="png", border=2, scale=8)
    return made.getvalue()
