"""Counts behind the agenda: a handful of grouped queries, however many cases there are."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Count, F, Max, Q

from workflow.actions.dossier import places_of
from workflow.actions.recorded import reasons_of
from workflow.actions.runs import levels_due
from workflow.models import (
    Act,
    Case,
    CommentWindow,
    Conclusion,
    Council,
    Finding,
    Message,
    Paper,
    Score,
    states,
)
from workflow.workspace.home.items import Line, Returned, Tally
from workflow.workspace.wording import in_sentence


def line_of(case: Case, since: date | None = None) -> Line:
    """A case with its campaign at hand, as the agenda sees it."""
    campaign = case.campaign
    return Line(
        pk=case.pk,
        name=in_sentence(case.full_name),
        state=case.state,
        year=case.year,
        places=places_of(case),
        commune_due=campaign.commune_due,
        district_due=campaign.district_due,
        reward_due=campaign.reward_due,
        closing_day=campaign.closing_day,
        class_known=case.threshold is not None,
        margin=case.margin,
        since=since,
    )


def last_days(cases: Iterable[Case]) -> dict[int, date]:
    """The day of each case's last act."""
    ids = [case.pk for case in cases]
    return dict(Act.objects.filter(case_id__in=ids).order_by().values_list("case_id").annotate(Max("on")))


def count(cases: list[Case]) -> dict[int, Tally]:
    """A tally of each case that is still open or may be rewarded. Thirteen queries at most."""
    open_ones = [case for case in cases if case.state in states.OPEN]
    ids = [case.pk for case in open_ones]
    filed = [case.pk for case in open_ones if case.state != states.DRAFT]
    told: dict[int, dict] = defaultdict(dict)
    _scores(ids, told)
    _returns([case.pk for case in open_ones if case.state == states.DRAFT], told)
    _messages(filed, told)
    _findings(ids, told)
    _windows(filed, told)
    _councils(open_ones, told)
    _conclusions(open_ones, told)
    _papers([*ids, *(case.pk for case in cases if case.state in states.MET)], told)
    _rewards([case for case in cases if case.state in states.MET], told)
    return {pk: Tally(**counted) for pk, counted in told.items()}


def _scores(ids, told) -> None:
    rows = (
        Score.objects.filter(case__in=ids)
        .order_by()
        .values("case_id")
        .annotate(
            criteria=Count("pk"),
            commune_unscored=Count("pk", filter=Q(commune_points=None)),
            district_unscored=Count("pk", filter=Q(district_points=None)),
            silent=Count(
                "pk",
                filter=Q(district_points__isnull=False, district_reason="")
                & ~Q(district_points=F("commune_points")),
            ),
        )
    )
    for row in rows:
        told[row.pop("case_id")] |= row


def _returns(ids, told) -> None:
    """The last return of each dossier that is a draft again."""
    rows = Act.objects.filter(case_id__in=ids, action="return").order_by("pk")
    acts = {act.case_id: act for act in rows}
    reasons = reasons_of(act.event for act in acts.values())
    for case, act in acts.items():
        who = ", ".join(filter(None, (act.signatory_name, act.signatory_post)))
        told[case]["returned"] = Returned(act.on, who, reasons.get(act.event, ""))


def _messages(ids, told) -> None:
    rows = (
        Message.objects.filter(case__in=ids, in_window=True)
        .order_by()
        .values("case_id")
        .annotate(
            undecided=Count("pk", filter=Q(admissible=None)),
            unanswered=Count("pk", filter=Q(admissible=True, answer=None)),
        )
    )
    for row in rows:
        told[row.pop("case_id")] |= row


def _findings(ids, told) -> None:
    found = Finding.objects.filter(case__in=ids).order_by().annotate(seen=Count("reads"))
    supervised, doubts = defaultdict(set), defaultdict(int)
    for case, criterion, doubted, seen in found.values_list("case_id", "criterion", "doubted", "seen"):
        supervised[case].add(criterion)
        doubts[case] += doubted and not seen
    for case in supervised:
        told[case] |= {"supervised": frozenset(supervised[case]), "doubts": doubts[case]}


def _windows(ids, told) -> None:
    rows = CommentWindow.objects.filter(case__in=ids, replaced=False).order_by("pk")
    for case, closes in rows.values_list("case_id", "closes"):
        told[case]["closes"] = closes


def _councils(cases, told) -> None:
    units = {unit for case in cases for unit in (case.assessing_unit_id, case.reviewing_unit_id)}
    founded = set(
        Council.objects.filter(
            unit__in=units, campaign__in={case.campaign_id for case in cases}, founded_on__isnull=False
        ).values_list("campaign_id", "unit_id")
    )
    for case in cases:
        told[case.pk] |= {
            "commune_council": (case.campaign_id, case.assessing_unit_id) in founded,
            "district_council": (case.campaign_id, case.reviewing_unit_id) in founded,
        }


def _conclusions(cases, told) -> None:
    """The newest conclusion of each council; the district's only on the dossier as last filed."""
    by_pk = {case.pk: case for case in cases}
    rows = (
        Conclusion.objects.filter(case__in=by_pk, met__isnull=False)
        .order_by("sitting__held_on", "pk")
        .values_list("case_id", "met", "sitting__council__tier", "sitting__held_on")
    )
    for pk, met, tier, held_on in rows:
        filed = by_pk[pk].submitted_on
        if tier == "commune" or filed is None or held_on >= filed:
            told[pk][f"{tier}_met"] = met


def _papers(ids, told) -> None:
    kinds = defaultdict(set)
    own = Paper.objects.filter(case__in=ids, replaced_by=None, file__isnull=False)
    for case, kind in own.order_by().values_list("case_id", "kind"):
        kinds[case].add(kind)
    covering = Paper.covers.through.objects.filter(
        case__in=ids, paper__replaced_by=None, paper__file__isnull=False
    )
    for case, kind in covering.values_list("case_id", "paper__kind"):
        kinds[case].add(kind)
    for case, found in kinds.items():
        told[case]["papers"] = frozenset(found)


def _rewards(cases, told) -> None:
    for pk, levels in levels_due(cases).items():
        told[pk]["rewards"] = levels
