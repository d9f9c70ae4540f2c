"""A portal served from the test's own process, for browsers and for many clients at once."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from socketserver import ThreadingMixIn
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import Client

from portal.record import clock


class _Server(ThreadingMixIn, WSGIServer):
    """One thread a request; closing waits for the threads, so that no connection outlives them."""

    daemon_threads = False
    block_on_close = True
    request_queue_size = 64


class _QuietHandler(WSGIRequestHandler):
    def log_message(self, *arguments):
        """Nothing: a test says what went wrong itself."""


class LivePortal:
    """What a browser test needs to know of the running portal.

    `url` is its address without a closing slash. `moment`, when set to an aware datetime, is what
    the portal's clock tells from the next request on.
    """

    def __init__(self, url: str):
        self.url = url
        self.moment: datetime | None = None

    def sign_in(self, page, user) -> None:
        """Give a browser page's context the session of `user` (forms are tested elsewhere)."""
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.url}])


@contextmanager
def serve() -> Iterator[LivePortal]:
    """Serve the database this process is connected to on a free port of 127.0.0.1."""
    django = get_wsgi_application()

    def application(environ, start_response):
        with ExitStack() as stack:
            stack.callback(connections.close_all)
            if portal.moment:
                stack.enter_context(clock.at(portal.moment))
            response = django(environ, start_response)
            stack.callback(response.close)
            body = list(response)
        return body

    server = _Server(("127.0.0.1", 0), _QuietHandler)
    server.set_app(application)
    portal = LivePortal(f"http://127.0.0.1:{server.server_port}")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield portal
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
