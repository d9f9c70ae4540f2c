"""Confirm pages: what blocks, who may, what is refused and how, and the acts themselves over HTTP."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.people import roles
from portal.record.models import EventText
from tests import province, province_acts
from tests.workspace.conftest import at
from workflow.models import Act, Case, Decision, Refusal, states
from workflow.workspace.acts.words import PAGES

ACTING = (roles.COMMUNE_CHAIR, roles.DISTRICT_OFFICER, roles.DISTRICT_CHAIR, roles.PROVINCE_OFFICER)
KEYS = [page.key for page in PAGES]


def state_of(case) -> str:
    return Case.objects.get(pk=case.pk).state


def seen(case) -> dict:
    """What the page of an act sends along: the event its reader had seen."""
    return {"expected_event": str(case.head_event or 0)}


@pytest.mark.parametrize("state", list(province.CASES))
def test_every_confirm_page_in_every_state(signed_in, within_budget, state):
    """Any of them opens for those who read the case, within budget; none says 500."""
    case = province.case_in(state)
    for role in (roles.COMMUNE_CHAIR, roles.DISTRICT_OFFICER, roles.PROVINCE_OFFICER, roles.OBSERVER):
        client = signed_in(role, case)
        for key in KEYS:
            assert within_budget(client, at("act", case.pk, key)).status_code in (200, 403), (role, key)


@pytest.fixture
def ready():
    return province.case_at(province.READY_TO_FILE)


@pytest.fixture
def reviewed():
    return province.case_in(states.DISTRICT_REVIEWED)


def test_a_chair_files_in_person(signed_in, ready):
    chair = signed_in(roles.COMMUNE_CHAIR, ready)
    page = chair.get(at("act", ready.pk, "nop"))
    form = {"expected_event": page.context["form"]["expected_event"].value(), "on": "20/11/2025"}
    answer = chair.post(at("act", ready.pk, "nop"), form)
    assert answer.status_code == 200, "late, and no reason yet"
    assert answer.context["form"].errors["late_reason"]
    answer = chair.post(at("act", ready.pk, "nop"), form | {"late_reason": "Mưa lũ"}, follow=True)
    assert answer.redirect_chain == [(at("case", ready.pk), 302)]
    assert state_of(ready) == states.COMMUNE_ASSESSED
    act = Act.objects.filter(case_id=ready.pk).last()
    assert (act.mode, act.days_late) == ("decide", 6)
    assert EventText.objects.get(event__sequence=act.event, key="late_reason").text == "Mưa lũ"


def test_an_officer_records_the_filing_from_paper(signed_in, ready):
    officer = signed_in(roles.COMMUNE_OFFICER, ready)
    grant = province_acts.grant_of(roles.COMMUNE_CHAIR, ready)
    data = seen(ready) | {"on": "14/11/2025", "signatory": str(grant.pk)}
    answer = officer.post(at("act", ready.pk, "nop"), data)
    assert answer.status_code == 200 and "sure" in answer.context["form"].errors
    answer = officer.post(at("act", ready.pk, "nop"), data | {"sure": "on"})
    assert answer.status_code == 302
    act = Act.objects.filter(case_id=ready.pk).last()
    assert (act.mode, act.signatory_name, act.days_late) == ("record", grant.user.full_name, 0)


def test_what_is_missing_is_told_with_its_place(signed_in):
    case = province.case_in(states.DRAFT)
    answer = signed_in(roles.COMMUNE_CHAIR, case).get(at("act", case.pk, "nop"))
    assert answer.status_code == 200
    assert {task["rule"] for task in answer.context["missing"]} == {
        "R-COM-1",
        "R-COM-2",
        "R-COM-3",
        "R-COM-4",
        "R-COM-5",
    }
    assert all(task["url"] for task in answer.context["missing"])
    assert "<form" not in re.sub(r"(?s)<header.*?</header>", "", answer.content.decode())
    refused = signed_in(roles.COMMUNE_CHAIR, case).post(
        at("act", case.pk, "nop"), seen(case) | {"on": "20/11/2025"}
    )
    assert refused.status_code == 200 and refused.context["elsewhere"]
    assert state_of(case) == states.DRAFT


def test_the_province_chair_does_not_decide_in_the_districts_place(signed_in, reviewed, pdf):
    client = signed_in(roles.PROVINCE_CHAIR, reviewed)
    assert client.get(at("act", reviewed.pk, "cong-nhan")).status_code == 403
    logged = Refusal.objects.count()
    data = {"number": "9999/QĐ-UBND", "on": "20/11/2025", "file": pdf()}
    assert client.post(at("act", reviewed.pk, "cong-nhan"), data).status_code == 403
    assert state_of(reviewed) == states.DISTRICT_REVIEWED
    assert Refusal.objects.count() == logged + 1
    assert not Decision.objects.filter(number="9999/QĐ-UBND").exists()


def test_the_wrong_state_is_told_and_answered_with_409(signed_in, reviewed):
    officer = signed_in(roles.DISTRICT_OFFICER, reviewed)
    assert officer.get(at("act", reviewed.pk, "xet-duyet")).status_code == 200
    assert officer.post(at("act", reviewed.pk, "xet-duyet"), {"on": "20/11/2025"}).status_code == 409


def test_a_case_that_moved_since_the_page_was_opened(signed_in, reviewed):
    officer = signed_in(roles.DISTRICT_OFFICER, reviewed)
    old = reviewed.head_event - 1
    data = {"on": "20/11/2025", "reason": "Xem lại điểm 3", "expected_event": str(old)}
    answer = officer.post(at("act", reviewed.pk, "mo-lai"), data)
    assert answer.status_code == 409
    assert answer.context["form"]["reason"].value() == "Xem lại điểm 3"
    assert state_of(reviewed) == states.DISTRICT_REVIEWED


@pytest.mark.parametrize("told", [None, "", "²", "-1", " 1", "1.0", "٣", "9" * 4000])
def test_a_form_that_tells_no_event_is_refused_and_stands_for_what_it_shows(signed_in, reviewed, told):
    officer = signed_in(roles.DISTRICT_OFFICER, reviewed)
    data = {"on": "20/11/2025", "reason": "Xem lại điểm 3"}
    sent = data if told is None else data | {"expected_event": told}
    answer = officer.post(at("act", reviewed.pk, "mo-lai"), sent)
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    assert state_of(reviewed) == states.DISTRICT_REVIEWED
    again = data | {"expected_event": answer.context["form"]["expected_event"].value()}
    assert officer.post(at("act", reviewed.pk, "mo-lai"), again).status_code == 302


def test_a_decision_is_recorded_with_its_paper_kept_through_a_mistake(signed_in, reviewed, pdf):
    officer = signed_in(roles.DISTRICT_OFFICER, reviewed)
    address = at("act", reviewed.pk, "cong-nhan")
    grant = province_acts.grant_of(roles.DISTRICT_CHAIR, reviewed)
    used = Decision.objects.filter(issuer=reviewed.recognising_unit, kind="QĐ").first()
    data = seen(reviewed) | {
        "number": used.number,
        "on": "20/11/2025",
        "signatory": str(grant.pk),
        "sure": "on",
    }
    answer = officer.post(address, data | {"file": pdf("quyet-dinh-so-9.pdf")})
    assert answer.status_code == 200
    assert used.number in str(answer.context["form"].errors["number"])
    page = answer.content.decode()
    assert "quyet-dinh-so-9.pdf" in page, "the file is not asked for twice"
    kept = re.search(r'name="file-kept" value="([^"]+)"', page)[1]
    answer = officer.post(address, data | {"number": "1152/QĐ-UBND", "file-kept": kept})
    assert answer.status_code == 302
    decision = Decision.objects.get(number="1152/QĐ-UBND")
    assert decision.file.name == "quyet-dinh-so-9.pdf"
    assert decision.signatory_name == grant.user.full_name
    assert state_of(reviewed) == states.RECOGNIZED


def test_recording_without_the_paper_is_refused_beside_the_field(signed_in, reviewed):
    officer = signed_in(roles.DISTRICT_OFFICER, reviewed)
    grant = province_acts.grant_of(roles.DISTRICT_CHAIR, reviewed)
    data = seen(reviewed) | {
        "number": "77/QĐ-UBND",
        "on": "20/11/2025",
        "signatory": str(grant.pk),
        "sure": "on",
    }
    answer = officer.post(at("act", reviewed.pk, "cong-nhan"), data)
    assert answer.status_code == 200 and answer.context["form"].errors
    assert state_of(reviewed) == states.DISTRICT_REVIEWED


def test_a_second_commune_joins_a_decision_on_record(signed_in, reviewed):
    officer = signed_in(roles.DISTRICT_OFFICER, reviewed)
    known = Decision.objects.filter(purpose=Decision.RECOGNIZE, year=province.YEAR).first()
    grant = province_acts.grant_of(roles.DISTRICT_CHAIR, reviewed)
    answer = officer.post(
        at("act", reviewed.pk, "cong-nhan"),
        seen(reviewed)
        | {"existing": str(known.pk), "on": "20/11/2025", "signatory": str(grant.pk), "sure": "on"},
    )
    told = answer.context["form"].errors if answer.status_code == 200 else None
    assert answer.status_code == 302 or known.file is None or told, told
    if answer.status_code == 302:
        assert Act.objects.filter(case_id=reviewed.pk).last().decision_id == known.pk


def test_a_refusal_needs_its_reason(signed_in, reviewed, pdf):
    chair = signed_in(roles.DISTRICT_CHAIR, reviewed)
    address = at("act", reviewed.pk, "khong-cong-nhan")
    data = seen(reviewed) | {"kind": "TB", "number": "5/TB-UBND", "on": "20/11/2025"}
    unticked = chair.post(address, data | {"reason": "Số liệu chưa rõ"})
    assert list(unticked.context["form"].errors) == ["sure"]
    assert reviewed.full_name.partition(" ")[2] in unticked.context["act_button"]
    data |= {"sure": "on"}
    answer = chair.post(address, data)
    assert answer.status_code == 200 and answer.context["form"].errors["reason"]
    assert chair.post(address, data | {"reason": "Số liệu chưa rõ"}).status_code == 302
    assert state_of(reviewed) == states.NOT_RECOGNIZED


@pytest.mark.parametrize("key", KEYS)
def test_rubbish_is_refused_and_never_breaks(signed_in, key):
    huge = "9" * 5000
    rubbish = {
        "on": huge,
        "signatory": huge,
        "existing": huge,
        "number": "\x00" * 10,
        "reason": "x" * 100_000,
        "late_reason": "\x00",
        "legal_basis": "\ud7ff",
        "kind": "XX",
        "amount": "-1e9",
        "class_code": "phuong",
        "class_source": "",
        "expected_event": huge,
        "file-kept": "forged:token",
        "sure": "maybe",
    }
    for state, place in province.CASES.items():
        case = province.case_at(place)
        for role in (
            roles.COMMUNE_CHAIR,
            roles.DISTRICT_OFFICER,
            roles.DISTRICT_CHAIR,
            roles.PROVINCE_OFFICER,
        ):
            client = signed_in(role, case)
            for data in (rubbish, {}, {"on": "31/02/2025"}, {"on": "01/01/0001"}):
                answer = client.post(at("act", case.pk, key), data)
                assert answer.status_code in (200, 403, 409), (role, state, data)
        assert state_of(case) == state


@pytest.mark.parametrize("name", ["giấy.pdf", "../../etc/passwd.pdf"])
def test_files_that_are_not_what_they_say(signed_in, reviewed, name):
    officer = signed_in(roles.DISTRICT_OFFICER, reviewed)
    for content in (b"", b"MZ\x90 not a paper", b"<html>"):
        data = seen(reviewed) | {
            "number": "8/QĐ-UBND",
            "on": "20/11/2025",
            "file": SimpleUploadedFile(name, content),
        }
        answer = officer.post(at("act", reviewed.pk, "cong-nhan"), data)
        assert answer.status_code == 200 and answer.context["form"].errors["file"]
