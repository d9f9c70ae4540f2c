"""How administrative papers write Vietnamese: names, dates, numbers, and text that is safe to print."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal

OPEN = "…"  # what is not known yet
_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r" *\n[ \n]*")
# Marks that change the direction of text or cannot be seen (Cf), control characters, halves of characters,
# places nobody has given a character: none of them belongs on paper.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def clean(text: object, *, lines: bool = False) -> str:
    """Text as it may stand on paper: NFC, one blank between words, nothing unseen.

    `lines` keeps line breaks, which otherwise become blanks.
    """
    composed = unicodedata.normalize("NFC", str(text or "")).replace("\r\n", "\n").replace("\r", "\n")
    seen = "".join(_seen(character) for character in composed)
    spaced = _BREAKS.sub("\n", _SPACES.sub(" ", seen)).strip()
    return spaced if lines else spaced.replace("\n", " ")


def _seen(character: str) -> str:
    if character == "\n":
        return character
    if character in "\t\v\f\x85\u2028\u2029":
        return " "
    return "" if unicodedata.category(character) in _UNSEEN else character


def known(text: object) -> str:
    """The text, or "…" where there is none."""
    return clean(text) or OPEN


def lower_first(text: str) -> str:
    """A name inside a sentence: "xã Măng Cành", "huyện Kon Plông"."""
    return text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """A name that opens a sentence or a line."""
    return text[:1].upper() + text[1:]


def points(value: Decimal | int | None) -> str:
    """Points with a decimal comma and dots between thousands: 702,5 and 1.000; "…" while unknown."""
    if value is None:
        return OPEN
    value = Decimal(value)
    text = f"{value.quantize(Decimal('0.01')):,.2f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def in_words(day: date | None) -> str:
    """ "ngày 03 tháng 10 năm 2014": the day, and the months 1 and 2, with two digits."""
    if day is None:
        return f"ngày {OPEN} tháng {OPEN} năm {OPEN}"
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def place_and_date(place: str, day: date | None) -> str:
    """The line under the motto: "Kon Tum, ngày 03 tháng 10 năm 2014"."""
    return f"{known(place)}, {in_words(day)}"


def number(recorded: str, suffix: str) -> str:
    """ "Số: 12/QĐ-UBND" as recorded; "Số: …/QĐ-UBND" while the register has given none."""
    recorded = clean(recorded)
    return f"Số: {recorded or f'{OPEN}/{suffix}'}"


def cited(what: str, recorded: str, suffix: str, day: date | None) -> str:
    """A paper named in another: "Quyết định số 12/QĐ-UBND ngày 03 tháng 10 năm 2014"."""
    return f"{what} số {clean(recorded) or f'{OPEN}/{suffix}'} {in_words(day)}"


def joined(names: list[str]) -> str:
    """Names in a sentence: "xã Hiếu, xã Pờ Ê và xã Măng Bút"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} và {names[-1]}"
