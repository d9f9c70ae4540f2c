"""The appointing table, told a second time by hand."""

from portal.people import roles

# role → who may give and end it
EXPECTED = {
    "commune_officer": ("district_officer",),
    "commune_member": ("district_officer",),
    "commune_chair": ("district_officer",),
    "district_officer": ("province_officer",),
    "district_member": ("province_officer",),
    "district_chair": ("province_officer",),
    "province_officer": ("administrator",),
    "province_chair": ("administrator",),
    "supervisor": ("province_officer",),
    "home_affairs": ("administrator",),
    "finance": ("administrator",),
    "planning": ("administrator",),
    "observer": ("province_officer",),
    "editor": ("administrator",),
    "publisher": ("administrator",),
    "administrator": ("administrator",),
}


def test_who_appoints_whom():
    assert {role: roles.appointers(role) for role in roles.ROLES} == EXPECTED


def test_every_role_has_a_name_a_tier_and_one_kind_of_place():
    kinds = [roles.UNIT_ROLES, roles.BODY_ROLES, roles.PORTAL_ROLES]
    assert set(roles.TIER_OF_ROLE) == set(roles.ROLES) == set(EXPECTED)
    assert [sum(role in kind for kind in kinds) for role in roles.ROLES] == [1] * len(roles.ROLES)
