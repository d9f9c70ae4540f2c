"""A demonstration whose load was stopped goes on with the next start, and never enters a portal in use."""

from contextlib import suppress
from datetime import date, datetime
from io import StringIO

import pytest
from django.core.management import call_command

from portal.people.models import User
from portal.record import clock
from tests import province_acts as act
from workflow.models import Campaign
from workflow.simulation import cast, demonstration
from workflow.simulation.year import simulate

CODES = {cast.AT_WORK, cast.SENT_BACK, cast.TO_REVIEW, cast.NO_CLASS, *cast.TO_RECOGNISE}
NOW = datetime.fromisoformat("2026-11-23 01:00").replace(tzinfo=clock.HANOI)
EVERY_YEAR = [2021, 2022, 2023, 2024, 2025, 2026]


class Killed(BaseException):
    """Somebody pulls the plug."""


@pytest.fixture
def small_years(empty_portal, monkeypatch, settings, tmp_path):
    """`small_years(stop=2023)`: a load of the communes of the cast alone, cut off in that year."""
    settings.VAR = tmp_path
    call_command("load_units", verbosity=0)

    def load(stop: int | None = None) -> list[int]:
        def live(province, year, **course):
            lived = simulate(province, year, communes=CODES, **course)
            if year == stop:
                raise Killed
            return lived

        monkeypatch.setattr(demonstration, "simulate", live)
        lived = []
        with clock.at(NOW), suppress(Killed):
            call_command("load_demo", if_empty=True, stdout=_Lines(lived))
        return lived

    return load


class _Lines(StringIO):
    """Gathers the years a load tells of."""

    def __init__(self, lived: list[int]):
        super().__init__()
        self.lived = lived

    def write(self, text: str) -> int:
        self.lived += [int(text.split(":")[0])] if text.strip() else []
        return len(text)


def test_a_load_that_was_cut_off_goes_on_with_the_next_start(small_years):
    assert small_years(stop=2023) == [2021, 2022]
    with clock.at(NOW):
        assert demonstration.is_wanted() and not demonstration.is_empty()
    assert small_years(stop=2026) == [2023, 2024, 2025]
    assert small_years() == [2026]
    assert list(Campaign.objects.order_by("year").values_list("year", flat=True)) == EVERY_YEAR
    # Whole, it is let alone: today, and by whoever starts the portal a year later.
    assert small_years() == []
    with clock.at(NOW.replace(year=2027)):
        assert not demonstration.is_wanted()


def test_nothing_is_loaded_into_a_portal_that_somebody_uses(small_years):
    small_years(stop=2022)
    with clock.at(NOW):
        assert demonstration.is_wanted()
        somebody = User.objects.create_user("y-blinh-thu", password="mot-mat-khau-that", full_name="Y Blinh")
        assert not demonstration.is_wanted()
        somebody.delete()
        with act.on_day(date(2022, 10, 25)):
            act.open_year(2022, CODES, illustrative=False)
        assert not demonstration.is_wanted()
