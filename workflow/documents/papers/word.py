"""A paper as a Word file that an official finishes: a template filled from a closed set of fields.

Templates are data of a province. They run in a sandbox, may name only the fields of `fields.SPEC`, and the
mark of made-up data and the small code are put in by the portal whatever the template says.
"""

from __future__ import annotations

import io
from functools import cache, lru_cache
from pathlib import Path
from typing import BinaryIO

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from workflow.documents.papers.code import picture
from workflow.documents.papers.content import Code, PrintedPaper
from workflow.documents.papers.fields import context

MADE_UP = "DỮ LIỆU MINH HỌA"


class _Remembering(ImmutableSandboxedEnvironment):
    """Keeps the templates it compiled last: the same few are filled all November."""

    def __init__(self, **options):
        super().__init__(**options)
        self._compiled = lru_cache(maxsize=200)(super().from_string)

    def from_string(self, source, globals=None, template_class=None):
        return self._compiled(source)


@cache
def environment() -> ImmutableSandboxedEnvironment:
    """Where templates run: nothing of Python can be reached, everything is escaped, gaps are errors."""
    made = _Remembering(autoescape=True, undefined=StrictUndefined)
    made.globals.clear()
    return made


def made(paper: PrintedPaper, template: Path | BinaryIO) -> bytes:
    """The bytes of the Word file.

    Raises jinja2.TemplateError for a template that asks for what is not there; those that were checked when
    uploaded (`checking.check`) do not.
    """
    filled = DocxTemplate(template if not isinstance(template, Path) else str(template))
    filled.init_docx()
    # Before filling, which leaves headers and footers behind that can no longer be changed.
    if paper.illustrative:
        _mark(filled.docx)
    if paper.code:
        _add_code(filled.docx, paper.code)
    filled.render(context(paper), environment(), autoescape=True)
    filled.docx.core_properties.title = paper.name
    kept = io.BytesIO()
    filled.docx.save(kept)
    return kept.getvalue()


def _mark(document: Document) -> None:
    """Say on every page that the data is made up, in each header a page can have."""
    for section in document.sections:
        headers = [section.header]
        if section.different_first_page_header_footer:
            headers.append(section.first_page_header)
        if document.settings.odd_and_even_pages_header_footer:
            headers.append(section.even_page_header)
        for header in headers:
            header.is_linked_to_previous = False
            line = header.add_paragraph()
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            run = line.add_run(MADE_UP)
            run.bold, run.font.size = True, Pt(10)


def _add_code(document: Document, code: Code) -> None:
    """The small code at the foot of page one."""
    section = document.sections[0]
    first = section.different_first_page_header_footer
    footer = section.first_page_footer if first else section.footer
    footer.is_linked_to_previous = False
    line = footer.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = line.add_run(f"{code.label.replace('{', '').replace('}', '')} ")
    run.font.size = Pt(8)
    shown = line.add_run().add_picture(io.BytesIO(picture(code)), height=Mm(13))
    shown._inline.docPr.set("descr", code.text)
