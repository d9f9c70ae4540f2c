"""How a holder signs."""

from datetime import date

import pytest

from portal.people import posts, roles
from portal.units.models import UnitSpan
from tests.people.conftest import TODAY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "deputy", "title", "form"),
    [
        (roles.COMMUNE_CHAIR, False, "Chủ tịch UBND xã Hiếu Thử", ""),
        (roles.COMMUNE_CHAIR, True, "Phó Chủ tịch UBND xã Hiếu Thử", "KT."),
        (roles.COMMUNE_OFFICER, False, "Công chức UBND xã Hiếu Thử", ""),
        (roles.DISTRICT_CHAIR, True, "Phó Chủ tịch UBND huyện Kon Thử", "KT."),
        (roles.DISTRICT_OFFICER, False, "Phòng LĐ-TB&XH huyện Kon Thử", ""),
        (roles.PROVINCE_CHAIR, False, "Chủ tịch UBND tỉnh Thử Nghiệm", ""),
        (roles.PROVINCE_OFFICER, True, "Phó Giám đốc Sở LĐ-TB&XH tỉnh Thử Nghiệm", "KT."),
        (roles.SUPERVISOR, False, "Sở Y tế", ""),
        (roles.ADMINISTRATOR, False, "Quản trị Cổng thông tin", ""),
    ],
)
def test_posts(holder, role, deputy, title, form):
    grant = holder(role, deputy=deputy).grants.get()
    assert (posts.post_title(grant, TODAY), posts.signing_form(grant)) == (title, form)


def test_a_post_bears_the_name_the_unit_had_that_day(country, holder):
    grant = holder(roles.COMMUNE_CHAIR).grants.get()
    UnitSpan.objects.filter(unit=country.commune).update(valid_until=date(2026, 6, 30))
    UnitSpan.objects.create(
        unit=country.commune,
        code="99101",
        tier="commune",
        kind="thi_tran",
        name="Hiếu Mới",
        parent=country.district,
        valid_from=date(2026, 7, 1),
    )
    assert [posts.post_title(grant, on) for on in (date(2026, 6, 30), date(2026, 7, 1))] == [
        "Chủ tịch UBND xã Hiếu Thử",
        "Chủ tịch UBND thị trấn Hiếu Mới",
    ]


def test_every_role_has_a_post(holder):
    titles = [posts.post_title(holder(role).grants.get(), TODAY) for role in roles.ROLES]
    assert all("%" not in title and title for title in titles)
