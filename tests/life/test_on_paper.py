"""Acts recorded by an officer from the chair's signed paper (R-CAL-6, R-DIS-4)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from portal.people import grants, roles
from portal.people.models import Grant
from portal.record import clock
from tests import province
from tests import province_acts as act
from tests.life.told import told_publicly
from tests.life.unchanged import refused
from workflow.models import Case


@pytest.fixture
def chair(reviewed) -> Grant:
    """The right of the chair of huyện Kon Plông."""
    return act.grant_of(roles.DISTRICT_CHAIR, reviewed)


def record(case: Case, signatory: Grant | None, **inputs):
    """The district's officer records a recognition."""
    inputs = {"decision": act.decision_data(case), "signatory": signatory} | inputs
    return act.perform(case, "recognize", roles.DISTRICT_OFFICER, **inputs)


def test_an_officer_records_what_the_chair_signed(reviewed, chair):
    officer = province.user_of(roles.DISTRICT_OFFICER, reviewed)
    moved = record(reviewed, chair)
    assert (moved.act.mode, moved.act.actor_id, moved.act.actor_role) == (
        "record",
        officer.pk,
        "district_officer",
    )
    assert (moved.act.signatory_id, moved.act.signatory_post) == (
        chair.user_id,
        "Chủ tịch UBND huyện Kon Plông",
    )
    assert (moved.act.decision.signatory, moved.act.decision.recorded_by_name) == (
        chair.user,
        officer.full_name,
    )


def test_a_vice_chair_signs_for_the_chair(reviewed):
    moved = record(reviewed, act.deputy_of(reviewed))
    assert (moved.act.sign_form, moved.act.signatory_post) == ("KT.", "Phó Chủ tịch UBND huyện Kon Plông")
    assert told_publicly(reviewed)["decision"]["sign_form"] == "KT."


def test_the_signatory_is_named_and_the_paper_is_there(reviewed, chair):
    with refused("R-CAL-6") as why:
        record(reviewed, None)
    assert "signed" in why[0] or "ký" in why[0]
    with refused("R-CAL-6"):
        record(reviewed, chair, decision=replace(act.decision_data(reviewed), file=None))


def test_a_chair_who_acts_in_person_names_nobody_else(reviewed, chair):
    with refused("R-CAL-6"):
        act.decide(reviewed, "recognize", signatory=act.deputy_of(reviewed))
    act.decide(reviewed, "recognize", signatory=chair)
    assert reviewed.state == "recognized"


def test_an_officer_does_not_sign_what_a_chair_decides(reviewed):
    with refused("R-CAL-6"):
        record(reviewed, act.grant_of(roles.DISTRICT_OFFICER, reviewed))


@pytest.mark.parametrize(
    "signatory",
    [
        lambda case: act.grant_of(roles.PROVINCE_CHAIR, case),
        lambda case: act.grant_of(roles.DISTRICT_CHAIR, province.case_at(province.EMPTY_WARD)),
        lambda case: act.grant_of(roles.COMMUNE_CHAIR, case),
        lambda case: act.grant_of(roles.ADMINISTRATOR, case),
    ],
    ids=["province chair", "another district's chair", "commune chair", "administrator"],
)
def test_no_other_chair_signs_in_the_place_of_the_district_s(reviewed, signatory):
    with refused("R-ROLE"):
        record(reviewed, signatory(reviewed))


def test_the_signatory_held_the_post_on_the_day_of_the_paper(reviewed, chair):
    """Signed on the 18th by a chair whose post ended on the 18th; after that nobody signs with it."""
    by = province.user_of(roles.PROVINCE_OFFICER, reviewed)
    ended = grants.end(chair, by=by, on=date(2025, 11, 18))
    with refused("R-ROLE"):
        record(reviewed, ended)
    day = date(2025, 11, 18)
    moved = record(reviewed, ended, on=day, decision=replace(act.decision_data(reviewed), signed_on=day))
    assert (moved.act.on, moved.act.recorded_at.astimezone(clock.HANOI).date()) == (day, clock.today())
    (entry,) = [e for e in told_publicly(reviewed)["timeline"] if e["act"] == "recognize"]
    assert (entry["on"], entry["recorded_on"]) == ("2025-11-18", "2025-11-20")


def test_a_right_that_ended_signs_nothing_for_one_who_holds_another_now(reviewed):
    """A vice chair until the 10th, chair since the 11th: what is signed on the 20th is signed as chair."""
    by = province.user_of(roles.PROVINCE_OFFICER, reviewed)
    former = grants.end(act.deputy_of(reviewed), by=by, on=date(2025, 11, 10))
    grants.end(act.grant_of(roles.DISTRICT_CHAIR, reviewed), by=by, on=date(2025, 11, 10))
    terms = {"decision": "QĐ 7", "unit": reviewed.reviewing_unit, "valid_from": date(2025, 11, 11)}
    now = grants.give(former.user, roles.DISTRICT_CHAIR, by=by, **terms)
    with refused("R-ROLE"):
        record(reviewed, former)
    moved = record(reviewed, now)
    assert (moved.act.sign_form, moved.act.signatory_post) == ("", "Chủ tịch UBND huyện Kon Plông")


def test_what_was_signed_before_a_promotion_is_told_with_the_post_of_that_day(reviewed):
    """In person, entered later: the post is that of the act's day, not of today."""
    by = province.user_of(roles.PROVINCE_OFFICER, reviewed)
    grants.end(act.grant_of(roles.DISTRICT_CHAIR, reviewed), by=by, on=date(2025, 11, 18))
    deputy = grants.end(act.deputy_of(reviewed), by=by, on=date(2025, 11, 18))
    terms = {"decision": "QĐ 7", "unit": reviewed.reviewing_unit, "valid_from": date(2025, 11, 19)}
    grants.give(deputy.user, roles.DISTRICT_CHAIR, by=by, **terms)
    day = date(2025, 11, 18)
    data = replace(act.decision_data(reviewed), signed_on=day)
    moved = act.door.perform(reviewed, "recognize", deputy.user, decision=data, on=day)
    assert (moved.act.sign_form, moved.act.signatory_post) == ("KT.", "Phó Chủ tịch UBND huyện Kon Plông")


def test_a_commune_s_officer_records_the_filing(ready):
    chair = act.grant_of(roles.COMMUNE_CHAIR, ready)
    with refused("R-CAL-6", "R-CAL-2"):
        act.perform(ready, "submit", roles.COMMUNE_OFFICER)
    day = ready.campaign.commune_due
    moved = act.perform(ready, "submit", roles.COMMUNE_OFFICER, signatory=chair, on=day)
    assert (moved.act.mode, moved.act.signatory_id, ready.submit_days_late) == ("record", chair.user_id, 0)


def test_a_paper_of_a_day_to_come_is_refused(reviewed, chair):
    day = clock.today() + timedelta(days=1)
    with refused("R-CAL-6"):
        record(reviewed, chair, on=day, decision=replace(act.decision_data(reviewed), signed_on=day))
