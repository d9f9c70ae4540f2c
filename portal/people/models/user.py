"""An account of a person. What the person may do is told by grants, never by the account."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from portal.record import clock


class PeopleManager(UserManager):
    """Finds accounts by username whatever its letter case."""

    def get_by_natural_key(self, username):
        return self.get(username__iexact=username)


class User(AbstractUser):
    """One person who signs in. The username never changes; the e-mail is optional and unique."""

    # Vietnamese names do not split into first and last: one field holds the whole of it.
    first_name = None
    last_name = None
    full_name = models.CharField(_("full name"), max_length=150)
    email = models.EmailField(
        _("e-mail address"),
        max_length=254,
        null=True,
        blank=True,
        unique=True,
        error_messages={"unique": _("Another account already uses this e-mail address.")},
    )
    language = models.CharField(
        _("language"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    date_joined = models.DateTimeField(_("date joined"), default=clock.now)

    objects = PeopleManager()

    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["username"]
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="people_user_username_ci",
                violation_error_message=_("Another account already has this username."),
            ),
            models.UniqueConstraint(
                Lower("email"),
                name="people_user_email_ci",
                violation_error_message=_("Another account already uses this e-mail address."),
            ),
            models.CheckConstraint(condition=~models.Q(email=""), name="people_user_email_null_when_empty"),
            models.CheckConstraint(condition=~models.Q(full_name=""), name="people_user_has_name"),
        ]

    def __str__(self):
        return self.full_name

    @classmethod
    def from_db(cls, db, field_names, values):
        user = super().from_db(db, field_names, values)
        user._username_of_row = user.__dict__.get("username")
        return user

    def clean(self):
        super().clean()
        self.email = self.email or None
        self._refuse_new_username()

    def save(self, *args, **kwargs):
        """Store the account. Raises ValidationError when the username of a stored one changed."""
        self._refuse_new_username()
        self.email = self.email or None
        super().save(*args, **kwargs)
        self._username_of_row = self.username

    def get_full_name(self):
        return self.full_name

    def get_short_name(self):
        """The given name, which Vietnamese writes last."""
        return self.full_name.rsplit(" ", 1)[-1]

    def _refuse_new_username(self):
        before = getattr(self, "_username_of_row", None)
        if before is not None and before != self.username:
            raise ValidationError({"username": _("A username never changes after the account is made.")})
