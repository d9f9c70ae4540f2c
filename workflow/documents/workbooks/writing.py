"""Workbooks of points to be filled in without a network: a commune's own, or a district's with all communes.

Only the cells one fills in are unlocked; each refuses what the portal would refuse, in the reader's words.
"""

from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from portal.record import clock
from workflow.documents.workbooks import look, sealing
from workflow.documents.workbooks.contents import CaseSheet
from workflow.documents.workbooks.guide import write_guide, write_overview
from workflow.documents.workbooks.layout import (
    BANDS,
    BEFORE,
    CLEARED,
    DIFFERENCE,
    DOUBTS,
    FIRST_ROW,
    FORMAT,
    HEAD_ROW,
    HIDDEN,
    HINT_ROW,
    MADE_UP_ROW,
    MARK,
    MAXIMUM,
    NAME,
    NO,
    NOTE,
    OF_SIDE,
    OWN_NOTE,
    OWN_POINTS,
    PLACE_ROW,
    POINTS,
    SEAL_ROW,
    TITLE_ROW,
    cell,
)
from workflow.documents.workbooks.lists import illustrative_line
from workflow.documents.workbooks.styles import Styles
from workflow.models import Campaign
from workflow.models.scores import COMMUNE
from workflow.rules.scoring import total

LONGEST_NOTE = 4000
# Excel's own limits for the words beside a cell.
LONGEST_TITLE, LONGEST_MESSAGE = 32, 255


@dataclass(frozen=True)
class Made:
    """For whom a workbook is made: the side that fills it in, the year, the district when it is one's."""

    side: str
    campaign: Campaign
    unit_id: int | None
    unit_name: str
    by: str

    @property
    def title(self) -> str:
        if self.side == COMMUNE:
            return _("Self-assessment points, %(place)s, %(year)s")
        return _("Review points, %(place)s, %(year)s")


def workbook(sheets: list[CaseSheet], made: Made) -> bytes:
    """The workbook as bytes; `sheets` in the order they shall stand."""
    file = BytesIO()
    title = made.title % {"place": made.unit_name, "year": made.campaign.year}
    book = look.book(file, title=title)
    styles = Styles(book)
    write_guide(book.add_worksheet(_("Guide")), styles, made, title)
    overview = book.add_worksheet(_("Overview")) if made.unit_id else None
    for sheet in sheets:
        _CaseWriter(book.add_worksheet(sheet.sheet), styles, sheet, made).write()
    if overview is not None:
        write_overview(overview, styles, made, title, sheets)
        overview.activate()
    elif sheets:
        book.get_worksheet_by_name(sheets[0].sheet).activate()
    _seal(book.add_worksheet(HIDDEN), sheets, made)
    book.close()
    return file.getvalue()


def _seal(page: Worksheet, sheets: list[CaseSheet], made: Made) -> None:
    """The hidden sheet: format, campaign, side, when and by whom, and the signed versions."""
    page.very_hidden()
    page.write_string(0, 0, MARK)
    page.write_number(0, 1, FORMAT)
    told = (
        ("side", made.side),
        ("year", str(made.campaign.year)),
        ("unit", made.unit_name),
        ("made_at", clock.now().isoformat(timespec="seconds")),
        ("made_for", made.by),
        ("illustrative", "yes" if made.campaign.illustrative else "no"),
    )
    for row, (name, value) in enumerate(told, 1):
        page.write_string(row, 0, name)
        page.write_string(row, 1, value)
    seal = sealing.Seal(
        made.side,
        made.campaign.pk,
        made.unit_id,
        tuple(
            sealing.SheetOf(
                sheet.case.pk,
                sheet.sheet,
                tuple(
                    sealing.Seen(
                        row.score.criterion,
                        getattr(row.score, f"{made.side}_version"),
                        sealing.values_of(row.score, made.side).digest,
                    )
                    for row in sheet.rows
                ),
            )
            for sheet in sheets
        ),
    )
    for number, part in enumerate(sealing.chunks(seal)):
        page.write_string(SEAL_ROW + number, 0, part)
    page.protect()


class _CaseWriter:
    """Writes the sheet of one case."""

    def __init__(self, page: Worksheet, styles: Styles, sheet: CaseSheet, made: Made):
        self.page, self.styles, self.sheet, self.made = page, styles, sheet, made
        self.side, self.columns = made.side, OF_SIDE[made.side]
        self.last = FIRST_ROW + len(sheet.rows) - 1

    def write(self) -> None:
        self._frame()
        self._heads()
        for number, row in enumerate(self.sheet.rows):
            self._row(FIRST_ROW + number, row)
        self._entries()
        self._totals()

    def _frame(self) -> None:
        page, styles, case = self.page, self.styles, self.sheet.case
        title = self.made.title % {"place": case.full_name, "year": case.year}
        page.write_string(TITLE_ROW, 0, title, styles.title)
        rule = self.made.campaign.rulebook
        page.write_string(PLACE_ROW, 0, f"{case.district_name} · {rule.number}", styles.quiet)
        if case.illustrative:
            for column in range(self.columns.width + 1):
                page.write_blank(MADE_UP_ROW, column, None, styles.made_up)
            page.write_string(MADE_UP_ROW, 0, illustrative_line(), styles.made_up)
        hint = _(
            "Fill in the white cells with a green edge; everything else is locked. Zero is a "
            "score, empty is not."
        )
        page.write_string(HINT_ROW, 0, hint, styles.hint)
        page.set_row(TITLE_ROW, 24)
        page.set_row(HEAD_ROW, 44)
        page.freeze_panes(FIRST_ROW, NAME + 1)
        page.repeat_rows(HEAD_ROW)
        look.on_paper(page, foot=illustrative_line() if case.illustrative else title)
        page.protect("", {"format_columns": True, "format_rows": True})
        page.set_selection(FIRST_ROW, self.columns.entries[POINTS], FIRST_ROW, self.columns.entries[POINTS])

    def _heads(self) -> None:
        heads = {
            NO: (_("No."), 5),
            NAME: (_("Criterion"), 44),
            BANDS: (_("Known bands"), 19),
            MAXIMUM: (_("Maximum"), 8),
            BEFORE: (_("Points of %(year)s") % {"year": self.sheet.case.year - 1}, 9),
        }
        if self.side == COMMUNE:
            heads |= {
                self.columns.entries[POINTS]: (_("Commune's points"), 11),
                self.columns.entries[NOTE]: (_("Evidence: what shows it"), 52),
            }
        else:
            heads |= {
                OWN_POINTS: (_("Commune's points"), 9),
                OWN_NOTE: (_("Evidence of the commune"), 32),
                DOUBTS: (_("Findings of departments"), 26),
                self.columns.entries[POINTS]: (_("District fixes"), 9),
                DIFFERENCE: (_("Difference"), 9),
                self.columns.entries[NOTE]: (_("Reason for the difference"), 38),
                self.columns.entries[CLEARED]: (_("May be published?"), 11),
            }
        heads[self.columns.width] = (_("Still to do"), 20)
        entered = set(self.columns.entries.values())
        for column, (text, width) in heads.items():
            self.page.set_column(column, column, width)
            self.page.write_string(
                HEAD_ROW, column, text, self.styles.head_entry if column in entered else self.styles.head
            )

    def _row(self, at: int, row) -> None:
        page, styles, score = self.page, self.styles, row.score
        page.write_number(at, NO, score.criterion, styles.whole)
        page.write_string(at, NAME, row.name, styles.text)
        page.write_string(at, BANDS, row.bands, styles.quiet_wrapped)
        page.write_number(at, MAXIMUM, score.maximum, styles.number)
        self._number(at, BEFORE, row.before, styles.number)
        values = sealing.values_of(score, self.side)
        self._number(at, self.columns.entries[POINTS], values.points, styles.entry_number)
        self._words(at, self.columns.entries[NOTE], values.note, styles.entry_text)
        if self.side == COMMUNE:
            points, note = (cell(at, self.columns.entries[name]) for name in (POINTS, NOTE))
            unscored, bare = _q(_("not scored")), _q(_("no evidence in words"))
            self._todo(at, f'IF({points}="","{unscored}",IF({note}="","{bare}",""))')
            return
        self._number(at, OWN_POINTS, score.commune_points, styles.number)
        files = [_("Files in the portal: %(count)s") % {"count": row.files}] if row.files else []
        self._words(at, OWN_NOTE, "\n".join(filter(None, [score.commune_evidence, *files])), styles.text)
        self._words(at, DOUBTS, "\n".join(row.findings), styles.text)
        cleared = _("Yes") if values.cleared else ""
        # R-PRV-2: of some criteria only points are public, so there is nothing to choose.
        choice = styles.whole if row.points_only else styles.entry_choice
        self._words(at, self.columns.entries[CLEARED], cleared, choice)
        points, note = (cell(at, self.columns.entries[name]) for name in (POINTS, NOTE))
        own, difference = cell(at, OWN_POINTS), score.difference
        page.write_formula(
            at,
            DIFFERENCE,
            f'=IF(OR({points}="",{own}=""),"",{points}-{own})',
            styles.signed,
            "" if difference is None else float(difference),
        )
        unscored, unsaid = _q(_("not scored")), _q(_("say why it differs"))
        differs = f'AND({cell(at, DIFFERENCE)}<>0,{note}="")'
        self._todo(at, f'IF({points}="","{unscored}",IF({differs},"{unsaid}",""))')

    def _number(self, at: int, column: int, value, style) -> None:
        if value is None:
            self.page.write_blank(at, column, None, style)
        else:
            self.page.write_number(at, column, value, style)

    def _words(self, at: int, column: int, text: str, style) -> None:
        if text:
            self.page.write_string(at, column, text, style)
        else:
            self.page.write_blank(at, column, None, style)

    def _todo(self, at: int, formula: str) -> None:
        # What the formula gives is worked out by the program that opens the file.
        self.page.write_formula(at, self.columns.width, f"={formula}", self.styles.todo, "")

    def _entries(self) -> None:
        """What the cells one fills in take, and what they say when they do not."""
        for number, row in enumerate(self.sheet.rows):
            at, maximum = FIRST_ROW + number, row.score.maximum
            told = {"no": row.score.criterion, "maximum": f"{maximum.normalize():f}".replace(".", ",")}
            self.page.data_validation(
                at,
                self.columns.entries[POINTS],
                at,
                self.columns.entries[POINTS],
                {
                    "validate": "decimal",
                    "criteria": "between",
                    "minimum": 0,
                    "maximum": float(maximum),
                    "ignore_blank": True,
                    **_said(
                        _("Criterion %(no)s") % told,
                        _(
                            "Points from 0 to %(maximum)s, at most two decimals. Leave it empty "
                            "while not scored."
                        )
                        % told,
                        _("Points run from 0 to %(maximum)s.") % told,
                    ),
                },
            )
        note, points = self.columns.entries[NOTE], self.columns.entries[POINTS]
        explained = (
            _("In a line: which list, register or report shows it. No names of children.")
            if self.side == COMMUNE
            else _("Why the points differ from the commune's. No names, telephones or addresses.")
        )
        self.page.data_validation(
            FIRST_ROW,
            note,
            self.last,
            note,
            {
                "validate": "length",
                "criteria": "<=",
                "value": LONGEST_NOTE,
                **_said(_("Words"), explained, _("At most 4,000 letters.")),
            },
        )
        if CLEARED in self.columns.entries:
            column = self.columns.entries[CLEARED]
            self.page.data_validation(
                FIRST_ROW,
                column,
                self.last,
                column,
                {
                    "validate": "list",
                    "source": [_("Yes"), _("No")],
                    **_said(
                        _("May be published?"),
                        _("Yes: the reason names no child, no telephone, no address."),
                        _("Choose Yes or No from the list."),
                    ),
                },
            )
        self.page.conditional_format(
            FIRST_ROW, points, self.last, points, {"type": "blanks", "format": self.styles.waiting}
        )

    def _totals(self) -> None:
        page, styles, rows, at = self.page, self.styles, self.sheet.rows, self.last + 1
        for column in range(self.columns.width + 1):
            page.write_blank(at, column, None, styles.total)
        page.write_string(at, NAME, _("Total"), styles.total)
        sums = {MAXIMUM: [row.score.maximum for row in rows], BEFORE: [row.before for row in rows]}
        sums[self.columns.entries[POINTS]] = [getattr(row.score, f"{self.side}_points") for row in rows]
        if self.side != COMMUNE:
            sums[OWN_POINTS] = [row.score.commune_points for row in rows]
        for column, values in sums.items():
            formula = f"=SUM({cell(FIRST_ROW, column)}:{cell(self.last, column)})"
            page.write_formula(at, column, formula, styles.total_number, float(total(values)))
        need = self.sheet.threshold
        words = (
            _("Class not yet confirmed by the Labour Department")
            if need is None
            else _("Needs %(points)s") % {"points": need}
        )
        page.write_string(at + 1, NAME, words, styles.quiet)
        if need is not None:
            got = self.columns.entries[POINTS]
            margin = float(total(sums[got]) - need)
            page.write_formula(at + 1, got, f"={cell(at, got)}-{need}", styles.margin, margin)
            page.write_string(at + 1, got + 1, _("above (+) or below (−) the threshold"), styles.quiet)


def _said(title: str, message: str, wrong: str) -> dict:
    return {
        "input_title": title[:LONGEST_TITLE],
        "input_message": message[:LONGEST_MESSAGE],
        "error_title": _("Not possible here")[:LONGEST_TITLE],
        "error_message": wrong[:LONGEST_MESSAGE],
        "error_type": "stop",
    }


def _q(text: str) -> str:
    """Text within a formula's quotes."""
    return text.replace('"', '""')
