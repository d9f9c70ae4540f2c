"""The way to the threshold: cheapest first, a sum that is never saved, plans that open next year."""

from datetime import date
from decimal import Decimal

from portal.people import roles
from tests import province, province_acts
from tests.workspace.conftest import at
from workflow.actions import corrections
from workflow.models import Correction, Score, ScoreRevision, states


def opened(client, case, query=""):
    return client.get(at("case-planner", case.pk) + query)


def test_what_if_adds_up_and_saves_nothing(signed_in):
    case = province.case_at(province.READY_TO_FILE)
    client = signed_in(roles.COMMUNE_OFFICER, case)
    before = list(Score.objects.filter(case=case).values())
    page = opened(client, case).context
    assert page["now"] == sum(score["commune_points"] for score in before)
    line = page["lines"][0]
    tried = opened(client, case, f"?tc-{line.no}={line.step.maximum}").context
    assert tried["then"] == page["now"] + line.step.missing and not tried["wrong"]
    for rubbish in ("76,555", "-1", "x", "9" * 300, "٤"):
        answer = opened(client, case, f"?tc-{line.no}={rubbish}")
        assert answer.status_code == 200 and answer.context["wrong"] and answer.context["then"] is None
        assert f'id="tc-{line.no}-error"' in answer.content.decode()
    assert list(Score.objects.filter(case=case).values()) == before
    assert ScoreRevision.objects.filter(case_id=case.pk, saved_at__gte=province.NOW).count() == 0


def test_most_missing_points_stand_first_where_no_numbers_are_known(signed_in):
    case = province.case_in(states.NOT_RECOGNIZED)
    page = opened(signed_in(roles.DISTRICT_OFFICER, case), case).context
    missing = [line.step.missing for line in page["lines"]]
    assert missing == sorted(missing, reverse=True) and missing[-1] > 0
    assert page["gap"] == Decimal(case.threshold) - page["now"] > 0


def test_without_a_class_there_is_no_gap(signed_in):
    case = province.case_in(states.DRAFT)
    type(case).objects.filter(pk=case.pk).update(threshold=None)
    page = opened(signed_in(roles.COMMUNE_OFFICER, case), case)
    assert page.status_code == 200 and page.context["gap"] is None and page.context["unscored"] == 15


def test_a_plan_says_what_who_and_by_when_and_opens_next_year(signed_in):
    case = province.case_at(province.READY_TO_FILE)
    client = signed_in(roles.COMMUNE_OFFICER, case)
    page = client.get(at("case-corrections", case.pk) + "?tieu-chi=13")
    rows = page.context["rows"].forms
    assert [row["criterion"].value() for row in rows].count("13") == 1
    plan = {
        "summary": "Thiếu sân chơi", "named-TOTAL_FORMS": "1", "named-INITIAL_FORMS": "0",
        "named-0-criterion": "14", "named-0-shortcoming": "Thiếu sân chơi",
        "named-0-responsible": "Bà Y Hoa", "named-0-due_on": "30/06/2026",
    }  # fmt: skip
    followed = corrections.open_ones(case)
    plan |= {f"outcome-{pk}": "Đã làm" for pk in followed}
    wrong = client.post(at("case-corrections", case.pk), plan)
    assert "solution" in wrong.context["rows"].forms[0].errors
    wrong = client.post(at("case-corrections", case.pk), plan | {"named-0-due_on": "31/02/2026"})
    assert "due_on" in wrong.context["rows"].forms[0].errors
    plan["named-0-solution"] = "Làm hai điểm vui chơi"
    assert client.post(at("case-corrections", case.pk), plan).status_code == 302
    told = opened(client, case).content.decode()
    assert "Làm hai điểm vui chơi" in told and "Bà Y Hoa" in told and "30/06/2026" in told
    with province_acts.on_day(date(2026, 10, 25)):
        year = province_acts.open_year(2026, [case.code])
    new = year.cases.get()
    row = Correction.objects.get(case=new, follows__responsible="Bà Y Hoa")
    assert (row.follows.due_on, row.follows.solution) == (date(2026, 6, 30), "Làm hai điểm vui chơi")
