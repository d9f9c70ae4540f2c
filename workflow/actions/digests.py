"""Digests of what an act rested on, for its event in the chained record."""

import hashlib
import json
import secrets

from portal.prepared import Prepared
from portal.record.models import EventText
from workflow.models import ScoreRevision

# Made once: json.dumps with options of its own builds an encoder for every call.
_JSON = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
_REVISIONS = Prepared(
    lambda case: (
        ScoreRevision.objects.filter(case_id=case)
        .order_by("pk")
        .values_list(
            "criterion",
            "side",
            "points",
            "note_digest",
            "numbers_digest",
            "version",
            "saved_at",
            "saved_by_id",
        )
    )
)


# The text of an event that keeps the salt of its digests: names and small numbers could be guessed without.
SALT = "dossier_salt"
_SALT_BYTES = 16


def digest(value, salt: str = "") -> str:
    """SHA-256 of a salt and a value's canonical JSON (sorted keys, no spaces; dates and decimals as text)."""
    return hashlib.sha256(f"{salt}{_JSON.encode(value)}".encode()).hexdigest()


def new_salt() -> str:
    """A salt for the digests of one event."""
    return secrets.token_hex(_SALT_BYTES)


def salt_of(event_id: int) -> str | None:
    """The salt of an event's digests; None when it was erased or the event has none."""
    return EventText.objects.filter(event=event_id, key=SALT).values_list("text", flat=True).first()


def numbers_digest(salt: str, numbers, reason: str) -> str:
    """What was counted and why, salted: numbers this small could be guessed from a plain digest."""
    return digest([salt, *numbers, reason])


def points_digest(scores) -> str:
    """What the commune's points are, whatever the rest."""
    return digest([[score.criterion, score.commune_points] for score in scores])


def of_dossier(gathered, salt: str) -> dict[str, str]:
    """Salted digests of points, all saved values, councils, sittings, papers, findings and messages.

    Of the district's sittings only those that concluded on the case count: an agenda may still change.
    """
    concluded = [s for s in gathered.district_sittings if any(c.met is not None for c in s.on_this_case)]
    sittings = (*gathered.commune_sittings, *concluded)
    councils = (gathered.commune_council, gathered.district_council)
    parts = {
        "scores": [_score(score) for score in gathered.scores],
        "revisions": _REVISIONS(gathered.case.pk),
        "councils": [_council(council) for council in councils if council is not None],
        "sittings": [_sitting(sitting) for sitting in sittings],
        "papers": [_paper(paper) for paper in gathered.papers],
        "findings": [_finding(finding) for finding in gathered.findings],
        "messages": [_message(message) for message in gathered.messages],
    }
    return {name: digest(value, salt) for name, value in parts.items()}


def _score(score) -> list:
    return [
        score.criterion,
        score.commune_points,
        score.commune_evidence,
        score.commune_numerator,
        score.commune_denominator,
        score.commune_reason,
        score.district_points,
        score.district_reason,
        score.district_numerator,
        score.district_denominator,
        [[evidence.name, evidence.file_id] for evidence in score.evidence_files.all()],
    ]


def _council(council) -> list:
    seats = [[s.code, s.holder_name, s.vacant, s.concurrent_reason] for s in council.seats.all()]
    return [council.founded_number, council.founded_on, seats]


def _sitting(sitting) -> list:
    return [
        sitting.held_on,
        sorted([a.seat_id, a.present] for a in sitting.attendances.all()),
        [
            [c.met, sorted([o.seat_id, o.text, o.recused] for o in c.opinions.all())]
            for c in sitting.on_this_case
        ],
    ]


def _paper(paper) -> list:
    digest_of_file = paper.file.digest if paper.file else None
    return [
        paper.pk,
        paper.kind,
        paper.number,
        paper.signed_on,
        paper.version,
        digest_of_file,
        paper.public,
    ]


def _finding(finding) -> list:
    reads = sorted(read.user_name for read in finding.reads.all())
    return [finding.pk, finding.criterion, finding.doubted, finding.text, reads]


def _message(message) -> list:
    answer = [message.answer.accepted, message.answer.text] if message.answer else None
    return [message.pk, message.text, message.admissible, answer]
