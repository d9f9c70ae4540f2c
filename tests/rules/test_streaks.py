"""Years in a row equal a slow, obvious count."""

from hypothesis import given
from hypothesis import strategies as st

from workflow.rules import streaks
from workflow.rules.facts import RewardFacts, RunFacts

runs = st.lists(
    st.builds(
        RunFacts,
        sequence=st.integers(1, 12),
        year=st.just(0),
        recognised=st.sampled_from([True, True, True, False]),
        revoked=st.sampled_from([False, False, False, True]),
    ),
    max_size=20,
)


def slow_count(told, upto):
    """Walk back a year at a time and look for any recognition of that year that stands."""
    count = 0
    for sequence in range(upto, -100, -1):
        found = False
        for run in told:
            if run.sequence == sequence and run.recognised and not run.revoked:
                found = True
        if not found:
            return count
        count += 1
    return count


@given(runs, st.integers(0, 13))
def test_a_streak_equals_the_slow_count(told, upto):
    unbroken = streaks.current(told, upto)
    assert len(unbroken) == slow_count(told, upto)
    assert [run.sequence for run in unbroken] == list(range(upto - len(unbroken) + 1, upto + 1))
    for level in streaks.LEVELS:
        assert streaks.eligible(told, level, upto=upto) == (slow_count(told, upto) >= level)


@given(runs)
def test_the_newest_year_told_of_ends_the_streak(told):
    if told:
        assert len(streaks.current(told)) == slow_count(told, max(run.sequence for run in told))


@given(runs, st.sampled_from(streaks.LEVELS), st.integers(1, 12))
def test_a_reward_rests_on_its_years_and_never_twice_on_one(told, level, upto):
    given_rewards = []
    used = []
    for sequence in range(1, upto + 1):
        resting = streaks.resting_on(told, level, given_rewards, sequence)
        if resting:
            given_rewards.append(RewardFacts(level, tuple(run.sequence for run in resting)))
            used += given_rewards[-1].sequences
    assert len(used) == len(set(used)) == level * len(given_rewards)


def year(sequence, **how):
    return RunFacts(sequence, 2010 + sequence, **{"recognised": True, **how})


def test_examples():
    assert streaks.current([]) == ()
    assert len(streaks.current([year(1), year(2), year(3)])) == 3
    assert len(streaks.current([year(1), year(3)])) == 1
    assert len(streaks.current([year(1), year(2, recognised=False)])) == 0
    assert len(streaks.current([year(1), year(2, revoked=True), year(2)])) == 2
    assert len(streaks.current([year(1), year(2)], upto=3)) == 0


def test_made_up_and_real_years_stay_apart():
    mixed = [year(1), year(2), year(3, illustrative=True)]
    assert len(streaks.current(mixed)) == 2
    assert len(streaks.current(mixed, illustrative=True)) == 1
    assert len(streaks.current([year(2, illustrative=True), year(3, illustrative=True)])) == 2


def test_milestones_say_how_many_years_are_missing():
    reached = streaks.milestones([year(1), year(2), year(3)])
    assert [(m.level, m.reached, m.missing) for m in reached] == [(3, True, 0), (5, False, 2)]
    assert [m.missing for m in streaks.milestones([])] == [3, 5]
