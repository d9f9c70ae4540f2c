"""Comment windows, citizens' messages and the council's answers (R-OPEN-1, R-OUT-1, R-PRV-4)."""

from django.conf import settings
from django.db import models

from portal.record import clock


class CommentWindow(models.Model):
    """Days, both included, in which comments must be answered before the decision.

    `steps` is the arithmetic shown to citizens, as [message, params] pairs. A refiling with the same
    points (`points_digest`) keeps its window.
    """

    case = models.ForeignKey("workflow.Case", models.CASCADE, related_name="windows")
    opens = models.DateField()
    closes = models.DateField()
    steps = models.JSONField(default=list)
    shortened_reason = models.TextField(blank=True)
    points_digest = models.CharField(max_length=64, blank=True)
    replaced = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["closes", "opens"], name="window_by_closing_day")]

    def __str__(self):
        return f"{self.opens} – {self.closes}"


class Message(models.Model):
    """A comment on a provisional result. Name and phone are never public (R-PRV-4).

    `admissible` is None until an officer looked; inadmissible ones keep a public stub with the reason.
    """

    case = models.ForeignKey("workflow.Case", models.CASCADE, related_name="messages")
    window = models.ForeignKey(CommentWindow, models.SET_NULL, null=True, blank=True, related_name="messages")
    criterion = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField()
    name = models.CharField(max_length=150, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    channel = models.CharField(max_length=10, default="web")  # web, paper, phone
    tracking_code = models.CharField(max_length=20, unique=True)
    received_at = models.DateTimeField(default=clock.now)
    received_on = models.DateField()
    in_window = models.BooleanField()
    admissible = models.BooleanField(null=True, blank=True)
    moderation_reason = models.CharField(max_length=300, blank=True)
    moderated_by_name = models.CharField(max_length=150, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answer = models.ForeignKey(
        "workflow.Answer", models.SET_NULL, null=True, blank=True, related_name="messages"
    )

    class Meta:
        ordering = ["received_at", "pk"]
        indexes = [models.Index(fields=["received_at"], name="message_by_arrival")]

    def __str__(self):
        return self.tracking_code


class Answer(models.Model):
    """The council's answer, shared by duplicates: accepted, or not accepted because …"""

    case = models.ForeignKey("workflow.Case", models.CASCADE, related_name="answers")
    accepted = models.BooleanField()
    text = models.TextField()
    answered_at = models.DateTimeField(default=clock.now)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    answered_by_name = models.CharField(max_length=150)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.text[:50]
