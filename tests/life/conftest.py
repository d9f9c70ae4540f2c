"""Lives of cases in the test province, at the moment it has lived up to."""

import pytest
import time_machine

from portal.record.models import StoredFile
from tests import province
from workflow.models import Case


@pytest.fixture
def true_clock():
    """The machine itself is at that moment; the portal's own clock is not set, as in a serving process."""
    with time_machine.travel(province.NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def on_the_20th_of_november(db, request):
    """Every life test starts on 20 November 2025 at ten; a test that needs another day sets it."""
    if "true_clock" in request.fixturenames:
        yield
        return
    with province.now():
        yield


@pytest.fixture
def file() -> StoredFile:
    """A signed paper of the province."""
    return StoredFile.objects.earliest("pk")


@pytest.fixture
def ready() -> Case:
    """Xã Măng Cành: the dossier is whole and not filed."""
    return province.case_at(province.READY_TO_FILE)


@pytest.fixture
def returned() -> Case:
    """Xã Hiếu: sent back by the district."""
    return province.case_at(province.RETURNED)


@pytest.fixture
def filed() -> Case:
    """Xã Đắk Ring: filed, comments over, everything ready for the review."""
    return province.case_in("commune_assessed")


@pytest.fixture
def reviewed() -> Case:
    """Xã Măng Buk: reviewed, everything ready for the recognition."""
    return province.case_in("district_reviewed")
