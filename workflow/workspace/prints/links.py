"""Where a paper is printed: the addresses of its Word file and its PDF, as pages show them."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.people import posts
from portal.people.models import Grant
from portal.record import clock
from workflow.documents.papers.kinds import (
    DECLINE_DECISION,
    DECLINE_NOTICE,
    FOUNDING_COMMUNE,
    FOUNDING_DISTRICT,
    KINDS,
    REVOCATION,
    REWARD_DISTRICT,
    REWARD_PROVINCE,
)
from workflow.documents.papers.printing import PDF, WORD
from workflow.models import Case, Decision, Sitting, states
from workflow.rules import papers as filed

# In addresses: who signs, which cases, which paper on record.
SIGNER, CASES, PAPER = "ky", "ho-so", "giay"

# English twins of the printed papers.
_ENGLISH = {
    FOUNDING_COMMUNE: "Decision to found the assessment council",
    FOUNDING_DISTRICT: "Decision to found the review council",
    DECLINE_NOTICE: "Notice of no recognition",
    DECLINE_DECISION: "Decision of no recognition",
    REVOCATION: "Decision to revoke the recognition",
    REWARD_DISTRICT: "Decision of the reward for 3 years in a row",
    REWARD_PROVINCE: "Decision of the reward for 5 years in a row",
    filed.CONG_VAN: "Letter asking for recognition",
    filed.BAO_CAO: "Report on carrying out the standard",
    filed.BIEN_BAN_XA: "Minutes of the assessment council",
    filed.TONG_DIEM: "Total points of the criteria",
    filed.TO_TRINH_HOI_DONG: "Proposal to found the review council",
    filed.BAO_CAO_THAM_DINH: "Report on the review's result",
    filed.BIEN_BAN_HUYEN: "Minutes of the review council",
    filed.TO_TRINH_CONG_NHAN: "Proposal to recognise",
    filed.QUYET_DINH_CONG_NHAN: "Decision of recognition",
    filed.TO_TRINH_KHEN_THUONG: "Proposal of the province chair's reward",
    filed.QUYET_DINH_CAC_NAM: "List of the yearly recognition decisions",
}
# What may be drafted for a case in each state, by the district.
DRAFTS = {
    states.COMMUNE_ASSESSED: (DECLINE_NOTICE, DECLINE_DECISION),
    states.DISTRICT_REVIEWED: (filed.QUYET_DINH_CONG_NHAN, DECLINE_NOTICE, DECLINE_DECISION),
    states.RECOGNIZED: (REWARD_DISTRICT, REWARD_PROVINCE, REVOCATION),
    states.REWARDED: (REWARD_DISTRICT, REWARD_PROVINCE, REVOCATION),
}


@dataclass(frozen=True)
class Print:
    """A paper that can be printed: its name and both addresses."""

    name: str
    word: str
    pdf: str


def name_of(kind: str) -> str:
    """A printed paper in the reader's language."""
    if (get_language() or "").startswith("en") and kind in _ENGLISH:
        return _ENGLISH[kind]
    return KINDS[kind].name


def _print(kind: str, view: str, args: list, query: list[tuple[str, object]]) -> Print:
    asked = [(name, value) for name, value in query if value]
    tail = f"?{urlencode(asked)}" if asked else ""
    word, pdf = (reverse(f"workspace:{view}", args=[*args, form]) + tail for form in (WORD, PDF))
    return Print(name_of(kind), word, pdf)


def of_case(case: Case, kind: str, signer: str = "") -> Print:
    """A paper of a case's own dossier or its reward's."""
    return _print(kind, "case-print", [case.pk, kind], [(SIGNER, signer)])


def of_district(place, kind: str, *, cases=(), paper=None, signer: str = "") -> Print:
    """A paper of a district's year over these cases, or the one on record."""
    query = [(PAPER, paper.pk)] if paper else [(CASES, case.pk) for case in cases]
    return _print(kind, "district-print", [place.year, place.span.code, kind], [*query, (SIGNER, signer)])


def of_sitting(sitting: Sitting, kind: str) -> Print:
    """The minutes of a sitting."""
    return _print(kind, "sitting-print", [sitting.pk], [])


def of_decision(decision: Decision, kind: str) -> Print:
    """A decision on record."""
    return _print(kind, "decision-print", [decision.pk], [])


def signers(held: list[Grant], picked: str) -> list[tuple[str, str, bool]]:
    """The choice of who signs: words, value, picked; the usual signatory first. Empty when there is none."""
    if len(held) < 2:
        return []
    told = [(_signer(grant), str(grant.pk), str(grant.pk) == picked) for grant in held]
    return [(_("the usual signatory"), "", not any(chosen for _w, _v, chosen in told)), *told]


def _signer(grant: Grant) -> str:
    return f"{grant.user.full_name}, {posts.post_title(grant, clock.today())}"
