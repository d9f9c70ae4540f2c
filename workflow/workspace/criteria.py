"""Criteria by number and name, for choosing one."""

from django.utils.translation import get_language

from workflow.models import Campaign


def names(campaign: Campaign) -> dict[int, str]:
    """Short names of the campaign's criteria, by number; data of the regulation."""
    english = (get_language() or "").startswith("en")
    return {
        criterion.no: criterion.short_name_en if english else criterion.short_name
        for criterion in campaign.rulebook.criteria
    }


def choices(campaign: Campaign, only=None) -> list[tuple[str, str]]:
    """Options of a select, all criteria or `only` these numbers."""
    return [(str(no), f"{no}. {name}") for no, name in names(campaign).items() if only is None or no in only]
