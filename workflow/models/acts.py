"""What was done to a case, by whom and when: the readable side of the chained record."""

from django.db import models

from portal.record import clock


class Act(models.Model):
    """One act through the door. Append-only. `on` is the act date, `recorded_at` the clock (R-CAL-6).

    Reasons are not copied here: they are texts of the act's event, where erasing one leaves no second copy.
    """

    case_id = models.BigIntegerField()
    action = models.CharField(max_length=30)
    from_state = models.CharField(max_length=30)
    to_state = models.CharField(max_length=30)
    on = models.DateField()
    recorded_at = models.DateTimeField(default=clock.now)
    due = models.DateField(null=True)
    days_late = models.SmallIntegerField(null=True)
    mode = models.CharField(max_length=10)  # "decide" or "record"
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=150)
    actor_role = models.CharField(max_length=30)
    signatory_id = models.BigIntegerField(null=True)
    signatory_name = models.CharField(max_length=150, blank=True)
    signatory_post = models.CharField(max_length=200, blank=True)
    sign_form = models.CharField(max_length=10, blank=True)
    # A plain number in the database: removing a decision never removes the act that rested on it.
    decision = models.ForeignKey(
        "workflow.Decision", models.DO_NOTHING, null=True, db_constraint=False, related_name="acts"
    )
    event = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["case_id", "id"], name="act_by_case")]

    def __str__(self):
        return f"{self.case_id} {self.action} {self.on}"


class Refusal(models.Model):
    """An act that was asked for and refused; a log beside the chain, not part of it."""

    at = models.DateTimeField(default=clock.now)
    user_id = models.BigIntegerField(null=True)
    user_name = models.CharField(max_length=150)
    action = models.CharField(max_length=30)
    case_id = models.BigIntegerField(null=True)
    rules = models.JSONField(default=list)

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.action} {self.rules}"
