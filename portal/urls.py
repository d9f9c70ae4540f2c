"""Every address of the portal. Vietnamese lives at /, its English twin at /en/."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal.health import health
from portal.signin import sign_in_elsewhere

editors_sign_in = sign_in_elsewhere(
    "wagtailadmin_home", lambda request: request.user.has_perm("wagtailadmin.access_admin")
)
administrators_sign_in = sign_in_elsewhere("admin:index", admin.site.has_permission)
one_sign_in = RedirectView.as_view(pattern_name="wagtailadmin_login", query_string=True)
forgotten_password = RedirectView.as_view(pattern_name="account_reset_password", query_string=True)

urlpatterns = [
    path("-/health/", health, name="health"),
    # Calendars of officials: the language is the person's, not the address's.
    path("lich/", include("workflow.notices.urls")),
    # Admin interfaces keep the language of their user, not of the address.
    path("quan-tri/login/", editors_sign_in),
    path("quan-tri/password_reset/", forgotten_password),
    # A person is one account with one name: neither is kept a second time in Wagtail's forms.
    path("quan-tri/account/", RedirectView.as_view(pattern_name="account_overview")),
    path("quan-tri/users/", RedirectView.as_view(pattern_name="admin:people_user_changelist")),
    path("quan-tri/", include(wagtailadmin_urls)),
    path("django-admin/login/", administrators_sign_in),
    path("django-admin/", admin.site.urls),
    path("tai-lieu/", include(wagtaildocs_urls)),
    # Renditions only: originals and documents are never served from the disk by address.
    path(
        "media/images/<path:path>",
        serve,
        {"document_root": settings.MEDIA_ROOT / "images"},
        name="rendition",
    ),
]

urlpatterns += i18n_patterns(
    path("lam-viec/", include("workflow.workspace.urls")),
    path("tai-khoan/", include("portal.people.urls")),
    path("", include("public.urls")),
    # Wagtail's own form for restricted pages would let people in without their second step.
    path("_util/login/", one_sign_in, name="wagtailcore_login"),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
