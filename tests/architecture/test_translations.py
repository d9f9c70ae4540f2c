"""Both languages are whole: nothing untranslated, nothing stale."""

from scripts import messages


def test_catalogues_are_fresh_and_complete():
    assert messages.faults() == []
