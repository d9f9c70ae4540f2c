"""Certificate codes: how people type them, and what the public is told about them."""

from dataclasses import dataclass
from enum import StrEnum

from public.models.publication import Kind, Publication

# Letters people mistake for digits when they copy a code by hand (and the codes never hold them).
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
MET = ("recognized", "rewarded")


class Standing(StrEnum):
    """What a certificate is worth today."""

    VALID = "valid"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Verification:
    """The answer about one code: its standing, the publication that gave it and the one that holds now."""

    standing: Standing
    given: Publication | None = None
    current: Publication | None = None


def certificate_key(code: str) -> str:
    """A code as it is compared: no dashes, spaces or case; O and 0, I, L and 1 are the same."""
    letters = "".join(sign for sign in code.upper() if sign.isascii() and sign.isalnum())
    return letters.translate(_LOOKALIKES)[:32]


def verify_certificate(code: str) -> Verification:
    """What is known of a certificate code, in two queries.

    Valid: the publication that holds now still carries it. Revoked: the recognition was revoked.
    Superseded: a later decision stands in its place (another certificate, or none).
    """
    key = certificate_key(code)
    given = (
        Publication.objects.filter(certificate_key=key, kind=Kind.FINAL).light().order_by("sequence").first()
        if key
        else None
    )
    if given is None:
        return Verification(Standing.UNKNOWN)
    current = Publication.objects.filter(case_id=given.case_id).light().order_by("-version").first()
    if current.state == "revoked":
        return Verification(Standing.REVOKED, given, current)
    if current.state in MET and current.certificate_key == key:
        return Verification(Standing.VALID, given, current)
    return Verification(Standing.SUPERSEDED, given, current)
