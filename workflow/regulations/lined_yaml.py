"""YAML into plain values that remember the line each came from, so that a refusal can name it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

Place = tuple[str | int, ...]
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def N_(message: str) -> str:
    """Mark an English msgid for extraction; whoever shows it translates it."""
    return message


class RegulationRefused(Exception):
    """A data file is not taken: `path`, `line` (from 1) and `reason`: `message` with `params`."""

    def __init__(self, path: Path, line: int, message: str, **params: Any):
        self.path, self.line, self.message, self.params = Path(path), line, message, params
        self.reason = message % params if params else message
        super().__init__(f"{self.path}:{line}: {self.reason}")


@dataclass
class Lined:
    """The values of a file and the line of every place in them."""

    path: Path
    values: Any = None
    lines: dict[Place, int] = field(default_factory=dict)

    def line(self, *place: str | int) -> int:
        """The line of a place, or of the nearest one around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def refuse(self, message: str, *place: str | int, **params: Any) -> RegulationRefused:
        """The refusal of what stands at a place."""
        return RegulationRefused(self.path, self.line(*place), message, **params)


def read(path: Path) -> Lined:
    """The file's values: numbers with a point are Decimal, dates stay text, a key given twice is refused.

    Raises RegulationRefused for a file that is missing, not UTF-8, or not YAML.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RegulationRefused(path, 1, N_("cannot be read: %(error)s"), error=error) from None
    return read_text(text, path)


def read_text(text: str, path: Path | str) -> Lined:
    """The values of a text; `path` is what refusals call it. Raises RegulationRefused like `read`."""
    lined = Lined(Path(path))
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise RegulationRefused(lined.path, line, N_("not YAML: %(error)s"), error=error.problem) from None
    except yaml.YAMLError as error:
        raise RegulationRefused(lined.path, 1, N_("not YAML: %(error)s"), error=error) from None
    if node is None:
        raise RegulationRefused(lined.path, 1, N_("the file is empty"))
    lined.values = _value(node, (), lined, ())
    return lined


def _value(node: yaml.Node, place: Place, lined: Lined, around: tuple[yaml.Node, ...]) -> Any:
    lined.lines.setdefault(place, node.start_mark.line + 1)
    if any(node is outer for outer in around):
        raise lined.refuse(N_("an alias leads back to itself"), *place)
    around = (*around, node)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, place, lined, around)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*place, index), lined, around) for index, item in enumerate(node.value)]
    return _scalar(node, place, lined)


def _mapping(node: yaml.MappingNode, place: Place, lined: Lined, around: tuple[yaml.Node, ...]) -> dict:
    values: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        if key in values:
            raise RegulationRefused(lined.path, line, N_("key given twice: %(key)s"), key=key)
        lined.lines[(*place, key)] = line
        values[key] = _value(value_node, (*place, key), lined, around)
    return values


def _scalar(node: yaml.ScalarNode, place: Place, lined: Lined) -> Any:
    kind = node.tag.rsplit(":", 1)[-1]
    try:
        if kind == "int":
            return int(node.value.replace("_", ""))
        if kind == "float":
            number = Decimal(node.value.replace("_", ""))
            if not number.is_finite():
                raise ValueError
            return number
    except (ValueError, ArithmeticError):
        raise lined.refuse(N_("not a plain number: %(value)s"), *place, value=node.value) from None
    if kind == "bool":
        return node.value.lower() in ("true", "yes", "on")
    return None if kind == "null" else node.value
