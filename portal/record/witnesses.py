"""What the rooms above hold beside the record: each compares its own rows with the chain.

The record knows nothing above it, so a room registers a check in its app's `ready`, as it does its guards.
"""

from collections.abc import Callable, Iterator

from portal.record.chain import Break

Witness = Callable[[], Iterator[Break]]
_witnesses: list[Witness] = []


def register(witness: Witness) -> None:
    """Add a check to those `verify_record` makes. Registering the same one again does nothing."""
    if witness not in _witnesses:
        _witnesses.append(witness)


def breaks() -> Iterator[Break]:
    """Where a row above the record says something else than the record, in the order of the rooms."""
    for witness in _witnesses:
        yield from witness()
