"""The roles of the portal: their keys, names, tiers and needs, and who may appoint whom.

Keys are ASCII constants and drive logic; names are only for reading.
What a role may *do* is the policy's affair (workflow.rules.policy), not this file's.
"""

from typing import Final

from django.utils.translation import gettext_lazy as _

COMMUNE_OFFICER: Final = "commune_officer"
COMMUNE_MEMBER: Final = "commune_member"
COMMUNE_CHAIR: Final = "commune_chair"
DISTRICT_OFFICER: Final = "district_officer"
DISTRICT_MEMBER: Final = "district_member"
DISTRICT_CHAIR: Final = "district_chair"
PROVINCE_OFFICER: Final = "province_officer"
PROVINCE_CHAIR: Final = "province_chair"
SUPERVISOR: Final = "supervisor"
HOME_AFFAIRS: Final = "home_affairs"
FINANCE: Final = "finance"
PLANNING: Final = "planning"
OBSERVER: Final = "observer"
EDITOR: Final = "editor"
PUBLISHER: Final = "publisher"
ADMINISTRATOR: Final = "administrator"

ROLE_NAMES: Final = {
    COMMUNE_OFFICER: _("Commune officer"),
    COMMUNE_MEMBER: _("Member of the commune council"),
    COMMUNE_CHAIR: _("Chair or vice chair of the commune People's Committee"),
    DISTRICT_OFFICER: _("District Labour office"),
    DISTRICT_MEMBER: _("Member of the district council"),
    DISTRICT_CHAIR: _("Chair or vice chair of the district People's Committee"),
    PROVINCE_OFFICER: _("Provincial Labour department"),
    PROVINCE_CHAIR: _("Chair or vice chair of the provincial People's Committee"),
    SUPERVISOR: _("Supervising department"),
    HOME_AFFAIRS: _("Department of Home Affairs"),
    FINANCE: _("Department of Finance"),
    PLANNING: _("Department of Planning and Investment"),
    OBSERVER: _("Observer (Fatherland Front, Youth Union, Women's Union)"),
    EDITOR: _("Editor"),
    PUBLISHER: _("Publisher"),
    ADMINISTRATOR: _("Administrator"),
}
ROLES: Final = tuple(ROLE_NAMES)

COMMUNE: Final = "commune"
DISTRICT: Final = "district"
PROVINCE: Final = "province"

# The tier of the unit a role is held at; None: any tier, or no unit at all.
TIER_OF_ROLE: Final[dict[str, str | None]] = {
    COMMUNE_OFFICER: COMMUNE,
    COMMUNE_MEMBER: COMMUNE,
    COMMUNE_CHAIR: COMMUNE,
    DISTRICT_OFFICER: DISTRICT,
    DISTRICT_MEMBER: DISTRICT,
    DISTRICT_CHAIR: DISTRICT,
    PROVINCE_OFFICER: PROVINCE,
    PROVINCE_CHAIR: PROVINCE,
    SUPERVISOR: None,
    HOME_AFFAIRS: PROVINCE,
    FINANCE: PROVINCE,
    PLANNING: PROVINCE,
    OBSERVER: None,
    EDITOR: None,
    PUBLISHER: None,
    ADMINISTRATOR: None,
}

CHAIR_ROLES: Final = frozenset({COMMUNE_CHAIR, DISTRICT_CHAIR, PROVINCE_CHAIR})
# Held at a body of a unit, the unit following from the body.
BODY_ROLES: Final = frozenset({SUPERVISOR, OBSERVER})
# Held at no unit: they care for the portal as a whole.
PORTAL_ROLES: Final = frozenset({ADMINISTRATOR})
UNIT_ROLES: Final = frozenset(ROLES) - BODY_ROLES - PORTAL_ROLES
# Offices with a head, whose deputy signs KT. in the head's place.
DEPUTY_ROLES: Final = CHAIR_ROLES | {
    DISTRICT_OFFICER,
    PROVINCE_OFFICER,
    SUPERVISOR,
    HOME_AFFAIRS,
    FINANCE,
    PLANNING,
    OBSERVER,
}
# They write pages and never touch a case.
PAGE_ROLES: Final = frozenset({EDITOR, PUBLISHER})
# They read or move cases: whoever holds one of them works at /lam-viec/.
CASE_ROLES: Final = frozenset(ROLES) - PAGE_ROLES - PORTAL_ROLES

_OF_TIER: Final = {
    tier: frozenset(role for role, of in TIER_OF_ROLE.items() if of == tier)
    for tier in (COMMUNE, DISTRICT, PROVINCE)
}

# Who may appoint whom, apart from what one holds oneself. The appointed unit must lie under the
# appointing one; the administrator's word reaches the whole portal.
APPOINTING: Final[dict[str, frozenset[str]]] = {
    ADMINISTRATOR: _OF_TIER[PROVINCE] | PAGE_ROLES | {ADMINISTRATOR},
    PROVINCE_OFFICER: _OF_TIER[DISTRICT] | BODY_ROLES,
    DISTRICT_OFFICER: _OF_TIER[COMMUNE],
}


def appointers(role: str) -> tuple[str, ...]:
    """The roles whose holders may give or end `role`."""
    return tuple(giver for giver, given in APPOINTING.items() if role in given)
