"""What stands in the PDF and the Word file is what the content says: every letter, on every page."""

import io
import re
import unicodedata
from dataclasses import replace

import docx
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.papers.test_golden import OF_CASE, WAYS, drafted, recorded
from workflow.documents.papers import pdf, shapes, word
from workflow.documents.papers.content import TEXT, Block, Code, PrintedPaper, Signature, Table
from workflow.documents.papers.fields import context
from workflow.documents.papers.kinds import KINDS
from workflow.documents.papers.word import MADE_UP
from workflow.documents.papers.wording import clean

UNSEEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\u00ad]")


def squeezed(text: str) -> str:
    """Without blanks and line ends, which belong to the page and not to the text; soft hyphens too."""
    return re.sub(r"[\s\u0002\ufffe]+", "", unicodedata.normalize("NFC", text))


def pages_of(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    return [page.get_textpage().get_text_range() for page in document]


def paragraphs_of(container):
    for one in container.iter_inner_content():
        if hasattr(one, "rows"):
            for row in one.rows:
                for cell in row.cells:
                    yield from paragraphs_of(cell)
        else:
            yield one.text


def text_of(content: bytes) -> str:
    return "\n".join(paragraphs_of(docx.Document(io.BytesIO(content))))


def missing(paper: PrintedPaper, printed: str) -> list[str]:
    """Texts of the content that are not in what was printed."""
    found = squeezed(printed)
    return [text for text in paper.texts() if squeezed(text) not in found]


def bare(**more) -> PrintedPaper:
    """A short paper."""
    told = {
        "kind": "cong_van",
        "name": "Công văn",
        "parent": (),
        "agency": ("ỦY BAN NHÂN DÂN", "XÃ ĐẮK LONG"),
        "number": "Số: …/UBND",
        "place_and_date": "Đắk Long, ngày 03 tháng 02 năm 2025",
        "title": "",
        "abstract": "",
        "body": (Block(TEXT, "Nội dung./."),),
        "signature": Signature(("CHỦ TỊCH",), "Y Blũh Êban"),
    }
    return PrintedPaper(**(told | more))


@pytest.mark.parametrize("kind", KINDS)
def test_every_text_of_every_kind_is_in_both_files(kind):
    ways = [way for one, way in WAYS if one == kind]
    paper = recorded(kind) if "recorded" in ways else drafted(kind, "")
    filled = word.made(paper, shapes.shipped(kind))
    assert missing(paper, text_of(filled)) == []
    pages = pages_of(pdf.made(paper))
    # Words of a cell are read line by line across the row, so tables are compared cell by cell on the page.
    assert (
        missing(replace(paper, body=tuple(b for b in paper.body if isinstance(b, Block))), "".join(pages))
        == []
    )
    cells = [cell for b in paper.body if isinstance(b, Table) for row in (*b.rows, b.total) for cell in row]
    words = {squeezed(part) for cell in cells for part in cell.split() if len(part) < 12}
    assert words <= set(map(squeezed, " ".join(pages).split())) | {""}
    assert "{{" not in text_of(filled) and "{%" not in text_of(filled)


@pytest.mark.parametrize("kind", OF_CASE)
def test_made_up_data_says_so_on_every_page(kind):
    paper = drafted(kind, "")
    assert paper.illustrative
    assert all(MADE_UP in page for page in pages_of(pdf.made(paper)))
    section = docx.Document(io.BytesIO(word.made(paper, shapes.shipped(kind)))).sections[0]
    for header in (section.header, section.first_page_header):
        assert MADE_UP in "".join(p.text for p in header.paragraphs)
    real = replace(paper, illustrative=False)
    assert not any(MADE_UP in page for page in pages_of(pdf.made(real)))
    told = docx.Document(io.BytesIO(word.made(real, shapes.shipped(kind)))).sections[0]
    assert MADE_UP not in "".join(
        p.text for p in (*told.header.paragraphs, *told.first_page_header.paragraphs)
    )


def test_page_numbers_stand_on_top_but_not_on_the_first_page():
    body = tuple(Block(TEXT, f"Đoạn {number}. " + "chữ " * 60) for number in range(30))
    pages = pages_of(pdf.made(bare(body=body)))
    assert len(pages) > 2
    assert [page.strip().splitlines()[0].strip() for page in pages[1:]] == [
        str(number) for number in range(2, len(pages) + 1)
    ]
    assert not pages[0].strip().startswith("1\r")


def test_the_pdf_is_tagged_vietnamese_a4_with_its_own_typefaces():
    content = pdf.made(bare())
    document = pypdfium2.PdfDocument(content)
    assert document.get_metadata_value("Title") == "Công văn – Số: …/UBND"
    assert [round(side) for side in document[0].get_size()] == [595, 842]
    assert re.search(rb"/Lang\s*\(vi", content)
    assert b"/StructTreeRoot" in content
    fonts = set(re.findall(rb"/FontName\s*/\w{6}\+([\w-]+)", content))
    assert fonts and all(name.startswith(b"Tinos") for name in fonts)


ALPHABET = "aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXY"
TONES = "\u0300\u0301\u0303\u0309\u0323"


def test_every_letter_of_the_language_survives():
    every = " ".join(
        unicodedata.normalize("NFC", letter + tone)
        for letter in ALPHABET
        for tone in ("", *(TONES if letter.lower() in "aăâeêioôơuưy" else ""))
    )
    paper = bare(body=(Block(TEXT, every), Block(TEXT, "Y Blũh Ngọk Ŭn ‘“”’ – … Ia H’Drai /.")))
    assert missing(paper, "".join(pages_of(pdf.made(paper)))) == []
    assert missing(paper, text_of(word.made(paper, shapes.shipped("cong_van")))) == []


def test_text_with_both_spellings_of_a_letter_is_printed_once():
    assert clean("Đa\u0306\u0301k Long") == "Đắk Long"


STRANGE = [
    "A" * 500,
    "Nguyễn Văn " * 45,
    "{{ 7 * 7 }} {% raw %} {#",
    "#panic() #sys.inputs $x^2$ *đậm* _nghiêng_ `mã` <nhãn> @trích \\ // /* ~ = - + 1.",
    "<w:p>&amp;</w:p> & < > \" '",
    "a\u0000b\u0007c\u000bd\u001be\ufffef",
    "\u202eđảo ngược\u202c \u2066ẩn\u2069 \u200bkhông\u200dthấy\ufeff",
    "dòng một\ndòng hai\r\ndòng ba\u2028dòng bốn",
    "👶🏽 em bé",
    "\ud800 nửa chữ",
]


@pytest.mark.parametrize("text", STRANGE)
def test_strange_text_is_shown_or_stripped_never_run(text):
    told = clean(text)
    assert not UNSEEN.search(told) and "\n" not in told
    # Times New Roman and its twin have no pictures: what they lack leaves a gap, nothing else.
    paper = bare(
        body=(Block(TEXT, told), Table("bang_thanh_vien", (("1", told, told, "Thành viên"),))),
        signature=Signature(("CHỦ TỊCH",), told),
        agency=(told[:60], told),
    )
    filled = text_of(word.made(paper, shapes.shipped("quyet_dinh_hoi_dong_xa")))
    assert missing(paper, filled) == []
    pages = pages_of(pdf.made(paper))
    assert pages and "49" not in "".join(pages)
    if text != STRANGE[8]:
        assert squeezed(told) in squeezed("".join(pages))


@given(st.text(max_size=300))
def test_cleaning_leaves_nothing_unseen_and_changes_nothing_twice(text):
    told = clean(text, lines=True)
    assert clean(told, lines=True) == told
    assert not any(
        unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn"} for letter in told.replace("\n", "")
    )
    assert unicodedata.is_normalized("NFC", told)


def test_nothing_runs_over_the_edge():
    """A name of 500 letters without a blank breaks inside its column."""
    paper = bare(
        body=(Table("bang_thanh_vien", (("1", "W" * 500, "m" * 500, "x"),)), Block(TEXT, "W" * 500)),
        signature=Signature(("CHỦ TỊCH",), "W" * 500),
    )
    for page in pypdfium2.PdfDocument(pdf.made(paper)):
        text = page.get_textpage()
        boxes = [text.get_charbox(at) for at in range(text.count_chars())]
        assert max(box[2] for box in boxes) <= 595 - 40
        assert min(box[0] for box in boxes if box[2]) >= 60


def test_the_code_stands_on_page_one_of_both_files():
    body = tuple(Block(TEXT, "chữ " * 300) for _ in range(8))
    paper = bare(body=body, code=Code("KT/2025/23464/cong_van/1", "23464-CV-1"))
    pages = pages_of(pdf.made(paper))
    assert "23464-CV-1" in pages[0] and not any("23464-CV-1" in page for page in pages[1:])
    document = docx.Document(io.BytesIO(word.made(paper, shapes.shipped("cong_van"))))
    footer = document.sections[0].first_page_footer
    assert "23464-CV-1" in "".join(p.text for p in footer.paragraphs)
    assert len(footer.part.package.image_parts) == 1


def test_the_code_can_be_read_from_the_printed_page():
    zxing = pytest.importorskip("zxingcpp")
    paper = bare(code=Code("KT/2025/23464/cong_van/1", "23464-CV-1"))
    picture = pypdfium2.PdfDocument(pdf.made(paper))[0].render(scale=150 / 72).to_pil()
    assert [one.text for one in zxing.read_barcodes(picture)] == ["KT/2025/23464/cong_van/1"]


def test_a_template_reaches_the_fields_of_the_paper_and_nothing_else():
    told = context(bare())
    assert all(isinstance(value, str | list) for value in told.values())
