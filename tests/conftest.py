"""Fixtures and rules that hold for every test."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, Page, sync_playwright

from portal.record import clock
from tests import databases, live, province

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
FLUSHING = {"transactional_db", "live_server", "django_db_reset_sequences", "django_db_serialized_rollback"}

# How long an example takes tells how busy the machine is, not whether the portal is right. The same code
# meets the same examples every time; EXPLORE=1 looks for new ones.
hypothesis_settings.register_profile(
    "untimed",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=not os.environ.get("EXPLORE"),
)
hypothesis_settings.load_profile("untimed")


def pytest_configure(config):
    """Stop at once when CI demands something this machine does not have."""
    if os.environ.get("REQUIRE_BROWSER") and not CHROMIUM:
        raise pytest.UsageError("REQUIRE_BROWSER is set, but no Chromium was found on PATH")
    if not databases.answers():
        raise pytest.UsageError(f"no PostgreSQL answers at {settings.TEST_DATABASE_URL}")
    if not hasattr(config, "workerinput"):
        databases.drop_abandoned_copies()


def pytest_collection_modifyitems(config, items):
    """Leave out what this run cannot do; refuse tests that would flush a database."""
    left_out, kept = [], []
    for item in items:
        marker = item.get_closest_marker("django_db")
        if FLUSHING & set(getattr(item, "fixturenames", ())) or (marker and marker.kwargs.get("transaction")):
            raise pytest.UsageError(f"{item.nodeid}: use the fixture fresh_database, which never flushes")
        browser = item.get_closest_marker("browser") and not CHROMIUM
        engine = item.get_closest_marker("sqlite" if settings.ON_POSTGRESQL else "postgresql")
        (left_out if browser or engine else kept).append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept


@pytest.fixture(scope="session")
def database_template(django_test_environment, django_db_blocker) -> Iterator[str]:
    """Name of the database with the committed test province, which all others are copies of."""
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            name = stack.enter_context(databases.template())
        yield name


@pytest.fixture(scope="session")
def django_db_setup(database_template, django_db_blocker):
    """Each worker works on its own copy of the template (instead of migrating a database)."""
    with (
        databases.private_copy(database_template) as name,
        django_db_blocker.unblock(),
        databases.connected_to(name),
    ):
        province.bring_files()
        with django_db_blocker.block():
            yield


@pytest.fixture(autouse=True)
def own_language():
    """Each test starts in the portal's first language: a request leaves its own active behind it."""
    translation.activate(settings.LANGUAGE_CODE)
    yield
    translation.deactivate()


@dataclass(frozen=True)
class FreshDatabase:
    """A copy of the test province for one test alone, with real commits.

    `environment` lets another process meet the same database: `subprocess.run(…, env=…)`.
    """

    name: str
    environment: dict[str, str] = field(repr=False)


@pytest.fixture
def fresh_database(django_db_setup, database_template, django_db_blocker):
    """For transactions, threads, processes and browsers: a private database, dropped afterwards.

    Not together with the `db` fixture, whose open transaction belongs to the other database.
    """
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings"}
    with (
        databases.private_copy(database_template) as name,
        django_db_blocker.unblock(),
        databases.connected_to(name),
    ):
        yield FreshDatabase(name, environment | {"DATABASE_URL": databases.engine().url(name)})


@pytest.fixture
def empty_portal(django_db_setup, django_db_blocker):
    """The portal on its first day: migrated, with nobody and nothing in it; a private database.

    Like `fresh_database` with real commits, and not together with the `db` fixture.
    """
    with databases.empty() as name, django_db_blocker.unblock(), databases.connected_to(name):
        yield


@pytest.fixture
def clock_at():
    """`clock_at(moment)` as a context manager: the portal's clock tells that aware moment."""
    return clock.at


@pytest.fixture
def live_portal(fresh_database):
    """The portal, served over HTTP from a fresh database; see `tests.live.LivePortal`."""
    with live.serve() as portal:
        yield portal


@pytest.fixture(scope="session")
def browser() -> Browser:
    """One Chromium for the whole run."""
    # Playwright keeps an event loop in this thread, which Django would take for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser, live_portal):
    """`open_page(javascript=True, scheme="light", width=1280, height=900) -> Page`, a new visitor.

    Addresses are relative to the live portal. Script errors, CSP violations and other errors in
    the browser's console fail the test when it ends; a test that provokes one empties
    `open_page.errors`.
    """
    contexts, errors = [], []

    def make(javascript=True, scheme="light", width=1280, height=900, language="vi-VN") -> Page:
        context = browser.new_context(
            base_url=live_portal.url,
            java_script_enabled=javascript,
            color_scheme=scheme,
            viewport={"width": width, "height": height},
            locale=language,
            timezone_id="Asia/Ho_Chi_Minh",
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: errors.append(f"{page.url}: {error}"))
        page.on("console", lambda m: m.type == "error" and errors.append(f"{page.url}: {m.text}"))
        return page

    make.errors = errors
    yield make
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def page(open_page) -> Page:
    """A visitor on a desk screen in light colours with JavaScript on."""
    return open_page()


@pytest.fixture(scope="session")
def axe():
    """`axe(page, only=()) -> list[str]`: the serious and critical findings of axe on the page as it is now,
    of all its rules or of those named."""
    engine = Axe()

    def findings(page: Page, only: tuple[str, ...] = ()) -> list[str]:
        options = {"resultTypes": ["violations"]} | ({"runOnly": list(only)} if only else {})
        violations = engine.run(page, options=options).response["violations"]
        return [
            f"{page.url} {violation['id']} ({violation['impact']}): {node['html'][:200]}"
            for violation in violations
            if violation["impact"] in ("serious", "critical")
            for node in violation["nodes"]
        ]

    return findings
