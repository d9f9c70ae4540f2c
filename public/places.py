"""Units as the public addresses them: `<code>-<slug>`, where the code finds and the slug is for people."""

from dataclasses import dataclass
from datetime import date

from portal.units.models import Tier, UnitSpan
from portal.units.names import full_name_en


@dataclass(frozen=True)
class Place:
    """A unit under its newest name. `place` is its part of an address; `inside` the unit it belongs to."""

    unit_id: int
    code: str
    tier: str
    kind: str
    name: str
    full_name: str
    slug: str
    inside: "Place | None" = None

    @property
    def place(self) -> str:
        """`<code>-<slug>`."""
        return f"{self.code}-{self.slug}"

    @property
    def full_name_en(self) -> str:
        """The English twin of its name, for descriptions; headings keep the Vietnamese name."""
        return full_name_en(self.kind, self.name)

    @property
    def is_commune(self) -> bool:
        """True for communes, wards and townships."""
        return self.tier == Tier.COMMUNE


def place_of(span: UnitSpan, inside: Place | None = None) -> Place:
    """The place a span describes."""
    return Place(span.unit_id, span.code, span.tier, span.kind, span.name, span.full_name, span.slug, inside)


def _newest(spans) -> UnitSpan | None:
    return max(spans, key=lambda span: span.valid_from or date.min, default=None)


def find_place(code: str) -> Place | None:
    """The unit that has, or once had, a code; None for a code nobody ever had. Two queries at most."""
    spans = UnitSpan.objects.filter(unit__in=UnitSpan.objects.filter(code=code).values("unit"))
    span = _newest(spans)
    if span is None:
        return None
    above = _newest(UnitSpan.objects.filter(unit=span.parent_id)) if span.parent_id else None
    return place_of(span, place_of(above) if above else None)
