"""Reminders sent, switches per unit, calendar feeds, reports recorded, and how far the record was told."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.record import clock


class Digest(models.Model):
    """The one digest of reminders a person got on a day; whoever inserts the row sends it.

    `run` names the run that took it, so that two runs at once never both send.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField()
    run = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="digest_once_a_day")]
        indexes = [models.Index(fields=["run"], name="digest_by_run")]

    def __str__(self):
        return f"{self.user_id} {self.day}"


class Reminder(models.Model):
    """One person was reminded of one thing at one step (14, 7, 3, 1, 0 days; below 0 overdue), once ever.

    `subject` is "case:12", "unit:613"; a last day that moves (`due`) is reminded of anew.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    campaign = models.ForeignKey("workflow.Campaign", models.CASCADE, related_name="+")
    obligation = models.CharField(max_length=30)
    subject = models.CharField(max_length=30)
    due = models.DateField()
    step = models.SmallIntegerField()
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "campaign", "obligation", "subject", "due", "step"], name="reminder_once"
            )
        ]

    def __str__(self):
        return f"{self.user_id} {self.obligation} {self.subject} {self.step}"


class NoticeSwitch(models.Model):
    """How the people of a unit are told of one kind of event; without a row as the rule has it."""

    class Channel(models.TextChoices):
        MAIL = "mail"
        PORTAL = "portal"
        OFF = "off"

    unit = models.ForeignKey("units.Unit", models.CASCADE, related_name="+")
    rule = models.CharField(max_length=40)
    channel = models.CharField(max_length=10, choices=Channel.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "rule"], name="switch_once_per_rule")]

    def __str__(self):
        return f"{self.unit_id} {self.rule}: {self.channel}"


def new_token() -> str:
    """256 bits nobody guesses, as a part of an address."""
    return secrets.token_urlsafe(32)


class CalendarFeed(models.Model):
    """The secret address under which a calendar reads the last days of a person or of a unit.

    Renewing writes a new token, so the old address answers nothing any more.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    unit = models.OneToOneField("units.Unit", models.CASCADE, null=True, blank=True, related_name="+")
    token = models.CharField(max_length=64, unique=True, default=new_token)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=True, unit__isnull=False) | Q(user__isnull=False, unit__isnull=True),
                name="feed_of_a_person_or_a_unit",
            )
        ]

    def __str__(self):
        return f"user {self.user_id}" if self.user_id else f"unit {self.unit_id}"


class YearReport(models.Model):
    """A unit has reported on its year to the tier above (R-REP-2, R-REP-3)."""

    campaign = models.ForeignKey("workflow.Campaign", models.CASCADE, related_name="reports")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    number = models.CharField(max_length=60)
    signed_on = models.DateField()
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by_name = models.CharField(max_length=150)

    class Meta:
        ordering = ["signed_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit"], name="report_once_per_unit_and_campaign")
        ]

    def __str__(self):
        return self.number


class RelayCursor(models.Model):
    """Up to which event of the chain people have been told; locked while events are told."""

    chain = models.CharField(max_length=40, primary_key=True)
    sequence = models.PositiveBigIntegerField(default=0)

    def __str__(self):
        return f"{self.chain}: {self.sequence}"


class CommentTold(models.Model):
    """A citizen's comment the reviewing office was told of (comments are no events of the chain)."""

    message = models.OneToOneField("workflow.Message", models.CASCADE, related_name="told")

    def __str__(self):
        return str(self.message_id)
