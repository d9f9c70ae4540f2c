"""simulate_year: the main job without a browser, the same for the same seed."""

from collections import Counter
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from portal.record import chain, clock, events
from public.models.publication import CurrentPublication
from public.verify import verify_chain
from tests import province
from tests import province_acts as act
from workflow.models import Act, Campaign, Case, Recognition, Score
from workflow.simulation.year import simulate

CODES = [*province.COMMUNES[:6], province.QUANG_TRUNG, province.DUY_TAN, province.DAK_CAM, province.HIEU]


@pytest.fixture
def codes(tmp_path):
    """A file of ten commune codes, with a blank line and a name behind a code."""
    path = tmp_path / "communes.txt"
    path.write_text("\n\n".join(CODES) + f" phường {province.QUANG_TRUNG}\n", encoding="utf-8")
    return path


def lived(year: int) -> dict:
    """What came out of a year, without keys and moments of this run."""
    cases = Case.objects.filter(year=year).order_by("code")
    acts = Act.objects.filter(case_id__in=cases.values("pk"))
    return {
        "cases": list(
            cases.values_list("code", "state", "district_total", "submitted_on", "decided_on", "late")
        ),
        "points": list(
            Score.objects.filter(case__in=cases)
            .order_by("case__code", "criterion")
            .values_list("case__code", "criterion", "commune_points", "district_points", "district_reason")
        ),
        "acts": Counter(acts.values_list("action", "on", "mode", "actor_name", "sign_form")),
        "certificates": sorted(
            Recognition.objects.filter(year=year).values_list("unit__code", "certificate_number")
        ),
    }


def outcome(**how) -> dict:
    """A simulated 2022 of five communes, undone again."""
    with transaction.atomic():
        simulate(act.province(), 2022, communes=CODES[:5], **how)
        told = lived(2022)
        transaction.set_rollback(True)
    return told


def test_it_prints_counts_per_state_and_district_and_time_per_act(codes, capsys):
    call_command("simulate_year", year=2022, communes=codes)
    told = capsys.readouterr().out
    assert "10 communes" in told
    states = Counter(Case.objects.filter(year=2022).values_list("state", flat=True))
    assert sum(states.values()) == 10 and states["not_filed"] == 1
    for state, number in states.items():
        assert f"  {state:<20}{number:>5}\n" in told
    assert "Kon Plông" in told and "Kon Tum" in told
    assert "submit" in told and " ms" in told and "MiB" in told
    assert Campaign.objects.get(year=2022).closed_at is not None


def test_every_act_of_it_stands_in_the_record_and_is_published(codes):
    call_command("simulate_year", year=2022, communes=codes)
    cases = Case.objects.filter(year=2022)
    assert all(case.illustrative for case in cases)
    for case in cases:
        assert CurrentPublication.objects.get(unit_code=case.code, year=2022).publication.state == case.state
    acts = Act.objects.filter(case_id__in=cases.values("pk"))
    assert {act_row.recorded_at.astimezone(clock.HANOI).year for act_row in acts} <= {2022, 2023}
    assert {row.mode for row in acts} == {"decide", "record"}
    assert chain.verify(events.PORTAL) == [] and verify_chain() == []


def test_the_same_seed_lives_the_same_year_and_another_seed_another():
    first, again, other = outcome(seed=5), outcome(seed=5), outcome(seed=6)
    assert first == again
    assert first["points"] != other["points"]


def test_an_open_year_is_refused_in_one_sentence(codes):
    before = lived(2025)
    with pytest.raises(CommandError) as why:
        call_command("simulate_year", year=2025, communes=codes)
    assert str(why.value).count(".") == 1 and "2025" in str(why.value)
    assert lived(2025) == before


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"year": 2013}, "2014"),
        ({"year": 2022, "province": "99"}, "99"),
        ({"year": 2022, "communes": Path("/nowhere/communes.txt")}, "/nowhere/communes.txt"),
    ],
    ids=["before the made-up world", "no such province", "no such file"],
)
def test_what_cannot_be_simulated_is_told(options, told):
    with pytest.raises(CommandError, match=told):
        call_command("simulate_year", **options)
    assert not Campaign.objects.filter(year__in=(2013, 2022)).exists()
