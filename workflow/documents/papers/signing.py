"""Who signs a paper and how the block over the name reads: TM., KT., TL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.people import grants
from portal.people.models import Grant
from portal.units.names import fold
from workflow.documents.papers.content import Signature
from workflow.documents.papers.wording import clean

FOR_THE_HEAD, BY_ORDER = "KT.", "TL."


@dataclass(frozen=True)
class Signer:
    """A person over whose name a paper is signed; `form` is "", "KT." (deputy) or "TL." (by order).

    `office` is the signer's own post where they sign by order.
    """

    name: str = ""
    form: str = ""
    office: str = ""


NOBODY_YET = Signer()


@dataclass(frozen=True)
class Issued:
    """What the register and the signature give a paper; empty while it is a draft."""

    number: str = ""
    signed_on: date | None = None
    signer: Signer = NOBODY_YET


def of_grant(grant: Grant) -> Signer:
    """The holder of a right, who signs KT. as a deputy."""
    return Signer(clean(grant.user.full_name), FOR_THE_HEAD if grant.deputy else "")


def candidates(role: str, unit_id: int, on: date) -> list[Grant]:
    """Those who hold the role at the unit that day, heads before deputies."""
    return list(grants.holders(role, unit_id, on))


def usual(held: list[Grant]) -> Signer:
    """The head where there is exactly one; where nobody heads, the only deputy; else nobody yet."""
    for group in ([g for g in held if not g.deputy], [g for g in held if g.deputy]):
        if group:
            return of_grant(group[0]) if len(group) == 1 else NOBODY_YET
    return NOBODY_YET


def recorded(name: str, post: str, held: list[Grant]) -> Signer:
    """The signatory written down with a signed paper.

    A post that opens with "Phó" signs KT.; where no post was written, the right they hold tells.
    """
    if not clean(name):
        return NOBODY_YET
    if clean(post):
        return Signer(clean(name), FOR_THE_HEAD if fold(post).startswith("pho ") else "")
    same = [grant for grant in held if fold(grant.user.full_name) == fold(name)]
    return Signer(clean(name), FOR_THE_HEAD if same and all(grant.deputy for grant in same) else "")


def _office(signer: Signer, head: str, deputy: str) -> tuple[str, ...]:
    if signer.form == FOR_THE_HEAD:
        return f"KT. {head}", deputy
    if signer.form == BY_ORDER:
        return f"TL. {head}", clean(signer.office).upper()
    return (head,)


def as_chair(signer: Signer) -> Signature:
    """The chair's own act: CHỦ TỊCH, or KT. CHỦ TỊCH / PHÓ CHỦ TỊCH."""
    return Signature(_office(signer, "CHỦ TỊCH", "PHÓ CHỦ TỊCH"), signer.name)


def as_committee(signer: Signer) -> Signature:
    """An act of the People's Committee: TM. ỦY BAN NHÂN DÂN over the chair."""
    return Signature(("TM. ỦY BAN NHÂN DÂN", *as_chair(signer).lines), signer.name)


def as_division(signer: Signer) -> Signature:
    """The Labour Division: TRƯỞNG PHÒNG, or KT. TRƯỞNG PHÒNG / PHÓ TRƯỞNG PHÒNG."""
    return Signature(_office(signer, "TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"), signer.name)


def as_council_chair(name: str) -> Signature:
    """The chair of a council, who concludes."""
    return Signature(("CHỦ TỊCH HỘI ĐỒNG",), clean(name))


def as_standing_member(name: str) -> Signature:
    """The standing member, who proposes for the council (R-DIS-4)."""
    return Signature(("TM. HỘI ĐỒNG XÉT DUYỆT", "THƯỜNG TRỰC HỘI ĐỒNG"), clean(name))


def as_secretary() -> Signature:
    """Whoever wrote the minutes; the portal does not know them."""
    return Signature(("THƯ KÝ",))
