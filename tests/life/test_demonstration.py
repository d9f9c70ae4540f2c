"""The running illustrative year: every demonstration account finds something to do."""

from collections import Counter
from datetime import datetime

import pytest

from portal.record import clock
from tests import province_acts as act
from workflow.models import Seat, states
from workflow.simulation import cast, demonstration
from workflow.simulation.year import current_days, simulate

CODES = {cast.AT_WORK, cast.SENT_BACK, cast.TO_REVIEW, cast.NO_CLASS, *cast.TO_RECOGNISE}


@pytest.mark.parametrize("day", ["2026-11-18", "2026-11-23", "2026-11-27", "2027-04-07"])
def test_each_part_of_the_cast_waits_for_somebody(day):
    now = datetime.fromisoformat(f"{day} 01:00").replace(tzinfo=clock.HANOI)
    with clock.at(now):
        year, days = current_days(clock.today())
        lived = simulate(act.province(), year, until=now, days=days, communes=CODES, cast=demonstration._cast)
    cases = {case.code: case for case in lived.campaign.cases.all()}
    assert {code: case.state for code, case in cases.items()} == {
        cast.AT_WORK: states.DRAFT,
        cast.SENT_BACK: states.DRAFT,
        cast.TO_REVIEW: states.COMMUNE_ASSESSED,
        cast.NO_CLASS: states.COMMUNE_ASSESSED,
        **dict.fromkeys(cast.TO_RECOGNISE, states.DISTRICT_REVIEWED),
    }
    at_work = cases[cast.AT_WORK].scores
    assert (at_work.exclude(commune_points=None).count(), at_work.count()) == (9, 15)
    assert cases[cast.SENT_BACK].submitted_on is not None
    assert [code for code, case in cases.items() if case.threshold is None] == [cast.NO_CLASS]
    for code in cast.TO_RECOGNISE:
        assert cases[code].margin >= 0
    names = Counter(
        Seat.objects.filter(council__campaign=lived.campaign, vacant=False).values_list(
            "council_id", "holder_name"
        )
    )
    assert set(names.values()) == {1}


def test_the_sign_ins_name_what_waits():
    told = demonstration.sign_ins(act.province())
    assert all(sign_in.waits and sign_in.password and sign_in.role for sign_in in told)
    assert len({sign_in.waits for sign_in in told}) == len(told)
    assert {f"xa.{cast.AT_WORK}.canbo", f"xa.{cast.SENT_BACK}.chutich", f"huyen.{cast.DISTRICT}.phong"} <= {
        sign_in.username for sign_in in told
    }
