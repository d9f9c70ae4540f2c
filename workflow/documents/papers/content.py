"""What stands on a printed paper: one frozen model, from which both the Word file and the PDF are made.

Everything in it is text that was cleaned by `wording.clean`, in the order it is read. What is not known yet
stands as "…", so that an official sees what is left to write.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from workflow.documents.papers.tables import SHAPES, Shape

# How a block of the body is set.
TEXT, BASIS, HEADING, ARTICLE, CENTRE = "doan", "can_cu", "muc", "dieu", "giua"
STYLES = (TEXT, BASIS, HEADING, ARTICLE, CENTRE)


@dataclass(frozen=True)
class Block:
    """A paragraph; an article has a label ("Điều 1.") in front of its text."""

    style: str
    text: str
    label: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of one of the known tables; `total` is the last row, set in bold."""

    key: str
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()

    @property
    def shape(self) -> Shape:
        return SHAPES[self.key]


@dataclass(frozen=True)
class Signature:
    """A signature block: the lines over it ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH") and the name, "" while "
    "unknown."""

    lines: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True)
class Code:
    """The small code of a printed paper: what the drawing holds, and what a person reads under it."""

    text: str
    label: str = ""


@dataclass(frozen=True)
class PrintedPaper:
    """One paper, ready to be set. `fields` are the plain facts a template of the province may name."""

    kind: str
    name: str
    parent: tuple[str, ...]
    agency: tuple[str, ...]
    number: str
    place_and_date: str
    title: str
    abstract: str
    body: tuple[Block | Table, ...]
    signature: Signature
    recipients: tuple[str, ...] = ()
    about: str = ""  # a công văn's "V/v …", under its number
    addressed: tuple[str, ...] = ()
    left_signature: Signature | None = None
    illustrative: bool = False
    code: Code | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    communes: tuple[Mapping[str, str], ...] = ()

    def texts(self) -> Iterator[str]:
        """Every text on the paper in the order it is read, for comparing with what was printed."""
        yield from (*self.parent, *self.agency, self.number, self.about, self.place_and_date)
        yield from (self.title, self.abstract, *self.addressed)
        for block in self.body:
            if isinstance(block, Table):
                yield from (column.title for column in block.shape.columns)
                for row in (*block.rows, block.total):
                    yield from row
            else:
                yield from (block.label, block.text)
        for signature in (self.left_signature, self.signature):
            if signature:
                yield from (*signature.lines, signature.name)
        yield from self.recipients
