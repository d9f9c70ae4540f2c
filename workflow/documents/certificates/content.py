"""What stands on a certificate of recognition: from recognitions in force, as of their own year (R-DIS-4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import override

from portal.units import tree
from portal.units.models import UnitSpan
from portal.units.names import slugify_vi
from workflow.documents.papers.agencies import Agency, spoken
from workflow.documents.papers.content import Signature
from workflow.documents.papers.signing import Signer, as_chair
from workflow.documents.papers.wording import (
    clean,
    in_words,
    known,
    lower_first,
    number,
    place_and_date,
    points,
)
from workflow.models import Campaign, Recognition, states


@dataclass(frozen=True)
class Certificate:
    """One certificate, ready to be set. `address` is its verification page, which the code of dots holds."""

    parent: str
    agency: tuple[str, ...]
    number: str
    place_and_date: str
    chair: str
    commune: str
    within: str
    reached: str
    basis: str
    signature: Signature
    code: str
    address: str
    illustrative: bool
    file_stem: str


def in_force(cases: QuerySet) -> QuerySet[Recognition]:
    """The recognitions of these cases that hold and have a certificate; revoked ones are left out."""
    return Recognition.objects.filter(
        case__in=cases.filter(state__in=states.MET).order_by().values("pk"),
        revoked_on=None,
        decision__isnull=False,
        certificate_code__isnull=False,
    )


def certificates(cases: QuerySet) -> list[Certificate]:
    """The certificates of these cases, by district in Vietnamese order and then as they were numbered."""
    found = list(in_force(cases).select_related("case__campaign", "decision").order_by("pk"))
    spans: dict[int, dict[int, UnitSpan]] = {}
    campaigns: dict[int, Campaign] = {}
    for one in found:
        campaigns.setdefault(one.case.campaign_id, one.case.campaign)
    for pk, campaign in campaigns.items():
        units = {one.case.recognising_unit_id for one in found if one.case.campaign_id == pk}
        spans[pk] = tree.spans_at([*units, campaign.province_id], campaign.period_to)
    standards = {pk: lower_first(clean(campaign.rulebook.name)) for pk, campaign in campaigns.items()}

    def district(one: Recognition) -> UnitSpan:
        return spans[one.case.campaign_id][one.case.recognising_unit_id]

    found.sort(key=lambda one: (district(one).sort_key, one.pk))
    return [
        _certificate(
            one,
            Agency.of(district(one)),
            Agency.of(spans[one.case.campaign_id][one.case.campaign.province_id]),
            standards[one.case.campaign_id],
        )
        for one in found
    ]


def _certificate(one: Recognition, district: Agency, province: Agency, standard: str) -> Certificate:
    case, decision = one.case, one.decision
    signer = Signer(clean(decision.signatory_name), decision.sign_form, decision.signatory_post)
    return Certificate(
        parent=province.above()[0],
        agency=district.heading,
        number=number(one.certificate_number, "GCN-UBND"),
        place_and_date=place_and_date(district.place, decision.signed_on),
        chair=district.chair.upper(),
        commune=clean(case.full_name),
        within=f"{district.full}, {province.full}",
        reached=f"đạt {standard} năm {case.year}",
        basis=(
            f"Theo Quyết định số {known(decision.number)} {in_words(decision.signed_on)}. "
            f"Tổng điểm {points(case.district_total)}, cần {points(case.threshold)}."
        ),
        signature=as_chair(signer),
        code=one.certificate_code,
        address=verification_address(one.certificate_code),
        illustrative=one.illustrative or case.illustrative,
        file_stem=slugify_vi(f"giấy công nhận {spoken(case.full_name)} {case.year}"),
    )


def verification_address(code: str) -> str:
    """The public page that says what a certificate is worth today, on the portal's own host."""
    with override(settings.LANGUAGE_CODE):
        return settings.BASE_URL.rstrip("/") + reverse("public_certificate", args=[code])


def texts(one: Certificate) -> Iterable[str]:
    """Every text of a certificate in the order it is read, for comparing with what was printed."""
    yield from (one.parent, *one.agency, one.number, one.place_and_date, one.chair, one.commune, one.within)
    yield from (one.reached, one.basis, *one.signature.lines, one.signature.name, one.code)
