"""allauth's forms in the portal's words: a label over every field, hints as text, no placeholders."""

from allauth.account import forms as account_forms
from allauth.core import context
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.utils.translation import gettext_lazy as _

from portal.people import lockout
from portal.people.models import User

_CURRENT_PASSWORD = _("Current password")
_PASSWORD_HINT = _("At least 10 characters. Not a common password, and not like your name or username.")
_CODE_HINT = _("6 digits from the app on your phone, or one of your 8-digit recovery codes.")


class PlainFields:
    """Takes the wording from `wording`: field name → (label, hint)."""

    wording: dict = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label, field.help_text = self.wording.get(name, (field.label, ""))


class SignInForm(PlainFields, account_forms.LoginForm):
    """Username or e-mail address, and password."""

    wording = {
        "login": (_("Username or e-mail address"), ""),
        "password": (_("Password"), ""),
        "remember": (_("Stay signed in on this computer"), _("Not on a computer that others use too.")),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        }


class ChangePasswordForm(PlainFields, account_forms.ChangePasswordForm):
    """The current password, and the new one twice."""

    wording = {
        "oldpassword": (_CURRENT_PASSWORD, ""),
        "password1": (_("New password"), _PASSWORD_HINT),
        "password2": (_("New password once more"), ""),
    }


class SetPasswordForm(PlainFields, account_forms.SetPasswordForm):
    """A first password, for accounts made without one."""

    wording = {
        "password1": (_("New password"), _PASSWORD_HINT),
        "password2": (_("New password once more"), ""),
    }


class NewPasswordForm(PlainFields, account_forms.ResetPasswordKeyForm):
    """The new password, after following the link in the mail."""

    wording = SetPasswordForm.wording


class ForgottenPasswordForm(PlainFields, account_forms.ResetPasswordForm):
    """Where to send the link."""

    wording = {"email": (_("E-mail address of your account"), "")}


class EmailForm(PlainFields, account_forms.AddEmailForm):
    """Another e-mail address for the account; it counts from its confirmation on."""

    wording = {"email": (_("New e-mail address"), _("We send a link there to confirm it."))}

    def clean_email(self):
        email = super().clean_email()
        if User.objects.exclude(pk=self.user.pk).filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Another account already uses this e-mail address."))
        return email


class PasswordAgainForm(PlainFields, account_forms.ReauthenticateForm):
    """The password once more, before something that matters."""

    wording = {"password": (_CURRENT_PASSWORD, "")}


class _Code(PlainFields):
    wording = {"code": (_("Sign-in code"), _CODE_HINT)}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}
        self.fields["code"].max_length = 20


class _CountedCode(_Code):
    """Guessing a code is limited like guessing a password."""

    def clean_code(self):
        # Phones show codes in groups, and people type them so.
        self.cleaned_data["code"] = "".join(self.cleaned_data["code"].split())
        if lockout.is_locked(context.request, self.user):
            raise forms.ValidationError(_("Too many tries in a short time. Wait a few minutes."))
        return super().clean_code()


class CodeForm(_CountedCode, mfa_forms.AuthenticateForm):
    """The second step of signing in."""


class CodeAgainForm(_CountedCode, mfa_forms.ReauthenticateForm):
    """A code instead of the password, before something that matters."""


class FirstCodeForm(_Code, totp_forms.ActivateTOTPForm):
    """Proves that the app on the phone has the secret."""

    wording = {"code": (_("Code shown by the app"), _("6 digits, changing every 30 seconds."))}


class LanguageForm(forms.ModelForm):
    """The language of the mails a person gets, each named in itself."""

    language = forms.ChoiceField(
        choices=[("vi", "Tiếng Việt"), ("en", "English")],
        widget=forms.RadioSelect,
        label=_("Language of my mails"),
    )

    class Meta:
        model = User
        fields = ["language"]
