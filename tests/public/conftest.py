"""The site's pages over the committed test province, at the moment it stands at."""

import pytest
from django.core.cache import cache
from django.core.management import call_command

from public import pagecache
from tests import province


@pytest.fixture
def site(db):
    """The pages `load_site` makes at the province's moment; nothing is stored or counted yet."""
    cache.clear()
    with province.now():
        call_command("load_site", verbosity=0)
        pagecache.bump()
        yield


@pytest.fixture
def uncached(settings):
    """Without the stored pages, so that every request is rendered."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "StoredPages" not in name]
