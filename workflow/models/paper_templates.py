"""A province's own forms of papers: Word templates by kind, and the grounds its papers open with."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.record import clock


class PaperTemplate(models.Model):
    """A Word template a province uses instead of the one that ships; older versions stay on record."""

    province = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    file = models.ForeignKey("record.StoredFile", models.PROTECT, related_name="+")
    in_use = models.BooleanField(default=True)
    added_at = models.DateTimeField(default=clock.now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    added_by_name = models.CharField(max_length=150)

    class Meta:
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["province", "kind", "version"], name="paper_template_version_once"
            ),
            models.UniqueConstraint(
                fields=["province", "kind"], condition=Q(in_use=True), name="paper_template_one_in_use"
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.version}"


class PaperBasis(models.Model):
    """The grounds (căn cứ) a province puts before those of the regulation, one a line."""

    province = models.OneToOneField("units.Unit", models.PROTECT, related_name="+")
    lines = models.TextField(blank=True)
    saved_at = models.DateTimeField(default=clock.now)
    saved_by_name = models.CharField(max_length=150)

    def __str__(self):
        return self.lines[:50]
