"""Leaves: one canonical form, one hash, and a field that can go without the digest noticing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from public import leaves
from tests.public import snapshots

SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
DOCUMENTS = st.dictionaries(
    st.text(max_size=5),
    st.recursive(
        SCALARS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
        max_leaves=8,
    ),
    min_size=1,
    max_size=4,
)


@given(DOCUMENTS)
def test_every_leaf_has_its_own_path(document):
    paths = [path for path, _value in leaves.flatten(document)]
    assert len(paths) == len(set(paths))


@given(DOCUMENTS)
def test_the_digest_does_not_depend_on_the_order_of_keys(document):
    salts = leaves.make_salts(document)
    turned = dict(reversed(document.items()))
    header = {"sequence": 1}
    assert leaves.digest(header, leaves.make_leaves(document, salts)) == leaves.digest(
        header, leaves.make_leaves(turned, salts)
    )


def test_equal_values_have_unequal_leaves():
    document = {"a": "750", "b": "750"}
    hashes = leaves.make_leaves(document, leaves.make_salts(document))
    assert hashes["/a"] != hashes["/b"]


def test_format_one_is_what_the_docs_say():
    """Worked out by hand in docs/publications.md; a change of format gets a new number."""
    assert leaves.canonical({"b": 1, "a": "đ"}) == '{"a":"đ","b":1}'.encode()
    assert (
        leaves.leaf_hash("/state", "00" * 16, "recognized")
        == "233b9456a7a5f047acf9181165624cfc2e5252cc475eef7a786c60beba4137d5"
    )


@pytest.mark.parametrize(
    "path",
    [
        "/criteria/5/reason",
        "/messages/0/text",
        "/timeline/3/late_reason",
        "/messages/1/text",
        "/timeline/3/reason",
        "/reason",
        "/decision/reason",
    ],
)
def test_written_words_can_go(path):
    assert leaves.is_redactable(path)


@pytest.mark.parametrize(
    "path",
    [
        "/state",
        "/totals/district",
        "/criteria/5/district",
        "/unit/name",
        "/threshold",
        "",
        "/messages",
        "/messages/0",
    ],
)
def test_results_cannot_go(path):
    assert not leaves.is_redactable(path)


def test_without_empties_only_what_lies_under_the_path():
    told = snapshots.final()
    left = leaves.without(told, "/messages/0")
    assert set(left["messages"][0].values()) == {None}
    assert left["messages"][1] == told["messages"][1]
    assert left["criteria"] == told["criteria"]
