"""Recognition and its opposites: decision, certificate and publication (R-DIS-4, R-DIS-5, R-OUT-1)."""

from datetime import timedelta

import pytest
from django.db.models import F

from portal.people import roles
from portal.record import chain, clock, events
from portal.record.models import Event
from public.models.publication import Publication
from tests import province
from tests import province_acts as act
from tests.life.told import told_publicly
from tests.life.unchanged import refused
from workflow.actions import door
from workflow.actions.refusals import Refused
from workflow.models import Case, CertificateRegister, Decision, Message, Paper, Recognition, states
from workflow.rules import papers as kinds


def test_a_recognition_is_decision_certificate_and_publication_in_one(reviewed):
    publications = Publication.objects.count()
    moved = act.decide(reviewed, "recognize", decision=act.decision_data(reviewed, number="77/QĐ-UBND"))
    recognition = Recognition.objects.get(case=reviewed)
    decision = moved.act.decision
    assert (reviewed.state, reviewed.decided_on, reviewed.decide_days_late) == (
        "recognized",
        clock.today(),
        -9,
    )
    assert (decision.number, decision.purpose, decision.signatory_post) == (
        "77/QĐ-UBND",
        "recognize",
        "Chủ tịch UBND huyện Kon Plông",
    )
    assert (recognition.decision, recognition.sequence, recognition.source) == (decision, 2025, "case")
    assert Publication.objects.count() == publications + 1
    told = told_publicly(reviewed)
    assert (told["kind"], told["decision"]["number"]) == ("final", "77/QĐ-UBND")
    assert told["certificate"] == {
        "number": recognition.certificate_number,
        "code": recognition.certificate_code,
    }
    event = Event.objects.get(chain=events.PORTAL, sequence=moved.event_sequence)
    assert event.payload["decision"] == "77/QĐ-UBND"
    assert event.payload["certificate"] == recognition.certificate_number
    assert chain.verify(events.PORTAL) == []


def test_certificate_numbers_have_no_gaps_whatever_is_refused_between(reviewed, filed):
    """Three certificates were given in huyện Kon Plông in 2025, one of them revoked since."""
    given = Recognition.objects.filter(case__reviewing_unit=reviewed.reviewing_unit, year=2025)
    numbers = set(given.values_list("certificate_number", flat=True))
    assert numbers == {"01/GCN-UBND", "02/GCN-UBND", "03/GCN-UBND"}
    Paper.objects.filter(covers=reviewed, kind=kinds.TO_TRINH_CONG_NHAN).update(file=None)
    with refused("R-DIS-4"):
        act.decide(reviewed, "recognize")
    Paper.objects.filter(covers=reviewed, kind=kinds.TO_TRINH_CONG_NHAN).update(file=reviewed_file())
    act.review(filed)
    for case in (filed, reviewed):
        act.decide(case, "recognize")
    assert Recognition.objects.get(case=filed).certificate_number == "04/GCN-UBND"
    assert Recognition.objects.get(case=reviewed).certificate_number == "05/GCN-UBND"
    assert CertificateRegister.objects.get(issuer=filed.reviewing_unit, year=2025).last_number == 5
    codes = list(Recognition.objects.values_list("certificate_code", flat=True))
    assert len(set(codes)) == len(codes)


def reviewed_file():
    return Paper.objects.exclude(file=None).earliest("pk").file


def test_each_district_and_year_counts_its_own_certificates():
    assert set(CertificateRegister.objects.values_list("issuer__code", "year", "last_number")) == {
        (province.DISTRICT, 2023, 1),
        (province.DISTRICT, 2024, 2),
        (province.DISTRICT, 2025, 3),
    }


def silent_comment(case: Case) -> None:
    Message.objects.create(
        case=case,
        text="Sân chơi?",
        tracking_code="A",
        received_on=clock.today(),
        in_window=True,
        admissible=True,
    )


def replaced(**which) -> None:
    """As papers are that a newer version took the place of."""
    Paper.objects.filter(**which).update(replaced_by=F("pk"))


@pytest.mark.parametrize(
    ("spoil", "rules"),
    [
        (lambda case: Case.objects.filter(pk=case.pk).update(threshold=None), {"R-THR-3"}),
        (lambda case: Case.objects.filter(pk=case.pk).update(threshold=905), {"R-DIS-4"}),
        (lambda case: case.conclusions.update(met=False), {"R-DIS-4"}),
        (lambda case: replaced(covers=case, kind=kinds.TO_TRINH_HOI_DONG), {"R-DIS-5"}),
        (lambda case: replaced(covers=case, kind=kinds.BAO_CAO_THAM_DINH), {"R-DIS-5"}),
        (
            lambda case: Paper.objects.filter(covers=case, kind=kinds.BIEN_BAN_HUYEN).update(file=None),
            {"R-DIS-5"},
        ),
        (lambda case: replaced(covers=case, kind=kinds.TO_TRINH_CONG_NHAN), {"R-DIS-4"}),
        (silent_comment, {"R-OUT-1"}),
    ],
    ids=["class", "one point short", "not met", "paper 1", "paper 2", "paper 3", "paper 4", "comment"],
)
def test_no_recognition_without_each_thing_the_plan_asks_for(reviewed, spoil, rules):
    spoil(reviewed)
    with refused(*rules):
        act.decide(reviewed, "recognize")


def test_exactly_the_threshold_is_enough(reviewed):
    Case.objects.filter(pk=reviewed.pk).update(threshold=904)
    act.decide(reviewed, "recognize")
    assert reviewed.state == "recognized"


def test_a_recognition_needs_a_decision_signed_that_day_and_no_notice(reviewed):
    with refused("R-DIS-4"):
        act.decide(reviewed, "recognize", decision=None)
    with refused("R-DIS-4"):
        act.decide(reviewed, "recognize", kind="TB")
    data = act.decision_data(reviewed)
    with refused("R-CAL-6"):
        act.decide(reviewed, "recognize", decision=data, on=clock.today() - timedelta(days=1))


def test_after_the_29th_the_decision_needs_a_reason_and_is_late(reviewed):
    with act.on_day(reviewed.campaign.district_due + timedelta(days=3)):
        with refused("R-CAL-3"):
            act.decide(reviewed, "recognize")
        act.decide(reviewed, "recognize", late_reason="Chờ xác minh")
    assert (reviewed.decide_days_late, reviewed.late) == (3, True)
    (entry,) = [e for e in told_publicly(reviewed)["timeline"] if e["act"] == "recognize"]
    assert (entry["days_late"], entry["reason"], entry["late_reason"]) == (3, None, "Chờ xác minh")


# Decision numbers -----------------------------------------------------------------------------------


def test_a_number_is_used_once_by_an_issuer_in_a_year(reviewed, filed):
    act.decide(reviewed, "recognize", decision=act.decision_data(reviewed, number="90/QĐ-UBND"))
    act.review(filed)
    with refused("R-DIS-4") as why:
        act.decide(filed, "recognize", decision=act.decision_data(filed, number=" 90/QĐ-UBND "))
    assert "90/QĐ-UBND" in why[0] and "20/11/2025" in why[0]
    act.decide(filed, "recognize", decision=act.decision_data(filed, number="91/QĐ-UBND"))


def test_one_decision_covers_several_communes_and_only_its_purpose(reviewed, filed):
    act.review(filed)
    first = act.decide(reviewed, "recognize").act.decision
    act.decide(filed, "recognize", decision=first)
    assert Recognition.objects.filter(decision=first).count() == 2
    with refused("R-DIS-4"):
        act.decide(filed, "revoke", decision=first, reason="Sai", legal_basis=act.BASIS)


def test_a_decision_of_another_signatory_or_district_is_refused(reviewed, filed):
    act.review(filed)
    signed_by_deputy = act.perform(
        reviewed,
        "recognize",
        roles.DISTRICT_OFFICER,
        decision=act.decision_data(reviewed),
        signatory=act.deputy_of(reviewed),
    ).act.decision
    with refused("R-DIS-4"):
        act.decide(filed, "recognize", decision=signed_by_deputy)
    of_the_city = act.decision_data(filed, issuer=act.unit(province.CITY))
    with refused("R-DIS-4"):
        act.decide(filed, "recognize", decision=of_the_city)


def test_a_batch_is_one_transaction_a_case(reviewed, filed):
    """The one that may not pass is told; the others stand, under one decision."""
    act.review(filed)
    stranger = province.case_in("draft")
    data = act.decision_data(reviewed, number="95/QĐ-UBND")
    chair = province.user_of(roles.DISTRICT_CHAIR, reviewed)
    results = door.perform_each([stranger, reviewed, filed], "recognize", chair, decision=data)
    assert [case.pk for case, _ in results] == [stranger.pk, reviewed.pk, filed.pk]
    assert isinstance(results[0][1], Refused)
    assert [moved.act.decision.number for _, moved in results[1:]] == ["95/QĐ-UBND"] * 2
    assert Decision.objects.filter(number="95/QĐ-UBND").count() == 1
    assert (
        list(Case.objects.filter(pk__in=[reviewed.pk, filed.pk]).values_list("state", flat=True))
        == ["recognized"] * 2
    )


# Not recognised, looked at again, revoked ----------------------------------------------------------


def test_a_refusal_is_published_with_its_reason(reviewed):
    with refused("R-DIS-3"):
        act.decide(reviewed, "decline", kind="TB")
    act.decide(reviewed, "decline", kind="TB", reason="Kiểm tra lại thấy chưa đạt")
    told = told_publicly(reviewed)
    assert (reviewed.state, told["kind"], told["reason"]) == (
        "not_recognized",
        "final",
        "Kiểm tra lại thấy chưa đạt",
    )
    assert not Recognition.objects.filter(case=reviewed).exists()


def test_a_filed_dossier_can_be_refused_without_a_review(filed):
    act.decide(filed, "decline", kind="TB", reason="Hồ sơ không trung thực")
    assert (filed.state, filed.district_total) == ("not_recognized", None)


def test_an_upheld_complaint_takes_the_case_up_again():
    case = province.case_in("not_recognized")
    with refused("R-OUT-1"):
        act.decide(case, "reconsider")
    act.decide(case, "reconsider", reason="Khiếu nại đúng", legal_basis=act.BASIS)
    assert (case.state, case.district_total, case.decided_on) == ("commune_assessed", None, None)
    assert set(case.scores.values_list("commune_locked", "district_locked")) == {(True, False)}
    with refused("R-DIS-3"):  # the sitting before spoke on the dossier before
        act.review(case)
    case.scores.update(district_points=None)
    act.score(case, "district", lambda row: row.maximum, note="Xác minh lại")
    with act.on_day(clock.today() + timedelta(days=1)):
        act.sit_district([case])
        act.review(case)
        act.decide(case, "recognize")
    assert case.state == "recognized"
    acts = [entry["act"] for entry in told_publicly(case)["timeline"] if "sitting" not in entry["act"]]
    assert acts == ["submit", "window", "decline", "reconsider", "review", "recognize"]


def test_a_revoked_recognition_breaks_the_run_and_keeps_its_number():
    case = province.case_in("recognized")
    recognition = Recognition.objects.get(case=case)
    with refused("R-OUT-1") as why:
        act.decide(case, "revoke")
    assert len(why) == 2  # a reason and a legal basis
    moved = act.decide(case, "revoke", reason="Số liệu sai", legal_basis=act.BASIS)
    recognition.refresh_from_db()
    assert (recognition.revoked_by, recognition.revoked_on) == (moved.act.decision, clock.today())
    told = told_publicly(case)
    assert (told["state"], told["decision"]["legal_basis"], told["reason"]) == (
        "revoked",
        act.BASIS,
        "Số liệu sai",
    )
    assert told["certificate"]["number"] == recognition.certificate_number
    with refused("R-ACT"):
        act.decide(case, "revoke", reason="Lần nữa", legal_basis=act.BASIS)


def test_every_publication_tells_what_the_case_was_when_it_was_made():
    for state in states.ALL:
        case = province.case_in(state)
        if state == states.DRAFT:
            assert not Publication.objects.filter(case_id=case.pk).exists()
            continue
        told = told_publicly(case)
        newest = Publication.objects.filter(case_id=case.pk).latest("version")
        assert (told["state"], newest.event_sequence) == (case.state, case.head_event)
        assert told["totals"]["district"] == (
            None if case.district_total is None else f"{case.district_total:.0f}"
        )
