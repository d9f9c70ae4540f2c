"""Points of a case, criterion by criterion, and every value they ever had (R-COM-3, R-DIS-2).

Where a criterion has bands, each side may give the two numbers its value follows from: how many children
out of how many. They are counts only and stay inside the workspace (R-PRV-1, R-PRV-2).
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from portal.record import clock

COMMUNE = "commune"
DISTRICT = "district"


def _real_share(side: str) -> models.CheckConstraint:
    """Nobody is counted out of nobody."""
    return models.CheckConstraint(
        condition=Q(**{f"{side}_denominator__isnull": True}) | Q(**{f"{side}_denominator__gt": 0}),
        name=f"score_{side}_out_of_somebody",
    )


class Score(models.Model):
    """Points 0…maximum, two decimals; None is "not yet assessed", zero is a score (R-COM-3).

    The two versions count saves of each side, so that a second editor is told instead of overwriting.
    `commune_reason` says why the points are what they are, where numbers, bands or last year ask for it.
    A locked side is held by a database trigger.
    """

    case = models.ForeignKey("workflow.Case", models.CASCADE, related_name="scores")
    criterion = models.PositiveSmallIntegerField()
    maximum = models.DecimalField(max_digits=6, decimal_places=2)
    commune_points = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    commune_numerator = models.PositiveIntegerField(null=True, blank=True)
    commune_denominator = models.PositiveIntegerField(null=True, blank=True)
    commune_evidence = models.TextField(blank=True)
    commune_reason = models.TextField(blank=True)
    commune_version = models.PositiveIntegerField(default=0)
    commune_saved_at = models.DateTimeField(null=True, blank=True)
    commune_saved_by = models.CharField(max_length=150, blank=True)
    commune_locked = models.BooleanField(default=False)
    district_points = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    district_numerator = models.PositiveIntegerField(null=True, blank=True)
    district_denominator = models.PositiveIntegerField(null=True, blank=True)
    district_reason = models.TextField(blank=True)
    reason_cleared = models.BooleanField(default=False)
    district_version = models.PositiveIntegerField(default=0)
    district_saved_at = models.DateTimeField(null=True, blank=True)
    district_saved_by = models.CharField(max_length=150, blank=True)
    district_locked = models.BooleanField(default=False)

    class Meta:
        ordering = ["criterion"]
        constraints = [
            models.UniqueConstraint(fields=["case", "criterion"], name="score_once_per_criterion"),
            models.CheckConstraint(
                condition=Q(commune_points__isnull=True)
                | (Q(commune_points__gte=0) & Q(commune_points__lte=F("maximum"))),
                name="score_commune_within_bounds",
            ),
            models.CheckConstraint(
                condition=Q(district_points__isnull=True)
                | (Q(district_points__gte=0) & Q(district_points__lte=F("maximum"))),
                name="score_district_within_bounds",
            ),
            _real_share(COMMUNE),
            _real_share(DISTRICT),
        ]

    def __str__(self):
        return f"{self.case_id}/{self.criterion}"

    @property
    def difference(self):
        """District points minus commune points, or None while one is missing."""
        if self.commune_points is None or self.district_points is None:
            return None
        return self.district_points - self.commune_points


class ScoreRevision(models.Model):
    """One saved value. Append-only; an act's event anchors the digest of all revisions so far.

    Of the two numbers and the commune's reason only a salted digest is kept: numbers this small could be
    guessed from a plain one.
    """

    case_id = models.BigIntegerField(db_index=True)
    criterion = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=10)
    points = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    note_digest = models.CharField(max_length=64, blank=True)
    numbers_digest = models.CharField(max_length=64, blank=True)
    numbers_salt = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField()
    saved_at = models.DateTimeField(default=clock.now)
    saved_by_id = models.BigIntegerField(null=True)
    saved_by_name = models.CharField(max_length=150)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.case_id}/{self.criterion}/{self.side} v{self.version}"


class Evidence(models.Model):
    """A file that shows why a criterion has its points (R-COM-3)."""

    score = models.ForeignKey(Score, models.CASCADE, related_name="evidence_files")
    file = models.ForeignKey("record.StoredFile", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    added_at = models.DateTimeField(default=clock.now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    added_by_name = models.CharField(max_length=150)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.name
