"""Who opens which page: readers read, strangers find nothing, and no page asks more as rows grow."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from tests import province
from tests.workspace_forms.conftest import CHAIR, CITY_OFFICE, OFFICE, YEAR, at, text
from workflow.models import Case, Decision, Finding, Message, Paper, Sitting, states

MOST = 25
OTHER_COMMUNE = f"xa.{province.DAK_CAM}.canbo"


def district_pages() -> list[str]:
    own = province.DISTRICT
    return [
        at("district", YEAR, own),
        at("district-papers", YEAR, own),
        at("district-council", YEAR, own),
        at("sitting", Sitting.objects.filter(council__unit__code=own).last().pk),
        at("paper", Paper.objects.filter(unit__code=own).last().pk),
        at("decision", Decision.objects.filter(issuer__code=own).last().pk),
    ]


def writing_pages() -> list[str]:
    own = province.DISTRICT
    case = province.case_in(states.COMMUNE_ASSESSED)
    return [
        at("district-council-edit", YEAR, own),
        at("district-sitting-new", YEAR, own),
        at("district-paper-new", YEAR, own),
        at("comment-answer", case.pk),
        at("comment-enter", case.pk),
        at("sitting-edit", Sitting.objects.filter(council__unit__code=own).last().pk),
        *(
            at("decision-batch", what, YEAR, own)
            for what in ("cong-nhan", "khong-cong-nhan", "khen-thuong-3")
        ),
    ]


def lists() -> list[str]:
    names = ("council-list", "decision-list", "finding-list", "comment-list", "class-list", "campaign-list")
    return [at(name) for name in names]


def test_a_district_reads_its_own_year(office):
    assert {page: office.get(page).status_code for page in district_pages()} == dict.fromkeys(
        district_pages(), 200
    )


@pytest.mark.parametrize("username", ["so.ldtbxh", "tinh.chutich", CHAIR, "quan.tri"])
def test_reading_runs_down_the_tree_and_writing_does_not(signed_in, username):
    client = signed_in(username)
    assert {client.get(page).status_code for page in district_pages()} == {200}
    met = {page: client.get(page).status_code for page in writing_pages()}
    decides = (
        {
            at("decision-batch", what, YEAR, province.DISTRICT)
            for what in ("cong-nhan", "khong-cong-nhan", "khen-thuong-3")
        }
        if username == CHAIR
        else set()
    )
    assert met == {page: 200 if page in decides else 403 for page in writing_pages()}


@pytest.mark.parametrize("username", [CITY_OFFICE, OTHER_COMMUNE])
def test_other_units_find_nothing(signed_in, username):
    client = signed_in(username)
    pages = [*district_pages(), *writing_pages()]
    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 404)


def test_visitors_sign_in_first():
    pages = [*district_pages(), *writing_pages(), *lists()]
    assert {Client().get(page).status_code for page in pages} == {302}


def test_a_commune_reads_of_a_shared_sitting_only_its_own_case(signed_in):
    case = province.case_in(states.RECOGNIZED)
    sitting = Sitting.objects.filter(conclusions__case=case, council__tier="district").last()
    assert sitting.conclusions.count() > 1
    page = signed_in(f"xa.{case.code}.canbo").get(at("sitting", sitting.pk))
    assert page.status_code == 200
    assert [entry.case for entry, _open in page.context["conclusions"]] == [case]
    others = sitting.conclusions.exclude(case=case).first().case
    assert others.full_name not in text(page)


def test_a_refusal_says_who_may_do_it(signed_in):
    page = signed_in("so.ldtbxh").get(at("district-council-edit", YEAR, province.DISTRICT))
    assert page.status_code == 403
    assert [rule for rule, _sentence in page.context["told"]] == ["R-ROLE"]
    assert escape(page.context["told"][0][1]) in text(page)


def test_missing_things_are_missing(office):
    huge = "9" * 40
    gone = [
        at("district", "1999", province.DISTRICT),
        at("district", YEAR, "99999"),
        at("decision-batch", "khong-co", YEAR, province.DISTRICT),
        at("decision-batch", "khen-thuong-5", YEAR, province.DISTRICT),
        *(
            at(name, huge)
            for name in ("sitting", "paper", "decision", "finding", "comment-moderate", "campaign")
        ),
        *(
            at(name, huge)
            for name in ("commune-council", "case-corrections", "finding-new", "comment-answer")
        ),
    ]
    assert {page: office.get(page).status_code for page in gone} == dict.fromkeys(gone, 404)


def queries(client, page: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200
    return len(asked)


def test_no_page_asks_more_than_it_may(signed_in):
    case = province.case_in(states.COMMUNE_ASSESSED)
    under_comment = province.case_at(province.UNDER_COMMENT)
    draft = province.case_at(province.READY_TO_FILE)
    campaign = case.campaign_id
    seen = {
        OFFICE: [*district_pages(), *writing_pages(), *lists()],
        "so.ldtbxh": [*lists(), at("district-list"), at("campaign", campaign), at("campaign-open"),
                      at("decision-batch", "khen-thuong-5", YEAR, "62")],
        f"xa.{province.MANG_CANH}.canbo": [
            *(at(name, draft.pk) for name in
              ("commune-council", "commune-sitting-new", "case-paper-new", "case-corrections")),
            at("sitting-minutes", Sitting.objects.filter(council__unit=draft.assessing_unit).last().pk),
        ],
        CITY_OFFICE: [at("comment-moderate", Message.objects.filter(case=under_comment).first().pk),
                      at("finding", Finding.objects.get(case=under_comment).pk)],
        "giamsat.so_y_te": [at("finding-new", under_comment.pk), at("supervised-cases")],
    }  # fmt: skip
    counted = {
        (username, page): count
        for username, pages in seen.items()
        for client in [signed_in(username)]
        for page in pages
        if (count := queries(client, page)) > MOST
    }
    assert counted == {}


def test_pages_ask_the_same_for_one_commune_as_for_nine(office):
    pages = [
        at("district", YEAR, province.DISTRICT),
        at("decision-batch", "cong-nhan", YEAR, province.DISTRICT),
        at("district-paper-new", YEAR, province.DISTRICT),
    ]
    for page in pages:
        office.get(page)  # names of posts are remembered from here on
    before = [queries(office, page) for page in pages]
    keep = province.case_in(states.COMMUNE_ASSESSED)
    draft = province.case_in(states.DRAFT)
    others = Case.objects.filter(campaign=keep.campaign_id, reviewing_unit=keep.reviewing_unit_id)
    elsewhere = province.case_at(province.UNDER_COMMENT).reviewing_unit
    others.exclude(pk__in=[keep.pk, draft.pk, province.case_in(states.DISTRICT_REVIEWED).pk]).update(
        reviewing_unit=elsewhere
    )
    assert [queries(office, page) for page in pages] == before
