"""Who issues a paper: committees, divisions and councils as letterheads and sentences name them."""

from __future__ import annotations

from dataclasses import dataclass

from portal.units.models import UnitSpan
from portal.units.names import KIND_NAMES
from workflow.documents.papers.wording import clean, lower_first

COMMITTEE = "Ủy ban nhân dân"
DIVISION = "Phòng Lao động - Thương binh và Xã hội"
DEPARTMENT = "Sở Lao động - Thương binh và Xã hội"
ASSESSING_COUNCIL, REVIEW_COUNCIL = "Hội đồng đánh giá", "Hội đồng xét duyệt"


@dataclass(frozen=True)
class Agency:
    """A unit as papers name it; `kind` is its word in lower case, "huyện"."""

    kind: str
    name: str

    @classmethod
    def of(cls, span: UnitSpan) -> Agency:
        """The unit as it was called in a span."""
        return cls(KIND_NAMES[span.kind], clean(span.name))

    @property
    def full(self) -> str:
        """ "huyện Kon Plông"."""
        return f"{self.kind} {self.name}"

    @property
    def place(self) -> str:
        """The place beside a date: the name alone, with the kind where the name is a number."""
        return f"{self.kind.capitalize()} {self.name}" if self.name.isdigit() else self.name

    @property
    def committee(self) -> str:
        """ "Ủy ban nhân dân huyện Kon Plông"."""
        return f"{COMMITTEE} {self.full}"

    @property
    def short_committee(self) -> str:
        """ "UBND huyện Kon Plông"."""
        return f"UBND {self.full}"

    @property
    def chair(self) -> str:
        """ "Chủ tịch Ủy ban nhân dân huyện Kon Plông"."""
        return f"Chủ tịch {self.committee}"

    @property
    def division(self) -> str:
        """The Labour Division of a district."""
        return f"{DIVISION} {self.full}"

    @property
    def department(self) -> str:
        """The Labour Department of a province."""
        return f"{DEPARTMENT} {self.full}"

    @property
    def heading(self) -> tuple[str, str]:
        """The committee in a letterhead, on two lines."""
        return COMMITTEE.upper(), self.full.upper()

    def above(self) -> tuple[str, ...]:
        """The committee in the line of the agency above."""
        return (self.short_committee.upper(),)


def spoken(full_name: str) -> str:
    """A full name inside a sentence: "Xã Hiếu" → "xã Hiếu"."""
    return lower_first(clean(full_name))
