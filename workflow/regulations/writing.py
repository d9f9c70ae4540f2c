"""One criterion of a regulation's data file written anew; every other line stays as it was."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import yaml

_ORDER = (
    "no",
    "name",
    "name_en",
    "short_name",
    "short_name_en",
    "maximum",
    "supervisors",
    "points_only_public",
    "confirmed",
    "source",
    "unit",
    "rate_base",
    "labels",
    "bands_state",
    "bands",
)


class _Dumper(yaml.SafeDumper):
    """Decimals as plain numbers, short lists in one line."""


def _decimal(dumper: _Dumper, value: Decimal) -> yaml.Node:
    whole = value == value.to_integral()
    text = format(value.quantize(Decimal(1)) if whole else value.normalize(), "f")
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'int' if whole else 'float'}", text)


_Dumper.add_representer(Decimal, _decimal)


def with_criterion(text: str, no: int, values: Mapping[str, Any]) -> str:
    """The text with criterion `no` replaced by these values, as the schema names them.

    Comments inside that criterion are lost; all others stay. KeyError when the text has no such criterion.
    """
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    node = next((one for one in _criteria(root) if _number(one) == no), None)
    if node is None:
        raise KeyError(no)
    start, end = node.start_mark.index, node.end_mark.index
    old = text[start:end]
    tail = old[len(old.rstrip()) :]
    before, after = text[:start], text[end:]
    return before + _block(values, node.start_mark.column) + tail + after


def _criteria(root: yaml.Node) -> list[yaml.Node]:
    for key, value in root.value:
        if key.value == "criteria":
            return value.value
    return []


def _number(node: yaml.Node) -> int | None:
    found = next((value.value for key, value in node.value if key.value == "no"), "")
    return int(found) if found.isascii() and found.isdigit() else None


def _block(values: Mapping[str, Any], indent: int) -> str:
    """The mapping as a block whose first line stands where the old one began."""
    lines: list[str] = []
    for key in sorted(values, key=_ORDER.index):
        if key == "bands":
            lines.append("bands:")
            lines += ["  - " + _flow(band) for band in values[key]]
        elif isinstance(values[key], list | tuple):
            lines.append(f"{key}: {_flow(list(values[key]))}")
        else:
            lines += _plain({key: values[key]}).splitlines()
    return ("\n" + " " * indent).join(lines)


def _plain(value: Any) -> str:
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**6).rstrip("\n")


def _flow(value: Any) -> str:
    dumped = yaml.dump(
        value,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=True,
        width=10**6,
    )
    return dumped.rstrip("\n")
