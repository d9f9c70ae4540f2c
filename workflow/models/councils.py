"""Councils, seats, sittings and conclusions (R-COM-1, R-COM-2, R-DIS-1, R-DIS-3)."""

from django.conf import settings
from django.db import models

from portal.record import clock


class Council(models.Model):
    """One per unit and campaign: the commune's assesses, the district's reviews several communes."""

    campaign = models.ForeignKey("workflow.Campaign", models.CASCADE, related_name="councils")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    tier = models.CharField(max_length=10)  # "commune" or "district"
    founded_number = models.CharField(max_length=60, blank=True)
    founded_on = models.DateField(null=True, blank=True)
    file = models.ForeignKey("record.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit"], name="council_once_per_unit_and_campaign")
        ]

    def __str__(self):
        return f"{self.unit_id}/{self.campaign_id}"

    @property
    def members(self) -> list["Seat"]:
        """The seats as they are now, vacant ones too; without those whose holders have left."""
        return [seat for seat in self.seats.all() if seat.left_on is None]


class Seat(models.Model):
    """An office on a council; a seat may have several holders (one row each) or be vacant with a reason.

    `code` is one of `workflow.rules.seats`, or "other" for members the chair adds. `office` is the
    holder's own post on paper. `concurrent_reason` says why one person sits in two seats (kiêm nhiệm).
    A holder who came to a sitting and was replaced keeps the row, with the day they left.
    """

    council = models.ForeignKey(Council, models.CASCADE, related_name="seats")
    code = models.CharField(max_length=40)
    office = models.CharField(max_length=200, blank=True)
    holder_name = models.CharField(max_length=150, blank=True)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    vacant = models.BooleanField(default=False)
    vacancy_reason = models.CharField(max_length=300, blank=True)
    concurrent_reason = models.CharField(max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self):
        return f"{self.code}: {self.holder_name or '–'}"


class Sitting(models.Model):
    """A meeting of a council, with its minutes (R-COM-2, R-DIS-3)."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="sittings")
    held_on = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    minutes = models.ForeignKey(
        "workflow.Paper", models.SET_NULL, null=True, blank=True, related_name="sittings"
    )
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["held_on", "pk"]

    def __str__(self):
        return f"{self.council_id} {self.held_on}"


class Attendance(models.Model):
    """Whether a seat's holder came, and if not, why."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="attendances")
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="attendances")
    present = models.BooleanField(default=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sitting", "seat"], name="attendance_once_per_seat")]

    def __str__(self):
        return f"{self.seat_id}: {self.present}"


class Conclusion(models.Model):
    """A case on a sitting's agenda and the chair's conclusion on it.

    `met` is None until the chair has concluded. Votes may be noted, they never block (R-COM-2).
    """

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="conclusions")
    case = models.ForeignKey("workflow.Case", models.CASCADE, related_name="conclusions")
    met = models.BooleanField(null=True, blank=True)
    note = models.TextField(blank=True)
    votes_for = models.PositiveSmallIntegerField(null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sitting", "case"], name="conclusion_once_per_sitting")
        ]

    def __str__(self):
        return f"{self.case_id}: {self.met}"


class Opinion(models.Model):
    """What a member said on a case; a recused member gives a reason instead."""

    conclusion = models.ForeignKey(Conclusion, models.CASCADE, related_name="opinions")
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="opinions")
    text = models.TextField(blank=True)
    recused = models.BooleanField(default=False)
    recusal_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conclusion", "seat"], name="opinion_once_per_seat")]

    def __str__(self):
        return self.text[:50]
