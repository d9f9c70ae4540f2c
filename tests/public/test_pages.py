"""The public pages: addresses, languages, words that must be there, budgets."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from public.models import Publication
from tests import province
from tests.public import snapshots
from workflow.models import states

pytestmark = pytest.mark.django_db

LARGEST = 100_000  # bytes of a page without images


def address_of(case, ending=""):
    return f"/don-vi/{case.code}-{case.slug}/{case.year}/{ending}"


def text_of(response):
    return response.content.decode()


@pytest.fixture
def queries(client, uncached):
    """How many queries a page takes once the site's own caches are warm."""

    def count(address):
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert client.get(address).status_code == 200, address
        return len(caught)

    return count


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/ket-qua/2025/",
        "/ket-qua/2024/?huyen=613&trang-thai=recognized&xep=chenh",
        "/ket-qua/2024/613-kon-plong/",
        "/don-vi/",
        "/don-vi/613-kon-plong/",
        "/don-vi/62-kon-tum/",
        "/don-vi/23470-mang-canh/",
        "/quy-trinh/",
        "/gop-y/",
        "/xac-minh/",
        "/huong-dan/",
        "/huong-dan/doc-ket-qua/",
    ],
)
def test_every_page_has_its_twin(site, client, address, settings):
    for prefix in ("", "/en"):
        response = client.get(prefix + address)
        assert response.status_code == 200, prefix + address
        assert len(response.content) < LARGEST
        assert not response.cookies
        html = text_of(response)
        path = address.partition("?")[0]
        assert f'<link rel="canonical" href="{settings.BASE_URL}{prefix}{path}">' in html
        assert f'hreflang="en" href="{settings.BASE_URL}/en{path}"' in html
        assert f'hreflang="vi" href="{settings.BASE_URL}{path}"' in html
        assert "style=" not in html
        assert len(re.findall("<h1", html)) == 1


@pytest.mark.parametrize("state", [*states.ALL, "returned"])
def test_a_year_of_a_commune_in_every_state(site, client, state):
    case = province.case_at(province.RETURNED) if state == "returned" else province.case_in(state)
    for prefix in ("", "/en"):
        response = client.get(prefix + address_of(case))
        html = text_of(response)
        assert response.status_code == 200
        assert case.full_name in html.replace("\N{NO-BREAK SPACE}", " ")
        assert 'class="demo-line"' in html
        assert len(response.content) < LARGEST


def test_the_sentence_holds_threshold_points_and_margin(site, client):
    case = province.case_in(states.RECOGNIZED)
    html = text_of(client.get("/en" + address_of(case)))
    sentence = re.search(r'<p class="sentence">(.*?)</p>', html)[1]
    numbers = [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", sentence)]
    assert numbers == [case.threshold, case.district_total, case.margin]


def test_both_columns_and_cleared_reasons_are_shown(site, client):
    publication = Publication.objects.current().filter(state=states.RECOGNIZED).latest("sequence")
    html = text_of(client.get(f"/don-vi/{publication.unit_code}-{publication.unit_slug}/{publication.year}/"))
    for row in publication.content["criteria"]:
        assert row["name"] in html
        if row["reason"]:
            assert row["reason"] in html


def test_a_draft_tells_no_points(site, client):
    case = province.case_in(states.DRAFT)
    html = text_of(client.get(address_of(case)))
    assert 'class="bar"' not in html
    assert "criteria-table" not in html


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("/don-vi/23470/", "/don-vi/23470-mang-canh/"),
        ("/don-vi/23470-khac/2024/", "/don-vi/23470-mang-canh/2024/"),
        ("/don-vi/23470-khac/2024/ban/01/", "/don-vi/23470-mang-canh/2024/ban/1/"),
        ("/ket-qua/2024/613-khac/", "/ket-qua/2024/613-kon-plong/"),
        ("/en/don-vi/23470-khac/", "/en/don-vi/23470-mang-canh/"),
    ],
)
def test_wrong_names_lead_to_the_right_address(site, client, wrong, right):
    response = client.get(wrong)
    assert (response.status_code, response["Location"]) == (301, right)


@pytest.mark.parametrize(
    "address",
    [
        "/ket-qua/1990/",
        "/ket-qua/2024/610-dak-glei/",
        "/don-vi/99999-khong/",
        "/don-vi/23470-mang-canh/1990/",
        "/don-vi/23470-mang-canh/2024/ban/77/",
        "/gop-y/23470/1990/",
        "/gop-y/AAAAA-AAAAA/",
        "/xac-minh/AAAA-AAAA-AAAA/",
    ],
)
def test_unknown_addresses_are_not_found(site, client, address):
    assert client.get(address).status_code == 404


def test_results_lead_to_the_newest_finished_year(site, client):
    assert client.get("/ket-qua/")["Location"] == "/ket-qua/2024/"


def test_a_district_in_a_year_is_no_result_of_a_commune(site, client):
    assert client.get("/don-vi/613-kon-plong/2024/")["Location"] == "/ket-qua/2024/613-kon-plong/"


@pytest.mark.parametrize("typed", ["mang canh", "Măng Cành", "MĂNG CÀNH", "xã măng cành"])
def test_search_folds_tones(site, client, typed):
    response = client.get("/don-vi/", {"q": typed})
    assert response["Location"] == "/don-vi/23470-mang-canh/"


def test_search_says_when_nothing_is_found_and_escapes_what_was_typed(site, client):
    html = text_of(client.get("/don-vi/", {"q": "<b>zzz"}))
    assert "&lt;b&gt;zzz" in html
    assert "<b>zzz" not in html


def test_filters_count_what_they_show(site, client):
    html = text_of(client.get("/ket-qua/2024/"))
    counted = int(re.search(r'href="\?huyen=613"[^>]*>[^<]*<small>(\d+)</small>', html)[1])
    shown = text_of(client.get("/ket-qua/2024/?huyen=613"))
    assert len(re.findall(r'<th scope="row">', shown)) == min(counted, 12)


def test_an_unknown_filter_shows_everything(site, client):
    assert client.get("/ket-qua/2024/?huyen=000").status_code == 200


def test_a_version_of_before_says_so(site, client):
    case = province.case_in(states.RECOGNIZED)
    html = text_of(client.get(address_of(case, "ban/1/")))
    assert '<meta name="robots" content="noindex, follow">' in html
    assert f'href="{address_of(case)}"' in html
    assert "notice tone-sun" in html


def test_lists_take_the_same_queries_however_long(site, queries):
    before = queries("/ket-qua/2031/") if Publication.objects.filter(year=2031).exists() else None
    for number in range(3):
        unit = snapshots.MANG_CANH | {"code": f"9{number:04}", "name": f"Xã {number}"}
        snapshots.publish(snapshots.final(year=2031, unit=unit, code=""), case_id=910_000 + number)
    few = queries("/ket-qua/2031/")
    for number in range(3, 40):
        unit = snapshots.MANG_CANH | {"code": f"9{number:04}", "name": f"Xã {number}"}
        snapshots.publish(snapshots.final(year=2031, unit=unit, code=""), case_id=910_000 + number)
    assert before is None
    assert queries("/ket-qua/2031/") == few


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/", 20),
        ("/ket-qua/2025/", 14),
        ("/don-vi/", 14),
        ("/don-vi/23473-mang-den/", 20),
        ("/don-vi/23473-mang-den/2025/", 22),
        ("/quy-trinh/", 10),
        ("/gop-y/", 6),
    ],
)
def test_pages_stay_within_their_budget(site, queries, address, most):
    assert queries(address) <= most


def test_robots_and_sitemap(site, client, settings):
    robots = text_of(client.get("/robots.txt"))
    assert "Disallow: /lam-viec/" in robots
    assert f"Sitemap: {settings.BASE_URL}/sitemap.xml" in robots
    sitemap = text_of(client.get("/sitemap.xml"))
    for path in ("/ket-qua/2024/", "/don-vi/23473-mang-den/2025/", "/en/quy-trinh/", "/huong-dan/"):
        assert f"<loc>{settings.BASE_URL}{path}</loc>" in sitemap
    assert "lam-viec" not in sitemap


def test_one_hostile_name_cannot_break_out(site, client):
    unit = snapshots.MANG_CANH | {"full_name": 'Xã <script>alert("x")</script>'}
    told = snapshots.final(year=2031, unit=unit)
    told["messages"][0]["text"] = '<img src=x onerror="alert(1)">'
    snapshots.publish(told, case_id=900_001)
    html = text_of(client.get("/ket-qua/2031/"))
    assert "<script>alert" not in html
