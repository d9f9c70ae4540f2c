"""How many comments a network has sent in an hour. No address is kept, and nothing longer than needed."""

from django.db import models


class CommentTally(models.Model):
    """A keyed digest of a network and an hour, and how often it sent."""

    network = models.CharField(max_length=64)
    hour = models.DateTimeField(db_index=True)
    sent = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["network", "hour"], name="public_tally_once")]

    def __str__(self) -> str:
        return f"{self.hour:%H:%M} {self.network[:8]}"
