"""Public bytes: rendered pages kept precompressed on disk, and the middleware that serves them.

The publication row is the truth; this store may be deleted at any moment. It is read right after
WhiteNoise, before session, language and database. What a page may be kept for is said by the view that
made it (`keep`), never guessed here: a page nobody marked is not stored.

One file holds one encoding of one page: a line of JSON (status, headers, validity), then the body. All
files of a *generation* lie in one folder; `bump` names a new generation, so that everything stored before
is forgotten at once, in every process, and a page that was being made meanwhile lands in the old folder.
"""

import gzip
import hashlib
import json
import logging
import os
import secrets
import shutil
from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.utils.http import parse_etags

from portal.record import clock

log = logging.getLogger(__name__)

# How much is kept of one generation, whatever visitors ask for: 4,000 pages, each in three files.
MOST_FILES = 12_000
MOST_BYTES = 512 * 1024
# The only query parameters a stored page may depend on; a request with any other is never served from here.
PARAMETERS = frozenset({"huyen", "nguong", "trang-thai", "xep", "trang"})
ENCODINGS = ("br", "gzip", "identity")
_DROPPED = {"content-length", "content-encoding", "vary", "set-cookie", "date", "etag"}
_CACHE_CONTROL = "public, no-cache"
_GENERATION = "generation"


def root() -> Path:
    """The folder of all stored pages."""
    return Path(settings.VAR) / "pages"


def next_midnight() -> datetime:
    """The end of today: "còn 1 ngày" is true until then (Asia/Ho_Chi_Minh)."""
    return datetime.combine(clock.today() + timedelta(days=1), time.min, clock.HANOI)


def keep(
    response: HttpResponse, until: datetime | None = None, *, parameters: Iterable[str] = ()
) -> HttpResponse:
    """Mark a response as the same for every reader until a moment (the next midnight unless told).

    `parameters` names those of `PARAMETERS` the view has read and found valid: with any other in the
    address the page is answered and not kept, for each invented value would be one more file.
    """
    response.public_until = until or next_midnight()
    response.public_parameters = frozenset(parameters)
    return response


def _replace(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    temporary.write_bytes(content)
    os.replace(temporary, path)


def bump() -> None:
    """Forget every stored page, in all processes."""
    folder = root()
    folder.mkdir(parents=True, exist_ok=True)
    before = generation()
    _replace(folder / _GENERATION, secrets.token_hex(8).encode())
    if before:
        shutil.rmtree(folder / before, ignore_errors=True)


def generation() -> str:
    """The name of the generation in force; empty when there is none yet."""
    try:
        return (root() / _GENERATION).read_text()
    except FileNotFoundError:
        return ""


def key_of(request: HttpRequest) -> str | None:
    """The name of the stored page a request asks for, or None when it cannot be a stored page."""
    if request.method not in ("GET", "HEAD") or settings.SESSION_COOKIE_NAME in request.COOKIES:
        return None
    query = request.META.get("QUERY_STRING", "")
    if len(query) > 300:
        return None
    pairs = parse_qsl(query, keep_blank_values=True)
    names = [name for name, _value in pairs]
    if len(set(names)) != len(names) or not PARAMETERS.issuperset(names) or not all(dict(pairs).values()):
        return None
    host = _own_host(request)
    if host is None:
        return None
    place = f"{host}\n{request.path}\n{urlencode(sorted(pairs))}"
    return hashlib.sha256(place.encode()).hexdigest()


def _own_host(request: HttpRequest) -> str | None:
    """The asked host in its one spelling, or None when it is not one of the portal's few own.

    Pages kept for invented ones would fill the disk: Django lets any letter case, a last dot, any port and,
    with a wildcard, any name below a domain pass. What is stored holds no address of the request.
    """
    asked = request.get_host()
    base = urlsplit(settings.BASE_URL)
    name, port = split_domain_port(asked)
    if name == base.hostname and port in ("", str(base.port or "")):
        return name
    return name if name in settings.ALLOWED_HOSTS and port in ("", request.META.get("SERVER_PORT")) else None


def accepted(header: str) -> Iterable[str]:
    """The encodings a reader takes, the smallest first. `identity` is always among them."""
    offered = {}
    for part in header.lower().split(","):
        name, _sep, parameters = part.strip().partition(";")
        offered[name] = parameters.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return [name for name in ENCODINGS if name == "identity" or offered.get(name, False)]


def _compressed(body: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return brotli.compress(body, quality=9)
    if encoding == "gzip":
        return gzip.compress(body, compresslevel=9, mtime=0)
    return body


def store(folder: Path, key: str, response: HttpResponse) -> None:
    """Write a response in every encoding, each file by an atomic rename; nothing once the folder is full."""
    body = response.content
    folder.mkdir(parents=True, exist_ok=True)
    if len(body) > MOST_BYTES or len(os.listdir(folder)) >= MOST_FILES:
        return
    head = json.dumps(
        {
            "status": response.status_code,
            "until": response.public_until.timestamp(),
            "etag": f'"{hashlib.sha256(body).hexdigest()[:32]}"',
            "headers": [[n, v] for n, v in response.items() if n.lower() not in _DROPPED],
        }
    ).encode()
    for encoding in ENCODINGS:
        _replace(folder / f"{key}.{encoding}", head + b"\n" + _compressed(body, encoding))


def _fresh(content: bytes) -> tuple[dict, bytes] | None:
    head, _newline, body = content.partition(b"\n")
    told = json.loads(head)
    return (told, body) if told["until"] > clock.now().timestamp() else None


def load(folder: Path, key: str, encodings: Iterable[str]) -> tuple[dict, bytes, str] | None:
    """The stored page in the first encoding there is, as (head, body, encoding); None when none is fresh."""
    for encoding in encodings:
        try:
            found = _fresh((folder / f"{key}.{encoding}").read_bytes())
        except (FileNotFoundError, ValueError, KeyError):
            continue
        return (*found, encoding) if found else None
    return None


def answer(request: HttpRequest, told: dict, body: bytes, encoding: str) -> HttpResponse:
    """The response to one reader from stored bytes: 304 when the reader already holds them."""
    wanted = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
    same = told["etag"] in wanted or f"W/{told['etag']}" in wanted or "*" in wanted
    response = HttpResponse(status=304) if same else HttpResponse(body, status=told["status"])
    for name, value in told["headers"]:
        response[name] = value
    response["ETag"] = told["etag"]
    response["Cache-Control"] = _CACHE_CONTROL
    response["Vary"] = "Accept-Encoding"
    if same:
        del response["Content-Type"]
    elif encoding != "identity":
        response["Content-Encoding"] = encoding
    return response


class StoredPages:
    """Middleware right after WhiteNoise: answers with a stored page, or stores the one just made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response
        # A process that died between a commit and its `case_moved` left old pages: start afresh.
        bump()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = key_of(request)
        if key is None:
            return self.get_response(request)
        folder = root() / (generation() or "0")
        encodings = accepted(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        found = load(folder, key, encodings)
        if found is None:
            response = self.get_response(request)
            if not self._is_public(request, response):
                return response
            try:
                store(folder, key, response)
            except OSError:
                log.exception("a page could not be stored")
                return response
            found = load(folder, key, encodings)
            if found is None:
                return response
        return answer(request, *found)

    @staticmethod
    def _is_public(request: HttpRequest, response: HttpResponse) -> bool:
        if not hasattr(response, "public_until") or response.status_code != 200 or response.cookies:
            return False
        return response.public_parameters.issuperset(dict(parse_qsl(request.META.get("QUERY_STRING", ""))))
