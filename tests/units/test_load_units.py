"""Loading the data files, once and again."""

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest
from django.core.management import call_command
from django.db.models import Count

from portal.units import history, loading, tree
from portal.units.models import Body, ClassListing, Unit, UnitSpan

TODAY = date(2025, 11, 1)


def test_loading_again_changes_nothing(units):
    before = list(UnitSpan.objects.order_by("pk").values())
    assert loading.load() == {"units": 0, "spans": 0, "lineages": 0, "listings": 0, "bodies": 0}
    assert list(UnitSpan.objects.order_by("pk").values()) == before


def test_loading_again_keeps_what_officials_corrected(units):
    UnitSpan.objects.filter(code="618").update(
        valid_from=date(2015, 3, 11), decision="Nghị quyết 890/NQ-UBTVQH13"
    )
    loading.load()
    assert UnitSpan.objects.get(code="618").valid_from == date(2015, 3, 11)


def test_no_spans_of_a_unit_overlap(units):
    for unit in Unit.objects.annotate(count=Count("spans")).filter(count__gt=1):
        spans = sorted(unit.spans.all(), key=lambda span: span.valid_from or date.min)
        for earlier, later in pairwise(spans):
            assert (later.valid_from - earlier.valid_until).days == 1


def test_departments_supervise_their_criteria(units):
    """R-SUP-1."""
    supervisors = {
        body.code: body.criteria for body in Body.objects.filter(unit=units("62")) if body.criteria
    }
    assert supervisors == {
        "so_ldtbxh": [1, 3, 6, 7, 13, 15],
        "so_tu_phap": [2],
        "cong_an_tinh": [4, 5],
        "so_y_te": [8, 9, 10],
        "so_gddt": [11, 12],
        "so_vhttdl": [14],
    }


def test_bodies_stand_at_the_province_and_at_every_district(units):
    kinds = Counter(Body.objects.filter(unit=units("62")).values_list("kind", flat=True))
    assert kinds == {"department": 9, "mass_organisation": 3}
    for district in tree.districts_at(units("62"), TODAY):
        kinds = Counter(district.unit.bodies.values_list("kind", flat=True))
        assert kinds == {"phong": 6, "mass_organisation": 3}
    assert units("618").bodies.get(code="mttq").name == "Ủy ban Mặt trận Tổ quốc Việt Nam huyện Ia H'Drai"
    assert units("608").bodies.get(code="cong_an").short_name == "Công an thành phố"


def test_class_lists_are_only_hints(units):
    counts = Counter(ClassListing.objects.filter(hint=True).values_list("listed_class", flat=True))
    assert counts == {"ct135": 99, "vung_cao": 93, "mien_nui": 4}
    assert not ClassListing.objects.filter(hint=False, decision__startswith="Quyết định 900").exists()


def test_the_whole_country(db):
    call_command("load_units", country=True, verbosity=0)
    last = UnitSpan.objects.filter(valid_until=None)
    assert Counter(last.values_list("tier", flat=True)) == {"province": 63, "district": 705, "commune": 10595}
    assert tree.communes_at(Unit.objects.get(code="62"), TODAY).count() == 102
    assert tree.communes_at(Unit.objects.get(code="01"), TODAY).count() == 579
    assert not last.exclude(tier="province").filter(parent=None).exists()


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({"date": "tháng 3"}, "date"),
        ({"date": "2015", "before": "somewhere"}, "state"),
    ],
)
def test_unreadable_history_is_refused(row, fault):
    with pytest.raises(history.DataFault, match=fault):
        history.read_change({"code": "1", "change": "", "before": "", "after": "", "source": ""} | row)


def test_a_history_that_leads_elsewhere_is_refused():
    unit = {"code": "1", "tier": "commune", "kind": "xã", "name": "A", "parent_code": "2"}
    change = history.read_change(
        {
            "code": "1",
            "date": "2015",
            "change": "moved",
            "before": "parent 3",
            "after": "parent 4",
            "source": "",
        }
    )
    with pytest.raises(history.DataFault, match="2015"):
        history.planned_spans(unit, [change])
