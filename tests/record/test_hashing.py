"""Hash v1 is what docs/record.md says, so that a stranger can check the record without our code."""

import hashlib
import json
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.record import hashing
from portal.record.models import Event
from tests.record.chains import append

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "record.md"


def by_the_document(value) -> str:
    """Canonical JSON written from the document, without json.dumps."""
    if value is None:
        return "null"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        short = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
        return '"' + "".join(short.get(c) or (f"\\u{ord(c):04x}" if c < " " else c) for c in value) + '"'
    if isinstance(value, list):
        return "[" + ",".join(by_the_document(item) for item in value) + "]"
    members = (f"{by_the_document(key)}:{by_the_document(value[key])}" for key in sorted(value))
    return "{" + ",".join(members) + "}"


plain_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
plain_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | plain_text,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(codec="ascii", exclude_characters="\x00")), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(plain_values)
def test_canonical_json_is_what_the_document_says(value):
    value = hashing.plain(value)
    assert hashing.canonical(value).decode() == by_the_document(value)
    assert json.loads(hashing.canonical(value)) == value


def test_the_documented_example_has_the_documented_hash():
    body, digest = re.search(
        r"```json\n(.+?)\n```.*?`([0-9a-f]{64})`", DOCUMENT.read_text(), re.DOTALL
    ).groups()
    told = json.loads(body)
    event = Event(
        version=told["version"],
        chain=told["chain"],
        sequence=told["sequence"],
        at=datetime(2025, 11, 14, 9, 30, tzinfo=UTC),
        action=told["action"],
        payload=told["payload"],
        previous_hash=told["previous"],
        **{f"actor_{key}": value for key, value in told["actor"].items()},
        **{f"subject_{key}": value for key, value in told["subject"].items()},
    )
    assert hashing.event_body(event) == told
    assert hashlib.sha256(by_the_document(told).encode()).hexdigest() == digest
    assert hashing.event_hash(event) == digest


@pytest.mark.django_db
def test_an_event_read_back_has_the_hash_it_was_written_with():
    written = append(
        points=Decimal("702.50"), on=date(2025, 11, 14), note='"\\\n\t\x1f ăâđêôơư 🌱', list=(1, None, True)
    )
    read = Event.objects.get(pk=written.pk)
    assert hashing.event_hash(read) == written.hash == read.hash
    assert read.payload["points"] == "702.5"
    assert read.payload["on"] == "2025-11-14"
    assert read.payload["list"] == [1, None, True]


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ({"a": 1.5}, "payload.a: float"),
        ({"a": [object()]}, r"payload.a\[0\]: object"),
        ({"a": 2**53}, "payload.a: integer"),
        ({"a": "x\x00"}, "payload.a: text"),
        ({"a": "\ud800"}, "payload.a: text"),
        ({"đ": 1}, "payload: key 'đ'"),
        ({1: 1}, "payload: key 1"),
        ({"a": Decimal("NaN")}, "payload.a: NaN"),
        ({"a": datetime(2025, 1, 1)}, "aware"),
    ],
)
def test_what_cannot_be_hashed_everywhere_alike_is_refused(value, fault):
    with pytest.raises((TypeError, ValueError), match=fault):
        hashing.plain(value)


@pytest.mark.parametrize(
    ("number", "text"),
    [("702", "702"), ("702.50", "702.5"), ("1E+3", "1000"), ("-0", "0"), ("0.00", "0"), ("100", "100")],
)
def test_decimals_have_one_way_of_being_written(number, text):
    assert hashing.plain(Decimal(number)) == text


def test_text_is_composed_before_it_is_hashed():
    assert hashing.plain("Đa\u0306\u0301k") == "Đắk"


def test_a_key_said_twice_is_not_read_as_once():
    decoder = hashing.PayloadDecoder()
    assert decoder.decode('{"a": 2, "a": 1}') != decoder.decode('{"a": 1}')
    assert decoder.decode("{") == {"\x00unreadable": "{"}
