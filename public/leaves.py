"""Per-field salted leaves under one digest: format v1, written down in docs/publications.md.

A published result is a JSON document. Every scalar (and every empty list or object) of it is a *leaf*,
named by its JSON pointer. A leaf is told only by a salted hash, so one field can later be taken out by a
decision while the digest, and the chain of all publications, still verify.
"""

import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from typing import Any

FORMAT = 1
_SEPARATOR = b"\x00"
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_SALT_BYTES = 16

# What may be taken out by a later decision: free text people wrote. Points, states and numbers may not.
REDACTABLE = tuple(
    re.compile(pattern)
    for pattern in (
        r"/criteria/\d+/reason",
        r"/messages/\d+/(text|answer|hidden_reason)",
        r"/timeline/\d+/(reason|late_reason|exception)",
        r"/window/shortened_reason",
        r"/decision/(reason|legal_basis|signatory_post)",
        r"/class/source",
        r"/reason",
    )
)


# Made once: json.dumps with options of its own builds an encoder for every leaf.
_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical(value: Any) -> bytes:
    """One byte form for one JSON value: sorted keys, no spaces, UTF-8."""
    return _JSON.encode(value).encode()


def flatten(value: Any, path: str = "") -> list[tuple[str, Any]]:
    """The (JSON pointer, scalar or empty container) of every leaf of a JSON value, in its order."""
    found: list[tuple[str, Any]] = []
    _flatten(value, path, found)
    return found


def _flatten(value: Any, path: str, found: list[tuple[str, Any]]) -> None:
    if isinstance(value, dict) and value:
        for key, item in value.items():
            _flatten(item, f"{path}/{_pointer(key)}", found)
    elif isinstance(value, list) and value:
        for number, item in enumerate(value):
            _flatten(item, f"{path}/{number}", found)
    else:
        found.append((path, value))


def _pointer(key: str) -> str:
    """A key as it stands in a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1") if "~" in key or "/" in key else key


def make_salts(content: Mapping) -> dict[str, str]:
    """A fresh 128-bit salt for every leaf of a document."""
    paths = [path for path, _value in flatten(content)]
    pool = secrets.token_hex(_SALT_BYTES * len(paths))
    digits = 2 * _SALT_BYTES
    return {path: pool[place * digits : (place + 1) * digits] for place, path in enumerate(paths)}


def leaf_hash(path: str, salt: str, value: Any) -> str:
    """sha256(salt ‖ 0 ‖ path ‖ 0 ‖ canonical value), hexadecimal."""
    return hashlib.sha256(
        bytes.fromhex(salt) + _SEPARATOR + path.encode() + _SEPARATOR + canonical(value)
    ).hexdigest()


def make_leaves(content: Mapping, salts: Mapping[str, str]) -> dict[str, str]:
    """The hash of every leaf of a document, by JSON pointer."""
    return {path: leaf_hash(path, salts[path], value) for path, value in flatten(content)}


def digest(header: Mapping, leaves: Mapping[str, str]) -> str:
    """The digest of a publication: over its header, which names the digest before it, and its leaves."""
    whole = hashlib.sha256(f"publication:{FORMAT}\n".encode() + canonical(header) + b"\n")
    for path in sorted(leaves):
        whole.update(f"{path}\t{leaves[path]}\n".encode())
    return whole.hexdigest()


def is_redactable(path: str) -> bool:
    """True for a field that a decision may take out."""
    return any(pattern.fullmatch(path) for pattern in REDACTABLE)


def is_under(leaf: str, path: str) -> bool:
    """True when a leaf is the named path or lies below it."""
    return leaf == path or leaf.startswith(path + "/")


def without(content: Any, path: str, here: str = "") -> Any:
    """A copy of a document in which every leaf at or under a path is null."""
    if isinstance(content, Mapping) and content:
        return {
            key: without(item, path, f"{here}/{key.replace('~', '~0').replace('/', '~1')}")
            for key, item in content.items()
        }
    if isinstance(content, list) and content:
        return [without(item, path, f"{here}/{number}") for number, item in enumerate(content)]
    return None if is_under(here, path) else content
