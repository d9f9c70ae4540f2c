"""Keep the vendored front-end files: check them against the lock, or fetch them anew.

    python scripts/vendor.py            re-hash every vendored file; exit 1 and name the first that differs
    python scripts/vendor.py --refresh  fetch the pinned packages with npm, write the files and the lock

A fresh machine needs neither npm nor a network: the files are committed. Refreshing is an author's task.
"""

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "portal" / "theme" / "static" / "vendor"
LOCK = ROOT / "scripts" / "vendor.lock.json"
BOOTSTRAP_ENTRY = ROOT / "scripts" / "bootstrap.scss"

FONT = "be-vietnam-pro"

# package, pinned version, {file in the package: file here}.
PACKAGES = {
    "bootstrap": ("5.3.9", {"LICENSE": "bootstrap/LICENSE"}),
    "htmx.org": ("2.0.11", {"dist/htmx.min.js": "htmx/htmx.min.js", "LICENSE": "htmx/LICENSE"}),
    "@fontsource/be-vietnam-pro": (
        "5.3.0",
        {
            "LICENSE": f"{FONT}/LICENSE",
            **{
                f"files/{FONT}-{subset}-{weight}-normal.woff2": f"{FONT}/{subset}-{weight}.woff2"
                for subset in ("latin", "vietnamese")
                for weight in (400, 600)
            },
        },
    ),
}
COMPILER = ("sass", "1.108.2")
COMPILED = {"bootstrap/bootstrap.css": "bootstrap"}
SOURCE_MAP = re.compile(rb"\n?/[/*][#@]\s*sourceMappingURL=[^\n]*")


def digest(path: Path) -> str:
    """SHA-256 of a file in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def differences(vendor: Path = VENDOR, lock: Path = LOCK) -> list[str]:
    """Every way the vendored folder departs from its lock; empty when they agree."""
    locked = {entry["file"]: entry["sha256"] for entry in json.loads(lock.read_text())["files"]}
    found = {path.relative_to(vendor).as_posix() for path in vendor.rglob("*") if path.is_file()}
    problems = [f"not in the lock: {name}" for name in sorted(found - set(locked))]
    for name, expected in sorted(locked.items()):
        if name not in found:
            problems.append(f"missing: {name}")
        elif digest(vendor / name) != expected:
            problems.append(f"changed: {name}")
    return problems


def refresh() -> None:
    """Fetch the pinned packages, write the used files without source-map lines, and lock them."""
    npm = shutil.which("npm") or sys.exit("npm is needed to refresh the vendored files")
    wanted = [f"{name}@{version}" for name, (version, _) in PACKAGES.items()] + ["@".join(COMPILER)]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", folder, *wanted],
            check=True,
        )
        modules = Path(folder) / "node_modules"
        shutil.rmtree(VENDOR, ignore_errors=True)
        entries = [entry for name in PACKAGES for entry in _copy(modules, name)]
        entries += [_compile(modules, target, name) for target, name in COMPILED.items()]
    entries.sort(key=lambda entry: entry["file"])
    LOCK.write_text(json.dumps({"files": entries}, indent=2) + "\n")


def _copy(modules: Path, name: str):
    version, files = PACKAGES[name]
    for source, target in files.items():
        yield _write(target, (modules / name / source).read_bytes(), name, version, modules)


def _compile(modules: Path, target: str, name: str) -> dict:
    run = subprocess.run(
        [
            modules / ".bin" / "sass",
            "--style=compressed",
            "--no-source-map",
            "--quiet",
            f"--load-path={modules}",
            BOOTSTRAP_ENTRY,
        ],
        check=True,
        capture_output=True,
    )
    version = PACKAGES[name][0]
    banner = f"/*! Bootstrap v{version}, MIT, parts named in scripts/bootstrap.scss */\n".encode()
    entry = _write(target, banner + run.stdout.lstrip(b"\xef\xbb\xbf"), name, version, modules)
    return entry | {"made_by": "@".join(COMPILER) + " from scripts/bootstrap.scss"}


def _write(target: str, content: bytes, name: str, version: str, modules: Path) -> dict:
    path = VENDOR / target
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(SOURCE_MAP.sub(b"", content) if path.suffix in {".css", ".js"} else content)
    licence = json.loads((modules / name / "package.json").read_text())["license"]
    return {"file": target, "package": name, "version": version, "licence": licence, "sha256": digest(path)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--refresh", action="store_true", help="fetch the pinned packages with npm")
    if parser.parse_args().refresh:
        refresh()
    problems = differences()
    print("\n".join(problems) or "vendored files match the lock")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
