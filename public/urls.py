"""Addresses of the public room that are no Wagtail pages. Included under both languages."""

from django.urls import path, register_converter

from public import feedback, papers, sitemaps, verification


class FourDigits:
    """A year."""

    regex = r"[0-9]{4}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(FourDigits, "yyyy")

urlpatterns = [
    path("gop-y/", feedback.overview, name="public_feedback"),
    path("gop-y/<str:code>/", feedback.tracking, name="public_tracking"),
    path("gop-y/<slug:unit_code>/<yyyy:year>/", feedback.comment, name="public_comment"),
    path("xac-minh/", verification.ask, name="public_verify"),
    path("xac-minh/<str:code>/", verification.certificate, name="public_certificate"),
    path("giay-to/<int:pk>/", papers.paper_file, name="public_paper"),
    path("robots.txt", sitemaps.robots, name="public_robots"),
    path("sitemap.xml", sitemaps.sitemap, name="public_sitemap"),
]
