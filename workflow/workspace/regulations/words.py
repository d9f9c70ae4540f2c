"""A regulation told in words: its versions, their state, and a field that differs between two of them."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflow.actions.refusals import present
from workflow.models import RegulationVersion
from workflow.models.regulations import SHIPPED, regulation_of, ships
from workflow.regulations import loader
from workflow.regulations.differences import Change
from workflow.regulations.model import Criterion, Regulation
from workflow.workspace.scores.numbers import band_words

FIELDS = {
    "name": gettext_lazy("Name of the criterion"),
    "name_en": gettext_lazy("Name in English"),
    "short_name": gettext_lazy("Short name"),
    "short_name_en": gettext_lazy("Short name in English"),
    "maximum": gettext_lazy("Maximum"),
    "supervisors": gettext_lazy("Supervising departments"),
    "points_only_public": gettext_lazy("Only points are public"),
    "confirmed": gettext_lazy("Wording confirmed"),
    "source": gettext_lazy("Source"),
    "unit": gettext_lazy("Counted as"),
    "rate_base": gettext_lazy("Rate per how many children"),
    "bands_state": gettext_lazy("Bands known"),
    "bands": gettext_lazy("Bands"),
    "criterion": gettext_lazy("Criterion"),
    "thresholds": gettext_lazy("Thresholds"),
    "deadlines": gettext_lazy("Last days"),
    "documents": gettext_lazy("Papers"),
    "completeness": gettext_lazy("Completeness"),
    "gaps": gettext_lazy("What is missing"),
}


@dataclass(frozen=True)
class Version:
    """One version of a regulation; `row` is None for what ships."""

    code: str
    version: int
    regulation: Regulation
    row: RegulationVersion | None = None

    @property
    def is_draft(self) -> bool:
        return self.row is not None and self.row.fixed_at is None

    @property
    def slug(self) -> str:
        return self.code.replace("/", "-")

    @property
    def label(self) -> str:
        return _("%(number)s, version %(version)s") % {
            "number": self.regulation.number,
            "version": self.version,
        }

    def link(self, name: str = "regulation", *more) -> str:
        """The address of one of its pages."""
        return reverse(f"workspace:{name}", args=[self.slug, self.version, *more])


def versions() -> list[Version]:
    """Every version, oldest regulation first. One query."""
    found = [Version(one.code, SHIPPED, one) for one in loader.all_regulations()]
    rows = RegulationVersion.objects.all()
    found += [Version(row.code, row.version, loader.parse(row.text, str(row)), row) for row in rows]
    return sorted(found, key=lambda one: (one.regulation.issued_on, one.code, one.version))


def version_at(slug: str, version: int) -> Version:
    """The version behind an address, else Http404."""
    code = "/".join(slug.rsplit("-", 1))
    if version == SHIPPED and ships(code):
        return Version(code, version, regulation_of(code))
    row = RegulationVersion.objects.filter(code=code, version=version).first() if version < 30000 else None
    if row is None:
        raise Http404
    return Version(code, version, loader.parse(row.text, str(row)), row)


def change_words(change: Change, old: Regulation, new: Regulation) -> dict[str, str]:
    """A difference as a line: field, old, new."""
    before = after = None
    if change.criterion is not None:
        before = next((c for c in old.criteria if c.no == change.criterion), None)
        after = next((c for c in new.criteria if c.no == change.criterion), None)
    return {
        "field": str(FIELDS.get(change.field, change.field)),
        "old": value_words(change.field, change.old, before),
        "new": value_words(change.field, change.new, after),
    }


def value_words(field: str, value: Any, criterion: Criterion | None = None) -> str:
    """One side of a difference; "chưa có" where there is nothing."""
    if value is None or value in ("", ()):
        return _("none known")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Decimal):
        return present(value)
    if isinstance(value, Criterion):
        return value.name
    if field == "bands" and criterion is not None:
        return "; ".join(f"{band_words(criterion, band)} → {present(band.points)}" for band in value)
    if field == "thresholds":
        return "; ".join(f"{one.name} {one.points}" for one in value)
    if isinstance(value, tuple):
        return "; ".join(str(one) for one in value)
    return str(value)
