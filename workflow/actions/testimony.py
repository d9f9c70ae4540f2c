"""What the workflow's tables say, held against the chained record (`verify_record`).

Triggers stop single writes, but each sees its own row alone: a case raised together with its head event, a
recognition nobody decided, or points unlocked, changed and locked again pass them. They do not pass here.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby, zip_longest
from operator import itemgetter

from django.utils.translation import gettext as _

from portal.record.chain import Break
from portal.record.events import PORTAL
from portal.record.models import Event
from portal.units.models import Unit
from workflow.actions import digests
from workflow.actions.dossier import gather
from workflow.models import Act, Case, Recognition, Reward, states

_CHUNK = 2000
_COLUMNS = (
    "pk",
    "state",
    "head_event",
    "class_code",
    "threshold",
    "commune_total",
    "district_total",
    "margin",
    "submitted_on",
    "reviewed_on",
    "decided_on",
)
_OPENED = dict.fromkeys(
    ("head_event", "commune_total", "district_total", "submitted_on", "reviewed_on", "decided_on")
) | {"state": states.DRAFT}
_DECIDING = ("recognize", "decline", "reconsider", "reward", "revoke")
# Which part of a dossier an event of the case changes.
_PART = {
    "paper": "papers",
    "message": "messages",
    "finding": "findings",
    "evidence": "scores",
    "sitting": "sittings",
}
# Nothing a dossier rests on changes after these, unless an event of the case says so.
_AT_REST = (
    states.RECOGNIZED,
    states.REWARDED,
    states.NOT_RECOGNIZED,
    states.REVOKED,
    states.NOT_FILED,
)


def breaks() -> Iterator[Break]:
    """Every case, act, recognition and reward that is not as the events tell, in the order of cases."""
    events = _by_case(
        Event.objects.filter(chain=PORTAL, subject_kind="case")
        .order_by("subject_id", "sequence")
        .values("pk", "subject_id", "sequence", "action", "actor_id", "payload"),
        "subject_id",
    )
    acts = _by_case(
        Act.objects.order_by("case_id", "event").values(
            "case_id", "event", "action", "from_state", "to_state", "on", "actor_id"
        ),
        "case_id",
    )
    cases = _by_case(Case.objects.order_by("pk").values(*_COLUMNS), "pk")
    recognitions = _by_case(
        Recognition.objects.filter(source="case")
        .order_by("case_id", "pk")
        .values("case_id", "certificate_number", "decision__number", "revoked_on", "revoked_by__number"),
        "case_id",
    )
    rewards = _by_case(
        Reward.objects.order_by("case_id", "pk").values("case_id", "level", "decision__number"), "case_id"
    )
    streams = (events, acts, cases, recognitions, rewards)
    for told, done, kept, recognised, rewarded in _side_by_side(*streams):
        moves = [event for event in told if event["action"].startswith("case.")]
        yield from _of_acts(moves, done)
        yield from _of_case(moves, kept)
        yield from _of_recognitions(moves, recognised, rewarded)
        if kept and moves and kept[0]["state"] in _AT_REST:
            yield from _of_dossier(kept[0]["pk"], moves[-1], told)


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
        said = (_action(event), payload.get("from"), payload.get("to"), payload.get("on"), event["actor_id"])
        day = act["on"].isoformat()
        if said != (act["action"], act["from_state"], act["to_state"], day, act["actor_id"]):
            yield _fault(act["event"], _("the act shown is not the one recorded"))


def _of_case(told: list[dict], kept: list[dict]) -> Iterator[Break]:
    if not kept:
        if told:
            yield _fault(told[-1]["sequence"], _("its case is gone"))
        return
    (case,) = kept
    last = told[-1]["sequence"] if told else None
    for name, value in _expected(told, case).items():
        if _plain(case[name]) != _plain(value):
            yield _fault(
                last,
                _("case %(case)s says %(name)s = %(found)s, the record %(value)s")
                % {"case": case["pk"], "name": name, "found": case[name], "value": value},
            )


def _expected(told: list[dict], case: dict) -> dict:
    """What the columns of a case must be after these events."""
    found = dict(_OPENED)
    for event in told:
        payload, action = event["payload"], _action(event)
        found |= {"state": payload.get("to"), "head_event": event["sequence"]}
        if "class" in payload:
            found |= {"class_code": payload["class"], "threshold": payload["threshold"]}
        if action == "submit":
            found |= {"commune_total": Decimal(payload["commune_total"]), "submitted_on": payload["on"]}
        elif action == "review":
            found |= {"district_total": Decimal(payload["district_total"]), "reviewed_on": payload["on"]}
        elif action == "reopen":
            found |= {"district_total": None, "reviewed_on": None}
        elif action in _DECIDING or action == "close":
            found["decided_on"] = payload["on"]
        if action == "reconsider":
            found |= {"district_total": None, "reviewed_on": None, "decided_on": None}
    fixed = found["district_total"]
    threshold = found.get("threshold", case["threshold"])
    found["margin"] = None if fixed is None or threshold is None else fixed - threshold
    return found


def _of_recognitions(told: list[dict], recognised: list[dict], rewarded: list[dict]) -> Iterator[Break]:
    """Recognitions and rewards: one for each act that made it, undone by the act that revoked it."""
    expected: list[dict] = []
    given = []
    for event in told:
        payload, action = event["payload"], _action(event)
        if action == "recognize":
            made = {"certificate_number": payload["certificate"], "decision__number": payload["decision"]}
            expected.append(made | {"revoked_on": None, "revoked_by__number": None})
        elif action == "revoke" and expected:
            expected[-1] |= {"revoked_on": payload["on"], "revoked_by__number": payload["decision"]}
        elif action == "reward":
            given.append((payload["level"], payload["decision"]))
    last = told[-1]["sequence"] if told else None
    shown = [{name: _plain(row[name]) for name in row if name != "case_id"} for row in recognised]
    if shown != expected:
        yield _fault(last, _("the recognitions are not those that were decided"))
    if sorted((row["level"], row["decision__number"]) for row in rewarded) != sorted(given):
        yield _fault(last, _("the rewards are not those that were decided"))


def _of_dossier(case_id: int, event: dict, told: list[dict]) -> Iterator[Break]:
    """The dossier of a case at rest is the one its last act rested on, but for what events tell since."""
    salt = digests.salt_of(event["pk"])
    if salt is None:  # erased with the personal data it protected
        return
    case = Case.objects.select_related("campaign", "span").get(pk=case_id)
    now = digests.of_dossier(gather(case), salt)
    then = event["payload"].get("digests") or {}
    since = {
        _PART[kind] for row in told if row["sequence"] > event["sequence"] and (kind := _kind(row)) in _PART
    }
    changed = sorted(name for name, digest in then.items() if now.get(name) != digest and name not in since)
    if {"councils", "sittings"} & set(changed) and _council_changed(case, event["sequence"]):
        changed = [name for name in changed if name not in ("councils", "sittings")]
    if changed:
        sentence = _("of case %(case)s these are no longer what the act rested on: %(parts)s")
        yield _fault(event["sequence"], sentence % {"case": case_id, "parts": ", ".join(changed)})


def _council_changed(case: Case, sequence: int) -> bool:
    """Whether the commune's or the district's council was changed after that event."""
    later = Event.objects.about("campaign", case.campaign_id).filter(
        chain=PORTAL, sequence__gt=sequence, action="council.founded"
    )
    own = set(
        Unit.objects.filter(pk__in=[case.assessing_unit_id, case.reviewing_unit_id]).values_list(
            "code", flat=True
        )
    )
    return any(payload.get("unit") in own for payload in later.values_list("payload", flat=True))


def _kind(event: dict) -> str:
    return event["action"].partition(".")[0]


def _action(event: dict) -> str:
    return event["action"].removeprefix("case.")


def _plain(value):
    """Days as ISO text, so that columns and payloads compare."""
    return value.isoformat() if hasattr(value, "isoformat") else value


def _fault(sequence: int | None, sentence: str) -> Break:
    return Break(PORTAL, sequence, "act", sentence)
