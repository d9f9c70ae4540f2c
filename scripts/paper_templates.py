"""Make the Word templates that ship, one for each printed paper, into workflow/documents/shapes/.

    python scripts/paper_templates.py

They are committed. A province downloads one, changes it in Word and uploads it as its own; the fields it may
name are those of workflow/documents/papers/fields.py.
"""

import os
import sys
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

import django

django.setup()

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from workflow.documents.papers.kinds import KINDS
from workflow.documents.papers.shapes import FOLDER, LEFT_SIGNED, TABLES_OF
from workflow.documents.papers.tables import LEFT, MIDDLE, RIGHT, SHAPES

FACE = "Times New Roman"
ALIGN = {
    LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    MIDDLE: WD_ALIGN_PARAGRAPH.CENTER,
    RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}
CENTRE = WD_ALIGN_PARAGRAPH.CENTER
MADE = datetime(2026, 11, 1)


def main() -> int:
    """Write every template anew."""
    FOLDER.mkdir(exist_ok=True)
    for code in KINDS:
        made(code).save(FOLDER / f"{code}.docx")
    print(f"{len(KINDS)} templates in {FOLDER.relative_to(ROOT)}")
    return 0


def made(code: str):
    """The template of one kind."""
    document = Document()
    _page(document)
    _letterhead(document)
    _title(document)
    _body(document, TABLES_OF.get(code, ()))
    _foot(document, code in LEFT_SIGNED)
    properties = document.core_properties
    properties.title, properties.author, properties.language = KINDS[code].name, "", "vi-VN"
    properties.comments, properties.created, properties.modified = "", MADE, MADE
    properties.last_modified_by = ""
    return document


def _page(document) -> None:
    section = document.sections[0]
    section.start_type = WD_SECTION.NEW_PAGE
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(22), Mm(22)
    section.left_margin, section.right_margin = Mm(30), Mm(20)
    section.header_distance, section.footer_distance = Mm(10), Mm(8)
    section.different_first_page_header_footer = True
    style = document.styles["Normal"]
    style.font.name, style.font.size = FACE, Pt(13)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), FACE)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    style.element.get_or_add_rPr().append(language)
    style.paragraph_format.space_after = Pt(0)
    number = section.header.paragraphs[0]
    number.alignment = CENTRE
    _field(number, "PAGE")
    for part in (section.first_page_header, section.first_page_footer, section.footer):
        part.is_linked_to_previous = False


def _field(paragraph, instruction: str) -> None:
    for kind, text in (("begin", ""), ("", instruction), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)


def _put(paragraph, text: str, *, bold=False, italic=False, size: float | None = None):
    run = paragraph.add_run(text)
    run.bold, run.italic = bold or None, italic or None
    if size:
        run.font.size = Pt(size)
    return run


def _line(paragraph, *, width: str) -> None:
    """A short rule under a paragraph: its lower edge, drawn in by both sides."""
    properties = paragraph._p.get_or_add_pPr()
    edges, edge = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "auto")):
        edge.set(qn(f"w:{name}"), value)
    edges.append(edge)
    properties.insert_element_before(edges, "w:spacing", "w:ind", "w:jc")
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = width


def _grid(document, widths, rows: int = 1):
    table = document.add_table(rows=rows, cols=len(widths))
    table.autofit = False
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    return table


def _in_cell(cell, lines, *, rule: float = 0) -> None:
    """Centred lines in a cell, each (text, options); a rule under the last one."""
    for place, (text, options) in enumerate(lines):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph.alignment = CENTRE
        _put(paragraph, text, **options)
    if rule:
        paragraph = cell.add_paragraph()
        paragraph.paragraph_format.line_spacing = Pt(3)
        _line(paragraph, width=Mm(rule))


def _letterhead(document) -> None:
    bold = {"bold": True, "size": 12}
    grid = _grid(document, (66, 94), rows=2)
    left, right = grid.rows[0].cells
    _in_cell(
        left,
        [
            ("{%p if co_quan_cap_tren %}", {}),
            ("{{ co_quan_cap_tren }}", {"size": 12}),
            ("{%p endif %}", {}),
            ("{{ co_quan }}", bold),
        ],
        rule=22,
    )
    motto = {"bold": True, "size": 13}
    _in_cell(
        right,
        [("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold), ("Độc lập - Tự do - Hạnh phúc", motto)],
        rule=18,
    )
    left, right = grid.rows[1].cells
    _in_cell(
        left,
        [("{{ so }}", {}), ("{%p if ve_viec %}", {}), ("{{ ve_viec }}", {"size": 12}), ("{%p endif %}", {})],
    )
    _in_cell(right, [("{{ dia_danh_ngay }}", {"italic": True})])
    for cell in (left, right):
        cell.paragraphs[0].paragraph_format.space_before = Pt(6)


def _paragraph(document, text: str = "", *, before=0, after=6, align=None, indent=False, **options):
    paragraph = document.add_paragraph()
    form = paragraph.paragraph_format
    form.space_before, form.space_after = Pt(before), Pt(after)
    paragraph.alignment = align
    if indent:
        form.first_line_indent = Mm(11)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    if text:
        _put(paragraph, text, **options)
    return paragraph


def _tag(document, text: str) -> None:
    document.add_paragraph(text)


def _title(document) -> None:
    _tag(document, "{%p if ten_loai %}")
    _paragraph(document, "{{ ten_loai }}", before=14, after=2, align=CENTRE, bold=True, size=14)
    _tag(document, "{%p if trich_yeu %}")
    _paragraph(document, "{{ trich_yeu }}", after=0, align=CENTRE, bold=True)
    rule = _paragraph(document, after=8)
    rule.paragraph_format.line_spacing = Pt(3)
    _line(rule, width=Mm(62))
    _tag(document, "{%p endif %}")
    _tag(document, "{%p endif %}")
    _tag(document, "{%p if kinh_gui %}")
    _paragraph(document, "Kính gửi:", before=10, after=2, align=CENTRE)
    _tag(document, "{%p for noi in kinh_gui %}")
    _paragraph(document, "{{ noi }}", after=2, align=CENTRE)
    _tag(document, "{%p endfor %}")
    _paragraph(document, after=2)
    _tag(document, "{%p endif %}")


def _body(document, tables) -> None:
    _tag(document, "{%p for d in noi_dung %}")
    _tag(document, "{%p if d.loai == 'giua' %}")
    _paragraph(document, "{{ d.chu }}", before=6, after=6, align=CENTRE, bold=True)
    _tag(document, "{%p elif d.loai == 'can_cu' %}")
    _paragraph(document, "{{ d.chu }}", indent=True, italic=True)
    _tag(document, "{%p elif d.loai == 'muc' %}")
    heading = _paragraph(document, "{{ d.chu }}", before=6, indent=True, bold=True)
    heading.paragraph_format.keep_with_next = True
    # The last paragraph goes with the signature, which never stands alone on a page.
    _tag(document, "{%p elif d.loai == 'dieu' and loop.last %}")
    _article(document).paragraph_format.keep_with_next = True
    _tag(document, "{%p elif d.loai == 'dieu' %}")
    _article(document)
    for key in tables:
        _tag(document, f"{{%p elif d.loai == '{key}' %}}")
        _table(document, SHAPES[key])
        _paragraph(document, after=2).paragraph_format.line_spacing = Pt(6)
    _tag(document, "{%p elif loop.last %}")
    _paragraph(document, "{{ d.chu }}", indent=True).paragraph_format.keep_with_next = True
    _tag(document, "{%p else %}")
    _paragraph(document, "{{ d.chu }}", indent=True)
    _tag(document, "{%p endif %}")
    _tag(document, "{%p endfor %}")


def _article(document):
    article = _paragraph(document, indent=True)
    _put(article, "{{ d.nhan }} ", bold=True)
    _put(article, "{{ d.chu }}")
    return article


def _table(document, shape) -> None:
    columns = shape.columns
    table = _grid(document, [column.width for column in columns], rows=7)
    table.style, table.alignment = document.styles["Table Grid"], WD_TABLE_ALIGNMENT.CENTER
    head, each, row, after, if_total, total, end = table.rows
    repeated = OxmlElement("w:tblHeader")
    head._tr.get_or_add_trPr().append(repeated)
    each.cells[0].text, after.cells[0].text = "{%tr for h in d.hang %}", "{%tr endfor %}"
    if_total.cells[0].text, end.cells[0].text = "{%tr if d.tong %}", "{%tr endif %}"
    for place, column in enumerate(columns):
        _cell(head.cells[place], column.title, CENTRE, bold=True)
        _cell(row.cells[place], f"{{{{ h.o{place + 1} }}}}", ALIGN[column.align])
        _cell(total.cells[place], f"{{{{ d.tong.o{place + 1} }}}}", ALIGN[column.align], bold=True)
    for whole in (row, total):
        kept = OxmlElement("w:cantSplit")
        whole._tr.get_or_add_trPr().append(kept)


def _cell(cell, text: str, align, *, bold: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = align
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(2)
    _put(paragraph, text, bold=bold, size=11.5)


def _signature(cell, lines: str, name: str) -> None:
    first = cell.paragraphs[0]
    first.alignment = CENTRE
    _put(first, lines, bold=True)
    for _blank in range(4):
        cell.add_paragraph()
    last = cell.add_paragraph()
    last.alignment = CENTRE
    _put(last, name, bold=True)


def _recipients(cell, paragraph) -> None:
    _put(paragraph, "Nơi nhận:", bold=True, italic=True, size=12)
    for text in ("{%p for noi in noi_nhan %}", "{{ noi }}", "{%p endfor %}"):
        _put(cell.add_paragraph(), text, size=11)


def _foot(document, left_signed: bool) -> None:
    _paragraph(document, after=4).paragraph_format.keep_with_next = True
    grid = _grid(document, (80, 80))
    left, right = grid.rows[0].cells
    grid.rows[0].height_rule = WD_ROW_HEIGHT_RULE.AUTO
    kept = OxmlElement("w:cantSplit")
    grid.rows[0]._tr.get_or_add_trPr().append(kept)
    if left_signed:
        _signature(left, "{{ ky_trai_chuc_vu }}", "{{ ky_trai_ten }}")
    else:
        _recipients(left, left.paragraphs[0])
    _signature(right, "{{ ky_chuc_vu }}", "{{ ky_ten }}")
    if left_signed:
        under = _grid(document, (160,))
        _paragraph_between(grid, under, document)
        _recipients(under.rows[0].cells[0], under.rows[0].cells[0].paragraphs[0])


def _paragraph_between(grid, under, document) -> None:
    """Two tables without a paragraph between them become one."""
    between = document.add_paragraph()
    grid._tbl.addnext(between._p)


if __name__ == "__main__":
    sys.exit(main())
