"""Bring database, data, translations and static files up to date, in one process.

Prints what it is doing all the while. `scripts/run.py` calls it when something has changed since the
last start, and reads from var/started.json what to tell whoever started the portal.
"""

import io
import os
import sqlite3
import sys
import threading
import time
from contextlib import contextmanager

import catalogues
import django
import started
from django.apps import apps
from django.core.management import CommandError, call_command, get_commands
from django.db import connections
from django.utils.module_loading import import_string

HALF_MADE = started.VAR / "portal.making.sqlite3"
STATIC_STAMP = started.VAR / "static" / "made-from"
SILENCE = 5  # seconds after which a long step says that it is still at work


class Progress(io.TextIOBase):
    """Passes on what a step prints, indented, and says so when a step is long silent."""

    def __init__(self):
        self.spoke = time.monotonic()

    def write(self, text: str) -> int:
        for line in filter(str.strip, text.splitlines()):
            print(f"  {line.rstrip()}", flush=True)
            self.spoke = time.monotonic()
        return len(text)

    @contextmanager
    def step(self, name: str):
        """Name a step before it and tell its seconds after it."""
        print(f"• {name}", flush=True)
        begun = self.spoke = time.monotonic()
        ended = threading.Event()

        def remind():
            while not ended.wait(1):
                if time.monotonic() - self.spoke >= SILENCE:
                    self.write(f"… {time.monotonic() - begun:.0f} s")

        threading.Thread(target=remind, daemon=True).start()
        try:
            yield
        finally:
            ended.set()
        if (seconds := time.monotonic() - begun) >= 0.5:
            print(f"  {seconds:.1f} s", flush=True)


def forget_half_made() -> None:
    for ending in ("", "-wal", "-shm"):
        HALF_MADE.with_name(HALF_MADE.name + ending).unlink(missing_ok=True)


def wants_demonstration() -> bool:
    """True when the database is empty, or an earlier start was stopped while it filled it."""
    return import_string("workflow.simulation.demonstration.is_wanted")()


def how_to_sign_in() -> str:
    """What somebody who has just started the portal must know."""
    if not apps.get_model("people", "User").objects.exists():
        return "Nobody can sign in yet: manage.py found_portal makes the first administrator."
    if os.environ.get("DEMO", "1") == "0":
        return ""
    told = io.StringIO()
    call_command("demo_signins", stdout=told)
    return told.getvalue().strip("\n")


def command(name: str, progress: Progress, **options) -> None:
    """Run one of the portal's own commands, its words passed on."""
    call_command(name, stdout=progress, stderr=progress, **options)


def prepare(progress: Progress) -> str:
    """Bring database, data, translations and static files up to date; returns the demo sign-ins."""
    with progress.step("Translations"):
        catalogues.compile_all()
    with progress.step("Loading the portal's code"):
        django.setup()
    with progress.step("Database tables"):
        call_command("migrate", interactive=False, verbosity=0)
    for name, label in (
        ("load_units", "Provinces, districts and communes over time"),
        ("load_regulations", "Regulations"),
        ("load_site", "Pages"),
    ):
        if name in get_commands():
            with progress.step(label):
                command(name, progress)
    if os.environ.get("DEMO", "1") != "0" and wants_demonstration():
        with progress.step("The illustrative world (every score is made up; DEMO=0 leaves it out)"):
            command("load_demo", progress)
    collect_static(progress)
    signins = how_to_sign_in()
    connections.close_all()
    return signins


def collect_static(progress: Progress) -> None:
    """Gather style sheets, scripts and fonts, when one of them changed since the last time."""
    folders = [*started.ROOT.glob("*/static"), *started.ROOT.glob("*/*/static")]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    made_from = started.digest([*files, started.ROOT / "requirements.txt"])
    if STATIC_STAMP.exists() and STATIC_STAMP.read_text() == made_from:
        return
    with progress.step("Style sheets, scripts and fonts"):
        call_command("collectstatic", interactive=False, verbosity=0)
    STATIC_STAMP.write_text(made_from)


def prepare_embedded(progress: Progress) -> str:
    """Prepare the file database; a new one appears under its name only when it is complete."""
    if started.DATABASE.exists():
        return prepare(progress)
    forget_half_made()
    os.environ["DATABASE_URL"] = f"sqlite:///{HALF_MADE}"
    signins = prepare(progress)
    del os.environ["DATABASE_URL"]
    with sqlite3.connect(HALF_MADE) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    HALF_MADE.rename(started.DATABASE)
    return signins


def main() -> int:
    embedded = "DATABASE_URL" not in os.environ
    try:
        signins = (prepare_embedded if embedded else prepare)(Progress())
    except CommandError as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    started.remember(signins)
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(started.ROOT))
    sys.exit(main())
