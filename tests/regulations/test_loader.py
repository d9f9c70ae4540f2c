"""A data file that does not hold together is refused with file, line and reason."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.regulations import loader
from workflow.regulations.lined_yaml import RegulationRefused
from workflow.regulations.model import Band

SMALL = """\
code: 1/2020
number: 1/2020/QĐ-TTg
name: Tiêu chuẩn thử
name_en: Trial standard
issuer: Thủ tướng Chính phủ
issued_on: 2020-01-31
in_force_from: null
completeness: complete_as_known
maximum: 100
criteria_count: 2
yearly: true
zero_rule: false
period:
  from: {year: -1, month: 11, day: 1}
  to: {month: 10, day: 31}
deadlines:
  commune: {month: 11, day: 14}
  district: {month: 11, day: 29}
  province: {month: 12, day: 9}
  reward: {month: 12, day: 30}
  closing: {month: 12, day: 31}
thresholds:
  - {class: xa, points: 75, name: Xã, name_en: Commune}
rewards:
  - {years: 3, role: district_chair}
documents:
  commune:
    - {kind: bao_cao, no: 2, name: Báo cáo, name_en: Report}
  district: []
  reward: []
criteria:
  - no: 1
    name: Khai sinh
    name_en: Births
    short_name: Khai sinh
    short_name_en: Births
    maximum: 60
    supervisors: [so_tu_phap]
    source: nguồn
    unit: percent
    bands_state: partial
    bands:
      - {at_least: 98, points: 60}
      - {at_least: 90, below: 98, points: 42.5}
  - no: 2
    name: Tham gia
    name_en: Taking part
    short_name: Tham gia
    short_name_en: Taking part
    maximum: 40
    source: nguồn
    bands_state: none
"""


def write(tmp_path, text: str):
    path = tmp_path / "trial.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def line_of(text: str, piece: str) -> int:
    return text[: text.index(piece)].count("\n") + 1


def test_a_whole_file_is_taken(tmp_path):
    regulation = loader.load(write(tmp_path, SMALL))
    assert regulation.maximum == Decimal(100)
    assert regulation.criterion(1).bands[1].points == Decimal("42.5")
    assert regulation.criterion(2).supervisors == ()
    assert regulation.period.in_year(2026)[0].isoformat() == "2025-11-01"
    assert loader.fit_for_campaigns(regulation) == ()


REFUSALS = [
    # (what is replaced, by what, where the refusal points, a piece of its reason)
    ("maximum: 100", "maximum: 90", "maximum: 90", "sum to 100 points, the maximum is 90"),
    ("maximum: 100", "maximum: 110", "maximum: 110", "sum to 100 points, the maximum is 110"),
    ("{at_least: 90, below: 98,", "{at_least: 90, at_most: 98,", "{at_least: 90,", "overlaps"),
    ("{at_least: 90, below: 98,", "{at_least: 98, below: 98,", "{at_least: 98, below", "no value falls"),
    ("{at_least: 90, below: 98,", "{at_least: 90, above: 90, below: 98,", "{at_least: 90,", "bands"),
    ("points: 42.5", "points: 61", "points: 61", "above the maximum 60"),
    ("points: 42.5", "points: .nan", "points: .nan", "not a plain number"),
    ("points: 42.5", "points: many", "points: many", "is of the wrong kind, expected number"),
    ("[so_tu_phap]", "[so_thuy_san]", "[so_thuy_san]", "unknown department: so_thuy_san"),
    ("[so_tu_phap]", "[so_y_te, so_y_te]", "[so_y_te,", "department given twice"),
    ("yearly: true", "yearly: true\ncolour: red", "colour: red", "unknown key: colour"),
    ("    unit: percent", "    unt: percent\n    unit: percent", "unt: percent", "unknown key: unt"),
    ("zero_rule: false\n", "", "code:", "missing key: zero_rule"),
    ("yearly: true", "yearly: true\nyearly: false", "yearly: false", "key given twice: yearly"),
    ("  - no: 2", "  - no: 1", "  - no: 1\n    name: Tham gia", "criterion given twice: 1"),
    ("criteria_count: 2", "criteria_count: 1", "criteria:\n", "more than 1 criteria"),
    ("criteria_count: 2", "criteria_count: 3", "completeness", "needs the maximum and the points of every"),
    ("    maximum: 40", "    maximum: null", "completeness", "needs the maximum and the points of every"),
    ("complete_as_known", "incomplete", "completeness", "gaps"),
    ("complete_as_known", "perfect", "completeness", "perfect is not one of"),
    ("2020-01-31", "2020-02-31", "issued_on", "no such day: 2020-02-31"),
    ("{month: 11, day: 29}", "{month: 2, day: 29}", "  district: {month: 2", "no such day in every year"),
    ("bands_state: none", "bands_state: complete", "bands_state: complete", "0 given"),
    ("    unit: percent\n", "", "    bands:\n", "bands but no unit"),
    ("points: 75,", "points: 101,", "points: 101,", "threshold above the maximum"),
    ("role: district_chair", "role: village_elder", "role: village_elder", "village_elder is not one of"),
    ("code: 1/2020", "code: first", "code: first", "is not written as expected"),
    ("name: Tham gia", "name: ''", "name: ''", "is not written as expected"),
    ("name: Tham gia", "name: [unclosed", "maximum: 40", "not YAML"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "where", "reason"), REFUSALS, ids=[row[3][:40] for row in REFUSALS])
def test_refusals_name_file_line_and_reason(tmp_path, old, new, where, reason):
    assert old in SMALL
    text = SMALL.replace(old, new, 1)
    path = write(tmp_path, text)
    with pytest.raises(RegulationRefused) as refused:
        loader.load(path)
    assert refused.value.path == path
    assert reason in refused.value.reason
    if reason != "not YAML":
        assert refused.value.line == line_of(text, where)
    assert str(refused.value).startswith(f"{path}:{refused.value.line}: ")


def test_a_class_paper_or_level_given_twice_is_refused(tmp_path):
    twice = {
        "  - {class: xa, points: 75, name: Xã, name_en: Commune}\n": "class given twice: xa",
        "  - {years: 3, role: district_chair}\n": "reward level given twice: 3",
        "    - {kind: bao_cao, no: 2, name: Báo cáo, name_en: Report}\n": "paper given twice: bao_cao",
    }
    for row, reason in twice.items():
        text = SMALL.replace(row, row + row)
        with pytest.raises(RegulationRefused) as refused:
            loader.load(write(tmp_path, text))
        assert reason == refused.value.reason
        assert refused.value.line == line_of(text, row) + 1


def test_a_complete_list_of_bands_leaves_no_gap(tmp_path):
    text = SMALL.replace("bands_state: partial", "bands_state: complete").replace("below: 98", "below: 97")
    with pytest.raises(RegulationRefused, match="values below this band have none"):
        loader.load(write(tmp_path, text))


def test_a_file_that_is_missing_empty_or_no_text_is_refused(tmp_path):
    with pytest.raises(RegulationRefused, match="cannot be read"):
        loader.load(tmp_path / "none.yaml")
    with pytest.raises(RegulationRefused, match="empty"):
        loader.load(write(tmp_path, "# nothing\n"))
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RegulationRefused):
        loader.load(tmp_path / "bytes.yaml")


def test_an_alias_to_itself_is_refused_not_followed(tmp_path):
    with pytest.raises(RegulationRefused):
        loader.load(write(tmp_path, SMALL + "gaps: &loop\n  - *loop\n"))


numbers = st.decimals(min_value=0, max_value=100, places=2)


@st.composite
def bands(draw):
    low, high = sorted((draw(numbers), draw(numbers)))
    lower = draw(st.sampled_from(["at_least", "above", None]))
    upper = draw(st.sampled_from(["at_most", "below", None]))
    bounds = {key: value for key, value in ((lower, low), (upper, high)) if key}
    return Band(points=Decimal(1), **bounds)


@given(bands(), bands(), numbers)
def test_a_value_in_two_bands_means_they_overlap(first, second, value):
    if first.holds(value) and second.holds(value):
        assert first.overlaps(second)
        assert second.overlaps(first)


@given(bands(), bands())
def test_bands_that_overlap_share_a_value(first, second):
    if first.low > first.high or second.low > second.high or not first.overlaps(second):
        return
    ends = {v for b in (first, second) for v in (b.at_least, b.above, b.at_most, b.below) if v is not None}
    near = {v + step for v in ends for step in (Decimal("-0.001"), Decimal(0), Decimal("0.001"))} | {
        Decimal(0)
    }
    assert any(first.holds(value) and second.holds(value) for value in near)
