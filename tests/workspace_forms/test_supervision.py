"""Findings of departments on their own criteria, and the district's mark that it has read them."""

from tests import province
from tests.workspace_forms.conftest import CITY_OFFICE, at, errors, text, upload
from workflow.models import Finding, FindingRead

HEALTH = "giamsat.so_y_te"


def case():
    return province.case_at(province.UNDER_COMMENT)


def test_a_department_records_on_its_own_criteria_only(signed_in):
    client = signed_in(HEALTH)
    page = client.get(at("finding-new", case().pk) + "?tieu-chi=8")
    offered = [key for key, _name in page.context["form"].fields["criterion"].choices if key]
    assert offered == ["8", "9", "10"]
    good = {
        "criterion": "8",
        "doubted": "no",
        "seen_on": "18/11/2025",
        "text": "Sổ tiêm chủng đủ.",
        "file": upload(),
    }
    answer = client.post(at("finding-new", case().pk), good)
    assert answer.status_code == 302, errors(answer)
    made = Finding.objects.get(case=case(), criterion=8)
    assert (made.doubted, made.body.code, made.file.name) == (False, "so_y_te", "ban-quet.pdf")


def test_wrong_findings_are_refused_beside_their_fields(signed_in):
    client = signed_in(HEALTH)
    good = {"criterion": "8", "doubted": "no", "seen_on": "18/11/2025", "text": "Sổ tiêm chủng đủ."}
    for change, field in [
        ({"criterion": "1"}, "criterion"),
        ({"criterion": "9" * 30}, "criterion"),
        ({"doubted": ""}, "doubted"),
        ({"doubted": "x"}, "doubted"),
        ({"seen_on": "21/11/2025"}, "seen_on"),
        ({"text": "  "}, "text"),
        ({"text": "a" * 4001}, "text"),
        ({"text": "a\x00"}, "text"),
    ]:
        answer = client.post(at("finding-new", case().pk), good | change)
        assert list(errors(answer)) == [field], change
    assert Finding.objects.filter(case=case()).count() == 1


def test_others_may_not_record(office, signed_in):
    for username in (CITY_OFFICE, "so.ldtbxh", f"xa.{case().code}.canbo"):
        assert signed_in(username).get(at("finding-new", case().pk)).status_code == 403
    assert office.get(at("finding-new", case().pk)).status_code == 404


def test_a_district_marks_a_finding_as_read_once(signed_in):
    client = signed_in(CITY_OFFICE)
    found = Finding.objects.get(case=case())
    first = client.get(at("finding-list")).context["findings"]
    assert [(one.pk, may_read) for one, _name, may_read in first] == [(found.pk, True)]
    for _ in range(2):
        answer = client.post(at("finding-read", found.pk), {"next": at("finding-list")})
        assert answer["Location"] == at("finding-list")
    assert FindingRead.objects.filter(finding=found).count() == 1
    again = client.get(at("finding-list")).context["findings"]
    assert [may_read for _one, _name, may_read in again] == [False]


def test_reading_leads_nowhere_else_and_is_refused_to_others(signed_in, office):
    found = Finding.objects.get(case=case())
    answer = signed_in(CITY_OFFICE).post(at("finding-read", found.pk), {"next": "https://example.org/"})
    assert answer["Location"] == at("finding", found.pk)
    assert signed_in("so.ldtbxh").post(at("finding-read", found.pk)).status_code == 403
    assert office.post(at("finding-read", found.pk)).status_code == 404
    assert signed_in(CITY_OFFICE).get(at("finding-read", found.pk)).status_code == 405


def test_the_list_is_filtered_and_forgives_nonsense(signed_in):
    client = signed_in("so.ldtbxh")
    found = Finding.objects.get(case=case())
    for query, expected in [
        ("?xem=chua-doc", [found.pk]),
        ("?xem=nghi-ngo&nam=2025", [found.pk]),
        ("?nam=2024", []),
        ("?ten=quang trung", [found.pk]),
        ("?ten=mang den", []),
        ("?nam=9999999999999999999999&xem=x&page=99999", [found.pk]),
        ("?ten=%00", [found.pk]),
    ]:
        page = client.get(at("finding-list") + query)
        assert [one.pk for one, _name, _may in page.context["findings"]] == expected, query


def test_supervisors_see_the_undecided_cases_in_reach(signed_in, office):
    page = signed_in(HEALTH).get(at("supervised-cases") + "?ten=quang+trung")
    assert [(row.pk, row.recorded, row.doubts) for row in page.context["shown"]] == [(case().pk, 1, 1)]
    assert at("finding-new", case().pk) in text(page)
    assert signed_in(HEALTH).get(at("supervised-cases") + "?ten=%00&page=x").status_code == 200
    assert office.get(at("supervised-cases")).status_code == 302
