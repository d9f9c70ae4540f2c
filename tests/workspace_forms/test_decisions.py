"""One signed decision for several communes: who is ready, the paper, what is refused, what comes of it."""

from datetime import date

from portal.people.models import Grant, User
from tests import province, province_acts
from tests.workspace_forms.conftest import CHAIR, CITY_OFFICE, YEAR, at, errors, text, upload
from workflow.models import Case, Council, Decision, Recognition, states

OWN = province.DISTRICT
PAGE = ("decision-batch", "cong-nhan", YEAR, OWN)


def two_ready() -> list[Case]:
    """A second case ready for recognition beside the province's own."""
    case = province.case_in(states.COMMUNE_ASSESSED)
    province_acts.review(case)
    return [province.case_in(states.DISTRICT_REVIEWED), province.case_at((2025, case.code))]


def keys(page) -> list[str]:
    return [one.key for one in page.context["chosen"]]


def paper(page, **change) -> dict:
    signatory = Grant.objects.get(user__username=CHAIR, role="district_chair")
    return {
        "cases": keys(page),
        "number": "1152/QĐ-UBND",
        "signed_on": "20/11/2025",
        "signatory": signatory.pk,
        "file": upload(),
        "sure": "on",
    } | change


def test_the_page_tells_who_is_ready_and_who_is_not(office):
    page = office.get(at(*PAGE))
    assert [one.case for one in page.context["chosen"]] == [province.case_in(states.DISTRICT_REVIEWED)]
    waiting = {one.case.state: one for one in page.context["waiting"]}
    assert set(waiting) == {states.COMMUNE_ASSESSED}
    for one in waiting.values():
        assert one.case.full_name in text(page)
        assert one.sentences[0]


def test_one_decision_recognises_two_communes(office):
    cases = two_ready()
    page = office.get(at(*PAGE))
    assert {one.case for one in page.context["chosen"]} == set(cases)
    answer = office.post(at(*PAGE), paper(page))
    assert answer.status_code == 302, errors(answer)
    made = Decision.objects.get(number="1152/QĐ-UBND")
    assert answer["Location"] == at("decision", made.pk)
    assert {Case.objects.get(pk=case.pk).state for case in cases} == {states.RECOGNIZED}
    assert set(Recognition.objects.filter(decision=made).values_list("case", flat=True)) == {
        c.pk for c in cases
    }
    shown = office.get(at("decision", made.pk))
    assert {case.pk for case in shown.context["cases"]} == {case.pk for case in cases}
    assert made.signatory.username == CHAIR


def test_fewer_communes_can_be_chosen(office):
    first, second = two_ready()
    choosing = office.get(at(*PAGE) + "?chon=1")
    assert {one.case for one, _picked in choosing.context["ready"]} == {first, second}
    page = office.get(at(*PAGE) + f"?ho-so={first.pk}")
    assert [one.case for one in page.context["chosen"]] == [first]
    assert office.post(at(*PAGE), paper(page)).status_code == 302
    assert Case.objects.get(pk=second.pk).state == states.DISTRICT_REVIEWED


def test_a_number_used_twice_is_told_with_the_day_of_the_other(office):
    page = office.get(at(*PAGE))
    used = Decision.objects.filter(issuer__code=OWN, kind="QĐ", year=2025).first()
    answer = office.post(at(*PAGE), paper(page, number=f" {used.number} "))
    assert list(errors(answer)) == ["number"]
    assert f"{used.signed_on:%d/%m/%Y}" in errors(answer)["number"][0]
    assert answer.context["form"]["signed_on"].value() == "20/11/2025"
    assert "ban-quet.pdf" in text(answer)
    assert province.case_in(states.DISTRICT_REVIEWED).state == states.DISTRICT_REVIEWED


def test_wrong_papers_are_refused_beside_their_fields(office):
    page = office.get(at(*PAGE))
    stranger = Grant.objects.get(user__username=f"huyen.{province.CITY}.chutich", role="district_chair")
    for change, field in [
        ({"number": ""}, "number"),
        ({"number": "a\x00"}, "number"),
        ({"signed_on": "21/11/2025"}, "signed_on"),
        ({"signed_on": "32/11/2025"}, "signed_on"),
        ({"signatory": stranger.pk}, "signatory"),
        ({"signatory": "9" * 40}, "signatory"),
        ({"file": ""}, "file"),
        ({"sure": ""}, "sure"),
        ({"cases": []}, "cases"),
        ({"cases": ["1-1"]}, "cases"),
    ]:
        answer = office.post(at(*PAGE), paper(page, **change))
        assert field in errors(answer), change
    assert not Decision.objects.filter(number="1152/QĐ-UBND").exists()


def test_the_signatory_held_the_post_on_the_day(office):
    page = office.get(at(*PAGE))
    Grant.objects.filter(user__username=CHAIR).update(valid_until=date(2025, 11, 19))
    answer = office.post(at(*PAGE), paper(page))
    assert list(errors(answer)) == ["signatory"]
    page = office.get(at(*PAGE))
    assert list(errors(office.post(at(*PAGE), paper(page, signed_on="15/11/2025")))) != ["signatory"]


def test_a_case_that_moved_meanwhile_is_not_recognised_unseen(office):
    page = office.get(at(*PAGE))
    province_acts.perform(
        province.case_in(states.DISTRICT_REVIEWED), "reopen", "district_officer", reason="Xem lại tiêu chí 9"
    )
    answer = office.post(at(*PAGE), paper(page))
    assert "cases" in errors(answer)
    assert not Decision.objects.filter(number="1152/QĐ-UBND").exists()


def test_a_chair_decides_in_person_without_a_scan(signed_in):
    client = signed_in(CHAIR)
    page = client.get(at(*PAGE))
    assert "signatory" not in page.context["form"].fields
    data = paper(page)
    for name in ("signatory", "file"):
        del data[name]
    assert client.post(at(*PAGE), data).status_code == 302
    assert Decision.objects.get(number="1152/QĐ-UBND").signatory.username == CHAIR


def test_only_grounded_refusals_are_offered(signed_in):
    client = signed_in(CITY_OFFICE)
    page = client.get(at("decision-batch", "khong-cong-nhan", YEAR, province.CITY))
    case = province.case_at(province.NOT_MET)
    assert [one.case for one in page.context["chosen"]] == [case]
    assert {one.case for one in page.context["waiting"]} == {province.case_at(province.UNDER_COMMENT)}
    signatory = Grant.objects.get(user__username=f"huyen.{province.CITY}.chutich", role="district_chair")
    data = paper(page, signatory=signatory.pk, kind="TB", number="15/TB-UBND")
    address = at("decision-batch", "khong-cong-nhan", YEAR, province.CITY)
    assert list(errors(client.post(address, data | {"file": upload()}))) == ["reason"]
    answer = client.post(address, data | {"reason": "Hội đồng xã kết luận không đạt", "file": upload()})
    assert answer.status_code == 302, errors(answer)
    assert Case.objects.get(pk=case.pk).state == states.NOT_RECOGNIZED


def test_the_start_leads_to_the_one_district_or_says_who_may(office, signed_in):
    assert office.get(at("decision-start", "cong-nhan"))["Location"] == at(*PAGE)
    assert office.get(at("decision-start", "khong-co")).status_code == 404
    assert signed_in("so.ldtbxh").get(at("decision-start", "cong-nhan")).status_code == 403


def test_a_reward_for_three_years_is_given_once(office):
    page = office.get(at("decision-batch", "khen-thuong-3", YEAR, OWN))
    rewarded = province.case_in(states.REWARDED)
    assert page.context["chosen"] == []
    assert rewarded.full_name not in text(page)
    assert "<form" not in text(page).partition("<main")[2]


def test_the_list_shows_what_the_person_may_record(office, signed_in):
    kinds = {batch.key for _place, batch, _address in office.get(at("decision-list")).context["offers"]}
    assert kinds == {"cong-nhan", "khong-cong-nhan", "khen-thuong-3"}
    province_kinds = signed_in("so.ldtbxh").get(at("decision-list")).context["offers"]
    assert {batch.key for _place, batch, _address in province_kinds} == {"khen-thuong-5"}
    commune = signed_in(f"xa.{province.DAK_TANG}.canbo").get(at("decision-list"))
    assert commune.context["offers"] == []
    assert (
        len(commune.context["decisions"])
        == Decision.objects.filter(recognitions__case__code=province.DAK_TANG).count()
    )


def test_one_commune_that_is_refused_stops_no_other(office):
    """Four eyes bar the officer for one commune: the other is recognised, and the result says both."""
    cases = two_ready()
    barred, free = cases
    seat = barred.assessing_unit.pk
    council = Council.objects.get(campaign=barred.campaign, unit=seat)
    chair = User.objects.get(username=CHAIR)
    council.seats.filter(pk=council.members[-1].pk).update(holder=chair)
    page = office.get(at(*PAGE))
    answer = office.post(at(*PAGE), paper(page))
    assert answer.status_code == 302, errors(answer)
    shown = office.get(answer.url)
    assert {case.pk for case in shown.context["cases"]} == {free.pk}
    assert [pk for _name, pk, _told in shown.context["stopped"]] == [barred.pk]
    got = [Case.objects.get(pk=case.pk).state for case in cases]
    assert got == [states.DISTRICT_REVIEWED, states.RECOGNIZED]
