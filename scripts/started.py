"""What the last start was made from, so that the next one has nothing to do when nothing changed.

Standard library only: it is asked before anything heavy is loaded.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("PORTAL_VAR") or ROOT / "var").resolve()
DATABASE = VAR / "portal.sqlite3"
STAMP = VAR / "started.json"
ROOMS = ("portal", "workflow", "public", "cms_pages", "locale", "scripts")


def digest(paths: Iterable[Path]) -> str:
    """One digest over the names and contents of files."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def _sources() -> list[Path]:
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*") if path.is_file()]
    return [*(p for p in files if p.suffix not in (".pyc", ".mo")), ROOT / "requirements.txt"]


def _state() -> dict:
    return {
        "sources": digest(_sources()),
        "database": DATABASE.stat().st_ino if DATABASE.exists() else None,
        "demo": os.environ.get("DEMO", "1"),
        "static": (VAR / "static" / "staticfiles.json").exists(),
        "translations": len(list((ROOT / "locale").rglob("*.mo"))),
    }


def remember(signins: str) -> None:
    """Note that everything is ready as it now is, and what to tell whoever starts the portal."""
    STAMP.write_text(json.dumps({"state": _state(), "signins": signins}))


def signins() -> str:
    """What the last preparation had to tell."""
    return json.loads(STAMP.read_text())["signins"]


def is_ready() -> bool:
    """True when nothing has changed since the last preparation.

    A database on a server is always looked at, since somebody may have emptied it.
    """
    if "DATABASE_URL" in os.environ or not STAMP.exists():
        return False
    return json.loads(STAMP.read_text())["state"] == _state()
