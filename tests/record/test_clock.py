"""One clock for the whole portal, told in Asia/Ho_Chi_Minh."""

import subprocess
import sys
from datetime import UTC, date, datetime

import pytest

from portal.record import clock

EVE = datetime(2025, 11, 14, 17, 30, tzinfo=UTC)


def test_the_day_is_that_of_kon_tum():
    with clock.at(EVE):
        assert clock.today() == date(2025, 11, 15)
        assert clock.now().isoformat() == "2025-11-15T00:30:00+07:00"
        assert clock.is_set()
    assert not clock.is_set()


def test_chosen_moments_nest_and_end_with_their_block():
    with clock.at(EVE):
        with pytest.raises(RuntimeError), clock.at(datetime(2014, 1, 1, tzinfo=UTC)):
            assert clock.now().year == 2014
            raise RuntimeError
        assert clock.now() == EVE


def test_a_naive_moment_is_refused():
    with pytest.raises(ValueError, match="aware"), clock.at(datetime(2025, 1, 1)):
        pass


def test_a_sealed_clock_cannot_be_set():
    """In a process of its own, for a seal cannot be broken."""
    code = (
        "from datetime import UTC, datetime\n"
        "from portal.record import clock\n"
        "clock.seal()\n"
        "try:\n"
        "    with clock.at(datetime(2014, 1, 1, tzinfo=UTC)):\n"
        "        pass\n"
        "except clock.ClockSealed:\n"
        "    print('sealed')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "sealed\n"
