"""Many cases of one kind as one item of the agenda: a sentence for one case, another for many."""

from __future__ import annotations

from datetime import date

from workflow.rules.facts import N_, Text
from workflow.workspace.home.items import Item, Line

MOST_NAMES = 4


def _told(lines: list[Line]) -> dict:
    """Their number and the first names."""
    names = tuple(line.name for line in lines[:MOST_NAMES])
    rest = len(lines) - len(names)
    more = (Text(N_("and %(count)s more"), {"count": rest}),) if rest else ()
    return {"count": len(lines), "names": (*names, *more), "name": lines[0].name}


def group(
    kind: str, many: str, one: str, note: str | None, due, link: str, button: str, state: str = "", **query
):
    """How cases of one kind become one item: a sentence for one case and one for many."""

    def item(lines: list[Line], year: int) -> Item:
        told, first = _told(lines), lines[0]
        alone = len(lines) == 1
        if note and not alone:
            said = Text(N_("%(names)s. %(note)s"), told | {"note": Text(note)})
        else:
            said = Text(note) if note else None if alone else Text("%(names)s", told)
        return Item(
            kind,
            Text(one if alone else many, told),
            said,
            due(first) if due else None,
            link if alone else "cases",
            button,
            first.pk if alone else None,
            {} if alone else {"year": str(year), "state": state or first.state, **query},
            min((line.since for line in lines if line.since), default=None),
        )

    return item


def _commune_due(line: Line) -> date:
    return line.commune_due


def _district_due(line: Line) -> date:
    return line.district_due


_OPEN = N_("Open the list")
GROUPED = {
    "close": group(
        "close",
        N_("Record that %(count)s communes did not file"),
        N_("Record that %(name)s did not file"),
        N_("The closing day has passed. Each needs its reason."),
        lambda line: line.closing_day,
        "act:ghi-khong-nop",
        N_("Record"),
    ),
    "class": group(
        "class",
        N_("Confirm the class of %(count)s communes"),
        N_("Confirm the class of %(name)s"),
        N_("Without it nobody can decide on them."),
        _district_due,
        "class",
        N_("Confirm"),
        **{"class": "unconfirmed"},
    ),
    "supervise": group(
        "supervise",
        N_("Supervise your criteria in %(count)s communes"),
        N_("Supervise your criteria in %(name)s"),
        N_("Write down what you saw. A doubt has to be read before the review."),
        _district_due,
        "findings",
        _OPEN,
    ),
    "propose": group(
        "propose",
        N_("Prepare the proposal for %(count)s communes"),
        N_("Prepare the proposal for %(name)s"),
        N_("They are reviewed; one proposal may cover them all."),
        _district_due,
        "papers:to_trinh_cong_nhan",
        N_("Prepare"),
    ),
    "record": group(
        "record",
        N_("Record the chair's decision on %(count)s communes"),
        N_("Record the chair's decision on %(name)s"),
        N_("When it is signed: number, day, signatory and scan."),
        _district_due,
        "act:cong-nhan",
        N_("Record"),
    ),
    "recognize": group(
        "recognize",
        N_("Decide on recognising %(count)s communes"),
        N_("Decide on recognising %(name)s"),
        N_("Reviewed and above the threshold."),
        _district_due,
        "act:cong-nhan",
        N_("Decide"),
    ),
    "decline": group(
        "decline",
        N_("Decide on %(count)s communes that did not reach the standard"),
        N_("Decide on %(name)s, which did not reach the standard"),
        N_("Below the threshold, or concluded “not met”."),
        _district_due,
        "act:khong-cong-nhan",
        N_("Decide"),
    ),
    "await_filing": group(
        "await_filing",
        N_("%(count)s communes file their dossiers"),
        N_("%(name)s files its dossier"),
        None,
        _commune_due,
        "case",
        _OPEN,
    ),
    "await_review": group(
        "await_review",
        N_("The district reviews %(count)s communes"),
        N_("The district reviews %(name)s"),
        None,
        _district_due,
        "case",
        _OPEN,
    ),
    "await_decision": group(
        "await_decision",
        N_("The chair decides on %(count)s communes"),
        N_("The chair decides on %(name)s"),
        None,
        _district_due,
        "case",
        _OPEN,
    ),
    "await_class": group(
        "await_class",
        N_("The Labour Department confirms the class of %(count)s communes"),
        N_("The Labour Department confirms the class of %(name)s"),
        N_("Until then nobody can decide."),
        None,
        "case",
        _OPEN,
    ),
}
