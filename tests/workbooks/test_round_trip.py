"""Written → filled in → read gives the same; whatever is done to the file gives an error with its name."""

import io
import random
import zipfile
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st

from portal.people import roles
from tests import province
from tests.workbooks import books
from tests.workbooks.conftest import sheets_of
from tests.workbooks.filling import Formula, filled, repacked
from workflow.actions import scoring
from workflow.documents.workbooks import contents, layout, reading, sealing
from workflow.documents.workbooks.lists import illustrative_line
from workflow.documents.workbooks.refusals import WorkbookRefused
from workflow.models import Score, ScoreRevision, states
from workflow.models.scores import COMMUNE, DISTRICT

# Every character a database and a spreadsheet both keep.
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufffe\uffff"), max_size=300)
POINTS = st.one_of(st.none(), st.decimals(0, 50, places=2))
ROWS = st.lists(st.tuples(POINTS, WORDS, st.booleans()), min_size=15, max_size=15)


def values(rows) -> dict[int, sealing.Values]:
    return {no: sealing.Values(p, sealing.tidy(note), c) for no, (p, note, c) in enumerate(rows, 1)}


@settings(max_examples=40)
@given(ROWS)
def test_what_is_saved_comes_back_unchanged(rows):
    """A workbook that nobody touched changes nothing, whatever points and words are in it."""
    case = province.case_in(states.COMMUNE_ASSESSED)
    with transaction.atomic():
        for no, one in values(rows).items():
            Score.objects.filter(case=case, criterion=no).update(
                district_points=one.points, district_reason=one.note, reason_cleared=one.cleared
            )
        content = books.district_book([case])
        back = books.read(content)
        assert back.errors == []
        assert {row.seen.criterion: row.values for row in back.rows} == values(rows)
        assert books.proposed(content, [case]).cases[0].rows == []
        transaction.set_rollback(True)


@settings(max_examples=40)
@given(ROWS)
def test_what_is_filled_in_is_what_is_read(rows):
    """By a spreadsheet program: numbers as numbers, words as words."""
    case = books.draft()
    cells = {}
    for no, one in values(rows).items():
        plain = "".join(letter for letter in one.note if letter in "\n\t" or ord(letter) >= 32)
        cells[case.full_name, books.place(COMMUNE, "points", no)] = one.points
        cells[case.full_name, books.place(COMMUNE, "note", no)] = plain or None
    content = filled(books.commune_book(case), cells)
    back = books.read(content)
    assert back.errors == []
    for row in back.rows:
        own = lambda name: cells[case.full_name, books.place(COMMUNE, name, row.seen.criterion)]  # noqa: E731, B023
        assert row.values == sealing.Values(own("points"), sealing.tidy(own("note") or ""))
    entries = books.proposed(content, [case]).work().get(case, [])
    officer = province.user_of(roles.COMMUNE_OFFICER, case)
    with transaction.atomic():
        scoring.save_together({case: entries}, COMMUNE, officer)
        assert books.proposed(content, [case]).cases[0].rows == [], "a second upload changes nothing"
        transaction.set_rollback(True)


def test_text_of_a_formula_stays_text():
    case = books.draft()
    Score.objects.filter(case=case, criterion=1).update(commune_evidence="=1+1 @sổ -x")
    content = books.commune_book(case)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        told = package.read("xl/sharedStrings.xml").decode()
    assert "=1+1 @sổ -x" in told
    (row,) = [row for row in books.read(content).rows if row.seen.criterion == 1]
    assert row.values.note == "=1+1 @sổ -x"


# Cells that cannot be taken ---------------------------------------------------------------------------

WRONG = {
    "beyond the maximum": ("points", 76, "R-COM-3"),
    "below zero": ("points", -1, "R-COM-3"),
    "three decimals": ("points", 1.125, "R-COM-3"),
    "words": ("points", "bốn mươi", "R-COM-3"),
    "a huge number": ("points", 1e300, "R-COM-3"),
    "a truth": ("points", True, "R-COM-3"),
    "a formula": ("points", Formula("F7+1"), "R-COM-3"),
    "a formula for words": ("note", Formula('HYPERLINK("http://x.example")'), "R-COM-3"),
    "too many letters": ("note", "x" * 4001, "R-COM-3"),
}


@pytest.mark.parametrize("name", WRONG)
def test_each_wrong_cell_is_named(name):
    field, value, rule = WRONG[name]
    case = books.draft()
    at = books.place(COMMUNE, field, 1)
    back = books.read(filled(books.commune_book(case), {(case.full_name, at): value}))
    (error,) = back.errors
    assert (error.sheet, error.cell, error.rule) == (case.full_name, at, rule)
    assert error.message
    assert [row.seen.criterion for row in back.rows if row.values is None] == [1]


def test_words_that_are_numbers_are_taken_as_people_type_them():
    case = books.draft()
    sheet, at = case.full_name, lambda no: books.place(COMMUNE, "points", no)
    typed = {1: "42,5", 2: " 7 ", 3: "0", 4: "12.25", 5: 30.0}
    back = books.read(filled(books.commune_book(case), {(sheet, at(no)): one for no, one in typed.items()}))
    read = {row.seen.criterion: row.values.points for row in back.rows}
    assert back.errors == []
    assert [read[no] for no in typed] == [Decimal("42.5"), 7, 0, Decimal("12.25"), 30]


def test_a_choice_that_is_not_on_the_list():
    case = province.case_in(states.COMMUNE_ASSESSED)
    book = books.district_book([case])
    for typed, taken in (
        ("Có", True),
        ("có ", True),
        ("x", True),
        ("Không", False),
        (None, False),
        ("No", False),
    ):
        at = books.place(DISTRICT, "cleared", 2)
        back = books.read(filled(book, {(case.full_name, at): typed}))
        assert back.errors == [] and back.rows[1].values.cleared is taken, typed
    back = books.read(filled(book, {(case.full_name, at): "có lẽ"}))
    assert [(error.cell, error.rule) for error in back.errors] == [(at, "R-DIS-2")]


def test_the_reason_of_a_criterion_whose_points_alone_are_public_stays_inside():
    """R-PRV-2: it cannot be chosen, and typed in past the lock it is an error with its place."""
    case = province.case_in(states.COMMUNE_ASSESSED)
    private = [one.no for one in case.campaign.rulebook.criteria if one.points_only_public]
    assert private
    book = books.district_book([case])
    cells = {(case.full_name, books.place(DISTRICT, "cleared", no)): "Có" for no in range(1, 16)}
    content = filled(book, cells)
    back = reading.read(io.BytesIO(content), len(content), books.maxima(), private)
    told = [(error.cell, error.rule) for error in back.errors]
    assert told == [(books.place(DISTRICT, "cleared", no), "R-PRV-2") for no in private]


def test_moved_rows_and_missing_sheets_are_named():
    case = books.draft()
    book = books.commune_book(case)
    moved = filled(book, {(case.full_name, layout.cell(layout.FIRST_ROW, 0)): 2})
    assert [(e.sheet, e.cell) for e in books.read(moved).errors] == [(case.full_name, "A6")]
    renamed = repacked(
        book,
        lambda name, part: (
            part.replace(case.full_name.encode(), "Khác".encode()) if name == "xl/workbook.xml" else part
        ),
    )
    (error,) = books.read(renamed).errors
    assert (error.sheet, error.cell) == (case.full_name, "")


@settings(max_examples=150)
@given(st.integers(0, 2**32 - 1))
@example(3548070)  # a part that says it is in an encoding nobody has heard of
def test_corrupted_bytes_are_refused_or_read_and_never_crash(number):
    """Bytes turned, cut or doubled anywhere, in the package or inside a part."""
    chance = random.Random(number)
    content = _books()[number % 2]

    def spoil(data: bytes) -> bytes:
        data = bytearray(data)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(data))
            kind = chance.randrange(3)
            if kind == 0:
                data[at] = chance.randrange(256)
            elif kind == 1:
                del data[at : at + chance.randint(1, 400)]
            else:
                data[at:at] = data[at : at + chance.randint(1, 400)]
            if not data:
                break
        return bytes(data)

    if chance.random() < 0.3:
        spoilt = spoil(content)
    else:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            target = chance.choice(package.namelist())
        spoilt = repacked(content, lambda name, part: spoil(part) if name == target else part)
    try:
        back = reading.read(io.BytesIO(spoilt), len(spoilt), {no: Decimal(75) for no in range(1, 16)})
    except WorkbookRefused as refused:
        assert refused.code and refused.message
    else:
        assert all(error.sheet and error.message for error in back.errors)


_MADE: list[bytes] = []


def _books() -> list[bytes]:
    if not _MADE:
        _MADE.append(books.commune_book(books.draft()))
        _MADE.append(books.district_book([province.case_in(states.COMMUNE_ASSESSED)]))
    return _MADE


# What stands in it ------------------------------------------------------------------------------------


def test_a_workbook_says_what_one_needs_in_the_village():
    case = province.case_at((2025, province.MANG_DEN))
    former = Score.objects.get(case__year=2024, case__code=case.code, criterion=2).district_points
    content = books.commune_book(case)
    found = sheets_of(content)
    assert len(found) == 3 and layout.HIDDEN in found
    sheet = found[case.full_name]
    regulation = case.campaign.rulebook
    rows = sheet[layout.FIRST_ROW : layout.FIRST_ROW + 15]
    assert [row[layout.NAME] for row in rows] == [criterion.name for criterion in regulation.criteria]
    assert [row[layout.MAXIMUM] for row in rows] == [
        float(criterion.maximum) for criterion in regulation.criteria
    ]
    assert rows[1][layout.BEFORE] == float(former) and "98 %" in rows[1][layout.BANDS]
    assert sheet[layout.MADE_UP_ROW][0] == illustrative_line()
    assert any(illustrative_line() in row for row in next(iter(found.values()))), "the guide says it, too"
    total = sheet[layout.FIRST_ROW + 15]
    assert total[5] == float(sum(score.commune_points for score in case.scores.all()))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        xml = package.read("xl/worksheets/sheet2.xml").decode()
        book = package.read("xl/workbook.xml").decode()
    assert 'state="veryHidden"' in book
    assert "<sheetProtection" in xml and 'paperSize="9"' in xml and 'state="frozen"' in xml
    assert xml.count("<dataValidation ") == 16 and 'type="decimal"' in xml and "<formula2>75" in xml


def test_a_districts_workbook_has_a_sheet_for_each_commune():
    cases = [
        case
        for case in province.case_in(states.DRAFT).campaign.cases.all()
        if case.reviewing_unit.code == "613"
    ]
    found = sheets_of(books.district_book(cases))
    names = [case.full_name for case in cases]
    assert list(found)[2:-1] == names
    overview = list(found.values())[1]
    assert [row[0] for row in overview[4:]] == names
    case = province.case_in(states.COMMUNE_ASSESSED)
    row = next(row for row in overview if row[0] == case.full_name)
    own = float(sum(score.commune_points for score in case.scores.all()))
    fixed = [s.district_points for s in case.scores.all() if s.district_points is not None]
    assert row[1:5] == [750.0, own, float(sum(fixed)), float(len(fixed))]


def test_two_communes_of_one_name_have_two_sheets():
    first, second = province.case_in(states.COMMUNE_ASSESSED), province.case_in(states.DISTRICT_REVIEWED)
    second.kind, second.name = first.kind, first.name.upper()
    third = province.case_in(states.RECOGNIZED)
    third.name = "Ia H'Drai: [một]/hai*?" + "x" * 40
    from_names = contents.sheet_names([first, second, third])
    assert len({name.casefold() for name in from_names}) == 3
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in from_names)


def test_saving_a_file_writes_revisions_like_the_grid():
    case = books.draft()
    at = books.place(COMMUNE, "points", 3)
    content = filled(books.commune_book(case), {(case.full_name, at): 12.5})
    before = ScoreRevision.objects.count()
    work = books.proposed(content, [case]).work()
    assert scoring.save_together(work, COMMUNE, province.user_of(roles.COMMUNE_OFFICER, case)) == 1
    assert case.scores.get(criterion=3).commune_points == Decimal("12.5")
    assert ScoreRevision.objects.count() == before + 1
