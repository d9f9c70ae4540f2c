"""What the public is told of a case."""

from public.models.publication import CurrentPublication
from workflow.models import Case


def told_publicly(case: Case) -> dict:
    """The content of the publication that holds for the case's commune and year."""
    return CurrentPublication.objects.get(unit_code=case.code, year=case.year).publication.content
