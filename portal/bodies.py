"""Answers to HEAD: the headers of GET, and no body.

Servers warn about every body sent where none may be; whatever made the answer, it is dropped here.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class NoBodyOnHead:
    """Middleware in front of all others that answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "HEAD":
            return response
        if response.streaming:
            # The file behind it is closed with the response.
            response.streaming_content = []
        else:
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response
