"""Vietnamese names of units: folding for search, the order of the alphabet, addresses, kinds."""

import re
import unicodedata

TINH, THANH_PHO, HUYEN, THI_XA, QUAN = "tinh", "thanh_pho", "huyen", "thi_xa", "quan"
XA, PHUONG, THI_TRAN = "xa", "phuong", "thi_tran"

KIND_NAMES = {
    TINH: "tỉnh",
    THANH_PHO: "thành phố",
    HUYEN: "huyện",
    THI_XA: "thị xã",
    QUAN: "quận",
    XA: "xã",
    PHUONG: "phường",
    THI_TRAN: "thị trấn",
}
KIND_OF_NAME = {name: kind for kind, name in KIND_NAMES.items()}
_ENGLISH_KINDS = {
    TINH: "Province",
    THANH_PHO: "City",
    HUYEN: "District",
    THI_XA: "Town",
    QUAN: "Urban District",
    XA: "Commune",
    PHUONG: "Ward",
    THI_TRAN: "Township",
}

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_APOSTROPHES = re.compile(r"['’‘ʼ`´]\s*")
_NUMBER = re.compile(r"[0-9]+")
_PUNCTUATION = re.compile(r"[^\w\s]|_")


def fold(text: str) -> str:
    """Text for finding: lower case without tones and marks, đ as d, one blank between words.

    Apostrophes vanish ("Ia H'Drai" → "ia hdrai"), other punctuation becomes a blank.
    """
    lowered = unicodedata.normalize("NFD", text.lower()).replace("đ", "d")
    bare = "".join(character for character in lowered if not unicodedata.combining(character))
    bare = _PUNCTUATION.sub(" ", _APOSTROPHES.sub("", bare))
    return " ".join(unicodedata.normalize("NFC", bare).split())


def sort_key(text: str) -> str:
    """A key of [0-9a-z] whose byte order, under any collation, is Vietnamese order.

    Letters decide first (a ă â b c d đ e ê …), over the whole name; then tones, ngang huyền hỏi ngã sắc
    nặng. So "Đăk Long" and "Đắk Long" stand together, as their spelling varies in the sources. Numbers
    stand in their own order: "Phường 2" before "Phường 10".
    """
    letters, tones = [], []
    spaced = unicodedata.normalize("NFC", " ".join(text.lower().split()))
    for character in _NUMBER.sub(_counted, spaced):
        letter, tone = _letter_and_tone(character)
        weight = _weight(letter)
        if weight:
            letters.append(weight)
            tones.append(tone)
    return f"{''.join(letters)}00{''.join(tones).rstrip('0')}"


def slugify_vi(text: str) -> str:
    """A name for addresses: "Đắk Glei" → "dak-glei", "Ia H'Drai" → "ia-hdrai"; "don-vi" for nothing."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-") or "don-vi"


def full_name(kind: str, name: str) -> str:
    """The name with its kind in front: "Xã Măng Cành", "Thành phố Kon Tum", "Phường 1".

    `kind` is a kind constant or its Vietnamese word. Raises KeyError for an unknown kind.
    """
    word = kind if kind in KIND_OF_NAME else KIND_NAMES[kind]
    return f"{word[0].upper()}{word[1:]} {name}"


def full_name_en(kind: str, name: str) -> str:
    """The English twin of full_name: "Măng Cành Commune", "Kon Tum City", "Ward 1"."""
    word = _ENGLISH_KINDS[KIND_OF_NAME.get(kind, kind)]
    return f"{word} {name}" if name.isdigit() else f"{name} {word}"


def _letter_and_tone(character: str) -> tuple[str, str]:
    tone, marks = "0", []
    for part in unicodedata.normalize("NFD", character):
        if part in _TONES:
            tone = _TONES[part]
        else:
            marks.append(part)
    return unicodedata.normalize("NFC", "".join(marks)), tone


def _counted(number: re.Match) -> str:
    """A number behind the count of its digits, so that a longer one is greater."""
    digits = number[0].lstrip("0") or "0"
    return f"{min(len(digits), 9)}{digits}"


def _weight(letter: str) -> str:
    """Two characters per letter; the end of the letters ("00") comes before a blank ("01")."""
    if letter.isspace() or letter in "-–":
        return "01"
    if letter in "0123456789":
        return f"1{letter}"
    place = _ALPHABET.find(letter) if letter else -1
    if place < 0:
        bare = unicodedata.normalize("NFD", letter)[:1]
        place = _ALPHABET.find(bare) if bare else -1
        if place < 0:
            return ""
    return f"{chr(ord('a') + place // 10)}{place % 10}"
