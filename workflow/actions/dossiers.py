"""Many cases with all that their rules look at, read together: as many queries for one case as for a hundred.

For lists and batches that only judge. What a case itself shows (opinions, evidence files) is read by
`dossier.gather`, the way the door reads it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from copy import copy

from django.db.models import Prefetch

from workflow.actions.dossier import Gathered, former_points
from workflow.models import (
    Act,
    Campaign,
    Case,
    CommentWindow,
    Conclusion,
    Correction,
    Council,
    Finding,
    Message,
    Paper,
    Recognition,
    Reward,
    Score,
    Sitting,
)
from workflow.models.states import DRAFT


def gather_each(cases: Iterable[Case], leave_out: Collection[str] = ()) -> list[Gathered]:
    """Dossiers of many cases in their order, in a constant number of queries.

    Each case should have its `campaign` selected along. Opinions are never read: no rule looks at them.
    `leave_out` names parts the caller's question does not touch, out of "findings", "messages", "windows",
    "corrections", "recognitions" and "rewards"; they come back empty.
    """
    cases = list(cases)
    if not cases:
        return []
    ids = [case.pk for case in cases]
    councils = _councils(cases)
    sittings = _sittings(councils.values(), ids)
    papers = _papers(ids)
    communes = {case.commune_id for case in cases}
    of_cases = {
        "scores": Score.objects.prefetch_related("evidence_files").order_by("criterion"),
        "findings": Finding.objects.select_related("body", "file").prefetch_related("reads"),
        "messages": Message.objects.select_related("answer"),
        "windows": CommentWindow.objects.filter(replaced=False).order_by("-pk"),
        "corrections": Correction.objects.select_related("follows"),
    }
    of_communes = {
        "recognitions": Recognition.objects.select_related("decision"),
        "rewards": Reward.objects.select_related("decision").prefetch_related("rests_on"),
    }
    by_case = {
        name: _by_case(() if name in leave_out else rows.filter(case__in=ids))
        for name, rows in of_cases.items()
    }
    by_unit = {
        name: _by_unit(() if name in leave_out else rows.filter(unit__in=communes))
        for name, rows in of_communes.items()
    }
    acts = _by_case(Act.objects.filter(case_id__in=ids).select_related("decision"))
    windows = by_case.pop("windows")
    former = _former(cases)
    _share_campaigns(cases)
    gathered = []
    for case in cases:
        own = councils.get((case.campaign_id, case.assessing_unit_id))
        district = councils.get((case.campaign_id, case.reviewing_unit_id))
        gathered.append(
            Gathered(
                case=case,
                commune_council=own,
                district_council=district,
                commune_sittings=_on_case(sittings, own, case),
                district_sittings=[s for s in _on_case(sittings, district, case) if s.on_this_case],
                papers=papers[case.pk],
                window=next(iter(windows[case.pk]), None),
                former=former_points(former[case.commune_id, case.year - 1, case.illustrative]),
                acts=acts[case.pk],
                **{name: rows[case.pk] for name, rows in by_case.items()},
                **{name: rows[case.commune_id, case.illustrative] for name, rows in by_unit.items()},
            )
        )
    return gathered


def _former(cases: list[Case]) -> dict[tuple[int, int, bool], list[Score]]:
    """Last year's scores of the cases still being written, by commune, year and kind of world."""
    drafts = [case for case in cases if case.state == DRAFT]
    found = defaultdict(list)
    rows = Score.objects.filter(
        case__commune__in={case.commune_id for case in drafts},
        case__year__in={case.year - 1 for case in drafts},
    ).select_related("case")
    for row in rows if drafts else ():
        found[row.case.commune_id, row.case.year, row.case.illustrative].append(row)
    return found


def _share_campaigns(cases: list[Case]) -> None:
    """One campaign for all its cases, so that its regulation is read once."""
    campaigns: dict[int, Campaign] = {}
    for case in cases:
        case.campaign = campaigns.setdefault(case.campaign_id, case.campaign)


def _by_case(rows) -> dict[int, list]:
    found = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)
    return found


def _by_unit(rows) -> dict[tuple[int, bool], list]:
    """By unit and by whether the year is made up: the two never join."""
    found = defaultdict(list)
    for row in rows:
        found[row.unit_id, row.illustrative].append(row)
    return found


def _councils(cases: list[Case]) -> dict[tuple[int, int], Council]:
    units = {unit for case in cases for unit in (case.assessing_unit_id, case.reviewing_unit_id)}
    found = Council.objects.filter(campaign__in={case.campaign_id for case in cases}, unit__in=units)
    return {(council.campaign_id, council.unit_id): council for council in found.prefetch_related("seats")}


def _sittings(councils: Iterable[Council], ids: list[int]) -> dict[int, list[Sitting]]:
    """Sittings by council, with the conclusions on these cases."""
    rows = (
        Sitting.objects.filter(council__in=[council.pk for council in councils])
        .select_related("minutes")
        .prefetch_related(
            "attendances",
            Prefetch("conclusions", Conclusion.objects.filter(case__in=ids), to_attr="on_these_cases"),
        )
        .order_by("held_on", "pk")
    )
    found = defaultdict(list)
    for row in rows:
        found[row.council_id].append(row)
    return found


def _on_case(sittings: dict[int, list[Sitting]], council: Council | None, case: Case) -> list[Sitting]:
    """A council's sittings as one case sees them: each with the conclusion on this case alone."""
    if council is None:
        return []
    seen = []
    for sitting in sittings[council.pk]:
        view = copy(sitting)
        view.on_this_case = [c for c in sitting.on_these_cases if c.case_id == case.pk]
        seen.append(view)
    return seen


def _papers(ids: list[int]) -> dict[int, list[Paper]]:
    """Papers in force of each case: its own, and the district's that cover it."""
    found = defaultdict(list)
    for paper in Paper.objects.filter(case__in=ids, replaced_by=None).select_related("file"):
        found[paper.case_id].append(paper)
    covering = Paper.covers.through.objects.filter(case__in=ids, paper__replaced_by=None)
    for link in covering.select_related("paper__file").order_by("paper__kind", "-paper__version", "paper_id"):
        if link.paper.case_id != link.case_id:
            found[link.case_id].append(link.paper)
    return found
