"""Messages to people, and what became of each mail."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.outbox.kinds import kind_of
from portal.record import clock


class NoticeQuerySet(models.QuerySet):
    """The messages of a person."""

    def inbox(self, user) -> "NoticeQuerySet":
        """All messages to this person, newest first."""
        return self.filter(user=user).order_by("-created_at", "-id")

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at__isnull=True)

    def mark_read(self) -> int:
        """Mark the unread ones among these as read now; how many there were."""
        return self.unread().update(read_at=clock.now())


class Notice(models.Model):
    """A message to one person, shown in the portal. `url` is the Vietnamese address it is about."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=50)
    params = models.JSONField(default=dict)
    url = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice to a person")
        verbose_name_plural = _("notices to people")
        indexes = [
            models.Index(fields=["user", "-created_at"], name="outbox_inbox"),
            models.Index(fields=["user"], condition=models.Q(read_at__isnull=True), name="outbox_unread"),
        ]

    def __str__(self):
        return f"{self.kind} → {self.user_id}"

    @property
    def illustrative(self) -> bool:
        """Whether it tells of made-up data, as page and mail then say."""
        return bool(self.params.get("illustrative"))

    @property
    def title(self) -> str:
        """In the language at hand."""
        return kind_of(self.kind).worded(self.params)[0]

    @property
    def body(self) -> str:
        """In the language at hand."""
        return kind_of(self.kind).worded(self.params)[1]


class DeliveryQuerySet(models.QuerySet):
    """Mails and what became of them."""

    def troubled(self) -> "DeliveryQuerySet":
        """Mails that failed or came back, newest first."""
        states = (Delivery.State.FAILED, Delivery.State.BOUNCED)
        return self.filter(state__in=states).select_related("notice__user").order_by("-tried_at", "-id")


class Delivery(models.Model):
    """One mail of a message: waiting, on its way, sent, failed or bounced. Written with the message itself.

    `next_try_at` is set while a failed one will be tried again by itself.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be sent")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("has been sent")
        FAILED = "failed", _("could not be sent")
        BOUNCED = "bounced", _("came back: the address takes no mail")

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    address = models.EmailField(max_length=254)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail of a notice")
        verbose_name_plural = _("mails of notices")
        indexes = [models.Index(fields=["id"], condition=~models.Q(state="sent"), name="outbox_not_yet_sent")]

    def __str__(self):
        return f"{self.notice_id} → {self.address}: {self.state}"


class BouncedAddress(models.Model):
    """An address whose mail server refused it for good: nothing is sent there until somebody tries again."""

    address = models.EmailField(max_length=254, unique=True)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("address that takes no mail")
        verbose_name_plural = _("addresses that take no mail")

    def __str__(self):
        return self.address
