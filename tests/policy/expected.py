"""The expected table of tests/policy_expected.csv, as its lines say it.

A line names action, role, the unit it is held at and whether the right is of today; its cells say what it
allows in each state, `source` where the Plan, the rules or the architecture say so. A line with stars
speaks for everybody whom no other line of the action names.
"""

import csv
from pathlib import Path

PATH = Path(__file__).resolve().parent.parent / "policy_expected.csv"
REFUSED = "–"
MODES = {"decide", "record", "work", REFUSED}
EVERYBODY_ELSE = ("*", "*", "*")


def rows(path: Path = PATH) -> list[dict[str, str]]:
    """The lines of a table, without its comments."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def table() -> dict[tuple[str, str, str, str], dict[str, str]]:
    """(action, role, at, right) → state → mode. ValueError for a line twice, sourceless or misspelt."""
    told: dict[tuple[str, str, str, str], dict[str, str]] = {}
    for row in rows():
        key = tuple(row.pop(name) for name in ("action", "role", "at", "right"))
        source = row.pop("source")
        if key in told or not source or not set(row.values()) <= MODES:
            raise ValueError(f"{PATH.name}: {key}")
        told[key] = row
    return told


def mode(expected, action: str, role: str, at: str, right: str, state: str) -> str:
    """The mode a cell allows, "" where it is refused. KeyError for a cell nobody wrote a line about."""
    line = expected.get((action, role, at, right)) or expected[action, *EVERYBODY_ELSE]
    return "" if line[state] == REFUSED else line[state]
