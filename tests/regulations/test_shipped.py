"""The three regulations that ship, held to the domain's tables."""

from datetime import date
from decimal import Decimal

from workflow.regulations import loader
from workflow.rules import papers, scoring, thresholds

# domain §9, typed by hand
MAXIMA = [75, 50, 75, 75, 75, 75, 75, 50, 75, 50, 75, 50, 75, 75, 50]
SUPERVISORS = {
    "so_ldtbxh": [1, 3, 6, 7, 13, 15],
    "so_tu_phap": [2],
    "cong_an_tinh": [4, 5],
    "so_y_te": [8, 9, 10],
    "so_gddt": [11, 12],
    "so_vhttdl": [14],
}


def test_34_2014_is_the_standard_of_the_plan():
    standard = loader.get("34/2014")
    assert [c.no for c in standard.criteria] == list(range(1, 16))
    assert [c.maximum for c in standard.criteria] == MAXIMA
    assert sum(c.maximum for c in standard.criteria) == standard.maximum == 1000
    for body, numbers in SUPERVISORS.items():
        assert [c.no for c in standard.criteria if c.supervisors == (body,)] == numbers
    assert [c.no for c in standard.criteria if c.points_only_public] == [4, 5, 7]
    assert [c.no for c in standard.criteria if not c.confirmed] == [9, 13, 14, 15]
    assert [c.no for c in standard.criteria if c.bands_state == "partial"] == [2, 3, 4, 7, 10, 11, 12]
    assert all(c.source and c.short_name and c.short_name_en for c in standard.criteria)
    assert not standard.zero_rule
    assert loader.fit_for_campaigns(standard) == ()


def test_the_days_of_the_plan():
    standard = loader.get("34/2014")
    assert standard.period.in_year(2026) == (date(2025, 11, 1), date(2026, 10, 31))
    days = standard.deadlines
    assert [
        day.in_year(2026) for day in (days.commune, days.district, days.province, days.reward, days.closing)
    ] == [date(2026, 11, 14), date(2026, 11, 29), date(2026, 12, 9), date(2026, 12, 30), date(2026, 12, 31)]


def test_known_top_bands_give_their_points_and_nothing_else():
    standard = loader.get("34/2014")
    expected = [
        (2, "98", 50), (2, "97.99", None), (3, "1.99", 75), (3, "2", None), (4, "0", 75), (4, "0.1", None),
        (7, "100", 75), (10, "80", 50), (11, "90", 75), (12, "98", 50), (9, "0", None),
    ]  # fmt: skip
    for no, value, points in expected:
        assert scoring.points_by_band(standard.criterion(no).bands, Decimal(value)) == points


def test_rewards_and_papers():
    standard = loader.get("34/2014")
    assert [(r.years, r.role) for r in standard.rewards] == [(3, "district_chair"), (5, "province_chair")]
    assert tuple(p.kind for p in standard.documents.commune) == papers.COMMUNE_PAPERS
    assert tuple(p.kind for p in standard.documents.district) == papers.DISTRICT_PAPERS
    assert tuple(p.kind for p in standard.documents.reward) == papers.REWARD_PAPERS
    assert [p.kind for p in standard.documents.commune if p.only_if_met] == [papers.CONG_VAN]


def test_thresholds_by_class():
    for class_code, points in {"phuong": 850, "thi_tran": 750, "xa": 750, "xa_dbkk": 650}.items():
        assert thresholds.of_class("34/2014", class_code) == points
    assert thresholds.of_class("34/2014", "unconfirmed") is None
    assert [thresholds.class_of_kind(kind) for kind in ("phuong", "thi_tran", "xa")] == [
        "phuong", "thi_tran", "unconfirmed",
    ]  # fmt: skip


def test_older_and_newer_ones_are_for_history_only():
    assert [r.code for r in loader.all_regulations()] == ["37/2010", "34/2014", "06/2019"]
    for code, count in {"37/2010": 25, "06/2019": 13}.items():
        regulation = loader.get(code)
        assert regulation.completeness == "incomplete"
        assert regulation.criteria_count == count
        why = loader.fit_for_campaigns(regulation)
        assert len(why) == 3
        assert all(gap.text and gap.text_en for gap in why)
    newest = loader.get("06/2019")
    assert newest.zero_rule and not newest.yearly
    assert sorted(t.points for t in newest.thresholds) == [800, 850, 900]
    assert {c.no: c.maximum for c in newest.criteria if c.maximum} == {1: 100, 6: 125, 7: 50}
