"""Join the theme's style sources into the two sheets that pages load.

python scripts/css.py           write portal/theme/static/css/*.css
python scripts/css.py --check   exit 1 when a written sheet is older than its sources
"""

import re
import sys
from pathlib import Path

THEME = Path(__file__).resolve().parent.parent / "portal" / "theme"
SOURCES, SHEETS = THEME / "css", THEME / "static" / "css"
PARTS = {
    "portal.css": ("tokens", "ground", "parts", "drawings", "forms", "print"),
    "workspace.css": ("workspace",),
}
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def joined(sheet: str) -> str:
    """One sheet: its sources in order, without comments and indentation."""
    text = "\n".join((SOURCES / f"{part}.css").read_text() for part in PARTS[sheet])
    lines = (line.strip() for line in COMMENT.sub("", text).splitlines())
    return "/* Made from portal/theme/css by scripts/css.py */\n" + "\n".join(filter(None, lines)) + "\n"


def stale() -> list[str]:
    """Sheets that differ from what their sources say."""
    return [
        sheet
        for sheet in PARTS
        if not (SHEETS / sheet).exists() or (SHEETS / sheet).read_text() != joined(sheet)
    ]


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit("\n".join(f"{sheet} is stale: run scripts/css.py" for sheet in stale()) or 0)
    SHEETS.mkdir(exist_ok=True)
    for sheet in PARTS:
        (SHEETS / sheet).write_text(joined(sheet))
