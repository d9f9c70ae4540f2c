"""Papers ready to be set: which facts each kind is made from, and who signs it.

A paper on record carries its number, day and signatory; a draft leaves number and day open and names whoever
holds the post, or the person the official picked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from portal.people.models import Grant
from portal.record import clock
from portal.units.models import Unit
from portal.units.names import slugify_vi
from workflow.actions.dossier import Gathered
from workflow.documents.papers import commune, decisions, district, pdf, rewards, word
from workflow.documents.papers.content import PrintedPaper
from workflow.documents.papers.kinds import (
    DECLINE_DECISION,
    DECLINE_NOTICE,
    FOUNDING_COMMUNE,
    FOUNDING_DISTRICT,
    KINDS,
    REVOCATION,
    REWARD_DISTRICT,
    REWARD_PROVINCE,
    Kind,
)
from workflow.documents.papers.signing import Issued, Signer, candidates, of_grant, recorded, usual
from workflow.documents.papers.sources import of_case, of_decision, of_district, of_sitting
from workflow.documents.papers.templates import path_for
from workflow.models import Act, Campaign, Case, Conclusion, Council, Decision, Paper, Sitting
from workflow.rules import papers as filed
from workflow.rules import roles
from workflow.rules.streaks import PROVINCE_LEVEL

WORD, PDF = "docx", "pdf"
CONTENT_TYPES = {
    WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    PDF: "application/pdf",
}
OF_CASE = (*commune.BUILDERS, *rewards.BUILDERS)
OF_DISTRICT = tuple(district.BUILDERS)
OF_DECISION = tuple(decisions.BUILDERS)


def signatories(kind: str, case: Case) -> list[Grant]:
    """Who may sign a paper of a case today, heads before deputies."""
    return candidates(KINDS[kind].role, _unit_of(KINDS[kind], case), clock.today())


def _unit_of(kind: Kind, case: Case) -> int:
    at_commune = kind.role == roles.COMMUNE_CHAIR
    return case.assessing_unit_id if at_commune else case.reviewing_unit_id


def signer(kind: str, held: list[Grant], wanted: str = "") -> Signer:
    """The person picked among those who hold the post, else the usual one.

    That somebody works in the Labour Division does not say that they head it: there only a pick names one.
    """
    for grant in held:
        if wanted == str(grant.pk):
            return of_grant(grant)
    return Signer() if KINDS[kind].role == roles.DISTRICT_OFFICER else usual(held)


def of_case_paper(
    case: Case, kind: str, *, wanted: str = "", gathered: Gathered | None = None
) -> PrintedPaper:
    """A paper of a case's own dossier or of its reward's; KeyError for another kind."""
    source = of_case(case, gathered)
    held = signatories(kind, case)
    if kind == FOUNDING_COMMUNE:
        issued = _founded(source.council, signer(kind, held, wanted))
    else:
        on_record = next((one for one in source.gathered.papers if one.kind == kind), None)
        issued = _issued(on_record, held, signer(kind, held, wanted))
    return {**commune.BUILDERS, **rewards.BUILDERS}[kind](source, issued)


def of_district_paper(
    campaign: Campaign, unit: Unit, kind: str, cases: Iterable[Case], *, wanted: str = "", paper=None
) -> PrintedPaper:
    """A paper of a district's year over some of its cases; `paper` is the one on record it repeats."""
    source = of_district(campaign, unit, cases)
    held = candidates(KINDS[kind].role, unit.pk, clock.today())
    if kind == FOUNDING_DISTRICT:
        issued = _founded(source.council, signer(kind, held, wanted))
    else:
        issued = _issued(paper, held, signer(kind, held, wanted))
    return district.BUILDERS[kind](source, issued)


def of_minutes(
    sitting: Sitting, conclusions: Collection[Conclusion], case: Case | None = None
) -> PrintedPaper:
    """The minutes of a sitting: of a commune's council on its `case`, or of a district's on several."""
    issued = _issued(sitting.minutes, [], Signer())
    if case is None:
        source = of_sitting(sitting, conclusions, sitting.council.unit_id)
        return district.minutes(source, issued)
    source = of_case(case)
    held = source.gathered.commune_sittings
    return commune.minutes(replace(source, chosen=next(s for s in held if s.pk == sitting.pk)), issued)


def of_recorded(decision: Decision, cases: Iterable[Case]) -> PrintedPaper:
    """A decision on record, with its number, day and signatory, over the cases the reader may see."""
    cases = list(cases)
    action = decision.purpose
    kind = kind_of(decision)
    source = of_decision(
        cases[0].campaign, _deciding(decision, cases[0]), cases, decision=decision, action=action
    )
    signed = Signer(decision.signatory_name, decision.sign_form, decision.signatory_post)
    return decisions.BUILDERS[kind](source, Issued(decision.number, decision.signed_on, signed))


def _deciding(decision: Decision, case: Case) -> int:
    """The district whose year the decision is of, also where the province's chair decided."""
    return case.recognising_unit_id if decision.issuer_id == case.campaign.province_id else decision.issuer_id


def kind_of(decision: Decision, level: int | None = None) -> str:
    """The kind of paper a decision on record is; KeyError for one the portal does not print.

    `level` is that of the reward it decided, where it is at hand.
    """
    if decision.purpose == Decision.DECLINE:
        return DECLINE_NOTICE if decision.kind == "TB" else DECLINE_DECISION
    if decision.purpose == Decision.REWARD:
        level = level or decision.rewards.values_list("level", flat=True).first()
        return REWARD_PROVINCE if level == PROVINCE_LEVEL else REWARD_DISTRICT
    return {Decision.RECOGNIZE: filed.QUYET_DINH_CONG_NHAN, Decision.REVOKE: REVOCATION}[decision.purpose]


def is_printed(decision: Decision) -> bool:
    """Whether the portal prints decisions of this purpose."""
    return decision.purpose != Decision.RECONSIDER


def of_draft(
    kind: str, campaign: Campaign, unit: Unit, cases: Iterable[Case], *, wanted: str = ""
) -> PrintedPaper:
    """A decision still to be signed, over the cases it would cover."""
    source = of_decision(campaign, unit, cases)
    signing = campaign.province_id if kind == REWARD_PROVINCE else unit.pk
    held = candidates(KINDS[kind].role, signing, clock.today())
    return decisions.BUILDERS[kind](source, Issued(signer=signer(kind, held, wanted)))


def cases_of(decision: Decision, readable) -> list[Case]:
    """The readable cases a decision moved, in Vietnamese order."""
    moved = Act.objects.filter(decision=decision).values("case_id")
    return list(readable.filter(pk__in=moved).order_by("sort_key", "pk"))


def _issued(paper: Paper | None, held: list[Grant], otherwise: Signer) -> Issued:
    if paper is None:
        return Issued(signer=otherwise)
    named = recorded(paper.signatory_name, paper.signatory_post, held)
    return Issued(paper.number, paper.signed_on, named if named.name else otherwise)


def _founded(council: Council | None, otherwise: Signer) -> Issued:
    if council is None:
        return Issued(signer=otherwise)
    return Issued(council.founded_number, council.founded_on, otherwise)


def printed(paper: PrintedPaper, form: str, province_id: int) -> bytes:
    """The bytes of a paper as "docx" (by the province's template) or "pdf"."""
    if form == WORD:
        return word.made(paper, path_for(paper.kind, province_id))
    return pdf.made(paper)


def file_name(paper: PrintedPaper, form: str) -> str:
    """ "cong-van-de-nghi-cong-nhan-xa-hieu-2025.docx"."""
    where = paper.fields.get("xa") or paper.fields.get("huyen", "")
    return f"{slugify_vi(' '.join([paper.name, where, paper.fields.get('nam', '')]))}.{form}"
