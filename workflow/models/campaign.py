"""A campaign: one year of assessment in a province under one regulation (R-CAL)."""

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from portal.record import clock
from workflow.regulations.model import Regulation

from .regulations import SHIPPED, regulation_of


class CampaignQuerySet(models.QuerySet):
    def running(self):
        """Campaigns opened and not closed."""
        return self.filter(closed_at__isnull=True)

    def current(self, province):
        """The newest campaign opened and not closed in a province, or None (R-CAL-7)."""
        return self.running().filter(province=province).order_by("-sequence").first()


class Campaign(models.Model):
    """Cut-offs are data, each the last day still in time (R-CAL-1…7); `holidays` are ISO days.

    `regulation` is the code it is held under and `regulation_version` the version it opened with; both stay.
    What that version says is `rulebook`.
    """

    province = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    regulation = models.CharField(max_length=40)
    regulation_version = models.PositiveSmallIntegerField(default=SHIPPED)
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField()
    period_from = models.DateField()
    period_to = models.DateField()
    commune_due = models.DateField()
    district_due = models.DateField()
    province_due = models.DateField()
    reward_due = models.DateField()
    closing_day = models.DateField()
    comment_days = models.PositiveSmallIntegerField(default=5)
    holidays = models.JSONField(default=list, blank=True)
    illustrative = models.BooleanField(default=False)
    opened_at = models.DateTimeField(default=clock.now, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["province", "year", "illustrative"], name="campaign_once_a_year_per_province"
            ),
            models.CheckConstraint(
                condition=Q(period_from__lt=models.F("period_to")), name="campaign_period_runs_forward"
            ),
            models.CheckConstraint(
                condition=Q(commune_due__lte=models.F("district_due"))
                & Q(district_due__lte=models.F("closing_day")),
                name="campaign_cut_offs_in_order",
            ),
        ]

    def __str__(self):
        return str(self.year)

    @cached_property
    def rulebook(self) -> Regulation:
        """The regulation in the version this campaign opened with."""
        return regulation_of(self.regulation, self.regulation_version)
