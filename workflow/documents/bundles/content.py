"""What lies in the bundle of a dossier: every file, its place in the archive, who added it and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath

from django.db.models import Q

from portal.record import files
from portal.record.models import StoredFile
from portal.units.names import slugify_vi
from workflow.documents.papers.kinds import KINDS
from workflow.documents.papers.wording import clean
from workflow.models import Act, Case, Council, Decision, Evidence, Finding, Paper

PAPERS, DECISIONS, EVIDENCE, FINDINGS = "1-giay-to", "2-quyet-dinh", "3-minh-chung", "4-giam-sat"
LONGEST_STEM = 60
PURPOSES = {
    Decision.RECOGNIZE: "Quyết định công nhận",
    Decision.DECLINE: "Quyết định không công nhận",
    Decision.REWARD: "Quyết định khen thưởng",
    Decision.REVOKE: "Quyết định thu hồi",
    Decision.RECONSIDER: "Quyết định xem xét lại",
}


@dataclass(frozen=True)
class Entry:
    """One file of the dossier. `path` is its place in the archive; not `there` when its bytes are gone."""

    path: str
    name: str
    number: str
    signed_on: date | None
    file: StoredFile
    added_by: str
    added_at: datetime
    there: bool = True


@dataclass(frozen=True)
class Bundle:
    """A dossier's files in their order. `stem` names the archive and the folder in it."""

    case: Case
    entries: tuple[Entry, ...]

    @property
    def stem(self) -> str:
        made_up = " minh họa" if self.case.illustrative else ""
        return slugify_vi(f"hồ sơ {self.case.full_name} {self.case.year}{made_up}")

    @property
    def title(self) -> str:
        return f"{clean(self.case.full_name)}, {clean(self.case.district_name)}, năm {self.case.year}"


def bundle_of(case: Case) -> Bundle:
    """Every file of a case its reader may open: papers with their older versions, decisions, the founding of
    both councils, evidence and findings. The caller has made sure that the person reads the case.

    Six queries, however many files; the case's `campaign` should be selected along.
    """
    told = [*_papers(case), *_councils(case), *_decisions(case), *_evidence(case), *_findings(case)]
    counted: dict[str, int] = {}
    entries = []
    for folder, name, number, signed_on, file, by, at in told:
        counted[folder] = counted.get(folder, 0) + 1
        stem = slugify_vi(f"{counted[folder]:03} {name} {number}")[:LONGEST_STEM].strip("-")
        ending = PurePosixPath(file.name).suffix.lower()
        entries.append(
            Entry(
                path=f"{folder}/{stem}{ending}",
                name=clean(name),
                number=clean(number),
                signed_on=signed_on,
                file=file,
                added_by=clean(by),
                added_at=at,
                there=files.path_of(file.digest).is_file(),
            )
        )
    return Bundle(case, tuple(entries))


def _kind_name(case: Case, kind: str) -> str:
    known = case.campaign.rulebook.documents.kind(kind)
    return known.name if known else KINDS[kind].name if kind in KINDS else kind


def _papers(case: Case) -> Iterator[tuple]:
    own = Paper.objects.filter(Q(case=case) | Q(covers=case), file__isnull=False).distinct()
    for paper in own.select_related("file").order_by("case", "kind", "-version", "pk"):
        name = _kind_name(case, paper.kind)
        if paper.replaced_by_id:
            name = f"{name} (bản {paper.version}, đã thay)"
        yield (
            PAPERS,
            name,
            paper.number,
            paper.signed_on,
            paper.file,
            paper.added_by_name,
            paper.added_at,
        )


def _councils(case: Case) -> Iterator[tuple]:
    units = [case.assessing_unit_id, case.reviewing_unit_id]
    found = Council.objects.filter(campaign=case.campaign_id, unit__in=units, file__isnull=False)
    for council in found.select_related("file").order_by("-tier", "pk"):
        name = "Quyết định thành lập Hội đồng"
        file = council.file
        yield (
            DECISIONS,
            name,
            council.founded_number,
            council.founded_on,
            file,
            file.uploaded_by_name,
            file.at,
        )


def _decisions(case: Case) -> Iterator[tuple]:
    moved = Act.objects.filter(case_id=case.pk, decision__isnull=False).values("decision")
    found = Decision.objects.filter(pk__in=moved, file__isnull=False)
    for one in found.select_related("file").order_by("signed_on", "pk"):
        name = PURPOSES.get(one.purpose, one.purpose)
        yield DECISIONS, name, one.number, one.signed_on, one.file, one.recorded_by_name, one.recorded_at


def _evidence(case: Case) -> Iterator[tuple]:
    found = Evidence.objects.filter(score__case=case).select_related("file", "score")
    for one in found.order_by("score__criterion", "pk"):
        name = f"Tiêu chí {one.score.criterion} – {one.name}"
        yield EVIDENCE, name, "", None, one.file, one.added_by_name, one.added_at


def _findings(case: Case) -> Iterator[tuple]:
    found = Finding.objects.filter(case=case, file__isnull=False).select_related("file")
    for one in found.order_by("criterion", "pk"):
        name = f"Giám sát tiêu chí {one.criterion}"
        yield FINDINGS, name, "", one.seen_on, one.file, one.recorded_by_name, one.recorded_at
