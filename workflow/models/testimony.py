"""Cases and acts held against the chained record: what an act changed is what its event says.

The triggers let a case move together with a newer head event; they cannot see whether that event is there.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby, zip_longest
from operator import itemgetter

from django.utils.translation import gettext as _

from portal.record.chain import Break
from portal.record.events import PORTAL
from portal.record.models import Event

from . import states
from .acts import Act
from .case import Case

_CHUNK = 2000
# After these the district fixes its points anew.
_UNFIXED = ("case.reopen", "case.reconsider")
_OPENED = {"state": states.DRAFT, "head_event": None, "commune_total": None, "district_total": None}


def breaks() -> Iterator[Break]:
    """Every case or act that is not as its events tell, in the order of cases; three queries, streamed."""
    events = _by_case(
        Event.objects.filter(chain=PORTAL, subject_kind="case", action__startswith="case.")
        .order_by("subject_id", "sequence")
        .values("subject_id", "sequence", "action", "actor_id", "payload"),
        "subject_id",
    )
    acts = _by_case(
        Act.objects.order_by("case_id", "event").values(
            "case_id", "event", "action", "from_state", "to_state", "on", "actor_id"
        ),
        "case_id",
    )
    cases = _by_case(
        Case.objects.order_by("pk").values(
            "pk", "state", "head_event", "class_code", "commune_total", "district_total"
        ),
        "pk",
    )
    for told, done, kept in _side_by_side(events, acts, cases):
        yield from _of_acts(told, done)
        yield from _of_case(told, kept)


def _by_case(rows, key: str) -> Iterator[tuple[int, list[dict]]]:
    for pk, group in groupby(rows.iterator(chunk_size=_CHUNK), itemgetter(key)):
        yield pk, list(group)


def _side_by_side(*streams: Iterator[tuple[int, list]]) -> Iterator[list[list]]:
    """The groups of several ordered streams that have the same key; [] where a stream has none."""
    heads = [next(stream, None) for stream in streams]
    while any(heads):
        lowest = min(head[0] for head in heads if head)
        found = []
        for place, head in enumerate(heads):
            here = head is not None and head[0] == lowest
            found.append(head[1] if here else [])
            if here:
                heads[place] = next(streams[place], None)
        yield found


def _of_acts(told: list[dict], done: list[dict]) -> Iterator[Break]:
    for event, act in zip_longest(told, done):
        if event is None or act is None or event["sequence"] != act["event"]:
            lowest = min(row[name] for row, name in ((event, "sequence"), (act, "event")) if row)
            yield _fault(lowest, _("the list of acts and the record do not tell the same"))
            return
        payload = event["payload"]
        said = (
            event["action"].removeprefix("case."),
            payload.get("from"),
            payload.get("to"),
            payload.get("on"),
            event["actor_id"],
        )
        shown = (
            act["action"],
            act["from_state"],
            act["to_state"],
            act["on"].isoformat(),
            act["actor_id"],
        )
        if said != shown:
            yield _fault(act["event"], _("the act shown is not the one recorded"))


def _of_case(told: list[dict], kept: list[dict]) -> Iterator[Break]:
    if not kept:
        if told:
            yield _fault(told[-1]["sequence"], _("its case is gone"))
        return
    (case,) = kept
    last = told[-1]["sequence"] if told else None
    for name, value in _expected(told).items():
        if case[name] != value:
            yield _fault(
                last,
                _("case %(case)s says %(name)s = %(found)s, the record %(value)s")
                % {"case": case["pk"], "name": name, "found": case[name], "value": value},
            )


def _expected(told: list[dict]) -> dict:
    """What the columns of a case must be after these events."""
    found = dict(_OPENED)
    for event in told:
        payload = event["payload"]
        found |= {"state": payload.get("to"), "head_event": event["sequence"]}
        if "commune_total" in payload:
            found["commune_total"] = Decimal(payload["commune_total"])
        if "class" in payload:
            found["class_code"] = payload["class"]
        if "district_total" in payload:
            found["district_total"] = Decimal(payload["district_total"])
        elif event["action"] in _UNFIXED:
            found["district_total"] = None
    return found


def _fault(sequence: int | None, sentence: str) -> Break:
    return Break(PORTAL, sequence, "act", sentence)
