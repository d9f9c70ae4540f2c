"""Hash format v1 of the record: canonical JSON (RFC 8785) under SHA-256. Described in docs/record.md."""

import hashlib
import json
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal

VERSION = 1
GENESIS = "0" * 64  # what the first event of a chain names as its predecessor
# Made once: json.dumps with options of its own builds an encoder for every call.
_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
_LARGEST_INTEGER = 2**53 - 1  # beyond it JSON readers disagree


def plain(value, path: str = "payload"):
    """Reduce a value to what hash v1 can carry: objects, lists, NFC text, integers, true, false, null.

    Dates become ISO text, moments ISO text in UTC, Decimals text without trailing zeros, tuples lists.
    Raises TypeError for anything else (floats too: engines round them differently) and ValueError for
    text no database can keep or integers beyond 2^53−1; both name the path of the offender.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return plain_text(value, path)
    if isinstance(value, int):
        if abs(value) > _LARGEST_INTEGER:
            raise ValueError(f"{path}: integer beyond 2^53-1, pass it as text")
        return int(value)
    if isinstance(value, Decimal):
        return decimal_text(value, path)
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {_key(key, path): plain(item, f"{path}.{key}") for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item, f"{path}[{index}]") for index, item in enumerate(value)]
    raise TypeError(f"{path}: {type(value).__name__} cannot enter the record")


def plain_text(text: str, path: str = "text") -> str:
    """NFC text as a plain str; ValueError for NUL and lone surrogates, which no database keeps."""
    if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError(f"{path}: text holds a NUL or a lone surrogate")
    return unicodedata.normalize("NFC", str(text))


def decimal_text(value: Decimal, path: str = "decimal") -> str:
    """Decimal as text without exponent and trailing zeros ("702", "702.5"); ValueError unless finite."""
    if not value.is_finite():
        raise ValueError(f"{path}: {value} is no number")
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def moment_text(moment: datetime) -> str:
    """Aware moment in UTC with six decimals: 2026-11-22T12:34:56.000000Z. ValueError when naive."""
    if moment.tzinfo is None:
        raise ValueError("the record needs aware moments")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def canonical(value) -> bytes:
    """Canonical JSON of a plain value: sorted keys, no blanks, UTF-8. Equal to RFC 8785 for plain values."""
    return _JSON.encode(value).encode("utf-8", "surrogatepass")


def event_hash(event) -> str:
    """Hash v1 of an event row, over every column but its own hash and its row id; 64 hex digits."""
    return hashlib.sha256(canonical(event_body(event))).hexdigest()


def event_body(event) -> dict:
    """The object whose canonical JSON is hashed."""
    return {
        "version": event.version,
        "chain": event.chain,
        "sequence": event.sequence,
        "at": moment_text(event.at),
        "action": event.action,
        "actor": {
            "id": event.actor_id,
            "name": event.actor_name,
            "role": event.actor_role,
            "unit": event.actor_unit,
        },
        "subject": {
            "kind": event.subject_kind,
            "id": event.subject_id,
            "code": event.subject_code,
            "name": event.subject_name,
        },
        "payload": event.payload,
        "previous": event.previous_hash,
    }


def text_digest(salt: str, text: str) -> str:
    """SHA-256 over the salt's bytes (salt is hex) followed by the text in UTF-8; 64 hex digits."""
    return hashlib.sha256(bytes.fromhex(salt) + text.encode("utf-8", "surrogatepass")).hexdigest()


class PayloadDecoder(json.JSONDecoder):
    """Reads payloads back so that a doctored row breaks its hash instead of the reader."""

    def __init__(self, **options):
        super().__init__(object_pairs_hook=_members, **options)

    def decode(self, text, *args, **options):
        try:
            return super().decode(text, *args, **options)
        except ValueError:
            return {"\x00unreadable": text}


def _members(pairs: list) -> dict:
    members = dict(pairs)
    if len(members) != len(pairs):  # a key said twice would read differently elsewhere
        members["\x00twice"] = [key for key, _ in pairs]
    return members


def _key(key, path: str) -> str:
    if not isinstance(key, str) or not key.isascii() or "\x00" in key:
        raise TypeError(f"{path}: key {key!r} must be ASCII text")
    return str(key)
