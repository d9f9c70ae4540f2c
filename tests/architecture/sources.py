"""The files of the portal that architecture tests read."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("portal", "workflow", "public", "cms_pages")
WORKSHOP = ("scripts", "bench", "deploy", "tests")


def python_files(*folders: str) -> list[Path]:
    """Python files of these top folders, migrations left out."""
    files = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return [path for path in files if "migrations" not in path.parts]


def templates(*folders: str) -> list[Path]:
    """HTML templates of these folders."""
    return [p for folder in folders for p in (ROOT / folder).rglob("*.html") if "templates" in p.parts]


def name(path: Path) -> str:
    """A file's path as it is written in a message."""
    return str(path.relative_to(ROOT))
