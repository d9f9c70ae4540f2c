"""Who filed or sat for the commune does not judge the case; a small office has a published way out."""

from workflow.rules import four_eyes, policy

FILED = {7, 8}


def test_judging_acts_are_barred_to_the_communes_people_all_others_are_not():
    barred = {a for a in policy.ACTIONS if four_eyes.conflicts(a, [7], FILED)}
    assert barred == {"review", "recognize", "decline", "reconsider", "reward", "revoke"}


def test_recorder_and_signatory_both_count_nobody_does_not():
    assert four_eyes.conflicts("recognize", [1, 8], FILED)
    assert four_eyes.conflicts("recognize", [8, None], FILED)
    assert not four_eyes.conflicts("recognize", [1, None], FILED)
    assert not four_eyes.conflicts("recognize", [None], {None, 7})


def test_stepping_in_needs_a_reason_and_lifts_nobodys_own_conflict():
    assert not four_eyes.conflicts("review", [1], FILED, "Phòng chỉ có một người", fallback=True)
    assert [r.link for r in four_eyes.conflicts("review", [1], FILED, " ", fallback=True)] == [
        "exception_reason"
    ]
    assert [r.link for r in four_eyes.conflicts("review", [7], FILED, "vì", fallback=True)] == ["four_eyes"]


def test_the_province_steps_in_only_when_every_officer_is_barred():
    assert four_eyes.fallback_open({7}, FILED)
    assert four_eyes.fallback_open({7, 8}, FILED)
    assert not four_eyes.fallback_open({7, 9}, FILED)
    assert not four_eyes.fallback_open(set(), FILED)
