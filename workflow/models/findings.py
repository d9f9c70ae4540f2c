"""Findings of supervisors and who has read them (R-SUP-1); corrective notes of R-COM-5."""

from django.conf import settings
from django.db import models

from portal.record import clock


class Finding(models.Model):
    """What a department saw of a criterion in a commune; a doubted one must be read before review."""

    case = models.ForeignKey("workflow.Case", models.CASCADE, related_name="findings")
    body = models.ForeignKey("units.Body", models.PROTECT, related_name="+")
    criterion = models.PositiveSmallIntegerField()
    doubted = models.BooleanField(default=False)
    text = models.TextField()
    seen_on = models.DateField()
    file = models.ForeignKey("record.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    recorded_by_name = models.CharField(max_length=150)

    class Meta:
        ordering = ["criterion", "pk"]

    def __str__(self):
        return f"{self.case_id}/{self.criterion}"


class FindingRead(models.Model):
    """An officer of the reviewing unit has read a finding."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="reads")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    user_name = models.CharField(max_length=150)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["finding", "user"], name="finding_read_once")]

    def __str__(self):
        return f"{self.finding_id}: {self.user_name}"


class Correction(models.Model):
    """A shortcoming named in a year's report, and what became of it the year after (R-COM-5).

    With `responsible` and `due_on` its solution is a plan: what, who, by when.
    """

    case = models.ForeignKey("workflow.Case", models.CASCADE, related_name="corrections")
    criterion = models.PositiveSmallIntegerField(null=True, blank=True)
    shortcoming = models.TextField()
    solution = models.TextField(blank=True)
    responsible = models.CharField(max_length=150, blank=True)
    due_on = models.DateField(null=True, blank=True)
    follows = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="followed_by")
    outcome = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.shortcoming[:50]
