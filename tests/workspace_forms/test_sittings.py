"""Sittings: announced with an agenda, minuted with a signed paper, concluded case by case."""

from datetime import date, timedelta

from django.utils.translation import override

from portal.record import clock
from portal.record.models import Event
from tests import province
from tests.workspace_forms.conftest import YEAR, at, errors, filled, upload
from workflow.models import Conclusion, Paper, Sitting, states

NEW = ("district-sitting-new", YEAR, province.DISTRICT)


def ready():
    return province.case_in(states.COMMUNE_ASSESSED)


def sitting_on(case, tier: str = "district") -> Sitting:
    return Sitting.objects.filter(conclusions__case=case, council__tier=tier).last()


def test_a_sitting_is_announced_with_its_agenda(office):
    draft = province.case_in(states.DRAFT)
    data = {"held_on": "25/11/2025", "place": "Hội trường huyện", "cases": [ready().pk, draft.pk]}
    assert office.post(at(*NEW), data).status_code == 302
    made = Sitting.objects.get(held_on=date(2025, 11, 25))
    assert set(made.conclusions.values_list("case", flat=True)) == {ready().pk, draft.pk}
    page = office.get(at("sitting", made.pk))
    assert page.context["ahead"]
    assert office.get(at("sitting-minutes", made.pk)).status_code == 403
    assert office.get(at("sitting-conclusion", made.pk, ready().pk)).status_code == 403


def test_the_council_does_not_sit_while_comments_are_open(signed_in):
    client = signed_in(f"huyen.{province.CITY}.phong")
    edit = ("district-council-edit", YEAR, province.CITY)
    founding = filled(client.get(at(*edit))) | {"number": "9/QĐ-UBND", "founded_on": "03/11/2025"}
    assert client.post(at(*edit), founding | {"seat-0-name": "Chủ tịch"}).status_code == 302
    case = province.case_at(province.UNDER_COMMENT)
    answer = client.post(
        at("district-sitting-new", YEAR, province.CITY), {"held_on": "20/11/2025", "cases": [case.pk]}
    )
    assert list(errors(answer)) == ["held_on"]
    assert answer.context["form"]["held_on"].value() == "20/11/2025"


def test_a_council_sits_after_the_period_it_assesses(office, commune):
    case = province.case_at(province.READY_TO_FILE)
    for answer in (
        office.post(at(*NEW), {"held_on": "31/10/2025", "cases": [ready().pk]}),
        commune.post(at("commune-sitting-new", case.pk), {"held_on": "31/10/2025"}),
    ):
        assert any("31/10/2025" in said for said in errors(answer)["held_on"])
    assert not Sitting.objects.filter(held_on=date(2025, 10, 31)).exists()


def test_wrong_agendas_and_days_are_refused_beside_the_field(office):
    stranger = province.case_at(province.UNDER_COMMENT)
    for data, field in [
        ({"held_on": "", "cases": [ready().pk]}, "held_on"),
        ({"held_on": "31/11/2025", "cases": [ready().pk]}, "held_on"),
        ({"held_on": "01/01/0001", "cases": [ready().pk]}, "held_on"),
        ({"held_on": "01/01/2024", "cases": [ready().pk]}, "held_on"),
        ({"held_on": "25/11/2025"}, "cases"),
        ({"held_on": "25/11/2025", "cases": [stranger.pk]}, "cases"),
        ({"held_on": "25/11/2025", "cases": ["9" * 40]}, "cases"),
        ({"held_on": "25/11/2025", "cases": [ready().pk], "place": "a\x00"}, "place"),
    ]:
        answer = office.post(at(*NEW), data)
        assert list(errors(answer)) == [field], data


def test_minutes_keep_attendance_and_make_a_new_version_of_the_paper(office):
    sitting = sitting_on(ready())
    former = sitting.minutes
    page = office.get(at("sitting-minutes", sitting.pk))
    absent = page.context["form"].seats[1]
    data = filled(page) | {f"absence-{absent.pk}": "Đi công tác", "number": "02/BB-HĐXD", "file": upload()}
    data.pop(f"present-{absent.pk}")
    answer = office.post(at("sitting-minutes", sitting.pk), data)
    assert answer.status_code == 302, errors(answer)
    sitting.refresh_from_db()
    assert sitting.attendances.get(seat=absent).note == "Đi công tác"
    assert not sitting.attendances.get(seat=absent).present
    assert sitting.minutes.version == former.version + 1
    assert Paper.objects.get(pk=former.pk).replaced_by == sitting.minutes
    assert set(sitting.minutes.covers.all()) == {c.case for c in sitting.conclusions.all()}


def test_attendance_alone_keeps_the_paper(office):
    sitting = sitting_on(ready())
    page = office.get(at("sitting-minutes", sitting.pk))
    assert office.post(at("sitting-minutes", sitting.pk), filled(page)).status_code == 302
    former, sitting = sitting.minutes, Sitting.objects.get(pk=sitting.pk)
    assert sitting.minutes == former
    assert "__all__" in errors(office.post(at("sitting-minutes", sitting.pk), {}))


def test_a_conclusion_with_opinions_votes_and_a_recusal(office):
    case = ready()
    sitting = sitting_on(case)
    address = at("sitting-conclusion", sitting.pk, case.pk)
    first, second = office.get(address).context["form"].seats[:2]
    data = {
        "met": "no",
        "note": "Cần bổ sung minh chứng",
        "votes_for": "2",
        "votes_against": "5",
        f"opinion-{first.pk}": "Chưa đủ",
        f"recused-{second.pk}": "on",
    }
    refused = office.post(address, data)
    assert list(errors(refused)) == [f"recusal-{second.pk}"]
    assert refused.context["form"][f"opinion-{first.pk}"].value() == "Chưa đủ"
    answer = office.post(address, data | {f"recusal-{second.pk}": "Người nhà ở xã"})
    assert answer.status_code == 302, errors(answer)
    made = Conclusion.objects.get(sitting=sitting, case=case)
    assert (made.met, made.votes_for, made.votes_against) == (False, 2, 5)
    assert made.opinions.get(seat=second).recusal_reason == "Người nhà ở xã"
    assert made.opinions.get(seat=first).text == "Chưa đủ"


def test_votes_are_small_numbers(office):
    case = ready()
    address = at("sitting-conclusion", sitting_on(case).pk, case.pk)
    for votes in ("-1", "9" * 30, "NaN", "1,5"):
        assert list(errors(office.post(address, {"met": "yes", "votes_for": votes}))) == ["votes_for"], votes
    assert list(errors(office.post(address, {"met": "maybe"}))) == ["met"]


def test_a_number_out_of_bounds_is_told_in_our_own_words(office):
    case = ready()
    address = at("sitting-conclusion", sitting_on(case).pk, case.pk)
    with override("en"):
        for votes, said in (
            ("-1", "Write a number of at least 0."),
            ("1000", "Write a number of at most 999."),
            ("x", "Write a whole number."),
        ):
            answer = office.post("/en" + address, {"met": "yes", "votes_for": votes})
            assert errors(answer)["votes_for"] == [said]


def test_a_reviewed_case_is_not_concluded_again(office):
    case = province.case_in(states.DISTRICT_REVIEWED)
    sitting = sitting_on(case)
    answer = office.post(at("sitting-conclusion", sitting.pk, case.pk), {"met": "no"})
    assert answer.status_code == 403
    assert Conclusion.objects.get(sitting=sitting, case=case).met is True
    stranger = province.case_at(province.UNDER_COMMENT)
    assert office.get(at("sitting-conclusion", sitting.pk, stranger.pk)).status_code == 404


def test_a_commune_records_its_own_sitting(commune):
    case = province.case_at(province.READY_TO_FILE)
    answer = commune.post(at("commune-sitting-new", case.pk), {"held_on": "19/11/2025", "place": "UBND xã"})
    assert answer.status_code == 302
    made = Sitting.objects.get(council__unit=case.assessing_unit, held_on=date(2025, 11, 19))
    page = commune.get(at("sitting-minutes", made.pk))
    present = {f"present-{seat.pk}": "on" for seat in page.context["form"].seats}
    data = present | {"number": "7/BB", "signed_on": "19/11/2025", "file": upload()}
    assert commune.post(at("sitting-minutes", made.pk), data).status_code == 302
    made.refresh_from_db()
    assert made.minutes.kind == "bien_ban_xa"
    assert made.minutes.case == case


def test_changing_a_sitting_keeps_what_is_concluded(office):
    case = ready()
    sitting = sitting_on(case)
    page = office.get(at("sitting-edit", sitting.pk))
    concluded = set(sitting.conclusions.exclude(met=None).values_list("case", flat=True))
    draft = province.case_in(states.DRAFT)
    data = {"held_on": "18/11/2025", "place": "Nơi khác", "cases": [draft.pk]}
    assert page.status_code == 200
    moved = office.post(at("sitting-edit", sitting.pk), data)
    assert list(moved.context["form"].errors) == ["held_on"]  # its conclusions were reached on that day
    data["held_on"] = f"{sitting.held_on:%d/%m/%Y}"
    assert office.post(at("sitting-edit", sitting.pk), data).status_code == 302
    assert set(sitting.conclusions.values_list("case", flat=True)) == concluded | {draft.pk}


def test_nothing_is_prepared_in_a_closed_year(office):
    past = Sitting.objects.filter(council__campaign__year=2024, council__tier="district").last()
    assert office.get(at("sitting", past.pk)).context["may_prepare"] is False
    pages = [
        at("sitting-edit", past.pk),
        at("sitting-minutes", past.pk),
        at("district-paper-new", "2024-minh-hoa", province.DISTRICT),
        at("district-council-edit", "2024-minh-hoa", province.DISTRICT),
    ]
    for page in pages:
        answer = office.get(page)
        assert answer.status_code == 403
        assert [rule for rule, _sentence in answer.context["told"]] == ["R-CAL-7"]


def test_an_announced_sitting_is_cancelled_and_one_that_was_held_is_not(office):
    held = sitting_on(ready())
    refused = office.post(at("sitting-cancel", held.pk))
    assert refused.status_code == 200 and refused.context["form"].non_field_errors()
    draft = province.case_in(states.DRAFT)
    ahead = clock.today() + timedelta(days=9)
    council = held.council
    sitting = Sitting.objects.create(council=council, held_on=ahead)
    Conclusion.objects.create(sitting=sitting, case=draft)
    address = at(*NEW)
    data = {"held_on": f"{ahead + timedelta(days=2):%d/%m/%Y}", "place": "", "cases": [draft.pk]}
    assert list(errors(office.post(address, data))) == ["cases"]  # it waits for one sitting at a time
    assert office.post(at("sitting-cancel", sitting.pk)).status_code == 302
    assert not Sitting.objects.filter(pk=sitting.pk).exists()
    told = Event.objects.filter(subject_kind="case", subject_id=draft.pk).latest("sequence")
    assert told.action == "sitting.cancelled"
    assert office.post(address, data).status_code == 302
