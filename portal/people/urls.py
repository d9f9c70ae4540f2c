"""Account pages under /tai-khoan/. allauth's names, our addresses, and only the pages that are used."""

from functools import wraps

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.urls import path, re_path

from portal.people import access_views, views


def private(view):
    """Nobody keeps a copy of an account page: no cache, no search engine."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return wrapped


_PAGES = [
    ("", views.overview, "account_overview"),
    ("ngon-ngu/", views.language, "account_language"),
    ("dang-nhap/", account.login, "account_login"),
    ("dang-xuat/", account.logout, "account_logout"),
    ("da-khoa/", account.account_inactive, "account_inactive"),
    # Sign-up is closed: the page says who gives accounts.
    ("xin-tai-khoan/", account.signup, "account_signup"),
    ("xac-nhan/", account.reauthenticate, "account_reauthenticate"),
    ("thu-dien-tu/", account.email, "account_email"),
    ("thu-dien-tu/da-gui/", account.email_verification_sent, "account_email_verification_sent"),
    ("mat-khau/doi/", account.password_change, "account_change_password"),
    ("mat-khau/dat/", account.password_set, "account_set_password"),
    ("mat-khau/quen/", account.password_reset, "account_reset_password"),
    ("mat-khau/quen/da-gui/", account.password_reset_done, "account_reset_password_done"),
    ("mat-khau/moi/xong/", account.password_reset_from_key_done, "account_reset_password_from_key_done"),
    ("ma-mot-lan/", access_views.by_code, "account_code"),
    ("hai-buoc/", mfa.index, "mfa_index"),
    ("hai-buoc/ma/", mfa.authenticate, "mfa_authenticate"),
    ("hai-buoc/xac-nhan/", mfa.reauthenticate, "mfa_reauthenticate"),
    ("hai-buoc/ung-dung/bat/", totp.activate_totp, "mfa_activate_totp"),
    ("hai-buoc/ung-dung/tat/", totp.deactivate_totp, "mfa_deactivate_totp"),
    ("hai-buoc/ma-du-phong/", recovery_codes.view_recovery_codes, "mfa_view_recovery_codes"),
    ("hai-buoc/ma-du-phong/tao/", recovery_codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    ("hai-buoc/ma-du-phong/tai-ve/", recovery_codes.download_recovery_codes, "mfa_download_recovery_codes"),
]

urlpatterns = [
    path("loi-moi/<str:token>/", private(access_views.by_link), name="account_invitation"),
    *(path(address, private(view), name=name) for address, view, name in _PAGES),
    re_path(
        r"^thu-dien-tu/xac-nhan/(?P<key>[-:\w]+)/$",
        private(account.confirm_email),
        name="account_confirm_email",
    ),
    re_path(
        r"^mat-khau/moi/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        private(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
]
