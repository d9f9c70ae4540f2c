"""Last year's council as the beginning of this year's: copied into the form, vacated seats flagged."""

from django.db.models import Prefetch

from workflow.models import Campaign, Council, Seat
from workflow.workspace.councils.forms import initial_rows

COPY = "nam-truoc"


def before(campaign: Campaign, unit) -> Council | None:
    """The unit's last council of an earlier year of the same kind, with its seats."""
    found = Council.objects.filter(
        unit=unit,
        campaign__province=campaign.province_id,
        campaign__illustrative=campaign.illustrative,
        campaign__sequence__lt=campaign.sequence,
        founded_on__isnull=False,
    ).prefetch_related(Prefetch("seats", Seat.objects.order_by("order", "pk")))
    return found.select_related("campaign").order_by("-campaign__sequence").first()


def copied_rows(council: Council, tier: str, people: dict) -> list[dict]:
    """The rows of that council; a holder whose account holds no post here today leaves a flagged, empty row.

    Who sat without an account is copied as written: the form cannot know, the official checks.
    """
    rows = []
    for row in initial_rows(council, tier):
        holder = row.get("holder")
        if holder and holder not in people:
            rows.append({"code": row["code"], "gone": row["name"]})
        else:
            rows.append(row)
    return rows
