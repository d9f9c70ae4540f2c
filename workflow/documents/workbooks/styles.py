"""The formats of a workbook of points, made once for a file."""

import xlsxwriter

from workflow.documents.workbooks import look

ENTRY = {"locked": False, "bg_color": look.SURFACE, "border": 1, "border_color": look.FOREST}
RULE = {"bottom": 1, "bottom_color": look.LINE}
HEAD = {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 2, "bottom_color": look.INK}


class Styles:
    """Headings in forest ink, one rule under each row, green edges where one writes."""

    def __init__(self, book: xlsxwriter.Workbook):
        def style(**more):
            return look.style(book, **more)

        self.title = style(bold=True, font_size=15, font_color=look.FOREST)
        self.subtitle = style(bold=True, font_size=11, font_color=look.FOREST)
        self.quiet = style(font_color=look.INK2)
        self.quiet_wrapped = style(font_color=look.INK2, text_wrap=True, bg_color=look.SUNKEN, **RULE)
        self.hint = style(font_color=look.FOREST, bold=True)
        self.made_up = style(bold=True, font_color=look.SUN_INK, bg_color=look.SUN_SOFT)
        self.head = style(bg_color=look.SUNKEN, **HEAD)
        self.head_entry = style(bg_color=look.FOREST, **{**HEAD, "font_color": look.SURFACE})
        locked = {"bg_color": look.SUNKEN, **RULE}
        self.text = style(text_wrap=True, **locked)
        self.whole = style(num_format="0", align="center", **locked)
        self.number = style(num_format=look.POINTS, **locked)
        self.signed = style(num_format=look.SIGNED, **locked)
        self.todo = style(font_color=look.BASALT, text_wrap=True, **RULE)
        self.entry_number = style(num_format=look.POINTS, bold=True, **ENTRY)
        self.entry_text = style(text_wrap=True, quote_prefix=True, **ENTRY)
        self.entry_choice = style(align="center", **ENTRY)
        self.total = style(bold=True, top=2, top_color=look.INK)
        self.total_number = style(bold=True, num_format=look.POINTS, top=2, top_color=look.INK)
        self.margin = style(bold=True, num_format=look.SIGNED_RED, font_color=look.FOREST)
        self.waiting = book.add_format({"bg_color": look.SUN_SOFT})
        self.line = style(text_wrap=True, **RULE)
        self.line_number = style(num_format=look.POINTS, **RULE)
        self.line_signed = style(num_format=look.SIGNED_RED, **RULE)
        self.link = style(font_color=look.FOREST, underline=1, **RULE)
        self.step = style(bold=True, font_color=look.FOREST, align="center")
        self.paragraph = style(text_wrap=True, font_size=11)
