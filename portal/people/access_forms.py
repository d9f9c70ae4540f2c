"""The forms that set a password by a one-time code or link."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from portal.people import access
from portal.people.models import Access, User

_HINT = _("At least 10 characters. Not a common password, and not like your name or username.")


class FirstPasswordForm(forms.Form):
    """The new password twice, checked against the person's name."""

    password1 = forms.CharField(
        label=_("New password"),
        help_text=_HINT,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("New password once more"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, user: User | None = None, **options):
        super().__init__(*args, **options)
        self.user = user

    def clean(self):
        given = super().clean()
        first, second = given.get("password1"), given.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two passwords differ."))
        if first:
            try:
                validate_password(first, self.user)
            except forms.ValidationError as refused:
                self.add_error("password1", refused)
        return given


class CodeForm(FirstPasswordForm):
    """Username and printed code, and the new password. `found` is the access the code opens."""

    username = forms.CharField(
        label=_("Username"),
        max_length=150,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    code = forms.CharField(
        label=_("One-time code"),
        help_text=_("16 letters and digits on the paper you were given. Dashes and capitals do not matter."),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    field_order = ["username", "code", "password1", "password2"]

    found: Access | None = None
    wrong_code = False

    def clean(self):
        named = self.cleaned_data.get("username"), self.cleaned_data.get("code")
        if all(named):
            self.found = access.by_code(*named)
            self.user = self.found.user if self.found else None
            if self.found is None:
                self.wrong_code = True
                self.add_error(
                    "code", _("This code does not fit this username, or it was used or is too old.")
                )
        return super().clean()
