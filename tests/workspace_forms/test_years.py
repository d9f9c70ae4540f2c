"""The province's year: opened with its days, classes confirmed, the unfiled recorded, closed."""

from datetime import date

from tests import province, province_acts
from tests.workspace_forms.conftest import at, errors, filled, text
from workflow.models import Campaign, Case, states

SO = "so.ldtbxh"


def running() -> Campaign:
    return Campaign.objects.get(year=2025)


def test_the_form_starts_from_the_plans_days(signed_in):
    page = signed_in(SO).get(at("campaign-open"))
    form = page.context["form"]
    assert page.context["year"] == "2026"
    assert form["commune_due"].value() == date(2026, 11, 14)
    assert form["closing_day"].value() == date(2026, 12, 31)
    assert {one.code for one, _whys in page.context["unfit"]} == {"37/2010", "06/2019"}
    assert all(whys for _one, whys in page.context["unfit"])


def test_a_year_is_opened_with_its_holidays(signed_in):
    client = signed_in(SO)
    page = client.get(at("campaign-open") + "?nam=2026&bo=34/2014")
    data = filled(page) | {"holidays": "02/09/2026\n2026-11-20", "comment_days": "7", "sure": "on"}
    answer = client.post(at("campaign-open") + "?nam=2026&bo=34/2014", data)
    assert answer.status_code == 302, errors(answer)
    made = Campaign.objects.get(year=2026)
    assert (made.holidays, made.comment_days, made.illustrative) == (["2026-09-02", "2026-11-20"], 7, True)
    assert made.cases.count() == 102
    assert answer["Location"] == at("campaign", made.pk)


def test_wrong_years_and_days_are_refused(signed_in):
    client = signed_in(SO)
    address = at("campaign-open") + "?nam=2026"
    good = filled(client.get(address)) | {"sure": "on"}
    for change, field in [
        ({"sure": ""}, "sure"),
        ({"commune_due": "01/10/2026"}, "commune_due"),
        ({"district_due": "01/11/2026"}, "district_due"),
        ({"closing_day": "01/12/2026"}, "closing_day"),
        ({"period_to": "01/10/2025"}, "period_to"),
        ({"reward_due": "30.13.2026"}, "reward_due"),
        ({"comment_days": "0"}, "comment_days"),
        ({"comment_days": "9" * 30}, "comment_days"),
        ({"holidays": "ngày lễ"}, "holidays"),
        ({"holidays": "1/2"}, "holidays"),
        ({"holidays": "9" * 40 + "/1/1"}, "holidays"),
    ]:
        assert field in errors(client.post(address, good | change)), change
    taken = client.post(at("campaign-open") + "?nam=2025", good)
    assert "__all__" in errors(taken) or "commune_due" in errors(taken)
    for query in ("?nam=1", "?nam=" + "9" * 40, "?bo=37/2010", "?bo=x&nam=%00"):
        assert client.get(at("campaign-open") + query).context["form"] is None
    assert Campaign.objects.filter(year__gte=2026).count() == 0


def test_only_the_department_opens_and_closes(office, signed_in):
    pages = [at("campaign-open"), at("campaign-close", running().pk), at("campaign-not-filed", running().pk)]
    assert [office.get(page).status_code for page in pages] == [403, 404, 404]
    assert [signed_in("tinh.chutich").get(page).status_code for page in pages] == [403, 403, 403]


def test_a_year_with_open_cases_is_not_closed(signed_in):
    client = signed_in(SO)
    page = client.get(at("campaign", running().pk))
    assert page.context["waiting"] == Case.objects.filter(campaign=running(), state__in=states.OPEN).count()
    answer = client.post(at("campaign-close", running().pk), {"sure": "on"})
    assert len(errors(answer)["__all__"]) == 2
    assert running().closed_at is None


def test_who_did_not_file_is_recorded_after_the_closing_day(signed_in):
    client = signed_in(SO)
    address = at("campaign-not-filed", running().pk)
    draft = province.case_in(states.DRAFT)
    data = {"cases": [draft.pk], "reason": "Xã không nộp hồ sơ", "sure": "on"}
    early = client.post(address, data)
    assert draft.full_name in errors(early)["__all__"][0]
    with province_acts.on_day(date(2026, 1, 2)):
        assert set(errors(client.post(address, {"cases": ["x"]}))) == {"cases", "reason", "sure"}
        assert client.post(address, data).status_code == 302
    draft = Case.objects.get(pk=draft.pk)
    assert draft.state == states.NOT_FILED


def test_classes_are_confirmed_with_their_source(signed_in):
    client = signed_in(SO)
    case = province.case_in(states.DRAFT)
    every = client.get(at("class-list") + "?chon=tat-ca")
    assert text(every).count(" checked>") == len(every.context["cases"]) > 0
    listed = client.get(at("class-list"))
    assert " checked>" not in text(listed)
    assert [row for row, _hint in listed.context["cases"]] == [case]
    address = at("class-confirm")
    page = client.get(address + f"?ho-so={case.pk}")
    assert page.status_code == 200
    data = {
        "cases": [case.pk],
        "class_code": "xa_dbkk",
        "class_source": "Quyết định 900/QĐ-TTg",
        "sure": "on",
    }
    for change, field in [
        ({"class_code": "phuong"}, "class_code"),
        ({"class_source": " "}, "class_source"),
        ({"sure": ""}, "sure"),
    ]:
        assert list(errors(client.post(address, data | change))) == [field], change
    assert client.post(address, data).status_code == 302
    case = Case.objects.get(pk=case.pk)
    assert (case.threshold, case.class_source) == (650, "Quyết định 900/QĐ-TTg")
    assert client.post(address, data).status_code == 302  # confirmed already: back to the list
    assert Case.objects.get(pk=case.pk).head_event == case.head_event


def test_classes_are_not_for_others_to_confirm(office, signed_in):
    case = province.case_in(states.DRAFT)
    assert office.get(at("class-confirm") + f"?ho-so={case.pk}").status_code == 403
    assert "checkbox" not in text(office.get(at("class-list")))
    assert signed_in(SO).get(at("class-confirm") + "?ho-so=" + "9" * 40).status_code == 302
    assert signed_in(SO).get(at("class-list") + "?huyen=%00").status_code == 200
