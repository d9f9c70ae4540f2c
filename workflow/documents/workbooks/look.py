"""How our spreadsheets look: the theme's colours, one font every office has, A4 paper."""

from datetime import UTC
from io import BytesIO
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from portal.record import clock

# Names of the tokens in portal/theme/css/tokens.css, light scheme.
INK, INK2, LINE, EDGE = "#211F1A", "#595244", "#DFD8C8", "#857C69"
FOREST, FOREST_SOFT, BASALT, BASALT_SOFT = "#17543E", "#E2EFE6", "#A93C15", "#FBE8DE"
SUN_SOFT, SUN_INK, SUNKEN, SURFACE = "#FCF1D2", "#694A00", "#F2EEE4", "#FFFFFF"
# Be Vietnam Pro is on no office computer; Arial is, and has every Vietnamese letter.
FONT = "Arial"
A4 = 9
# "General", for #.## would leave a bare point behind whole numbers.
DAY, POINTS = "dd/mm/yyyy", "General"
SIGNED, SIGNED_RED = "+General;−General;0", "+General;[Red]−General;0"


def book(file: BinaryIO | BytesIO, *, title: str, streamed: bool = False) -> xlsxwriter.Workbook:
    """A new workbook in which no text ever becomes a formula, a link or a number.

    `streamed` keeps one row in memory at a time: rows must then be written from the top down.
    """
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
        "remove_timezone": True,
        **({"constant_memory": True} if streamed else {"in_memory": True}),
    }
    made = xlsxwriter.Workbook(file, options)
    made.formats[0].set_font_name(FONT)
    made.formats[0].set_font_size(10)
    made.set_properties({"title": title, "created": clock.now().astimezone(UTC).replace(tzinfo=None)})
    return made


def style(made: xlsxwriter.Workbook, **more) -> Format:
    """A format in the house's font; keywords as xlsxwriter names them."""
    return made.add_format({"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "top", **more})


def on_paper(sheet: Worksheet, *, foot: str = "", landscape: bool = True) -> None:
    """A4, one page wide, with the page number and a line at the foot."""
    sheet.set_paper(A4)
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.5, top=0.6, bottom=0.7)
    sheet.set_footer(f"&L&8{foot.replace('&', '&&')}&R&8&P / &N")
    sheet.hide_gridlines(2)
