"""Keep the vendored files of the pages and of the papers: check them against the locks, or fetch them anew.

    python scripts/vendor.py                   re-hash every vendored file; exit 1 and name those that differ
    python scripts/vendor.py --refresh         fetch the pinned packages with npm, write files and locks
    python scripts/vendor.py --refresh papers  the same for one place alone: pages or papers

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
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "portal" / "theme" / "static" / "vendor"
LOCK = ROOT / "scripts" / "vendor.lock.json"
BOOTSTRAP_ENTRY = ROOT / "scripts" / "bootstrap.scss"

PAPER_FONTS = ROOT / "workflow" / "documents" / "fonts"
PAPER_LOCK = ROOT / "scripts" / "papers.lock.json"

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
# Typefaces of the printed papers: the metric twin of Times New Roman.
PAPER_PACKAGES = {
    "@expo-google-fonts/tinos": (
        "0.4.2",
        {
            "LICENSE_FONT": "LICENSE",
            **{
                f"{style}/Tinos_{style}.ttf": f"Tinos_{style}.ttf"
                for style in ("400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic")
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


def refresh_pages() -> None:
    """Fetch what the pages use, write the files without source-map lines, and lock them."""
    with _fetched(PACKAGES, "@".join(COMPILER)) as modules:
        shutil.rmtree(VENDOR, ignore_errors=True)
        entries = [entry for name in PACKAGES for entry in _copy(modules, name, PACKAGES, VENDOR)]
        entries += [_compile(modules, target, name) for target, name in COMPILED.items()]
    _lock(entries, LOCK)


def refresh_papers() -> None:
    """Fetch the typefaces of the papers and lock them."""
    with _fetched(PAPER_PACKAGES) as modules:
        shutil.rmtree(PAPER_FONTS, ignore_errors=True)
        entries = [
            entry for name in PAPER_PACKAGES for entry in _copy(modules, name, PAPER_PACKAGES, PAPER_FONTS)
        ]
    _lock(entries, PAPER_LOCK)


REFRESH = {"pages": refresh_pages, "papers": refresh_papers}


@contextmanager
def _fetched(packages: dict, *more: str):
    """The packages, installed into a folder that goes when the block ends."""
    npm = shutil.which("npm") or sys.exit("npm is needed to refresh the vendored files")
    wanted = [f"{name}@{version}" for name, (version, _) in packages.items()] + list(more)
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--legacy-peer-deps"]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([npm, "install", *options, "--prefix", folder, *wanted], check=True)
        yield Path(folder) / "node_modules"


def _lock(entries: list[dict], lock: Path) -> None:
    entries.sort(key=lambda entry: entry["file"])
    lock.write_text(json.dumps({"files": entries}, indent=2) + "\n")


def _copy(modules: Path, name: str, packages: dict, place: Path):
    version, files = packages[name]
    for source, target in files.items():
        yield _write(place / target, target, (modules / name / source).read_bytes(), name, version, modules)


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
    content = banner + run.stdout.lstrip(b"\xef\xbb\xbf")
    entry = _write(VENDOR / target, target, content, name, version, modules)
    return entry | {"made_by": "@".join(COMPILER) + " from scripts/bootstrap.scss"}


def _write(path: Path, target: str, content: bytes, name: str, version: str, modules: Path) -> dict:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(SOURCE_MAP.sub(b"", content) if path.suffix in {".css", ".js"} else content)
    licence = json.loads((modules / name / "package.json").read_text())["license"]
    return {"file": target, "package": name, "version": version, "licence": licence, "sha256": digest(path)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--refresh",
        nargs="?",
        const="all",
        choices=("all", *REFRESH),
        help="fetch the pinned packages with npm",
    )
    wanted = parser.parse_args().refresh
    for place, fetch in REFRESH.items():
        if wanted in ("all", place):
            fetch()
    problems = differences() + differences(PAPER_FONTS, PAPER_LOCK)
    print("\n".join(problems) or "vendored files match the lock")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
