"""What the public is told of a case: built by a whitelist of fields, never by leaving things out.

Points, totals and cleared reasons only; no counts, no names of council members, no contact data
(R-PRV-2, R-PRV-3). Decimals are text without trailing zeros, days are ISO.
"""

from collections.abc import Iterable, Mapping, Set
from datetime import date
from decimal import Decimal

from portal.record import clock
from portal.units import tree
from portal.units.models import UnitSpan
from workflow.models import Case, Message, states
from workflow.rules import seats

SCHEMA = 1
# A return takes the provisional result back; confirming a class tells nothing while the case is a draft.
WITHDRAWN, PROVISIONAL, FINAL = "withdrawn", "provisional", "final"
KIND_OF_STATE = {
    states.DRAFT: WITHDRAWN,
    states.COMMUNE_ASSESSED: PROVISIONAL,
    states.DISTRICT_REVIEWED: PROVISIONAL,
}
# What a commune works at counts once it is handed in: not in a draft, not where nothing was filed.
HANDED_IN = tuple(state for state in states.ALL if state not in (states.DRAFT, states.NOT_FILED))
DECIDING = ("recognize", "decline", "reward", "revoke", "reconsider")


def build(gathered, action: str, texts: Mapping[int, Mapping[str, str]]) -> dict | None:
    """The public snapshot of a case after an act, or None when there is nothing to tell.

    `gathered` is the case's dossier as the door read it; `texts` what people wrote with its acts, by event
    and key, without what was erased. Whatever holds written words names where they come from (`event`,
    `id`, `no`), so that words taken out once are known again in a later publication.
    """
    case = gathered.case
    if action == "confirm_class" and case.state == states.DRAFT:
        return None
    regulation = case.campaign.rulebook
    return {
        "schema": SCHEMA,
        "kind": KIND_OF_STATE.get(case.state, FINAL),
        "illustrative": case.illustrative,
        "year": case.year,
        "campaign": _campaign(case.campaign, regulation),
        **_units(case),
        "state": case.state,
        "class": {
            "code": case.class_code,
            "name": _class_name(regulation, case.class_code),
            "source": case.class_source,
        },
        "threshold": points(case.threshold),
        "totals": {
            "commune": points(case.commune_total) if case.state in HANDED_IN else None,
            "district": points(case.district_total),
            "margin": points(case.margin),
        },
        "criteria": [_criterion(case, regulation.criterion(s.criterion), s) for s in gathered.scores],
        "conclusions": {
            "commune": _conclusion(gathered.commune_sittings),
            "district": _conclusion(gathered.district_sittings),
        },
        "councils": {
            "commune": _council(gathered.commune_council, seats.COMMUNE_COUNCIL),
            "district": _council(gathered.district_council, seats.DISTRICT_COUNCIL),
        },
        "timeline": _timeline(gathered, texts),
        "window": _window(gathered),
        "messages": comments(gathered.messages, {c.no for c in regulation.criteria if c.points_only_public}),
        "decision": _decision(gathered, texts),
        "certificate": _certificate(gathered),
        "rewards": _rewards(gathered),
        "reason": texts.get(gathered.acts[-1].event, {}).get("reason"),
    }


def points(value) -> str | None:
    """A number of points as text without trailing zeros, None as None."""
    if value is None:
        return None
    value = Decimal(value)
    return format(value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize(), "f")


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _campaign(campaign, regulation) -> dict:
    return {
        "period_from": _iso(campaign.period_from),
        "period_to": _iso(campaign.period_to),
        "regulation": campaign.regulation,
        "regulation_name": regulation.name,
        "maximum": points(regulation.maximum),
        "commune_due": _iso(campaign.commune_due),
        "district_due": _iso(campaign.district_due),
        "sequence": campaign.sequence,
    }


def _unit(span: UnitSpan) -> dict:
    return {
        "code": span.code,
        "kind": span.kind,
        "name": span.name,
        "full_name": span.full_name,
        "slug": span.slug,
    }


def _units(case: Case) -> dict:
    """Commune, district and province as they were named at the end of the assessed period."""
    on = case.campaign.period_to
    return {
        "unit": _unit(case.span),
        "district": _unit(tree.span_at(case.reviewing_unit_id, on)),
        "province": _unit(tree.span_at(case.campaign.province_id, on)),
    }


def _class_name(regulation, code: str) -> str | None:
    threshold = regulation.threshold(code)
    return threshold.name if threshold else None


def _criterion(case: Case, criterion, score) -> dict:
    """Both points once the district has fixed its own; a reason only when cleared for the public.

    Of a criterion whose points alone are public no reason is ever told (R-PRV-2).
    """
    fixed = case.district_total is not None
    cleared = score.reason_cleared and not criterion.points_only_public
    reason = score.district_reason if fixed and cleared and score.difference else None
    return {
        "no": criterion.no,
        "name": criterion.name,
        "name_en": criterion.name_en,
        "maximum": points(score.maximum),
        "commune": points(score.commune_points) if case.state in HANDED_IN else None,
        "district": points(score.district_points) if fixed else None,
        "difference": points(score.difference) if fixed else None,
        "reason": reason or None,
        "points_only": criterion.points_only_public,
    }


def _conclusion(sittings) -> dict | None:
    """The latest conclusion on the case."""
    for sitting in reversed(sittings):
        if sitting.on_this_case and sitting.on_this_case[0].met is not None:
            return {"on": _iso(sitting.held_on), "met": sitting.on_this_case[0].met}
    return None


def _council(council, tier: str) -> dict | None:
    """A council by office, never by name (R-PRV-3)."""
    if council is None or council.founded_on is None:
        return None
    return {
        "number": council.founded_number,
        "on": _iso(council.founded_on),
        "seats": [
            {
                "office": seats.seat(tier, seat.code).office,
                "office_en": seats.seat(tier, seat.code).office_en,
                "vacant": seat.vacant,
            }
            for seat in council.members
        ],
    }


def _timeline(gathered, texts) -> list[dict]:
    entries = [
        {"act": "commune_sitting", "on": _iso(s.held_on), "days_late": None, "reason": None}
        for s in gathered.commune_sittings
    ]
    entries += [
        {"act": "district_sitting", "on": _iso(s.held_on), "days_late": None, "reason": None}
        for s in gathered.district_sittings
    ]
    if gathered.window is not None and gathered.window.opens <= gathered.window.closes:
        entries.append(
            {
                "act": "window",
                "on": _iso(gathered.window.opens),
                "until": _iso(gathered.window.closes),
                "days_late": None,
                "reason": None,
            }
        )
    entries += [_act(act, texts.get(act.event, {})) for act in gathered.acts if act.action != "confirm_class"]
    order = ["commune_sitting", "submit", "window", "district_sitting", "review"]
    rank = {name: place for place, name in enumerate(order)}
    return sorted(entries, key=lambda entry: (entry["on"], rank.get(entry["act"], len(order))))


def _act(act, said: Mapping[str, str]) -> dict:
    return {
        "act": act.action,
        "event": act.event,
        "on": _iso(act.on),
        "due": _iso(act.due),
        "days_late": act.days_late,
        "reason": said.get("reason"),
        "late_reason": said.get("late_reason"),
        "recorded_on": _iso(act.recorded_at.astimezone(clock.HANOI).date()),
        "exception": said.get("exception_reason"),
    }


def _window(gathered) -> dict | None:
    window = gathered.window
    if window is None:
        return None
    received = [m for m in gathered.messages if m.in_window]
    return {
        "opens": _iso(window.opens),
        "closes": _iso(window.closes),
        "steps": window.steps,
        "shortened_reason": window.shortened_reason or None,
        "received": len(received),
        "answered": sum(m.answer_id is not None for m in received),
    }


def comments(messages: Iterable[Message], points_only: Set[int]) -> list[dict]:
    """Comments somebody looked at, with their answers; of those not taken only the reason for hiding them.

    Of comments on the criteria numbered in `points_only` (R-PRV-2) it is only told that one came and
    whether it was answered. Never a name or a telephone number (R-PRV-4).
    """
    return [
        _comment(message, message.criterion in points_only)
        for message in messages
        if message.admissible is not None
    ]


def _comment(message: Message, points_only: bool) -> dict:
    answer = message.answer
    return {
        "id": message.pk,
        "criterion": message.criterion,
        "on": _iso(message.received_on),
        "text": message.text if message.admissible and not points_only else None,
        "hidden_reason": None if points_only else message.moderation_reason or None,
        "points_only": points_only,
        "answered": answer is not None,
        "answer": answer.text if answer and not points_only else None,
        "accepted": answer.accepted if answer and not points_only else None,
    }


def _decision(gathered, texts) -> dict | None:
    """The latest decision in force, with who signed by office and form, not by name."""
    for act in reversed(gathered.acts):
        if act.action in DECIDING and act.action != "reward":
            decision = act.decision
            return {
                "event": act.event,
                "purpose": decision.purpose,
                "kind": decision.kind,
                "number": decision.number,
                "on": _iso(decision.signed_on),
                "signatory_post": decision.signatory_post,
                "sign_form": decision.sign_form,
                "issuer": decision.issuer_id and gathered.issuer_name(decision),
                "legal_basis": decision.legal_basis or None,
                "reason": texts.get(act.event, {}).get("reason"),
            }
    return None


def _certificate(gathered) -> dict | None:
    for recognition in reversed(gathered.recognitions):
        if recognition.case_id == gathered.case.pk and recognition.certificate_code:
            return {"number": recognition.certificate_number, "code": recognition.certificate_code}
    return None


def _rewards(gathered) -> list[dict]:
    return [
        {
            "level": reward.level,
            "number": reward.decision.number,
            "on": _iso(reward.decision.signed_on),
            "issuer": gathered.issuer_name(reward.decision),
            "years": sorted(r.year for r in reward.rests_on.all()),
        }
        for reward in gathered.rewards
        if reward.case_id == gathered.case.pk
    ]
