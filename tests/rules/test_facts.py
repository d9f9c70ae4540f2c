"""What the rules say can be shown: nested sentences, names in two languages, every msgid complete."""

import ast
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

from workflow.rules import facts, seats
from workflow.rules.facts import Named, Reason, SittingFacts, Text, render

RULES = Path(facts.__file__).parent


def test_sentences_nest_and_lists_are_joined():
    reason = Reason("R-X", "Only %(who)s on %(on)s, %(points)s.", {
        "who": (Text("the %(what)s", {"what": "chair"}), Text("nobody")),
        "on": date(2026, 11, 3), "points": Decimal("702.50"),
    })  # fmt: skip
    assert str(reason) == "Only the chair, nobody on 03/11/2026, 702.5."
    assert render(reason, lambda msgid: msgid.replace("Only", "Chỉ")).startswith("Chỉ the chair")


def test_names_have_two_languages():
    text = Text("%(seat)s", {"seat": (Named("Trưởng Công an", "Head of Police"),)})
    assert render(text) == "Trưởng Công an"
    assert render(text, language="en") == "Head of Police"


def test_the_sitting_that_speaks():
    first, second = SittingFacts(date(2026, 11, 5), met=False), SittingFacts(date(2026, 11, 9), met=True)
    planned = SittingFacts(date(2026, 11, 30))
    day = date(2026, 11, 10)
    assert facts.speaking_sitting((), day) is None
    assert facts.speaking_sitting((second, planned, first), day) == second
    assert facts.concluded((first, second), date(2026, 11, 8)) is False
    assert facts.concluded((first,), day, since=date(2026, 11, 6)) is None


def test_councils_have_the_seats_of_the_plan():
    assert len(seats.required("commune")) == 12
    assert len(seats.required("district")) == 10
    for table in seats.SEATS.values():
        assert [seat.code for seat in table if seat.chair] == ["chu_tich"]
        assert [seat.code for seat in table if seat.standing] == ["thuong_truc"]
        assert len({seat.code for seat in table}) == len(table)
    assert not seats.seat("commune", "other").required


def marked():
    """Every string marked with N_ in the rules, with its file."""
    for path in RULES.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "N_":
                yield path.name, node.args[0]


def test_marked_strings_are_plain_literals_extraction_can_find():
    found = list(marked())
    assert len(found) > 100
    assert [name for name, node in found if not (isinstance(node, ast.Constant) and node.value.strip())] == []


def test_marked_strings_only_hold_named_parameters():
    bare = [node.value for _, node in marked() if re.search(r"%(?!\(\w+\)s)", node.value)]
    assert bare == []


def test_the_rules_import_no_django():
    folders = (RULES, RULES.parent / "regulations")
    imports = {
        name
        for folder in folders
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names])
    }
    assert not [n for n in imports if n.split(".")[0] in ("django", "portal", "wagtail")]
    assert {n for n in imports if n.startswith("workflow")} <= {
        n for n in imports if n.startswith(("workflow.rules", "workflow.regulations"))
    }
