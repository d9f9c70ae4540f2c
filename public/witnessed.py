"""Each publication held against the act it tells of, as the chained record has it."""

from collections.abc import Iterator
from decimal import Decimal

from portal.record import events
from portal.record.models import Event
from public.models.publication import Kind, Publication

# Acts after which a case has no points of the district any more.
_UNDONE = ("case.reopen", "case.reconsider")


def acts() -> dict[int, dict]:
    """What holds after each act on a case, by the sequence of its event.

    The case, its state, totals, class and threshold, and every decision and certificate it has had.
    """
    told: dict[int, dict] = {}
    held: dict[int, dict] = {}
    rows = Event.objects.filter(chain=events.PORTAL, subject_kind="case", action__startswith="case.")
    rows = rows.order_by("sequence").values_list("sequence", "subject_id", "action", "payload")
    for sequence, case, action, payload in rows.iterator(chunk_size=1000):
        known = held.setdefault(case, {"decisions": set(), "certificates": set(), "district_total": None})
        if action in _UNDONE:
            known["district_total"] = None
        known |= {
            name: Decimal(payload[name]) for name in ("commune_total", "district_total") if name in payload
        }
        if "class" in payload:
            known |= {"class_code": payload["class"], "threshold": payload["threshold"]}
        known["decisions"] = known["decisions"] | {payload.get("decision", "")}
        known["certificates"] = known["certificates"] | {payload.get("certificate", "")}
        if "to" in payload:
            told[sequence] = known | {"case_id": case, "state": payload["to"]}
    return told


def faults(publication: Publication, told: dict[int, dict], used: set[int]) -> Iterator[str]:
    """What of a publication its act does not bear out. `used` grows by its event, which is told once."""
    act = told.get(publication.event_sequence)
    if act is None or act["case_id"] != publication.case_id:
        yield "its event is no act on this case"
        return
    if publication.event_sequence in used:
        yield "its event was published before"
    used.add(publication.event_sequence)
    for name in ("state", "commune_total", "district_total", "class_code", "threshold"):
        wanted = act.get(name, getattr(publication, name))
        if name == "commune_total" and publication.kind == Kind.WITHDRAWN:
            wanted = None
        if getattr(publication, name) != wanted:
            yield f"{name} is not what the record says"
    certificate = (publication.content.get("certificate") or {}).get("number")
    if publication.decision_number and publication.decision_number not in act["decisions"]:
        yield "its decision is not in the record"
    if certificate and certificate not in act["certificates"]:
        yield "its certificate is not in the record"
