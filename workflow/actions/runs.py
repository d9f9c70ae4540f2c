"""Runs of recognised years of many communes at once: which rewards they are due (R-REW-1, R-REW-2)."""

from collections import defaultdict
from collections.abc import Iterable

from workflow.models import Case, Recognition, Reward
from workflow.rules import streaks
from workflow.rules.facts import RewardFacts, RunFacts


def levels_due(cases: Iterable[Case]) -> dict[int, tuple[int, ...]]:
    """By case, the levels whose years are complete and carry no reward yet; two queries.

    `case.campaign` should be selected along.
    """
    cases = list(cases)
    communes = {case.commune_id for case in cases}
    runs, given = defaultdict(list), defaultdict(list)
    for unit, made_up, sequence, year, revoked in Recognition.objects.filter(unit__in=communes).values_list(
        "unit_id", "illustrative", "sequence", "year", "revoked_on"
    ):
        runs[unit, made_up].append(RunFacts(sequence, year, True, revoked is not None, made_up))
    rested: dict[tuple, list[int]] = defaultdict(list)
    links = Reward.rests_on.through.objects.filter(reward__unit__in=communes).values_list(
        "reward__unit_id", "reward__illustrative", "reward__level", "reward_id", "recognition__sequence"
    )
    for unit, made_up, level, reward, sequence in links:
        rested[unit, made_up, level, reward].append(sequence)
    for (unit, made_up, level, _reward), sequences in rested.items():
        given[unit, made_up].append(RewardFacts(level, tuple(sorted(sequences))))
    return {
        case.pk: tuple(
            level
            for level in streaks.LEVELS
            if streaks.eligible(
                runs[case.commune_id, case.illustrative],
                level,
                given[case.commune_id, case.illustrative],
                case.campaign.sequence,
                illustrative=case.illustrative,
            )
        )
        for case in cases
    }
