"""The small code of a printed paper: whose paper it is, of which kind, which version, and a check sum.

Its text is capitals, digits, "-" and "/" alone, so that the drawing stays coarse enough for any scanner.
The check sum is made with the portal's own key: a code of another portal, or one typed by hand, is foreign.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from workflow.documents.papers.content import Code, PrintedPaper
from workflow.documents.papers.kinds import KINDS

PREFIX = "PHTE1"
# Whose paper it is: a case, a district's year, a sitting, a decision on record.
CASE, UNIT_YEAR, SITTING, DECISION = "HS", "NH", "PH", "QD"
SALT = "workflow.documents.codes"
_FORM = re.compile(
    rf"({PREFIX}/({CASE}|{UNIT_YEAR}|{SITTING}|{DECISION})/([0-9]{{1,18}}(?:-[0-9]{{1,18}})?)"
    r"/([A-Z-]{1,40})/([1-9][0-9]{0,4}))/([A-Z2-7]{16})"
)
_KINDS = {kind.upper().replace("_", "-"): kind for kind in KINDS}


@dataclass(frozen=True)
class Named:
    """What a code names: `ids` is the case, (campaign, unit), the sitting or the decision."""

    of: str
    ids: tuple[int, ...]
    kind: str
    version: int

    def text(self) -> str:
        """The text of the code, with its check sum."""
        ids = "-".join(str(one) for one in self.ids)
        told = f"{PREFIX}/{self.of}/{ids}/{self.kind.upper().replace('_', '-')}/{self.version}"
        return f"{told}/{_check_sum(told, settings.SECRET_KEY)}"


def _check_sum(told: str, key: str) -> str:
    made = salted_hmac(SALT, told, secret=key, algorithm="sha256").digest()
    return base64.b32encode(made[:10]).decode()


def read(text: str) -> Named | None:
    """What a code names; None for one that this portal did not print."""
    found = _FORM.fullmatch(text)
    if found is None or found[4] not in _KINDS:
        return None
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    if not any(constant_time_compare(found[6], _check_sum(found[1], key)) for key in keys):
        return None
    ids = tuple(int(one) for one in found[3].split("-"))
    if len(ids) != (2 if found[2] == UNIT_YEAR else 1):
        return None
    return Named(found[2], ids, _KINDS[found[4]], int(found[5]))


def coded(paper: PrintedPaper, of: str, ids: tuple[int, ...], version: int = 1) -> PrintedPaper:
    """The paper with its code; under it a person reads the commune or district, the year, the version."""
    where = paper.fields.get("xa") or paper.fields.get("huyen", "")
    label = f"{' '.join(filter(None, [where, paper.fields.get('nam', '')]))} · bản {version}"
    return replace(paper, code=Code(Named(of, ids, paper.kind, version).text(), label))
