"""Administrative units over time, the bodies at them, and the lists that class them.

Dates are inclusive: a span holds from `valid_from` to `valid_until`, both days included. An empty
`valid_from` means "since before the records", an empty `valid_until` "still".
"""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.units import names


class Tier(models.TextChoices):
    PROVINCE = "province", _("Province")
    DISTRICT = "district", _("District")
    COMMUNE = "commune", _("Commune")


class Kind(models.TextChoices):
    """Kinds of units. The words are Vietnamese data, printed in front of the name."""

    TINH = names.TINH, names.KIND_NAMES[names.TINH]
    THANH_PHO = names.THANH_PHO, names.KIND_NAMES[names.THANH_PHO]
    HUYEN = names.HUYEN, names.KIND_NAMES[names.HUYEN]
    THI_XA = names.THI_XA, names.KIND_NAMES[names.THI_XA]
    QUAN = names.QUAN, names.KIND_NAMES[names.QUAN]
    XA = names.XA, names.KIND_NAMES[names.XA]
    PHUONG = names.PHUONG, names.KIND_NAMES[names.PHUONG]
    THI_TRAN = names.THI_TRAN, names.KIND_NAMES[names.THI_TRAN]


class Precision(models.TextChoices):
    """How well a date is known."""

    DAY = "day", _("to the day")
    YEAR = "year", _("to the year; the day is not checked")
    RESOLUTION = "resolution", _("day of the resolution; the day it took effect is not checked")


class DatedQuerySet(models.QuerySet):
    """Rows with valid_from and valid_until."""

    def in_force(self, on: date):
        """Rows in force on a day, first and last day included."""
        return self.filter(in_force(on))


def in_force(on: date, prefix: str = "") -> Q:
    """The condition of being in force on a day, for rows reached through `prefix` ("span__")."""
    begun = Q(**{f"{prefix}valid_from__isnull": True}) | Q(**{f"{prefix}valid_from__lte": on})
    lasting = Q(**{f"{prefix}valid_until__isnull": True}) | Q(**{f"{prefix}valid_until__gte": on})
    return begun & lasting


class Unit(models.Model):
    """A unit that keeps its code; what it is called, what it is and whom it belongs to are its spans."""

    code = models.CharField(max_length=8, unique=True)
    tier = models.CharField(max_length=10, choices=Tier.choices, db_index=True)

    def __str__(self) -> str:
        return self.code


class UnitSpan(models.Model):
    """What a unit was during a stretch of time. Spans of one unit never overlap."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="spans")
    code = models.CharField(max_length=8, db_index=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    tier = models.CharField(max_length=10, choices=Tier.choices)
    name = models.CharField(max_length=100)
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="child_spans", null=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    date_precision = models.CharField(max_length=10, choices=Precision.choices, default=Precision.DAY)
    decision = models.TextField(blank=True)
    source = models.TextField(blank=True)
    folded = models.CharField(max_length=100, db_index=True, editable=False)
    sort_key = models.CharField(max_length=310, db_index=True, editable=False)
    slug = models.SlugField(max_length=110, editable=False, db_index=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "code"]
        indexes = [
            models.Index(fields=["tier", "sort_key"], name="span_tier_order"),
            models.Index(fields=["parent", "tier"], name="span_parent_tier"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["unit", "valid_from"], name="span_once_per_day"),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(valid_from__isnull=True), name="span_one_first"
            ),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(valid_until__isnull=True), name="span_one_last"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_from__lte=F("valid_until")),
                name="span_ends_after_beginning",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, **options) -> None:
        self.derive()
        super().save(**options)

    def derive(self) -> "UnitSpan":
        """Fill what follows from the name; bulk_create does not call save, so it calls this."""
        self.folded = names.fold(self.name)
        self.sort_key = names.sort_key(self.name)
        self.slug = names.slugify_vi(self.name)
        return self

    @property
    def full_name(self) -> str:
        """Its name with its kind: Xã Măng Cành."""
        return names.full_name(self.kind, self.name)

    @property
    def full_name_en(self) -> str:
        """The English twin: Măng Cành Commune."""
        return names.full_name_en(self.kind, self.name)

    @property
    def address(self) -> str:
        """The part of an address that names it: "23500-dak-ha"."""
        return f"{self.code}-{self.slug}"


class Lineage(models.Model):
    """How a unit came out of another. `from_unit` is empty where the sources do not say out of which."""

    class Change(models.TextChoices):
        CREATED = "created", _("created")
        SPLIT = "split", _("split off")
        MERGED = "merged", _("merged into")

    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successors", null=True)
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="predecessors")
    kind = models.CharField(max_length=10, choices=Change.choices)
    date = models.DateField()
    date_precision = models.CharField(max_length=10, choices=Precision.choices, default=Precision.DAY)
    decision = models.TextField(blank=True)
    source = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["from_unit", "to_unit", "date"], name="lineage_once")]

    def __str__(self) -> str:
        return f"{self.from_unit_id} → {self.to_unit_id} ({self.kind}, {self.date})"


class BodyKind(models.TextChoices):
    DEPARTMENT = "department", _("Provincial department")
    PHONG = "phong", _("District office")
    MASS_ORGANISATION = "mass_organisation", _("Front and mass organisations")


class Body(models.Model):
    """An office at a unit: a department, a Phòng, the Front or a mass organisation.

    `criteria` are the numbers it supervises (R-SUP-1); empty for the rest.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="bodies")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    short_name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=BodyKind.choices)
    criteria = models.JSONField(default=list, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["unit", "order", "code"]
        constraints = [models.UniqueConstraint(fields=["unit", "code"], name="body_once_per_unit")]

    def __str__(self) -> str:
        return self.short_name


class ListedClass(models.TextChoices):
    """What a list says of a commune. Only `xa` and `xa_dbkk`, confirmed, decide a threshold (R-THR)."""

    XA = "xa", _("commune not on the list of especially difficult communes")
    XA_DBKK = "xa_dbkk", _("mountain commune in especially difficult circumstances")
    CT135 = "ct135", _("on a list of Programme 135")
    VUNG_CAO = "vung_cao", _("highland")
    MIEN_NUI = "mien_nui", _("mountainous")


class ClassListing(models.Model):
    """A commune on a dated list. A hint helps the officer of the Sở and decides nothing (R-THR-3)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="class_listings")
    listed_class = models.CharField(max_length=20, choices=ListedClass.choices)
    wording = models.TextField(blank=True)
    decision = models.CharField(max_length=255)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    source = models.TextField()
    note = models.TextField(blank=True)
    hint = models.BooleanField(default=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "decision", "listed_class", "valid_from"],
                name="listed_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.listed_class}"
