"""The record's tables: plain ids, codes and copied names, no foreign key out, nothing known above them."""

from django.db import models

from portal.record.hashing import GENESIS, VERSION, PayloadDecoder


class EventQuerySet(models.QuerySet):
    def about(self, kind: str, subject_id: int) -> "EventQuerySet":
        """Events of one subject, oldest first."""
        return self.filter(subject_kind=kind, subject_id=subject_id).order_by("chain", "sequence")


class Event(models.Model):
    """One act, chained to the one before it. Written by events.append only; triggers refuse the rest."""

    chain = models.CharField(max_length=40, default="portal")
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    action = models.CharField(max_length=80)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.TextField()
    actor_role = models.CharField(max_length=80, blank=True)
    actor_unit = models.CharField(max_length=20, blank=True)
    subject_kind = models.CharField(max_length=80)
    subject_id = models.BigIntegerField(null=True)
    subject_code = models.CharField(max_length=120, blank=True)
    subject_name = models.TextField(blank=True)
    payload = models.JSONField(decoder=PayloadDecoder)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)
    version = models.PositiveSmallIntegerField(default=VERSION)

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "sequence"], name="event_once_in_chain")]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "sequence"], name="event_subject"),
            models.Index(fields=["action", "sequence"], name="event_action"),
            models.Index(fields=["actor_id", "sequence"], name="event_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.chain}:{self.sequence} {self.action}"


class EventText(models.Model):
    """Personal or free text of an event, kept apart so that it can be erased while the chain still verifies.

    The event's payload holds only its digest. Erasing empties text and salt together: a salt left behind
    would let short texts be guessed.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="texts")
    key = models.CharField(max_length=80)
    salt = models.CharField(max_length=64, blank=True)
    text = models.TextField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "key"], name="event_text_once")]

    def __str__(self) -> str:
        return f"{self.event_id}:{self.key}"


class ChainHead(models.Model):
    """Where a chain ends. Locked last in every transaction; it can only step forward by one."""

    chain = models.CharField(max_length=40, primary_key=True)
    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)

    def __str__(self) -> str:
        return f"{self.sequence}:{self.hash}"


class StoredFile(models.Model):
    """One upload. Its bytes lie under settings.FILES_ROOT by digest; equal bytes are kept once."""

    digest = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    name = models.CharField(max_length=255)
    uploaded_by_id = models.BigIntegerField(null=True)
    uploaded_by_name = models.TextField(blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
