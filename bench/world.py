"""The illustrative world the measurements look at, made once and kept in var/bench."""

import os
import subprocess
import sys
from pathlib import Path

from bench.servers import ROOT, free_port

FOLDER = ROOT / "var" / "bench"
WORLD = FOLDER / "world"


def prepare() -> dict[str, str]:
    """Bring the world up to date as `make run` does; returns the environment a process meets it in."""
    WORLD.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {
        "PORTAL_VAR": str(WORLD),
        "PORT": str(free_port()),
        "BASE_URL": "http://localhost",
        "DJANGO_SETTINGS_MODULE": "portal.settings",
    }
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, ROOT / "scripts" / "run.py", "--prepare"]
    subprocess.run(command, check=True, env=environment)
    return environment


def scratch(name: str) -> Path:
    """A folder for files a measurement may throw away."""
    path = FOLDER / name
    path.mkdir(parents=True, exist_ok=True)
    return path
