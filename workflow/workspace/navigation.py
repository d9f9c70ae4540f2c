"""Entries of the workspace in the officials' menu, each shown to those whose work it is."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from portal import navigation
from portal.people import grants, roles
from portal.record import clock

MENU = "workspace"
COMMUNE = {role for role, tier in roles.TIER_OF_ROLE.items() if tier == roles.COMMUNE}
DISTRICT = {role for role, tier in roles.TIER_OF_ROLE.items() if tier == roles.DISTRICT}
OF_DISTRICTS = DISTRICT | {roles.PROVINCE_OFFICER, roles.PROVINCE_CHAIR, roles.OBSERVER, roles.ADMINISTRATOR}
ENTERING = roles.CASE_ROLES | roles.PORTAL_ROLES
OF_COMMENTS = COMMUNE | DISTRICT | {roles.PROVINCE_OFFICER}
OF_REGULATIONS = {roles.ADMINISTRATOR, roles.PROVINCE_OFFICER}
OF_FINDINGS = {roles.SUPERVISOR, roles.DISTRICT_OFFICER, roles.DISTRICT_CHAIR, roles.PROVINCE_OFFICER}

OF_SWITCHES = {roles.COMMUNE_OFFICER, roles.DISTRICT_OFFICER, roles.PROVINCE_OFFICER}
OF_MAILS = {roles.ADMINISTRATOR, roles.PROVINCE_OFFICER}


def works_here(user) -> bool:
    """Whether a person enters the workspace today."""
    return any(grant.role in ENTERING for grant in grants.holdings(user, clock.today()))


def held_by(*wanted: str) -> Callable:
    """Whether a person holds one of these roles today."""
    kept = frozenset(wanted)

    def visible(user) -> bool:
        return any(grant.role in kept for grant in grants.holdings(user, clock.today()))

    return visible


def register() -> None:
    """Put the workspace's own addresses into the menu; called once, when the app is ready."""
    for order, (key, label, target, visible) in enumerate(
        (
            ("home", _("My work"), "home", None),
            ("deadlines", _("Last days"), "deadlines", None),
            ("cases", _("Cases"), "case-list", None),
            ("districts", _("Districts"), "district-list", held_by(*OF_DISTRICTS)),
            ("councils", _("Councils"), "council-list", held_by(*COMMUNE, *DISTRICT)),
            ("decisions", _("Decisions"), "decision-list", None),
            ("comments", _("Comments"), "comment-list", held_by(*OF_COMMENTS)),
            ("findings", _("Supervision"), "finding-list", held_by(*OF_FINDINGS)),
            ("classes", _("Classes"), "class-list", held_by(roles.PROVINCE_OFFICER)),
            ("people", _("Rights"), "people", held_by(*roles.PORTAL_ROLES)),
            ("regulations", _("Regulations"), "regulation-list", held_by(*OF_REGULATIONS)),
            ("campaigns", _("Years"), "campaign-list", held_by(roles.PROVINCE_OFFICER, roles.PROVINCE_CHAIR)),
        )
    ):
        navigation.register(MENU, key, label, f"workspace:{target}", order=10 * (order + 1), visible=visible)
    # Everybody looks at rights now and then, few every day: under the person's name, not in the band.
    mine = held_by(*ENTERING)
    navigation.register("account", "people", _("Rights"), "workspace:people", order=15, visible=mine)
    navigation.register(
        "account", "my-rights", _("What may I do?"), "workspace:my-rights", order=20, visible=mine
    )
    for order, (key, label, target, visible) in enumerate(
        (
            ("notices", _("Notices"), "notice-list", works_here),
            ("notice-rules", _("Who is told what"), "notice-rules-start", held_by(*OF_SWITCHES)),
            ("calendars", _("Calendars"), "calendar-list", works_here),
            ("mails", _("Mails not sent"), "mail-list", held_by(*OF_MAILS)),
            ("help", _("Help"), "help", works_here),
        )
    ):
        navigation.register("account", key, label, f"workspace:{target}", order=20 + order, visible=visible)
