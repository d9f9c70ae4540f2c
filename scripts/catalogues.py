"""Where the portal's translations live, and how they are compiled (polib; no gettext needed)."""

from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("vi", "en")
PLURALS = {"vi": "nplurals=1; plural=0;", "en": "nplurals=2; plural=(n != 1);"}


def path_of(language: str) -> Path:
    """The catalogue people translate in."""
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def load(language: str) -> polib.POFile:
    """The catalogue of a language; an empty one where there is none yet."""
    path = path_of(language)
    if path.exists():
        return polib.pofile(str(path), wrapwidth=0)
    return polib.POFile(wrapwidth=0)


def save(language: str, entries: list[polib.POEntry]) -> None:
    """Write a catalogue in one order, without dates or line numbers that would change for nothing."""
    catalogue = polib.POFile(wrapwidth=0)
    catalogue.metadata = {
        "Project-Id-Version": "portal",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    catalogue.extend(sorted(entries, key=lambda entry: (entry.msgid, entry.msgctxt or "")))
    path_of(language).parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path_of(language)))


def compile_all() -> None:
    """Write each .mo whose .po is newer."""
    for language in LANGUAGES:
        source = path_of(language)
        target = source.with_suffix(".mo")
        if source.exists() and (not target.exists() or target.stat().st_mtime < source.stat().st_mtime):
            half = target.with_suffix(".mo.half")
            load(language).save_as_mofile(str(half))
            half.replace(target)
