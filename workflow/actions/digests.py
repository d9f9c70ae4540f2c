"""Digests of what an act rested on, for its event in the chained record."""

import hashlib
import json

from portal.prepared import Prepared
from workflow.models import ScoreRevision

# Made once: json.dumps with options of its own builds an encoder for every call.
_JSON = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
_REVISIONS = Prepared(
    lambda case: (
        ScoreRevision.objects.filter(case_id=case)
        .order_by("pk")
        .values_list("criterion", "side", "points", "note_digest", "version", "saved_at", "saved_by_id")
    )
)


def digest(value) -> str:
    """SHA-256 of a value's canonical JSON (sorted keys, no spaces; dates and decimals as text)."""
    return hashlib.sha256(_JSON.encode(value).encode()).hexdigest()


def points_digest(scores) -> str:
    """What the commune's points are, whatever the rest."""
    return digest([[score.criterion, score.commune_points] for score in scores])


def of_dossier(gathered) -> dict[str, str]:
    """Digests of scores, every saved value, councils, sittings, papers, findings and messages of a case."""
    sittings = (*gathered.commune_sittings, *gathered.district_sittings)
    return {
        "scores": digest([_score(score) for score in gathered.scores]),
        "revisions": digest(_REVISIONS(gathered.case.pk)),
        "councils": digest(
            [_council(c) for c in (gathered.commune_council, gathered.district_council) if c is not None]
        ),
        "sittings": digest([_sitting(sitting) for sitting in sittings]),
        "papers": digest([_paper(paper) for paper in gathered.papers]),
        "findings": digest([_finding(finding) for finding in gathered.findings]),
        "messages": digest([_message(message) for message in gathered.messages]),
    }


def _score(score) -> list:
    return [
        score.criterion,
        score.commune_points,
        score.commune_evidence,
        score.district_points,
        score.district_reason,
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
    return [paper.pk, paper.kind, paper.number, paper.signed_on, paper.version, digest_of_file]


def _finding(finding) -> list:
    reads = sorted(read.user_id or 0 for read in finding.reads.all())
    return [finding.pk, finding.criterion, finding.doubted, finding.text, reads]


def _message(message) -> list:
    answer = [message.answer.accepted, message.answer.text] if message.answer else None
    return [message.pk, message.text, message.admissible, answer]
