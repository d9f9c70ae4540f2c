"""What the rooms above hold beside the record: each compares its own rows with the chain.

The record knows nothing above it, so a room registers a check in its app's `ready`, as it does its guards.
"""

from collections.abc import Callable, Iterator

# A check yields breaks of `portal.record.chain`, which needs the models: registering comes before them.
Witness = Callable[[], Iterator]
_witnesses: list[Witness] = []


def register(witness: Witness) -> None:
    """Add a check to those `verify_record` makes. Registering the same one again does nothing."""
    if witness not in _witnesses:
        _witnesses.append(witness)


def breaks() -> Iterator:
    """Where a row above the record says something else than the record, in the order of the rooms."""
    for witness in _witnesses:
        yield from witness()
