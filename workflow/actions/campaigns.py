"""Opening a year for a province: one case per commune in force, its facts frozen (R-CAL, R-THR-3)."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from portal.record import clock
from portal.units import tree
from portal.units.classes import classes_at
from portal.units.models import Unit
from portal.units.names import fold
from workflow.actions.recorded import note_of_year
from workflow.actions.refusals import Refused, log_refusal
from workflow.actions.rights import may_at
from workflow.models import Campaign, Case, Correction, Score
from workflow.models.regulations import SHIPPED, is_draft, regulation_of
from workflow.models.states import OPEN
from workflow.regulations import loader
from workflow.rules import readiness, thresholds
from workflow.rules.facts import N_, CampaignFacts, Named, OpeningFacts, Reason
from workflow.rules.policy import NO_CASE, Places

PLAN_REGULATION = "34/2014"
ALREADY = N_("The year %(year)s is already open.")
STILL_DRAFT = N_("This version of the regulation is still a draft. An administrator fixes it first.")
NO_COMMUNES = N_("No commune is in force on %(day)s.")

WAITING = N_("%(count)s cases of this year are still undecided.")
TOO_EARLY = N_("The year can be closed after %(day)s.")


@dataclass(frozen=True)
class CutOffs:
    """The days of a campaign, each the last day in time."""

    period_from: date
    period_to: date
    commune_due: date
    district_due: date
    province_due: date
    reward_due: date
    closing_day: date


def cut_offs(regulation, year: int) -> CutOffs:
    """The Plan's days for a year, to start from; each can be changed when opening (R-CAL-1…7).

    A regulation that names no days of its own starts from those of the Plan's.
    """
    if regulation.period is None or regulation.deadlines is None:
        regulation = loader.get(PLAN_REGULATION)
    first, last = regulation.period.in_year(year)
    days = regulation.deadlines
    return CutOffs(
        period_from=first,
        period_to=last,
        commune_due=days.commune.in_year(year),
        district_due=days.district.in_year(year),
        province_due=days.province.in_year(year),
        reward_due=days.reward.in_year(year),
        closing_day=days.closing.in_year(year),
    )


def open_campaign(
    province: Unit,
    year: int,
    actor,
    *,
    regulation: str = PLAN_REGULATION,
    version: int = SHIPPED,
    days: CutOffs | None = None,
    comment_days: int = 5,
    holidays: list[str] | None = None,
    illustrative: bool = False,
    communes: set[str] | None = None,
) -> Campaign:
    """Open a year. `communes` limits it to these codes (a trial).

    The year keeps the version of the regulation it opens with, whatever is made of it later.
    Raises Refused when the actor may not, the regulation is still a draft or not fit for campaigns, or the
    year is open.
    """
    try:
        with transaction.atomic():
            rules = regulation_of(regulation, version)
            days = days or cut_offs(rules, year)
            _check(province, year, actor, rules, version, days, illustrative)
            campaign = Campaign.objects.create(
                province=province,
                regulation=regulation,
                regulation_version=version,
                year=year,
                sequence=year,
                comment_days=comment_days,
                holidays=holidays or [],
                illustrative=illustrative,
                **vars(days),
            )
            cases = _cases(campaign, rules, communes)
            _record(campaign, actor, len(cases))
        return campaign
    except IntegrityError:
        raise Refused([Reason("R-CAL-1", ALREADY, {"year": year})]) from None
    except Refused as refused:
        log_refusal("open_campaign", actor, None, refused)
        raise


def _check(province, year, actor, rules, version: int, days: CutOffs, illustrative) -> None:
    answer = may_at("open_campaign", actor, Places(province=province.pk), NO_CASE)
    reasons = [] if answer.allowed else [answer.why]
    opening = OpeningFacts(
        campaign=CampaignFacts(year=year, illustrative=illustrative, **vars(days)),
        unfit=tuple(Named(why.text, why.text_en) for why in loader.fit_for_campaigns(rules)),
        year_taken=Campaign.objects.filter(province=province, year=year, illustrative=illustrative).exists(),
    )
    if is_draft(rules.code, version):
        reasons.append(Reason("R-CAL-7", STILL_DRAFT, {}, "regulation"))
    reasons += readiness.unmet("open_campaign", opening, clock.today())
    if reasons:
        raise Refused(reasons)


def _cases(campaign: Campaign, rules, only: set[str] | None) -> list[Case]:
    """One case per commune in force on the last day of the assessed period."""
    on = campaign.period_to
    spans = list(tree.communes_at(campaign.province, on))
    classes = classes_at(spans, on)
    districts = {span.unit_id: span for span in tree.districts_at(campaign.province, on)}
    cases = []
    for span in spans:
        if only is not None and span.code not in only:
            continue
        district = districts[span.parent_id]
        known = classes[span.unit_id]
        cases.append(
            Case(
                campaign=campaign,
                commune=span.unit,
                span=span,
                assessing_unit=span.unit,
                reviewing_unit=span.parent,
                recognising_unit=span.parent,
                code=span.code,
                kind=span.kind,
                name=span.name,
                folded=fold(f"{span.kind} {span.name}"),
                sort_key=span.sort_key,
                slug=span.slug,
                district_name=district.name,
                year=campaign.year,
                illustrative=campaign.illustrative,
                class_code=known.code,
                class_source=known.source,
                threshold=thresholds.threshold(rules, known.code) if known.confirmed else None,
            )
        )
    if not cases:
        raise Refused([Reason("R-CAL-7", NO_COMMUNES, {"day": on})])
    cases = Case.objects.bulk_create(cases)
    Score.objects.bulk_create(
        Score(case=case, criterion=criterion.no, maximum=criterion.maximum)
        for case in cases
        for criterion in rules.criteria
    )
    _carry_corrections(campaign, cases)
    return cases


def _carry_corrections(campaign: Campaign, cases: list[Case]) -> None:
    """Last year's shortcomings open this year's case, to say what became of each (R-COM-5)."""
    by_commune = {case.commune_id: case for case in cases}
    former = Correction.objects.filter(
        case__campaign__province=campaign.province,
        case__campaign__sequence=campaign.sequence - 1,
        case__illustrative=campaign.illustrative,
        case__commune__in=by_commune,
        follows=None,
    ).select_related("case")
    Correction.objects.bulk_create(
        Correction(
            case=by_commune[old.case.commune_id],
            criterion=old.criterion,
            shortcoming=old.shortcoming,
            follows=old,
        )
        for old in former
    )


def _record(campaign: Campaign, actor, count: int) -> None:
    answer = may_at("open_campaign", actor, Places(province=campaign.province_id), NO_CASE)
    payload = {
        "regulation": campaign.regulation,
        "regulation_version": campaign.regulation_version,
        "sequence": campaign.sequence,
        "cases": count,
        "illustrative": campaign.illustrative,
        "days": {name: getattr(campaign, name).isoformat() for name in CutOffs.__dataclass_fields__},
    }
    note_of_year("campaign.opened", campaign, actor, answer, payload)


def close_campaign(campaign: Campaign, actor) -> None:
    """Mark a campaign closed once no case is undecided (R-CAL-7). Cases never filed are closed one by one
    before. Raises Refused when the actor may not or cases still wait."""
    try:
        with transaction.atomic():
            campaign = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
            answer = may_at("close", actor, Places(province=campaign.province_id), "draft")
            reasons = [] if answer.allowed else [answer.why]
            waiting = campaign.cases.filter(state__in=OPEN).count()
            if waiting:
                reasons.append(Reason("R-CAL-7", WAITING, {"count": waiting}, "cases"))
            if clock.today() <= campaign.closing_day:
                reasons.append(Reason("R-CAL-7", TOO_EARLY, {"day": campaign.closing_day}))
            if reasons:
                raise Refused(reasons)
            campaign.closed_at = clock.now()
            campaign.save(update_fields=["closed_at"])
            note_of_year("campaign.closed", campaign, actor, answer, {})
    except Refused as refused:
        log_refusal("close_campaign", actor, None, refused)
        raise
