"""The portal's translations: `extract`, `compile`, `check`, `merge FILE…`.

extract  finds every translatable string in code and templates and brings the catalogues up to
         date: known translations are kept, strings that are gone are dropped, English is filled in.
compile  writes the .mo files the portal reads.
check    exits 1 and says what is wrong unless the catalogues are fresh and both languages complete.
merge    takes Vietnamese translations from files of lines `English ||| Vietnamese`.

`locale/borrowed.txt` lists strings of the libraries we use, one a line, that our readers meet and
that the libraries leave untranslated.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import django
import polib
from babel.messages.extract import extract_python
from django.conf import settings
from django.utils.translation.template import templatize

try:
    import catalogues
except ModuleNotFoundError:  # imported as scripts.messages by a test
    from scripts import catalogues

ROOT = catalogues.ROOT
ROOMS = ("portal", "workflow", "public", "cms_pages")
BORROWED = ROOT / "locale" / "borrowed.txt"
TEMPLATES = {".html", ".txt", ".svg"}
# Which arguments of each function are told: singular, plural, context.
SIMPLE = ("_", "N_", "gettext", "gettext_lazy", "gettext_noop")
PLURAL = ("ngettext", "ngettext_lazy")
CONTEXT = ("pgettext", "pgettext_lazy")
CONTEXT_PLURAL = ("npgettext", "npgettext_lazy")
KEYWORDS = dict.fromkeys((*SIMPLE, *PLURAL, *CONTEXT, *CONTEXT_PLURAL))
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%%|%[sd]|\{(\w*)\}")

Key = tuple[str | None, str, str | None]  # context, singular, plural


def _key(function: str, said: str | tuple) -> Key | None:
    words = said if isinstance(said, tuple) else (said,)
    if function in CONTEXT:
        return words[0], words[1], None
    if function in CONTEXT_PLURAL:
        return words[0], words[1], words[2]
    if function in PLURAL:
        return None, words[0], words[1]
    return None, words[0], None


def _in_python(code: str) -> Iterator[Key]:
    found = extract_python(BytesIO(code.encode()), KEYWORDS, [], {"encoding": "utf-8"})
    for _line, function, said, _comments in found:
        key = _key(function, said)
        if key and key[1]:
            yield key


def _sources() -> Iterator[tuple[Path, str]]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*")):
            if path.suffix == ".py" and "migrations" not in path.parts:
                yield path, path.read_text(encoding="utf-8")
            elif path.suffix in TEMPLATES and "templates" in path.parts:
                told = templatize(path.read_text(encoding="utf-8"), origin=str(path))
                # Read as Python, where the indentation of HTML would mean something.
                yield path, "\n".join(line.strip() for line in told.splitlines())
    if BORROWED.exists():
        lines = BORROWED.read_text(encoding="utf-8").splitlines()
        code = "\n".join(f"_({line!r})" for line in lines if line and not line.startswith("#"))
        yield BORROWED, code


def found() -> dict[Key, list[str]]:
    """Every translatable string of the portal with the files it stands in."""
    places: dict[Key, list[str]] = {}
    for path, code in _sources():
        for key in _in_python(code):
            files = places.setdefault(key, [])
            if (name := str(path.relative_to(ROOT))) not in files:
                files.append(name)
    return places


def _entry(key: Key, files: list[str], language: str, known: polib.POEntry | None) -> polib.POEntry:
    context, singular, plural = key
    entry = polib.POEntry(
        msgctxt=context, msgid=singular, msgid_plural=plural or "", occurrences=[(f, "") for f in files]
    )
    forms = {0: ""} if language == "vi" else {0: singular, 1: plural}
    if plural:
        entry.msgstr_plural = known.msgstr_plural if known and known.msgstr_plural else forms
    elif language == "en":
        entry.msgstr = singular
    else:
        entry.msgstr = known.msgstr if known else ""
    if "%(" in singular:
        entry.flags = ["python-format"]
    return entry


def _fresh(language: str) -> list[polib.POEntry]:
    known = {(e.msgctxt, e.msgid, e.msgid_plural or None): e for e in catalogues.load(language)}
    return [_entry(key, files, language, known.get(key)) for key, files in found().items()]


def extract() -> None:
    """Bring both catalogues up to date with the code."""
    for language in catalogues.LANGUAGES:
        catalogues.save(language, _fresh(language))


def _placeholders(text: str) -> list[str]:
    return sorted({match.group() for match in PLACEHOLDER.finditer(text)})


def _faults_of(entry: polib.POEntry) -> Iterator[str]:
    translations = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if entry.fuzzy:
        yield "fuzzy"
    if not all(translations):
        yield "not translated"
    allowed = (_placeholders(entry.msgid), _placeholders(entry.msgid_plural or entry.msgid))
    if any(text and _placeholders(text) not in allowed for text in translations):
        yield "other placeholders than the English"
    if any(text and text.endswith("\n") != entry.msgid.endswith("\n") for text in translations):
        yield "another line end than the English"


def faults() -> list[str]:
    """What is wrong with the catalogues, one sentence each; empty when all is well."""
    wanted = found()
    sentences = []
    for language in catalogues.LANGUAGES:
        catalogue = catalogues.load(language)
        present = {(e.msgctxt, e.msgid, e.msgid_plural or None) for e in catalogue if not e.obsolete}
        missing = [key for key in wanted if key not in present]
        gone = sorted(entry.msgid for entry in catalogue if entry.obsolete) + [
            key[1] for key in sorted(present - set(wanted), key=lambda key: key[1])
        ]
        sentences += [f"{language}: not in the catalogue: {key[1]!r} ({wanted[key][0]})" for key in missing]
        sentences += [f"{language}: in the catalogue, but no longer used: {msgid!r}" for msgid in gone]
        for entry in catalogue:
            sentences += [f"{language}: {fault}: {entry.msgid!r}" for fault in _faults_of(entry)]
    return sentences


def check() -> int:
    """Print the faults; the exit code is 1 when there is one."""
    sentences = faults()
    for sentence in sentences:
        print(sentence)
    if sentences:
        print(f"{len(sentences)} faults. `make messages` brings the catalogues up to date.")
        return 1
    print(f"Translations complete: {len(found())} strings in {' and '.join(catalogues.LANGUAGES)}.")
    return 0


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if " ||| " in line and not line.startswith("#"):
            msgid, _, msgstr = line.partition(" ||| ")
            yield msgid.strip().replace("\\n", "\n"), msgstr.strip().replace("\\n", "\n")


def merge(files: list[Path]) -> None:
    """Take Vietnamese from the files; the last file wins. Tells which lines match no string."""
    offered = {msgid: msgstr for path in files for msgid, msgstr in _lines(path)}
    entries = _fresh("vi")
    for entry in entries:
        if entry.msgid in offered:
            if entry.msgid_plural:
                entry.msgstr_plural = {0: offered[entry.msgid]}
            else:
                entry.msgstr = offered[entry.msgid]
    catalogues.save("vi", entries)
    catalogues.save("en", _fresh("en"))
    used = {entry.msgid for entry in entries}
    for msgid in sorted(set(offered) - used):
        print(f"matches no string: {msgid}")
    missing = sum(1 for e in entries if "not translated" in _faults_of(e))
    print(f"{len(entries)} strings, {missing} without Vietnamese.")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("action", choices=["extract", "compile", "check", "merge"])
    parser.add_argument("files", nargs="*", type=Path)
    asked = parser.parse_args()
    settings.configure(USE_I18N=False)
    django.setup()
    if asked.action == "check":
        return check()
    if asked.action == "merge":
        merge(asked.files)
    elif asked.action == "extract":
        extract()
    else:
        catalogues.compile_all()
    return 0


if __name__ == "__main__":
    sys.exit(main())
