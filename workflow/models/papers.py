"""Papers of a dossier and decisions of a chair (R-COM-4, R-DIS-4, R-DIS-5, R-REW-4)."""

from django.conf import settings
from django.db import models

from portal.record import clock


class Paper(models.Model):
    """A signed paper, of one case or of a unit and campaign; a new upload is a new version.

    `covers` names the cases a unit's paper speaks of. Private until `public` is set after a privacy
    check (R-PRV-3).
    """

    campaign = models.ForeignKey("workflow.Campaign", models.CASCADE, related_name="papers")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    case = models.ForeignKey("workflow.Case", models.CASCADE, null=True, blank=True, related_name="papers")
    kind = models.CharField(max_length=40)
    number = models.CharField(max_length=60, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    signatory_name = models.CharField(max_length=150, blank=True)
    signatory_post = models.CharField(max_length=200, blank=True)
    file = models.ForeignKey("record.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveSmallIntegerField(default=1)
    replaced_by = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="replaces"
    )
    covers = models.ManyToManyField("workflow.Case", blank=True, related_name="covering_papers")
    public = models.BooleanField(default=False)
    public_checked_by = models.CharField(max_length=150, blank=True)
    added_at = models.DateTimeField(default=clock.now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    added_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["kind", "-version", "pk"]
        indexes = [models.Index(fields=["campaign", "unit", "kind"], name="paper_by_unit")]

    def __str__(self):
        return f"{self.kind} {self.number}"


class Decision(models.Model):
    """A chair's signed decision or notice; one may cover many cases, its number is used once a year."""

    RECOGNIZE, DECLINE, REWARD, REVOKE, RECONSIDER = (
        "recognize",
        "decline",
        "reward",
        "revoke",
        "reconsider",
    )

    issuer = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)  # QĐ, TB
    purpose = models.CharField(max_length=20)
    number = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    signed_on = models.DateField()
    signatory = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    signatory_name = models.CharField(max_length=150)
    signatory_post = models.CharField(max_length=200)
    sign_form = models.CharField(max_length=10, blank=True)  # "", "KT."
    legal_basis = models.TextField(blank=True)
    file = models.ForeignKey("record.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    illustrative = models.BooleanField(default=False)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by_name = models.CharField(max_length=150)

    class Meta:
        ordering = ["-signed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "kind", "number", "year"], name="decision_number_used_once"
            )
        ]

    def __str__(self):
        return self.number
