"""R-CAL-1: a year is assessed when its period is over: neither sitting nor filing before."""

from datetime import date

import pytest

from tests.rules.build import case
from tests.rules.test_readiness import sentence, unmet
from workflow.rules.facts import SittingFacts


@pytest.mark.parametrize(
    ("sat", "rules"),
    [
        (date(2026, 10, 1), ["R-COM-2", "R-CAL-1"]),  # before the council was founded, too
        (date(2026, 10, 31), ["R-CAL-1"]),
        (date(2026, 11, 1), []),
    ],
)
def test_the_council_assesses_a_period_that_is_over(sat, rules):
    sittings = (SittingFacts(sat, has_minutes=True, met=True),)
    assert unmet("submit", case(commune_sittings=sittings)) == [(rule, "sitting:commune") for rule in rules]


def test_a_dossier_is_filed_after_the_period():
    last = date(2026, 10, 31)
    early = case(commune_sittings=(SittingFacts(last, has_minutes=True, met=True),))
    assert ("R-CAL-1", "on") in unmet("submit", early, on=last)
    assert (
        unmet(
            "submit",
            case(commune_sittings=(SittingFacts(date(2026, 11, 1), has_minutes=True, met=True),)),
            on=date(2026, 11, 1),
        )
        == []
    )


def test_a_day_before_the_meeting_names_the_meeting():
    late = SittingFacts(date(2026, 11, 11), has_minutes=True, met=True)
    said = sentence("submit", case(commune_sittings=(late,)))
    assert "11/11/2026 lies after this day, 10/11/2026" in said
    assert "lies after" not in sentence("submit", case(commune_sittings=()))
