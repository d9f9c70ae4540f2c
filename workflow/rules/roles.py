"""The roles people hold and the units of a case they are held at, with the words for both in refusals.

The codes are those of portal.people.roles, which may import Django; the rules may not.
"""

from __future__ import annotations

from workflow.rules.facts import N_

COMMUNE_OFFICER = "commune_officer"
COMMUNE_MEMBER = "commune_member"
COMMUNE_CHAIR = "commune_chair"
DISTRICT_OFFICER = "district_officer"
DISTRICT_MEMBER = "district_member"
DISTRICT_CHAIR = "district_chair"
PROVINCE_OFFICER = "province_officer"
PROVINCE_CHAIR = "province_chair"
SUPERVISOR = "supervisor"
HOME_AFFAIRS = "home_affairs"
FINANCE = "finance"
PLANNING = "planning"
OBSERVER = "observer"
EDITOR = "editor"
PUBLISHER = "publisher"
ADMINISTRATOR = "administrator"
ROLES = (
    COMMUNE_OFFICER,
    COMMUNE_MEMBER,
    COMMUNE_CHAIR,
    DISTRICT_OFFICER,
    DISTRICT_MEMBER,
    DISTRICT_CHAIR,
    PROVINCE_OFFICER,
    PROVINCE_CHAIR,
    SUPERVISOR,
    HOME_AFFAIRS,
    FINANCE,
    PLANNING,
    OBSERVER,
    EDITOR,
    PUBLISHER,
    ADMINISTRATOR,
)

# Places: which unit of the case a role must be held at.
AT_COMMUNE = "commune"
AT_REVIEWING = "reviewing"
AT_RECOGNISING = "recognising"
AT_PROVINCE = "province"
# No unit at all: the portal as a whole.
AT_PORTAL = "portal"

# A role as the reader meets it in "only … may do this". One phrase per role and place of the policy.
WHO: dict[tuple[str, str], str] = {
    (ADMINISTRATOR, AT_PORTAL): N_("an administrator of the portal"),
    (COMMUNE_OFFICER, AT_COMMUNE): N_("the officer in charge at this commune"),
    (COMMUNE_CHAIR, AT_COMMUNE): N_("the chair of this commune's People's Committee"),
    (DISTRICT_OFFICER, AT_REVIEWING): N_("an officer of this district's Labour Division"),
    (DISTRICT_OFFICER, AT_RECOGNISING): N_("an officer of this district's Labour Division"),
    (DISTRICT_CHAIR, AT_RECOGNISING): N_("the chair of this district's People's Committee"),
    (PROVINCE_OFFICER, AT_PROVINCE): N_("an officer of the province's Labour Department"),
    (PROVINCE_CHAIR, AT_PROVINCE): N_("the chair of the province's People's Committee"),
    (SUPERVISOR, AT_PROVINCE): N_("a department of the province that supervises this criterion"),
}
