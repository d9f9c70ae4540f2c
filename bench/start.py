"""From a fresh clone to the first page by `make run`, and the second start."""

import http.client
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from bench import world
from bench.servers import ROOT, free_port

LONGEST = 600


def _first_page(clone: Path) -> float:
    """Seconds from `make run` to a home page; the portal is stopped again afterwards."""
    port = free_port()
    kept_out = ("PORTAL_VAR", "DATABASE_URL", "BASE_URL", "DJANGO_SETTINGS_MODULE", "MAKEFLAGS", "MAKELEVEL")
    environment = {name: value for name, value in os.environ.items() if name not in kept_out}
    begun = time.monotonic()
    process = subprocess.Popen(
        ["make", "run", f"PORT={port}"], cwd=clone, env=environment, start_new_session=True
    )
    try:
        while time.monotonic() - begun < LONGEST:
            if process.poll() is not None:
                raise RuntimeError(f"make run ended with {process.returncode}")
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            try:
                connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
                if connection.getresponse().status == 200:
                    return time.monotonic() - begun
            except OSError:
                time.sleep(0.1)
            finally:
                connection.close()
        raise RuntimeError(f"no page within {LONGEST} s")
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(60)


def run() -> None:
    """Print both starts; packages come from pip's cache where it has them."""
    clone = world.scratch("clone")
    shutil.rmtree(clone)
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
    first = _first_page(clone)
    second = _first_page(clone)
    shutil.rmtree(clone)
    print(f"fresh clone to first page: {first:.1f} s; second start: {second:.1f} s")
