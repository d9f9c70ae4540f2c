"""The public addresses of results, units and comments, in the language at hand."""

from django.conf import settings
from django.utils.translation import get_language


def local(path: str) -> str:
    """A Vietnamese path in the language at hand: Vietnamese at /, the others under their code."""
    language = get_language() or settings.LANGUAGE_CODE
    return path if language == settings.LANGUAGE_CODE else f"/{language}{path}"


def absolute(path: str) -> str:
    """A path with the portal's own host: never the one a visitor's request names, for pages are kept."""
    return settings.BASE_URL.rstrip("/") + path


def home_address() -> str:
    """The first page."""
    return local("/")


def results_address(year: int | None = None, district: str = "") -> str:
    """`/ket-qua/`, `/ket-qua/<year>/`, `/ket-qua/<year>/<code>-<slug>/`."""
    return local("".join(["/ket-qua/", f"{year}/" if year else "", f"{district}/" if district else ""]))


def unit_address(place: str = "", year: int | None = None, version: int | None = None) -> str:
    """`/don-vi/<code>-<slug>/`, with a year, and with the version of its publication."""
    parts = [
        "/don-vi/",
        f"{place}/" if place else "",
        f"{year}/" if year else "",
        f"ban/{version}/" if version else "",
    ]
    return local("".join(parts))


def feedback_address(unit_code: str = "", year: int | None = None) -> str:
    """`/gop-y/`, or the form of one result: `/gop-y/<unit code>/<year>/`."""
    return local(f"/gop-y/{unit_code}/{year}/" if unit_code else "/gop-y/")


def tracking_address(code: str) -> str:
    """`/gop-y/<tracking code>/`."""
    return local(f"/gop-y/{code}/")


def certificate_address(code: str = "") -> str:
    """`/xac-minh/<code>/`."""
    return local(f"/xac-minh/{code}/" if code else "/xac-minh/")


def paper_address(pk: int) -> str:
    """`/giay-to/<number>/`: the file of a paper opened to the public."""
    return local(f"/giay-to/{pk}/")


def process_address() -> str:
    """`/quy-trinh/`."""
    return local("/quy-trinh/")


def without_language(path: str) -> str:
    """The Vietnamese twin of a path."""
    for language, _name in settings.LANGUAGES:
        if language != settings.LANGUAGE_CODE and path.startswith(f"/{language}/"):
            return path[len(language) + 1 :]
    return path
