"""Habits of the house that a linter does not know."""

import ast
import re
from functools import cache

from tests.architecture.sources import ROOMS, ROOT, WORKSHOP, name, python_files, templates

MOST_LINES = 400
BUCKETS = {"utils", "util", "helpers", "helper", "common", "base", "misc", "tools", "shared", "lib"}
TRUE_TIME = {
    ("timezone", "now"),
    ("timezone", "localdate"),
    ("datetime", "now"),
    ("datetime", "today"),
    ("date", "today"),
}
THE_CLOCK = "portal/record/clock.py"


@cache
def _tree(path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def test_no_file_has_two_subjects():
    files = [*python_files(*ROOMS, *WORKSHOP), *templates(*ROOMS)]
    long = {name(p): n for p in files if (n := len(p.read_text("utf-8").splitlines())) > MOST_LINES}
    assert long == {}


def test_imports_stand_at_the_top():
    """A function-level import hides a circle between rooms; only `ready` may wait for the models."""
    hidden = [
        f"{name(path)}:{inner.lineno}"
        for path in python_files(*ROOMS)
        if path.name != "apps.py"
        for function in ast.walk(_tree(path))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(function)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_names_say_what_a_module_is():
    buckets = [name(p) for p in python_files(*ROOMS, *WORKSHOP) if {p.stem, p.parent.name} & BUCKETS]
    assert buckets == []


def test_only_the_clock_tells_the_time():
    """Otherwise a test, or a simulation of past years, would tell two times at once."""
    faults = [
        f"{name(path)}:{node.lineno}"
        for path in python_files(*ROOMS)
        if name(path) != THE_CLOCK
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in TRUE_TIME
    ]
    assert faults == []


def test_top_level_is_as_drawn():
    """A new top folder is a new room: it belongs into the layers first."""
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert rooms == {*ROOMS, "tests"}


def test_public_modules_say_what_they_are():
    """Every module with code in it begins with its docstring."""
    silent = [name(p) for p in python_files(*ROOMS) if (t := _tree(p)).body and not ast.get_docstring(t)]
    assert silent == []


def test_no_work_is_left_for_later():
    pattern = re.compile(r"#\s*(?:TODO|FIXME|XXX|HACK)\b")
    assert [name(p) for p in python_files(*ROOMS, *WORKSHOP) if pattern.search(p.read_text("utf-8"))] == []
