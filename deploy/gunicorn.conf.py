"""How gunicorn serves the portal; `make run` and a deployment use the same file."""

import os
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.urls import get_resolver
from django.utils import translation

wsgi_app = "portal.wsgi:application"
bind = os.environ.get("BIND", f"127.0.0.1:{os.environ.get('PORT', '8000')}")
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
# The code is loaded once and shared by the workers.
preload_app = True
timeout = 60
graceful_timeout = 20
keepalive = 5
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 (gunicorn's own advice)
accesslog = os.environ.get("ACCESS_LOG") or None
errorlog = "-"
loglevel = os.environ.get("LOG_LEVEL", "warning")
control_socket_disable = True


def when_ready(server):
    """Load the addresses once for all workers, and greet.

    No connection may be shared with a worker: any that loading the code has opened is closed.
    """
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            get_resolver().reverse_dict  # noqa: B018 (read so that it is filled)
    connections.close_all()
    if greeting := os.environ.get("PORTAL_GREETING"):
        print(greeting, flush=True)
