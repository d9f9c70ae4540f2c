"""Papers of the test province, printed on 20 November 2025."""

import pytest

from tests import province


@pytest.fixture(autouse=True)
def _in_the_province(db):
    with province.now():
        yield
