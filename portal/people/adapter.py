"""How allauth serves this portal: closed sign-up, its own words, mail in the reader's language."""

import base64
import hashlib
from urllib.parse import urljoin, urlsplit, urlunsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from portal.people import landing
from portal.people.models import User

_WRONG_PASSWORD = _("The username, e-mail address or password is not right.")
_WRONG_CODE = _("This code is not right or has been used. Wait for the next one and try again.")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are given by the office above, so nobody signs up here."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "duplicate_email": _("This is already the e-mail address of your account."),
        "email_password_mismatch": _WRONG_PASSWORD,
        "username_password_mismatch": _WRONG_PASSWORD,
        "invalid_login": _WRONG_PASSWORD,
        "email_taken": _("Another account already uses this e-mail address."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_password": _("This is not your password."),
        "incorrect_code": _WRONG_CODE,
        "invalid_password_reset": _("This link has expired or has been used."),
        "rate_limited": _("Too many tries in a short time. Wait a few minutes."),
        "too_many_login_attempts": _("Too many tries in a short time. Wait a few minutes."),
    }

    def is_open_for_signup(self, request):
        return False

    def get_login_redirect_url(self, request):
        return landing.after_sign_in(request.user)

    def get_logout_redirect_url(self, request):
        return landing.in_language("/")

    def get_password_change_redirect_url(self, request):
        return reverse("account_overview")

    def get_email_verification_redirect_url(self, email_address):
        return reverse("account_overview" if self.request.user.is_authenticated else "account_login")

    def pre_authenticate(self, request, **credentials):
        """Count nothing here: failures are counted by axes alone (portal.people.lockout)."""

    def confirm_email(self, request, email_address):
        """Confirm an address, unless an account has taken it since the mail was sent."""
        others = User.objects.exclude(pk=email_address.user_id)
        if others.filter(email__iexact=email_address.email).exists():
            self.add_message(request, messages.ERROR, message=self.error_messages["email_taken"])
            return False
        return super().confirm_email(request, email_address)

    def get_reset_password_from_key_url(self, key):
        return _at_home(super().get_reset_password_from_key_url(key))

    def get_email_confirmation_url(self, request, emailconfirmation):
        return _at_home(super().get_email_confirmation_url(request, emailconfirmation))

    def send_mail(self, template_prefix, email, context):
        """Send in the account's own language, or the page's when no account is meant."""
        user = context.get("user") or User.objects.filter(email__iexact=email).first()
        context = {**context, "site_name": settings.WAGTAIL_SITE_NAME, "site_address": settings.BASE_URL}
        with translation.override(user.language if user else translation.get_language()):
            super().send_mail(template_prefix, email, context)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        super().send_notification_mail(
            template_prefix, user, {**(context or {}), "user": user}, email or user.email
        )


def _at_home(url: str) -> str:
    """A link for a mail at the portal's own address, whatever host and port the request named."""
    return urljoin(settings.BASE_URL, urlunsplit(urlsplit(url)._replace(scheme="", netloc="")))


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: secrets are encrypted at rest."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _WRONG_CODE,
        "cannot_generate_recovery_codes": _("Turn on two-step sign-in first."),
    }

    def get_totp_label(self, user):
        return user.username

    def get_totp_issuer(self):
        """The portal's host: people know it, and it keeps the QR code coarse enough for old cameras."""
        return urlsplit(settings.BASE_URL).hostname

    def build_totp_svg(self, url):
        """Nothing: the page draws the code with the theme's own tag, which needs no style."""
        return ""

    def encrypt(self, text):
        return _vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return _vault().decrypt(encrypted_text.encode()).decode()


def _vault() -> MultiFernet:
    """Encrypts with the portal's secret; reads what its former secrets wrote."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"portal.people.mfa:{key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
