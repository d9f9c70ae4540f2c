"""My work: counted with a constant number of queries, told in sentences with addresses that exist."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import province
from tests import province_acts as act
from tests.workspace.conftest import at

EVERYBODY = [
    f"xa.{province.HIEU}.canbo",
    f"xa.{province.HIEU}.chutich",
    f"xa.{province.HIEU}.thanhvien",
    f"huyen.{province.DISTRICT}.phong",
    f"huyen.{province.DISTRICT}.chutich",
    f"huyen.{province.CITY}.phong",
    "so.ldtbxh",
    "tinh.chutich",
    "giamsat.so_y_te",
    "mttq.tinh",
    "so.noivu",
    "quan.tri",
]


@pytest.mark.parametrize("username", EVERYBODY)
def test_home_of_everybody(signed_in, within_budget, username):
    client = signed_in(username)
    answer = within_budget(client, at("home"))
    assert answer.status_code == 200
    for address in set(re.findall(r'class="work-what"><a href="([^"]+)"', answer.content.decode())):
        assert client.get(address.replace("&amp;", "&")).status_code == 200, address


def test_the_number_of_queries_does_not_grow_with_the_cases(signed_in):
    counts = []
    for username in (f"huyen.{province.DISTRICT}.phong", "so.ldtbxh"):
        client = signed_in(username)
        client.get(at("home"))
        with CaptureQueriesContext(connection) as queries:
            client.get(at("home"))
        counts.append(len(queries))
    assert counts[0] == counts[1], counts


def _mine(client) -> list[tuple[str, str]]:
    groups = client.get(at("home")).context["groups"]
    return [(item["kind"], item["url"]) for _heading, items, _kind in groups for item in items]


def test_a_commune_is_led_to_its_own_gaps(signed_in):
    case = province.case_at((province.YEAR, province.DAK_NEN))
    kinds = [kind for kind, _ in _mine(signed_in(f"xa.{province.DAK_NEN}.canbo"))]
    assert kinds == ["score", "council", "sitting", "papers"]
    ready = province.case_at(province.READY_TO_FILE)
    assert _mine(signed_in(f"xa.{province.MANG_CANH}.chutich")) == [("submit", at("act", ready.pk, "nop"))]
    assert case.state == ready.state


def test_a_returned_dossier_says_so_first(signed_in):
    """Who returned it, when and why: on the first page and on the case, until it is filed again."""
    case = province.case_at(province.RETURNED)
    client = signed_in(f"xa.{province.HIEU}.chutich")
    groups = client.get(at("home")).context["groups"]
    items = [item for _heading, items, _kind in groups for item in items]
    assert [item["kind"] for item in items] == ["returned", "submit"]
    assert "Bổ sung minh chứng tiêu chí 1" in items[0]["note"] and "16/11/2025" in items[0]["note"]
    page = client.get(at("case", case.pk)).content.decode()
    assert 'id="returned"' in page and "Bổ sung minh chứng tiêu chí 1" in page
    filed = province.case_in("commune_assessed")
    assert 'id="returned"' not in client.get(at("case", filed.pk)).content.decode()


def test_work_on_many_cases_leads_to_the_page_where_it_is_done(signed_in):
    client = signed_in("so.ldtbxh")
    (address,) = [url for kind, url in _mine(client) if kind == "class"]
    assert address == at("class-list") or "/xac-nhan-loai/" in address


def test_a_later_year_does_not_hide_the_running_one(signed_in):
    """Sở opened 2026 in November 2025: the last days and the counts of 2025 stay in sight, nearest first."""
    act.open_year(2026, [province.DAK_NEN, province.DAK_TANG])
    page = signed_in(f"huyen.{province.DISTRICT}.phong").get(at("home")).context
    assert [due["year"] for due in page["next_dues"]] == [2025, 2026]
    assert page["next_dues"][0]["shown"] == "29/11" and page["next_dues"][1]["shown"] == "14/11/2026"
    assert sum(line["count"] for line in page["counts"]) == 9
    ((year, counts),) = page["later"]
    assert (year, {line["state"]: line["count"] for line in counts}["draft"]) == (2026, 2)
    opening = signed_in("so.ldtbxh").get(at("campaign-open"))
    assert [year for year, _count in opening.context["undecided"]] == [2025, 2026]


def test_comments_under_way_come_with_their_last_day(signed_in):
    told = dict(_mine(signed_in(f"huyen.{province.CITY}.phong")))
    case = province.case_at(province.UNDER_COMMENT)
    assert told["moderate"] == at("case-messages", case.pk)
    assert told["findings"] == at("case-findings", case.pk)
    not_met = province.case_at(province.NOT_MET)
    assert told["decline"] == at("act", not_met.pk, "khong-cong-nhan")


def test_counts_by_state_are_those_of_ones_own_units(signed_in):
    counts = signed_in(f"huyen.{province.DISTRICT}.phong").get(at("home")).context["counts"]
    own = {line["state"]: line["count"] for line in counts}
    assert own == {
        "draft": 3,
        "commune_assessed": 1,
        "district_reviewed": 1,
        "recognized": 1,
        "rewarded": 1,
        "not_recognized": 1,
        "revoked": 1,
    }
