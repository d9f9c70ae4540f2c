"""A dated right: a person holds a role at a unit or body, by a decision, from a day until a day."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.people import roles
from portal.record import clock


class GrantQuerySet(models.QuerySet):
    """Questions about rights, always asked as of a day."""

    def in_force(self, on: date) -> "GrantQuerySet":
        """Rights held on that day; both bounds belong to the right."""
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=on), valid_from__lte=on, withdrawn=False
        )

    def with_places(self) -> "GrantQuerySet":
        """With unit and body at hand, for showing."""
        return self.select_related("unit", "body")


class Grant(models.Model):
    """One right of one person. Rows are given and ended through `portal.people.grants` only."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="grants", verbose_name=_("account")
    )
    role = models.CharField(_("role"), max_length=20, choices=list(roles.ROLE_NAMES.items()))
    unit = models.ForeignKey(
        "units.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    body = models.ForeignKey(
        "units.Body",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department or organisation"),
    )
    criteria = models.JSONField(
        _("criteria"),
        default=list,
        blank=True,
        help_text=_("Numbers of the criteria a department supervises."),
    )
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day, included."))
    decision = models.CharField(
        _("decision"), max_length=200, help_text=_("Number and date of the paper that appoints.")
    )
    deputy = models.BooleanField(
        _("deputy"), default=False, help_text=_("Signs KT., in place of the head of the office.")
    )
    acting_for = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("standing in for")
    )
    reason = models.CharField(
        _("reason"), max_length=200, blank=True, help_text=_("Why the holder of the post is away.")
    )
    withdrawn = models.BooleanField(_("withdrawn"), default=False, editable=False)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("given by")
    )
    given_at = models.DateTimeField(_("given at"), default=clock.now)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ended by")
    )
    ended_at = models.DateTimeField(_("ended at"), null=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("right")
        verbose_name_plural = _("rights")
        ordering = ["user", "valid_from", "id"]
        indexes = [
            models.Index(fields=["unit", "role", "valid_from"], name="people_grant_holders"),
            models.Index(fields=["user", "valid_from"], name="people_grant_holdings"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="people_grant_until_not_before_from",
                violation_error_message=_("The last day comes before the first."),
            ),
            models.CheckConstraint(condition=Q(role__in=sorted(roles.ROLES)), name="people_grant_known_role"),
            models.CheckConstraint(
                condition=(
                    Q(role__in=sorted(roles.UNIT_ROLES), unit__isnull=False, body__isnull=True)
                    | Q(role__in=sorted(roles.BODY_ROLES), unit__isnull=False, body__isnull=False)
                    | Q(role__in=sorted(roles.PORTAL_ROLES), unit__isnull=True, body__isnull=True)
                ),
                name="people_grant_place_fits_role",
                violation_error_message=_("This role is held at another kind of place."),
            ),
            models.CheckConstraint(condition=~Q(decision=""), name="people_grant_has_decision"),
            models.CheckConstraint(
                condition=Q(acting_for__isnull=True) | (Q(valid_until__isnull=False) & ~Q(reason="")),
                name="people_grant_stand_in_ends",
                violation_error_message=_("Standing in has a reason and a last day."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn=False) | Q(ended_at__isnull=False),
                name="people_grant_withdrawn_is_ended",
            ),
        ]

    def __str__(self):
        return f"{self.user} · {roles.ROLE_NAMES[self.role]}"

    def holds_on(self, on: date) -> bool:
        """Whether the right is in force on that day."""
        return (
            not self.withdrawn
            and self.valid_from <= on
            and (self.valid_until is None or on <= self.valid_until)
        )
