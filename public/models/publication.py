"""A published result: immutable, versioned, chained. The row is the truth; pages are made from it."""

from datetime import date
from decimal import Decimal

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.record import clock


class Kind(models.TextChoices):
    """What a publication tells: the commune's own points, that they were sent back, or a decision."""

    PROVISIONAL = "provisional", _("Provisional")
    WITHDRAWN = "withdrawn", _("Sent back")
    FINAL = "final", _("Final")


class PublicationQuerySet(models.QuerySet):
    """Ways to ask for publications."""

    def current(self):
        """Only what holds now: the newest publication of each unit and year."""
        return self.filter(current__isnull=False)

    def light(self):
        """Without the documents, for lists: the list columns carry all a row needs."""
        return self.defer("content", "salts", "leaves", "redactions")

    def without_document(self):
        """Without the documents, but with what was taken out of them."""
        return self.defer("content", "salts", "leaves")

    def in_province(self, code: str):
        """The publications of one province."""
        return self.filter(province_code=code)


class Publication(models.Model):
    """One version of what the public is told about one commune's year.

    Rows are only ever added. Database triggers stop every change but a redaction, which empties a field
    of `content` and its salt and leaves the hash of that field, so that the chain still verifies.
    """

    sequence = models.PositiveBigIntegerField(unique=True)
    case_id = models.PositiveBigIntegerField()
    version = models.PositiveIntegerField()
    unit_code = models.CharField(max_length=16)
    district_code = models.CharField(max_length=16)
    province_code = models.CharField(max_length=16)
    year = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=Kind.choices)
    state = models.CharField(max_length=32)
    illustrative = models.BooleanField()
    published_at = models.DateTimeField()
    event_sequence = models.PositiveBigIntegerField()

    # List columns: copied from the content so that no list opens a document.
    unit_name = models.CharField(max_length=200)
    unit_full_name = models.CharField(max_length=240)
    unit_slug = models.CharField(max_length=200)
    district_name = models.CharField(max_length=200)
    district_full_name = models.CharField(max_length=240)
    district_slug = models.CharField(max_length=200)
    name_folded = models.CharField(max_length=240)
    sort_key = models.CharField(max_length=480)
    class_code = models.CharField(max_length=32)
    threshold = models.PositiveIntegerField(null=True)
    commune_total = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    district_total = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    margin = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    decision_number = models.CharField(max_length=80, blank=True)
    decision_on = models.DateField(null=True)
    certificate_code = models.CharField(max_length=32, blank=True)
    certificate_key = models.CharField(max_length=32, blank=True)

    content = models.JSONField(encoder=DjangoJSONEncoder)
    salts = models.JSONField()
    leaves = models.JSONField()
    redactions = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, unique=True)
    previous_digest = models.CharField(max_length=64)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["sequence"]
        constraints = [
            models.UniqueConstraint(fields=["case_id", "version"], name="publication_case_version"),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="publication_kind"),
        ]
        indexes = [
            models.Index(fields=["unit_code", "year"], name="publication_unit_year"),
            models.Index(fields=["province_code", "year"], name="publication_province_year"),
            models.Index(fields=["certificate_key"], name="publication_certificate"),
            models.Index(fields=["published_at"], name="publication_at"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_full_name} {self.year}, v{self.version}"

    @property
    def total(self) -> Decimal | None:
        """Points (of the maximum): the district's where it has fixed them, else the commune's own.

        None while the dossier is back with the commune: nothing counts then.
        """
        if self.kind == Kind.WITHDRAWN:
            return None
        return self.commune_total if self.district_total is None else self.district_total

    @property
    def published_on(self) -> date:
        """The day of publication in Asia/Ho_Chi_Minh."""
        return self.published_at.astimezone(clock.HANOI).date()

    @property
    def header(self) -> dict:
        """What the digest covers beside the leaves (docs/publications.md)."""
        return {
            "sequence": self.sequence,
            "case": self.case_id,
            "version": self.version,
            "unit": self.unit_code,
            "year": self.year,
            "kind": self.kind,
            "event": self.event_sequence,
            "published_at": self.published_at.astimezone(clock.HANOI).isoformat(timespec="microseconds"),
            "previous": self.previous_digest,
        }


class CurrentPublication(models.Model):
    """Which publication holds for a unit and year. A pointer: it moves, publications do not."""

    unit_code = models.CharField(max_length=16)
    year = models.PositiveIntegerField()
    publication = models.OneToOneField(Publication, on_delete=models.PROTECT, related_name="current")

    class Meta:
        verbose_name = _("current publication")
        verbose_name_plural = _("current publications")
        constraints = [models.UniqueConstraint(fields=["unit_code", "year"], name="current_unit_year")]

    def __str__(self) -> str:
        return f"{self.unit_code} {self.year}"


class PublicationHead(models.Model):
    """The last link of the chain of publications; one row, locked while a link is added."""

    chain = models.CharField(max_length=32, primary_key=True)
    sequence = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        verbose_name = _("head of the publications")
        verbose_name_plural = _("heads of the publications")

    def __str__(self) -> str:
        return f"{self.chain} {self.sequence}"
