"""Who is turned away at the door, and that nothing stays half done (architecture, "One door")."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from portal.people import grants, roles
from portal.record import chain, clock, events
from tests import province
from tests import province_acts as act
from tests.life.unchanged import everything, refused
from workflow import signals
from workflow.actions import door
from workflow.actions.refusals import Refused
from workflow.models import Act, Case, Refusal, states
from workflow.rules.policy import ACT

IN_FULL = {"reason": "Lý do", "late_reason": "Lý do", "legal_basis": act.BASIS, "level": 3}


@contextmanager
def listening(listener):
    """The listener hears of moving cases inside the block."""
    signals.case_moving.connect(listener)
    try:
        yield
    finally:
        signals.case_moving.disconnect(listener)


def test_no_act_leaves_a_state_it_does_not_leave():
    """Every act in every state it does not leave, by whoever may do it elsewhere."""
    may = {
        "submit": roles.COMMUNE_CHAIR,
        "return": roles.DISTRICT_OFFICER,
        "review": roles.DISTRICT_OFFICER,
        "reopen": roles.DISTRICT_OFFICER,
        "close": roles.PROVINCE_OFFICER,
        "confirm_class": roles.PROVINCE_OFFICER,
    }
    before, passed, refusals = everything(), [], 0
    for action in door.TRANSITIONS | dict.fromkeys(door.STILL):
        for state in set(states.ALL) - set(ACT[action].sources):
            case = province.case_in(state)
            user = province.user_of(may.get(action, roles.DISTRICT_CHAIR), case)
            try:
                door.perform(case, action, user, decision=act.decision_data(case), **IN_FULL)
            except Refused as why:
                refusals += why.reasons[0].rule == "R-ACT"
            else:
                passed.append((action, state))
    assert (passed, refusals) == ([], 11 * 8 - 16)
    assert everything() == before
    assert Refusal.objects.count() == refusals


@pytest.mark.parametrize(
    ("action", "state", "role"),
    [
        ("submit", "draft", roles.DISTRICT_CHAIR),
        ("submit", "draft", roles.PROVINCE_CHAIR),
        ("review", "commune_assessed", roles.COMMUNE_OFFICER),
        ("review", "commune_assessed", roles.DISTRICT_CHAIR),
        ("return", "commune_assessed", roles.PROVINCE_OFFICER),
        ("recognize", "district_reviewed", roles.PROVINCE_CHAIR),
        ("recognize", "district_reviewed", roles.PROVINCE_OFFICER),
        ("recognize", "district_reviewed", roles.ADMINISTRATOR),
        ("recognize", "district_reviewed", roles.DISTRICT_MEMBER),
        ("decline", "district_reviewed", roles.PROVINCE_CHAIR),
        ("revoke", "recognized", roles.PROVINCE_CHAIR),
        ("confirm_class", "draft", roles.DISTRICT_OFFICER),
        ("close", "draft", roles.DISTRICT_CHAIR),
        ("reopen", "district_reviewed", roles.OBSERVER),
    ],
)
def test_a_role_that_may_not_is_told_who_may(action, state, role):
    case = province.case_in(state)
    before = everything()
    with pytest.raises(Refused) as why:
        act.perform(case, action, role, decision=act.decision_data(case), **IN_FULL)
    assert why.value.reasons[0].rule == "R-ROLE"
    assert why.value.reasons[0].params["who"]
    assert everything() == before


def test_another_district_s_people_may_nothing_here(reviewed, filed):
    ward = province.case_at(province.EMPTY_WARD)
    for role, action, case in (
        (roles.DISTRICT_CHAIR, "recognize", reviewed),
        (roles.DISTRICT_OFFICER, "review", filed),
        (roles.DISTRICT_OFFICER, "return", filed),
    ):
        with refused("R-ROLE"):
            door.perform(
                case, action, province.user_of(role, ward), decision=act.decision_data(case), reason="x"
            )


def test_another_commune_s_chair_does_not_file_it(ready, returned):
    with refused("R-ROLE", "R-CAL-2"):
        door.perform(ready, "submit", province.user_of(roles.COMMUNE_CHAIR, returned))


def test_nobody_and_a_closed_account_may_nothing(reviewed):
    chair = province.user_of(roles.DISTRICT_CHAIR, reviewed)
    chair.is_active = False
    chair.save()
    with refused("R-ROLE"):
        door.perform(reviewed, "recognize", chair, decision=act.decision_data(reviewed))
    with pytest.raises(Refused):
        door.perform(reviewed, "recognize", AnonymousUser(), decision=act.decision_data(reviewed))
    assert Refusal.objects.latest("pk").user_id is None


def test_an_appointment_counts_from_its_first_to_its_last_day(filed):
    officer = act.grant_of(roles.DISTRICT_OFFICER, filed)
    by = province.user_of(roles.PROVINCE_OFFICER, filed)
    grants.end(officer, by=by, on=clock.today())
    act.review(filed)
    act.perform(filed, "reopen", roles.DISTRICT_OFFICER, reason="x")
    with act.on_day(filed.campaign.district_due), refused("R-ROLE"):
        act.review(filed)


def test_twice_is_once(ready):
    """A double click, a second window, the back button."""
    act.submit(ready, late_reason="Mưa lũ")
    acts = Act.objects.filter(case_id=ready.pk).count()
    with refused("R-ACT"):
        act.submit(ready, late_reason="Mưa lũ")
    assert Act.objects.filter(case_id=ready.pk).count() == acts


def test_who_looked_before_the_case_moved_is_told(filed):
    seen = filed.head_event
    act.perform(filed, "return", roles.DISTRICT_OFFICER, reason="Bổ sung")
    act.submit(filed, late_reason="Đã bổ sung")
    assert filed.state == "commune_assessed"
    with refused("R-DOOR", "R-DIS-3"):
        act.review(filed, expected_event=seen)
    with refused("R-DOOR"):
        act.decide(filed, "decline", kind="TB", reason="Thiếu", expected_event=seen)
    act.decide(filed, "decline", kind="TB", reason="Thiếu", expected_event=filed.head_event)


def test_the_case_at_hand_may_be_old_the_door_reads_it_anew(filed):
    """What the caller holds in its hands is not believed."""
    old = Case.objects.select_related("campaign").get(pk=filed.pk)
    act.perform(filed, "return", roles.DISTRICT_OFFICER, reason="Bổ sung")
    with refused("R-ACT"):
        door.perform(old, "review", province.user_of(roles.DISTRICT_OFFICER, filed))


def test_a_listener_that_fails_undoes_the_act(reviewed):
    def fails(sender, **told):
        raise OSError("disk full")

    before = everything()
    with listening(fails), pytest.raises(OSError, match="disk full"):
        act.decide(reviewed, "recognize")
    assert everything() == before
    assert chain.verify(events.PORTAL) == []


def test_listeners_hear_inside_the_transaction_what_was_done(reviewed):
    heard = []

    def hears(sender, case, action, event, snapshot, **more):
        heard.append((action, case.state, event.sequence, snapshot["state"], snapshot["reason"]))

    with listening(hears):
        moved = act.perform(reviewed, "reopen", roles.DISTRICT_OFFICER, reason="Sửa điểm")
    assert heard == [("reopen", "commune_assessed", moved.event_sequence, "commune_assessed", "Sửa điểm")]


def test_after_the_commit_others_hear_and_their_failure_undoes_nothing(
    reviewed, django_capture_on_commit_callbacks
):
    def fails(sender, **told):
        raise OSError("mail server gone")

    signals.case_moved.connect(fails)
    try:
        with django_capture_on_commit_callbacks(execute=True) as callbacks:
            act.decide(reviewed, "recognize")
    finally:
        signals.case_moved.disconnect(fails)
    assert callbacks and reviewed.state == "recognized"
    assert Case.objects.get(pk=reviewed.pk).state == "recognized"


def test_examining_does_nothing(reviewed):
    before = everything()
    chair = province.user_of(roles.DISTRICT_CHAIR, reviewed)
    passing = door.examine(reviewed, "recognize", chair, decision=act.decision_data(reviewed))
    assert (passing.due.day, passing.days_late) == (29, -9)
    assert everything() == before


def test_there_is_no_way_around(reviewed):
    """No keyword of the door skips a check, and an unknown one is an error of the caller."""
    chair = province.user_of(roles.DISTRICT_CHAIR, reviewed)
    with pytest.raises(TypeError):
        door.perform(reviewed, "recognize", chair, force=True)
    with pytest.raises(KeyError):
        door.perform(reviewed, "annul", chair)


def test_whose_appointment_ended_is_told_so(filed):
    """Not “only the district officer may do this” to the one who was district officer until yesterday."""
    user = province.user_of(roles.DISTRICT_OFFICER, filed)
    held = user.grants.filter(role=roles.DISTRICT_OFFICER, unit=filed.reviewing_unit)
    held.update(valid_until=clock.today() - timedelta(days=1))
    with pytest.raises(Refused) as why:
        door.perform(filed, "return", type(user).objects.get(pk=user.pk), reason="Thiếu")
    assert [reason.message[:27] for reason in why.value.reasons[:1]] == ["Your appointment ended on %"]
