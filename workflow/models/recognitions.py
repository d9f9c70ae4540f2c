"""Recognitions, the only input of streaks, and the rewards that rest on them (R-DIS-4, R-REW)."""

from django.db import models
from django.db.models import Q

from portal.record import clock


class Recognition(models.Model):
    """A commune was recognised for a year: from a case here, or imported from earlier decisions (R-REW-3)."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    campaign = models.ForeignKey("workflow.Campaign", models.PROTECT, null=True, blank=True, related_name="+")
    sequence = models.IntegerField()
    year = models.PositiveSmallIntegerField()
    regulation = models.CharField(max_length=40)
    source = models.CharField(max_length=10)  # "case" or "import"
    case = models.ForeignKey(
        "workflow.Case", models.SET_NULL, null=True, blank=True, related_name="recognitions"
    )
    decision = models.ForeignKey(
        "workflow.Decision", models.PROTECT, null=True, blank=True, related_name="recognitions"
    )
    decision_text = models.CharField(max_length=200, blank=True)
    certificate_number = models.CharField(max_length=60, blank=True)
    certificate_code = models.CharField(max_length=20, unique=True, null=True, blank=True)
    illustrative = models.BooleanField(default=False)
    revoked_by = models.ForeignKey(
        "workflow.Decision", models.PROTECT, null=True, blank=True, related_name="revocations"
    )
    revoked_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "sequence", "illustrative"],
                condition=Q(revoked_on__isnull=True),
                name="recognition_once_in_force",
            )
        ]

    def __str__(self):
        return f"{self.unit_id} {self.year}"


class CertificateRegister(models.Model):
    """The last certificate number given by a district in a year; numbers have no gaps."""

    issuer = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    illustrative = models.BooleanField(default=False)
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "year", "illustrative"], name="register_once_per_year")
        ]

    def __str__(self):
        return f"{self.issuer_id}/{self.year}: {self.last_number}"


class Reward(models.Model):
    """A reward for 3 or 5 years running; the amount follows the law of the day (R-REW-5)."""

    case = models.ForeignKey("workflow.Case", models.PROTECT, related_name="rewards")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    decision = models.ForeignKey("workflow.Decision", models.PROTECT, related_name="rewards")
    rests_on = models.ManyToManyField(Recognition, related_name="rewards")
    amount = models.DecimalField(max_digits=14, decimal_places=0, null=True, blank=True)
    illustrative = models.BooleanField(default=False)
    given_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "level"], name="reward_once_per_level")]

    def __str__(self):
        return f"{self.unit_id}: {self.level}"
