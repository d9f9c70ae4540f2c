"""The language of a page is told by its address alone: Vietnamese at /, English at /en/.

Django's own LocaleMiddleware also looks at cookies and at the browser's wishes, and so adds
`Vary: Accept-Language` to every page, which makes shared caches keep one copy per browser.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation


class AddressLanguageMiddleware:
    """Activate the language of the address prefix; set no cookie and vary by nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
