"""The README tells every variable of the environment that the portal and its server read, and no other."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = (
    "portal/settings.py",
    "deploy/gunicorn.conf.py",
    "scripts/run.py",
    "scripts/prepare.py",
    "scripts/started.py",
)
WAYS = r"\benv\.\w+\(|environ\.get\(|environ\.setdefault\(|in os\.environ"
READ = re.compile(
    r"""(?:\benv\.\w+|environ\.get|environ\.setdefault)\(\s*["'](\w+)["']"""
    r"""|["'](\w+)["'] (?:not )?in os\.environ"""
)
# What scripts/run.py hands on to its own server, and Django's own.
BETWEEN_OURSELVES = {"PORTAL_GREETING", "DJANGO_SETTINGS_MODULE"}


def read() -> set[str]:
    """Names of the variables the sources read."""
    found = {
        name for source in SOURCES for pair in READ.findall((ROOT / source).read_text()) for name in pair
    }
    return found - {""} - BETWEEN_OURSELVES


def told() -> list[str]:
    """Names in the first column of the table of settings."""
    section = (ROOT / "README.md").read_text().split("## Settings")[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    return [name for row in rows for name in re.findall(r"`(\w+)`", row)]


def test_the_readme_tells_every_setting_once():
    assert sorted(told()) == sorted(read())


def test_every_way_of_reading_the_environment_is_seen():
    """A source that reads it in another way would slip past the table."""
    for source in SOURCES:
        text = (ROOT / source).read_text()
        assert len(READ.findall(text)) == len(re.findall(WAYS, text)), source
