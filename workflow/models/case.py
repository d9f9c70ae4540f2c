"""A case: one commune in one campaign, with the facts frozen when it opened."""

from django.db import models
from django.db.models import Q
from django_fsm import ConcurrentTransitionMixin, FSMField, FSMModelMixin, transition

from portal.units.names import full_name

from . import states
from .passage import through_the_door
from .visibility import CaseQuerySet

UNCONFIRMED = "unconfirmed"
DOOR = [through_the_door]


class Case(ConcurrentTransitionMixin, FSMModelMixin, models.Model):
    """State moves only through `workflow.actions.door`; database triggers stand behind it.

    Name, district, year and totals are copied onto the row so that a list of the whole country's
    cases is filtered and sorted by the database without a join. Totals are in points, stored at
    each decision and never summed for a list.
    """

    campaign = models.ForeignKey("workflow.Campaign", models.PROTECT, related_name="cases")
    commune = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    span = models.ForeignKey("units.UnitSpan", models.PROTECT, related_name="+")
    assessing_unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    reviewing_unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    recognising_unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")

    code = models.CharField(max_length=10)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=100)
    folded = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=310)
    slug = models.SlugField(max_length=120)
    district_name = models.CharField(max_length=100)
    year = models.PositiveSmallIntegerField()
    illustrative = models.BooleanField(default=False)

    class_code = models.CharField(max_length=20, default=UNCONFIRMED)
    class_source = models.TextField(blank=True)
    class_confirmed_on = models.DateField(null=True, blank=True)
    threshold = models.PositiveSmallIntegerField(null=True, blank=True)

    state = FSMField(default=states.DRAFT, protected=True, editable=False)
    head_event = models.PositiveBigIntegerField(null=True, blank=True, editable=False)

    commune_total = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    district_total = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    margin = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    submitted_on = models.DateField(null=True, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    submit_days_late = models.SmallIntegerField(null=True, blank=True)
    decide_days_late = models.SmallIntegerField(null=True, blank=True)
    late = models.BooleanField(default=False)
    shortcomings = models.TextField(blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "commune"], name="case_once_per_commune"),
            models.CheckConstraint(condition=Q(state__in=states.ALL), name="case_state_known"),
        ]
        indexes = [
            models.Index(fields=["-year", "sort_key", "id"], name="case_by_year"),
            models.Index(fields=["reviewing_unit", "-year", "sort_key", "id"], name="case_by_district"),
            models.Index(fields=["state", "-year", "sort_key", "id"], name="case_by_state"),
            models.Index(fields=["class_code", "-year", "sort_key", "id"], name="case_by_class"),
            models.Index(fields=["late", "-year", "sort_key", "id"], name="case_by_late"),
            models.Index(fields=["sort_key", "id"], name="case_by_name"),
            models.Index(fields=["margin", "id"], name="case_by_margin"),
            models.Index(fields=["commune", "-year"], name="case_by_commune"),
        ]

    def __str__(self):
        return f"{self.full_name} {self.year}"

    @property
    def full_name(self) -> str:
        """Kind and name as people say them, "Xã Măng Cành"."""
        return full_name(self.kind, self.name)

    @transition(state, source=states.DRAFT, target=states.COMMUNE_ASSESSED, conditions=DOOR)
    def submit(self):
        """R-COM-4."""

    @transition(state, source=states.COMMUNE_ASSESSED, target=states.DRAFT, conditions=DOOR)
    def send_back(self):
        """Back to the commune, to be completed."""

    @transition(state, source=states.COMMUNE_ASSESSED, target=states.DISTRICT_REVIEWED, conditions=DOOR)
    def review(self):
        """R-DIS-2, R-DIS-3."""

    @transition(state, source=states.DISTRICT_REVIEWED, target=states.COMMUNE_ASSESSED, conditions=DOOR)
    def reopen(self):
        """Back under review."""

    @transition(state, source=states.DISTRICT_REVIEWED, target=states.RECOGNIZED, conditions=DOOR)
    def recognize(self):
        """R-DIS-4."""

    @transition(
        state,
        source=[states.COMMUNE_ASSESSED, states.DISTRICT_REVIEWED],
        target=states.NOT_RECOGNIZED,
        conditions=DOOR,
    )
    def decline(self):
        """R-COM-4, R-DIS-3."""

    @transition(state, source=states.NOT_RECOGNIZED, target=states.COMMUNE_ASSESSED, conditions=DOOR)
    def reconsider(self):
        """R-OUT-1."""

    @transition(state, source=[states.RECOGNIZED, states.REWARDED], target=states.REWARDED, conditions=DOOR)
    def reward(self):
        """R-REW-1, R-REW-2."""

    @transition(state, source=[states.RECOGNIZED, states.REWARDED], target=states.REVOKED, conditions=DOOR)
    def revoke(self):
        """R-OUT-1."""

    @transition(state, source=states.DRAFT, target=states.NOT_FILED, conditions=DOOR)
    def close(self):
        """R-CAL-7."""
