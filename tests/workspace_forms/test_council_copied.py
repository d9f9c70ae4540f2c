"""Last year's council copied with one click: who sat stays, who left is flagged, nothing is saved unasked."""

import pytest

from portal.people import grants
from portal.people.models import User
from tests import province
from tests.workspace_forms.conftest import OFFICE, at, filled, text
from workflow.models import Council, Seat

COPY = "?nam-truoc=1"


@pytest.fixture
def untouched():
    """A commune that has a council of last year and none of this year."""
    case = province.case_at((province.YEAR, province.DAK_NEN))
    earlier = province.case_at((province.YEAR - 1, province.DAK_TANG))
    old = Council.objects.get(unit=earlier.assessing_unit, campaign=earlier.campaign)
    Council.objects.filter(unit=case.assessing_unit, campaign=case.campaign).delete()
    copy = Council.objects.create(
        campaign=earlier.campaign,
        unit=case.assessing_unit,
        tier=old.tier,
        founded_number="01/QĐ-UBND",
        founded_on=old.founded_on,
        version=1,
    )
    officer = User.objects.get(username=f"xa.{province.DAK_NEN}.canbo")
    member = User.objects.get(username=f"xa.{province.DAK_NEN}.thanhvien")
    rows = list(old.members)
    for seat in rows:
        seat.pk, seat.council = None, copy
    rows[0].holder, rows[0].holder_name = officer, officer.full_name
    rows[1].holder, rows[1].holder_name = member, member.full_name
    Seat.objects.bulk_create(rows)
    return case, copy


def names(page) -> list[str]:
    return [row["name"].value() for row in page.context["rows"].forms if row["name"].value()]


def test_one_click_fills_the_form_and_saves_nothing(signed_in, untouched):
    case, old = untouched
    client = signed_in(f"xa.{province.DAK_NEN}.canbo")
    plain = client.get(at("commune-council", case.pk))
    assert (names(plain), COPY in text(plain)) == ([], True)
    page = client.get(at("commune-council", case.pk) + COPY)
    assert names(page) == [seat.holder_name for seat in old.members if not seat.vacant]
    assert page.context["gone"] == 0
    assert not Council.objects.filter(unit=case.assessing_unit, campaign=case.campaign).exists()
    data = filled(page) | {"number": "02/QĐ-UBND", "founded_on": "03/11/2025"}
    assert client.post(at("commune-council", case.pk), data).status_code == 302
    made = Council.objects.get(unit=case.assessing_unit, campaign=case.campaign)
    held = [(seat.code, seat.holder_name, seat.holder_id) for seat in made.members]
    assert held == [(seat.code, seat.holder_name, seat.holder_id) for seat in old.members]


def test_a_holder_who_left_leaves_a_flagged_seat(signed_in, untouched):
    case, _old = untouched
    member = User.objects.get(username=f"xa.{province.DAK_NEN}.thanhvien")
    office = User.objects.get(username=OFFICE)
    grants.end(member.grants.get(), by=office, on=province.NOW.date().replace(day=1))
    page = signed_in(f"xa.{province.DAK_NEN}.canbo").get(at("commune-council", case.pk) + COPY)
    assert (page.context["gone"], member.full_name in names(page)) == (1, False)
    assert text(page).count(member.full_name) >= 1


def test_a_name_typed_as_the_account_has_it_is_linked(signed_in, untouched):
    case, _old = untouched
    client = signed_in(f"xa.{province.DAK_NEN}.canbo")
    page = client.get(at("commune-council", case.pk) + COPY)
    officer = User.objects.get(username=f"xa.{province.DAK_NEN}.canbo")
    data = filled(page) | {"number": "02/QĐ-UBND", "founded_on": "03/11/2025", "seat-0-holder": ""}
    data["seat-0-name"] = officer.full_name
    assert client.post(at("commune-council", case.pk), data).status_code == 302
    made = Council.objects.get(unit=case.assessing_unit, campaign=case.campaign)
    assert made.members[0].holder == officer
    assert f'<option value="{officer.full_name}">' in text(page)
