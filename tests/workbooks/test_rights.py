"""Who may fetch and bring back a workbook of points, and whose word counts."""

from urllib.parse import parse_qs, urlsplit

from portal.people import roles
from tests import province, province_acts
from tests.workbooks.filling import filled
from tests.workbooks.journey import (
    PLACE,
    at,
    commune_cells,
    confirmed,
    everything,
    fetched,
    sent,
    uploaded,
)


def test_a_workbook_of_another_place_is_refused(signed_in, officer, office, draft, ready):
    own = fetched(officer, draft)
    other = province.case_at(province.RETURNED)
    stranger = signed_in(roles.COMMUNE_OFFICER, other)
    answer = stranger.post(at("case-workbook", other.pk), sent(own))
    assert answer.context["form"].errors["file"]
    assert stranger.get(at("case-workbook-file", draft.pk)).status_code == 404
    assert stranger.post(at("case-workbook", draft.pk), sent(own)).status_code == 404
    city = ["2025-minh-hoa", province.CITY]
    theirs = signed_in(f"huyen.{province.CITY}.phong")
    book = office.get(at("district-workbook-file", *PLACE)).content
    assert theirs.post(at("district-workbook", *city), sent(book)).context["form"].errors["file"]
    assert theirs.get(at("district-workbook-file", *PLACE)).status_code == 404
    alone = fetched(office, ready)
    assert office.post(at("district-workbook", *PLACE), sent(alone)).context["form"].errors["file"]


def test_readers_and_the_wrong_state_are_refused(signed_in, draft, ready):
    pages = ("case-workbook", "case-workbook-file", "case-workbook-preview")
    for who, case in (
        (roles.COMMUNE_MEMBER, draft),
        (roles.DISTRICT_OFFICER, draft),
        (roles.COMMUNE_OFFICER, ready),
        (roles.DISTRICT_CHAIR, ready),
        (roles.PROVINCE_OFFICER, ready),
        (roles.OBSERVER, draft),
    ):
        client = signed_in(who, case)
        for name in pages:
            assert client.get(at(name, case.pk)).status_code == 403, (who, name)
            if name != "case-workbook-file":
                assert client.post(at(name, case.pk), {}).status_code == 403, (who, name)
    chair = signed_in(roles.DISTRICT_CHAIR, ready)
    for name in ("district-workbook", "district-workbook-file", "district-workbook-preview"):
        assert chair.get(at(name, *PLACE)).status_code == 403


def test_a_case_filed_meanwhile_is_not_written(officer, draft):
    preview = uploaded(
        officer,
        at("case-workbook", draft.pk),
        filled(fetched(officer, draft), commune_cells(draft, points_1=1)),
    )
    province_acts.perform(draft, "submit", roles.COMMUNE_CHAIR, late_reason="Mưa lũ")
    before = everything()
    answer = confirmed(officer, preview)
    assert answer.status_code == 403 and everything() == before


def test_the_word_of_a_kept_file_is_bound_to_its_person_and_page(signed_in, officer, draft):
    answer = officer.post(
        at("case-workbook", draft.pk),
        sent(filled(fetched(officer, draft), commune_cells(draft, points_1=1))),
    )
    word = parse_qs(urlsplit(answer["Location"]).query)["tep"][0]
    preview, page = at("case-workbook-preview", draft.pk), at("case-workbook", draft.pk)
    assert officer.get(preview, {"tep": word}).status_code == 200
    chair = signed_in(roles.COMMUNE_CHAIR, draft)
    for client, given in ((chair, word), (officer, word[:-2] + "xx"), (officer, ""), (officer, "1:2:3")):
        for reply in (
            client.get(preview, {"tep": given}),
            client.post(preview, {"tep": given, "da-xem": "x"}),
        ):
            assert (reply.status_code, reply["Location"]) == (302, page)
    assert draft.scores.get(criterion=1).commune_points != 1


def test_the_form_cannot_bring_values(officer, draft):
    """Points in the form, or a choice nobody offered, count for nothing: the kept file is read."""
    preview = uploaded(
        officer,
        at("case-workbook", draft.pk),
        filled(fetched(officer, draft), commune_cells(draft, points_1=7)),
    )
    before = {s.criterion: s.commune_points for s in draft.scores.all()}
    confirmed(officer, preview, **{"points-2": "9", f"chon-{draft.pk}-2": "mine", "points": "9"})
    after = {s.criterion: s.commune_points for s in draft.scores.all()}
    assert after == before | {1: 7}
