"""Why a file is no workbook of ours, and what is wrong in one that is."""

from dataclasses import dataclass


class WorkbookRefused(ValueError):
    """A file that is not read at all. `code` is for programs, `message` a sentence for the person."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code, self.message = code, message


@dataclass(frozen=True)
class CellError:
    """What has to be mended in the file: sheet, cell ("" for the sheet itself), rule, sentence."""

    sheet: str
    cell: str
    rule: str
    message: str
