"""What the papers of each dossier are called, from the regulation of the year (R-COM-4, R-DIS-5, R-REW-4)."""

from django.utils.translation import get_language

from workflow.regulations.model import PaperKind


def _documents(campaign):
    return campaign.rulebook.documents


def name_of(paper: PaperKind) -> str:
    """A kind of paper in the reader's language; the names are data of the regulation."""
    return paper.name_en if (get_language() or "").startswith("en") else paper.name


def kind_name(campaign, kind: str) -> str:
    """The name of a kind by its code; the code itself for one the regulation does not know."""
    found = _documents(campaign).kind(kind)
    return name_of(found) if found else kind


def commune_kinds(campaign) -> list[tuple[str, str]]:
    """Codes and names of the papers a commune files."""
    return [(paper.kind, name_of(paper)) for paper in _documents(campaign).commune]


def district_kinds(campaign) -> list[tuple[str, str]]:
    """Codes and names of the papers of a district's year."""
    return [(paper.kind, name_of(paper)) for paper in _documents(campaign).district]


def reward_kinds(campaign) -> list[tuple[str, str]]:
    """Codes and names of the papers of a reward's dossier."""
    return [(paper.kind, name_of(paper)) for paper in _documents(campaign).reward]
