"""Papers opened to the public: one address, and no other paper at it (R-PRV-3)."""

import pytest

from portal.people import roles
from tests import province
from tests import province_acts as act
from workflow.actions import papers
from workflow.models import Paper, states
from workflow.rules import papers as kinds

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(site):
    return province.case_in(states.COMMUNE_ASSESSED)


def opened(case, kind=kinds.COMMUNE_PAPERS[0]):
    paper = Paper.objects.get(case=case, kind=kind, replaced_by=None)
    papers.publish(paper, province.user_of(roles.DISTRICT_OFFICER, case))
    return paper


def page_of(case, client, before=""):
    return client.get(f"{before}/don-vi/{case.code}-{case.slug}/{case.year}/").content.decode()


def test_no_paper_is_served_before_it_is_opened(case, client):
    found = {client.get(f"/giay-to/{pk}/").status_code for pk in Paper.objects.values_list("pk", flat=True)}
    assert found == {404}
    assert "giay-to" not in page_of(case, client)


def test_an_open_paper_is_linked_and_saved_in_both_languages(
    case, client, django_capture_on_commit_callbacks
):
    before = page_of(case, client)
    with django_capture_on_commit_callbacks(execute=True):
        paper = opened(case)
    assert 'id="giay-to"' not in before, "the page was stored before"
    for prefix in ("", "/en"):
        html = page_of(case, client, prefix)
        assert f'href="{prefix}/giay-to/{paper.pk}/"' in html
        answer = client.get(f"{prefix}/giay-to/{paper.pk}/")
        assert answer.status_code == 200
        assert answer["Content-Disposition"].startswith('attachment; filename="minh-hoa-')
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert b"".join(answer.streaming_content).startswith(b"%PDF")
    others = Paper.objects.exclude(pk=paper.pk).values_list("pk", flat=True)
    assert {client.get(f"/giay-to/{pk}/").status_code for pk in others} == {404}


def test_a_paper_made_private_or_replaced_is_gone(case, client, django_capture_on_commit_callbacks):
    paper = opened(case)
    with django_capture_on_commit_callbacks(execute=True):
        papers.withdraw(paper, province.user_of(roles.DISTRICT_OFFICER, case), reason="Có tên một em")
    assert client.get(f"/giay-to/{paper.pk}/").status_code == 404
    assert f"/giay-to/{paper.pk}/" not in page_of(case, client)
    papers.publish(paper, province.user_of(roles.DISTRICT_OFFICER, case))
    assert client.get(f"/giay-to/{paper.pk}/").status_code == 200
    act.perform(case, "return", roles.DISTRICT_OFFICER, reason="Bổ sung")
    with django_capture_on_commit_callbacks(execute=True):
        newer = papers.add_to_case(
            case, province.user_of(roles.COMMUNE_OFFICER, case), kind=paper.kind, file=act.paper_file()
        )
    assert {client.get(f"/giay-to/{pk}/").status_code for pk in (paper.pk, newer.pk)} == {404}


def test_an_unread_number_is_not_found(site, client):
    assert {client.get(f"/giay-to/{pk}/").status_code for pk in (0, 10**30)} == {404}
