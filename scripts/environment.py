"""Make the portal's own virtual environment and install exactly the pinned, hashed packages.

    python3.11 scripts/environment.py run|dev
    .venv/bin/python scripts/environment.py is-ready run|dev    (only asks)

Needs only Python's standard library. What is installed is remembered by the digest of the
requirements file, so that a second call is done at once.
"""

import hashlib
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".venv"
PYTHON = HOME / "bin" / "python"
FILES = {"run": "requirements.txt", "dev": "requirements-dev.txt"}
# Everything of `run` is in `dev` too, at the same versions: the one is compiled against the other.
ENOUGH = {"run": ("run", "dev"), "dev": ("dev",)}


def digest(kind: str) -> str:
    """What the environment must have been made from to be up to date."""
    content = (ROOT / FILES["run"]).read_bytes()
    if kind == "dev":
        content += (ROOT / FILES["dev"]).read_bytes()
    return hashlib.sha256(content).hexdigest()


def stamp(kind: str) -> Path:
    return HOME / f"installed-{kind}"


def is_installed(kind: str) -> bool:
    """True when the environment works and holds the packages of the pinned list."""
    if not PYTHON.exists():
        return False
    if sys.prefix != str(HOME) and subprocess.call([PYTHON, "-c", ""], stderr=subprocess.DEVNULL):
        return False
    return any(stamp(k).exists() and stamp(k).read_text() == digest(k) for k in ENOUGH[kind])


def install(kind: str) -> int:
    """Run pip and tell how far it is; returns pip's exit code."""
    command = [PYTHON, "-m", "pip", "install", "--require-hashes", "-r", ROOT / FILES[kind]]
    quiet = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    wanted = sum(
        1 for line in (ROOT / FILES[kind]).read_text().splitlines() if "==" in line and line[0] != " "
    )
    seen, last = 0, time.monotonic()
    pip = subprocess.Popen([*command, *quiet], stdout=subprocess.PIPE, text=True)
    for line in pip.stdout:
        seen += line.startswith(("Collecting ", "Requirement already satisfied"))
        if line.startswith("Installing collected"):
            print("  unpacking …", flush=True)
        elif time.monotonic() - last > 3 and seen:
            print(f"  {seen} of {wanted} packages …", flush=True)
            last = time.monotonic()
    return pip.wait()


def main() -> int:
    kind = sys.argv[-1]
    if is_installed(kind):
        return 0
    if sys.argv[1] == "is-ready":
        return 1
    begun = time.monotonic()
    if not PYTHON.exists() or subprocess.call([PYTHON, "-m", "pip", "--version"], stdout=subprocess.DEVNULL):
        print("• Making the virtual environment .venv", flush=True)
        venv.create(HOME, with_pip=True, clear=HOME.exists())
    print(f"• Installing the packages of {FILES[kind]}, each checked by its hash", flush=True)
    if code := install(kind):
        print(f"pip could not install {FILES[kind]}; its message is above.", file=sys.stderr)
        return code
    stamp(kind).write_text(digest(kind))
    print(f"  done in {time.monotonic() - begun:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
