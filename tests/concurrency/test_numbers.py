"""Different things at once: certificates, two acts on one case, one number on two, a year opened twice."""

from datetime import date

import pytest

from portal.people import roles
from portal.people.models import User
from portal.record import chain
from public.verify import verify_chain
from tests import province
from tests import province_acts as act
from tests.concurrency.test_two_officials import at_once
from workflow.actions import campaigns, door
from workflow.actions.refusals import Refused
from workflow.models import Act, Campaign, Case, CertificateRegister, Recognition, states

pytestmark = pytest.mark.usefixtures("fresh_database")


def refusals(outcomes) -> list[Refused]:
    return [outcome for outcome in outcomes if isinstance(outcome, Refused)]


def whole() -> bool:
    """Both chains hold."""
    return chain.verify() == [] and verify_chain() == []


def ready_for_recognition() -> list[Case]:
    """Three reviewed cases of one district."""
    cases = [province.case_in(states.DISTRICT_REVIEWED), province.case_in(states.COMMUNE_ASSESSED)]
    with province.now():
        act.review(cases[1])
        campaign = cases[0].campaign
    third = act.the_case(campaign, province.MANG_CANH)
    with act.on_day(date(2025, 11, 12)):
        act.submit(third)
    with province.now():
        act.prepare_review([third])
        act.review(third)
    return [*cases, third]


def test_certificates_given_at_once_have_numbers_of_their_own_without_a_gap():
    cases = ready_for_recognition()
    chair = province.user_of(roles.DISTRICT_CHAIR, cases[0])

    def recognise(case, number):
        with province.now():
            data = act.decision_data(case, number=f"{number}/QĐ-UBND")
        return lambda: door.perform(case, "recognize", chair, decision=data)

    outcomes = at_once(*[recognise(case, 700 + place) for place, case in enumerate(cases)])
    assert refusals(outcomes) == []
    given = Recognition.objects.filter(case__reviewing_unit=cases[0].reviewing_unit, year=2025)
    assert sorted(given.values_list("certificate_number", flat=True)) == [
        f"{number:02d}/GCN-UBND" for number in range(1, 7)
    ]
    assert CertificateRegister.objects.get(issuer=cases[0].reviewing_unit, year=2025).last_number == 6
    assert whole()


def test_a_return_and_a_review_at_once_do_not_both_happen():
    case = province.case_in(states.COMMUNE_ASSESSED)
    officer, seen = province.user_of(roles.DISTRICT_OFFICER, case), case.head_event
    outcomes = at_once(
        lambda: door.perform(case, "return", officer, reason="Bổ sung", expected_event=seen),
        lambda: door.perform(case, "review", officer, expected_event=seen),
    )
    (refused,) = refusals(outcomes)
    assert "R-DOOR" in {reason.rule for reason in refused.reasons}
    (moved,) = [outcome for outcome in outcomes if outcome is not refused]
    case.refresh_from_db()
    assert (case.head_event, case.state) == (moved.event_sequence, moved.act.to_state)
    assert Act.objects.filter(case_id=case.pk, event__gt=seen).count() == 1
    assert whole()


def test_one_number_on_two_cases_at_once_is_a_sentence_and_no_error():
    first, second, _ = ready_for_recognition()
    chair = province.user_of(roles.DISTRICT_CHAIR, first)
    with province.now():
        data = act.decision_data(first, number="777/QĐ-UBND")
    outcomes = at_once(
        lambda: door.perform(first, "recognize", chair, decision=data),
        lambda: door.perform(second, "recognize", chair, decision=data),
    )
    (refused,) = refusals(outcomes)
    assert [reason.rule for reason in refused.reasons] == ["R-DIS-4"]
    assert "777/QĐ-UBND" in refused.sentences[0]
    assert {Case.objects.get(pk=case.pk).state for case in (first, second)} == {
        "recognized",
        "district_reviewed",
    }
    assert whole()


def test_a_year_opened_twice_at_once_is_opened_once():
    officer = User.objects.get(username="so.ldtbxh")
    home = act.province()

    def open_it():
        return campaigns.open_campaign(home, 2026, officer, illustrative=True, communes={province.HIEU})

    outcomes = at_once(open_it, open_it)
    (refused,) = refusals(outcomes)
    assert [reason.rule for reason in refused.reasons] == ["R-CAL-1"]
    assert Campaign.objects.filter(year=2026).count() == Case.objects.filter(campaign__year=2026).count() == 1
    assert whole()
