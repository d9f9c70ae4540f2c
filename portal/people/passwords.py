"""What a password must be, in the portal's words where Django has none in Vietnamese."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    """At least `min_length` characters."""

    def get_error_message(self):
        return _("The password has fewer than %(least)s characters.") % {"least": self.min_length}

    def get_help_text(self):
        return _("At least %(least)s characters.") % {"least": self.min_length}
