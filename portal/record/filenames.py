"""Names of uploads, reduced to what every database, header and disk can carry."""

import os
import re
import unicodedata

from django.utils.translation import gettext as _

from portal.record.content import KINDS, ContentKind, FileRefused

_LONGEST = 150
_RESERVED = re.compile(r'[<>:"|?*]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_NAMELESS = "tep"


def safe_name(told: str | None, kind: ContentKind) -> str:
    """The last part of a path, NFC, without control and direction marks, at most 150 characters.

    A name without an ending gets the one of its content. Raises FileRefused("extension") when the ending
    says something else than the content.
    """
    stem, ending = os.path.splitext(_reduced(told or ""))
    if ending.lower() not in kind.endings:
        known = {one for other in KINDS for one in other.endings}
        if ending.lower() in known or re.fullmatch(r"\.[A-Za-z]\w{0,5}", ending):
            told = {"ending": ending, "kind": kind.endings[0].lstrip(".").upper()}
            raise FileRefused(
                "extension", _("The name ends in “%(ending)s”, but the content is %(kind)s.") % told
            )
        stem, ending = f"{stem}{ending}", kind.endings[0]
    stem = stem.strip(" .") or _NAMELESS
    if _DEVICES.fullmatch(stem):
        stem = f"{stem}_"
    return f"{stem[: _LONGEST - len(ending)].rstrip(' .')}{ending.lower()}"


def _reduced(told: str) -> str:
    last = re.split(r"[/\\]", told)[-1]
    kept = "".join(
        " " if character.isspace() else character
        for character in unicodedata.normalize("NFC", last)
        if character.isspace() or unicodedata.category(character)[0] != "C"
    )
    return " ".join(_RESERVED.sub("_", kept).split()).strip(" .") if kept.strip(" .") else ""
