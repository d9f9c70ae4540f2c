"""One-time ways into an account: a link sent by mail, or a code printed by the office above."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.record import clock


class AccessQuerySet(models.QuerySet):
    """Questions about codes and links."""

    def live(self) -> "AccessQuerySet":
        """Those that still work now."""
        return self.filter(used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=clock.now())


class Access(models.Model):
    """One code or link, of which only a digest is stored: it works once, until a moment or a newer one."""

    class Kind(models.TextChoices):
        LINK = "link", _("link by mail")
        CODE = "code", _("printed code")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="accesses")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    digest = models.CharField(max_length=200)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = AccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("one-time access")
        verbose_name_plural = _("one-time accesses")
        indexes = [models.Index(fields=["kind", "digest"], name="people_access_by_digest")]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(used_at__isnull=True, revoked_at__isnull=True),
                name="people_access_one_open",
            )
        ]

    def __str__(self):
        return f"{self.user_id}: {self.kind}"
