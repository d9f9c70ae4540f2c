"""The first sheets of a workbook of points: how to fill it in, and a district's communes at a glance."""

from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from portal.record import clock
from workflow.documents.workbooks import look
from workflow.documents.workbooks.contents import CaseSheet
from workflow.documents.workbooks.layout import FIRST_ROW, OF_SIDE, OWN_POINTS, POINTS, cell
from workflow.documents.workbooks.lists import illustrative_line
from workflow.documents.workbooks.styles import Styles
from workflow.models.scores import COMMUNE, DISTRICT
from workflow.rules.scoring import total


def write_guide(page: Worksheet, styles: Styles, made, title: str) -> None:
    """What to do, in the order one does it."""
    page.set_column(0, 0, 5)
    page.set_column(1, 1, 92)
    page.write_string(0, 1, title, styles.title)
    told = _("Downloaded %(when)s by %(who)s") % {"when": f"{clock.now():%H:%M %d/%m/%Y}", "who": made.by}
    page.write_string(1, 1, told, styles.quiet)
    at = 2
    if made.campaign.illustrative:
        page.write_string(at, 1, illustrative_line(), styles.made_up)
        at += 1
    at += 1
    for number, line in enumerate(_steps(made.side), 1):
        page.write_number(at, 0, number, styles.step)
        page.write_string(at, 1, line, styles.paragraph)
        at += 1
    at += 1
    page.write_string(at, 1, _("Please do not"), styles.subtitle)
    for offset, line in enumerate(_cautions(), 1):
        page.write_string(at + offset, 0, "–", styles.step)
        page.write_string(at + offset, 1, line, styles.paragraph)
    look.on_paper(page, foot=illustrative_line() if made.campaign.illustrative else title, landscape=False)
    page.protect()


def _steps(side: str) -> list[str]:
    first = [
        _("Save this file. From now on you need no network; you may fill it in over several days."),
    ]
    own = (
        [
            _(
                "On the sheet of points, write the points of each criterion in the white cells "
                "with a green edge. Zero is a score; empty means not scored yet."
            ),
            _("Beside it write in a line what shows it: the list, register or report. Never a child's name."),
        ]
        if side == COMMUNE
        else [
            _(
                "Each commune has its sheet. Write the points the district fixes in the white "
                "cells with a green edge; the commune's points, evidence and findings of "
                "departments stand beside them."
            ),
            _(
                "Where the points differ from the commune's, write why, and choose whether the "
                "reason may be published."
            ),
        ]
    )
    return [
        *first,
        *own,
        _(
            "The last column says what is still missing. The total and what is above or below "
            "the threshold are summed for you."
        ),
        _("With a network again: sign in, open the same page as for the download, and upload the file."),
        _(
            "The portal shows every cell that changes, old beside new. Nothing is saved before "
            "you confirm. If somebody changed the same criterion meanwhile, you see both values and choose."
        ),
    ]


def _cautions() -> list[str]:
    return [
        _("insert, delete or move rows, columns or sheets, or rename sheets;"),
        _("write formulas or links to other files in the cells you fill in;"),
        _("save it with a password, with macros (.xlsm) or as .xls."),
    ]


def write_overview(page: Worksheet, styles: Styles, made, title: str, sheets: list[CaseSheet]) -> None:
    """The communes with their totals, summed from their sheets, and a link to each."""
    heads = [
        (_("Commune"), 30),
        (_("Needs"), 9),
        (_("Commune's points"), 12),
        (_("District fixes"), 12),
        (_("Criteria scored"), 12),
        (_("Above or below"), 14),
    ]
    page.write_string(0, 0, title, styles.title)
    if made.campaign.illustrative:
        page.write_string(1, 0, illustrative_line(), styles.made_up)
    for column, (head, width) in enumerate(heads):
        page.set_column(column, column, width)
        page.write_string(3, column, head, styles.head)
    points = OF_SIDE[DISTRICT].entries[POINTS]
    for at, sheet in enumerate(sheets, 4):
        last = FIRST_ROW + len(sheet.rows) - 1
        where = "'" + sheet.sheet.replace("'", "''") + "'!"
        fixed = [row.score.district_points for row in sheet.rows]
        page.write_url(at, 0, f"internal:{where}A1", styles.link, sheet.case.full_name)
        if sheet.threshold is None:
            page.write_string(at, 1, _("not confirmed"), styles.line)
        else:
            page.write_number(at, 1, sheet.threshold, styles.line_number)
        own = total(row.score.commune_points for row in sheet.rows)
        page.write_formula(at, 2, f"={where}{cell(last + 1, OWN_POINTS)}", styles.line_number, float(own))
        page.write_formula(
            at, 3, f"={where}{cell(last + 1, points)}", styles.line_number, float(total(fixed))
        )
        scored = f"=COUNT({where}{cell(FIRST_ROW, points)}:{cell(last, points)})"
        page.write_formula(at, 4, scored, styles.line_number, sum(one is not None for one in fixed))
        if sheet.threshold is not None:
            margin = float(total(fixed) - sheet.threshold)
            page.write_formula(at, 5, f"=D{at + 1}-B{at + 1}", styles.line_signed, margin)
    page.freeze_panes(4, 1)
    look.on_paper(page, foot=illustrative_line() if made.campaign.illustrative else title)
    page.protect()
