"""The real units of Kon Tum."""

import pytest

from portal.units import loading
from portal.units.models import Unit


@pytest.fixture
def units(db):
    """`units(code) -> Unit`, with Kon Tum loaded."""
    loading.load()
    return lambda code: Unit.objects.get(code=code)
