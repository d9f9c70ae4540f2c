"""Versions of regulations made in this portal, beside those that ship with it.

A regulation that ships is version 1 of its code and never changes here. Every further version is a row that
holds the whole data file as text: a draft until it is fixed, and from then on as it is, for ever.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.record import clock
from workflow.regulations import loader
from workflow.regulations.model import Regulation

SHIPPED = 1  # the version of what ships


class RegulationVersionQuerySet(models.QuerySet):
    def fixed(self):
        """Versions that can open a year."""
        return self.exclude(fixed_at=None)

    def drafts(self):
        """Versions still being written."""
        return self.filter(fixed_at=None)


class RegulationVersion(models.Model):
    """One version of a regulation: its data file as text. One draft of a code at a time.

    `edition` counts saves of a draft, so that a second editor is told instead of overwriting.
    """

    code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    digest = models.CharField(max_length=64)
    purpose = models.CharField(max_length=300)
    based_on = models.PositiveSmallIntegerField(null=True, blank=True)
    edition = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_by_name = models.CharField(max_length=150)
    saved_at = models.DateTimeField(default=clock.now)
    saved_by_name = models.CharField(max_length=150)
    fixed_at = models.DateTimeField(null=True, blank=True)
    fixed_by_name = models.CharField(max_length=150, blank=True)

    objects = RegulationVersionQuerySet.as_manager()

    class Meta:
        ordering = ["code", "version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="regulation_version_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(fixed_at=None), name="regulation_one_draft_of_a_code"
            ),
        ]

    def __str__(self):
        return f"{self.code} v{self.version}"


def ships(code: str) -> bool:
    """Whether a regulation of this code ships with the portal."""
    return any(regulation.code == code for regulation in loader.all_regulations())


def regulation_of(code: str, version: int = SHIPPED) -> Regulation:
    """A regulation in one of its versions; KeyError when there is none.

    One that ships comes from its file, without a query; of the others the text is asked for in one.
    """
    if version == SHIPPED and ships(code):
        return loader.get(code)
    found = RegulationVersion.objects.filter(code=code, version=version)
    text = found.values_list("text", flat=True).first()
    if text is None:
        raise KeyError(f"{code} v{version}")
    return loader.parse(text, f"{code} v{version}")


def is_draft(code: str, version: int) -> bool:
    """Whether this version is still being written."""
    return RegulationVersion.objects.drafts().filter(code=code, version=version).exists()
