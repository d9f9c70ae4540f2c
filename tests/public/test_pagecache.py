"""Stored pages: the same bytes for everybody, gone when something is published or the day ends."""

import gzip
from datetime import timedelta

import brotli
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from cms_pages.models import ContentPage
from portal.record import clock
from public import pagecache
from tests import province
from workflow.models import states
from workflow.signals import case_moved

pytestmark = pytest.mark.django_db


def queries_of(client, address, **extra):
    with CaptureQueriesContext(connection) as caught:
        response = client.get(address, **extra)
    return len(caught), response


def test_the_second_reader_costs_no_query(site, client):
    first, rendered = queries_of(client, "/ket-qua/2024/")
    second, stored = queries_of(client, "/ket-qua/2024/")
    assert first > 0
    assert second == 0
    assert stored.content == rendered.content
    for name in ("Content-Security-Policy", "X-Frame-Options", "Content-Language", "Permissions-Policy"):
        assert stored[name] == rendered[name]
    assert stored["Vary"] == "Accept-Encoding"
    assert not stored.cookies


@pytest.mark.parametrize(("encoding", "read"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_pages_are_kept_compressed(site, client, encoding, read):
    plain = client.get("/quy-trinh/").content
    response = client.get("/quy-trinh/", headers={"accept-encoding": f"deflate, {encoding};q=0.8"})
    assert response["Content-Encoding"] == encoding
    assert read(response.content) == plain


def test_a_reader_who_holds_the_page_gets_no_bytes(site, client):
    etag = client.get("/don-vi/")["ETag"]
    response = client.get("/don-vi/", headers={"if-none-match": etag})
    assert (response.status_code, response.content) == (304, b"")
    assert "Content-Type" not in response


def test_a_moved_case_lets_old_pages_go(site, client):
    client.get("/ket-qua/2024/")
    case_moved.send_robust(None, case=None, action="recognize", event=None, snapshot=None, reason="")
    count, _response = queries_of(client, "/ket-qua/2024/")
    assert count > 0


def test_days_left_are_true_until_midnight(site, client):
    client.get("/gop-y/")
    with clock.at(province.NOW.replace(hour=23, minute=59)):
        assert queries_of(client, "/gop-y/")[0] == 0
    with clock.at(province.NOW + timedelta(days=1)):
        assert queries_of(client, "/gop-y/")[0] > 0


def test_who_is_signed_in_gets_no_stored_page(site, client):
    client.get("/")
    user = province.user_of("province_officer", province.case_in(states.DRAFT))
    province.sign_in(client, user)
    assert queries_of(client, "/")[0] > 0


@pytest.mark.parametrize(
    "address",
    [
        "/don-vi/?q=dak",
        "/ket-qua/2024/?huyen=000",
        "/ket-qua/2024/?x=1",
        "/gop-y/?code=1",
        "/don-vi/99999-khong/",
    ],
)
def test_pages_of_free_choice_are_not_stored(site, client, address):
    client.get(address)
    files = list((pagecache.root() / pagecache.generation()).glob("*.br"))
    assert files == []


def test_a_page_being_made_while_something_is_published_is_not_kept(site, client, monkeypatch):
    real = pagecache.store

    def slowly(folder, key, response):
        pagecache.bump()
        real(folder, key, response)

    monkeypatch.setattr(pagecache, "store", slowly)
    client.get("/quy-trinh/")
    monkeypatch.setattr(pagecache, "store", real)
    assert queries_of(client, "/quy-trinh/")[0] > 0


def test_a_half_written_file_is_no_page(site, client):
    client.get("/quy-trinh/")
    for path in (pagecache.root() / pagecache.generation()).iterdir():
        path.write_bytes(b"{")
    assert client.get("/quy-trinh/").status_code == 200


@pytest.mark.parametrize(
    ("header", "first"),
    [("", "identity"), ("gzip", "gzip"), ("gzip, br", "br"), ("br;q=0, gzip", "gzip"), ("*", "identity")],
)
def test_encodings(header, first):
    assert next(iter(pagecache.accepted(header))) == first


def test_keys_tell_hosts_and_orders_apart():
    make = RequestFactory().get
    one = pagecache.key_of(make("/ket-qua/2024/?huyen=613&trang=2"))
    assert one == pagecache.key_of(make("/ket-qua/2024/?trang=2&huyen=613"))
    assert one != pagecache.key_of(make("/ket-qua/2024/?huyen=613"))
    assert one != pagecache.key_of(make("/ket-qua/2024/?huyen=613&trang=2", headers={"host": "localhost"}))
    assert pagecache.key_of(make("/?huyen=1&huyen=2")) is None
    assert pagecache.key_of(RequestFactory().post("/")) is None


def kept_pages() -> int:
    return len(list((pagecache.root() / pagecache.generation()).glob("*.br")))


@pytest.mark.parametrize("address", ["/", "/don-vi/", "/quy-trinh/", "/gop-y/", "/xac-minh/", "/robots.txt"])
def test_parameters_a_page_does_not_read_are_not_kept(site, client, address):
    for number in range(3):
        assert client.get(address, {"huyen": f"{number}", "trang": f"{number}"}).status_code == 200
    assert kept_pages() == 0


def test_only_filled_in_and_valid_parameters_are_kept_on_lists(site, client):
    for query in ("huyen=", "huyen=x", "nguong=651", "xep=x", "trang-thai=x", "trang=%D9%A2"):
        assert client.get(f"/ket-qua/2024/?{query}").status_code == 200
    assert kept_pages() == 0
    client.get("/ket-qua/2024/?xep=chenh")
    assert kept_pages() == 1


def test_one_host_in_any_spelling_has_one_store(rf, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    spelled = ["testserver", "TESTSERVER", "testserver.", "TestServer.:80", "testserver:80"]
    keys = {pagecache.key_of(rf.get("/", headers={"host": host})) for host in spelled}
    assert len(keys) == 1 and None not in keys


def test_what_is_kept_tells_no_address_of_the_request(site, client, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    result = province.case_in(states.RECOGNIZED)
    for address in (
        "/",
        "/sitemap.xml",
        "/robots.txt",
        f"/don-vi/{result.code}-{result.slug}/{result.year}/",
    ):
        told = client.get(address, headers={"host": "TESTSERVER."}).content.decode()
        assert "testserver" not in told.lower()


def test_a_full_store_keeps_nothing_more(site, client, monkeypatch):
    client.get("/")
    monkeypatch.setattr(pagecache, "MOST_FILES", 3)
    assert client.get("/quy-trinh/").status_code == 200
    assert kept_pages() == 1
    monkeypatch.setattr(pagecache, "MOST_FILES", 12_000)
    monkeypatch.setattr(pagecache, "MOST_BYTES", 100)
    client.get("/quy-trinh/")
    assert kept_pages() == 1


def test_a_page_made_private_or_moved_is_forgotten(site, client, django_capture_on_commit_callbacks):
    guidance = ContentPage.objects.live().filter(locale__language_code="vi", depth=4).first()
    assert client.get(guidance.url).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        held = PageViewRestriction.objects.create(page=guidance, restriction_type="login")
    assert client.get(guidance.url).status_code == 302
    with django_capture_on_commit_callbacks(execute=True):
        held.delete()
    assert client.get(guidance.url).status_code == 200
    other = guidance.get_siblings(inclusive=False).type(ContentPage).specific().first()
    with django_capture_on_commit_callbacks(execute=True):
        guidance.move(other, pos="last-child")
    assert client.get(guidance.url).status_code == 301
    assert client.get(ContentPage.objects.get(pk=guidance.pk).url).status_code == 200
    for row in (
        lambda: Redirect.objects.create(old_path="/cu", redirect_link="/quy-trinh/"),
        lambda: ContentPage.objects.get(pk=other.pk).delete(),
    ):
        client.get("/quy-trinh/")
        with django_capture_on_commit_callbacks(execute=True):
            row()
        assert queries_of(client, "/quy-trinh/")[0] > 0


def served(rf, address: str, method: str) -> tuple[dict, bytes]:
    """Headers and body as a server gets them: Django's test client drops the body of HEAD by itself."""
    told = {}
    answer = WSGIHandler()(
        rf.generic(method, address).environ, lambda status, headers: told.update(headers, status=status)
    )
    try:
        return told, b"".join(answer)
    finally:
        answer.close()


@pytest.mark.parametrize("address", ["/quy-trinh/", "/khong-co/", "/-/health/", "/lam-viec/"])
def test_head_is_answered_without_a_body(site, rf, address):
    for _time in range(2):
        shown, body = served(rf, address, "GET")
        head, nothing = served(rf, address, "HEAD")
        assert (head["status"], nothing) == (shown["status"], b"")
        assert abs(int(head["Content-Length"]) - len(body)) < 100  # an error page names its own request


def test_pages_are_kept_for_our_own_hosts_only(rf, settings):
    settings.ALLOWED_HOSTS = ["testserver", ".kontum.example"]
    settings.BASE_URL = "https://treem.kontum.example"
    for host in ("testserver", "testserver:80", "treem.kontum.example"):
        assert pagecache.key_of(rf.get("/", headers={"host": host}))
    for host in ("testserver:8081", "x1.kontum.example", "treem.kontum.example:8443"):
        assert pagecache.key_of(rf.get("/", headers={"host": host})) is None


@pytest.mark.parametrize("invented", ["9000", "0", "x", "01"])
def test_invented_page_numbers_are_not_kept(site, client, invented):
    for _time in range(2):
        count, response = queries_of(client, f"/ket-qua/2024/?trang={invented}")
        assert (response.status_code, count > 0) == (200, True)
