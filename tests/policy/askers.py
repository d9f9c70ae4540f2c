"""Who is asked about a case: all roles at its place, deputies, strangers, people of other days."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.test import Client

from portal.people import roles
from portal.people.models import Grant, User
from tests import province, province_acts
from workflow.models import Case

TODAY = province.NOW.date()
DAY = timedelta(days=1)
NOT_TODAY = {
    "ended": {"valid_from": TODAY - 90 * DAY, "valid_until": TODAY - DAY},
    "coming": {"valid_from": TODAY + DAY, "valid_until": None},
}
# Held at a unit of the case or at the portal; a right at a body follows its unit.
STRANGERS = tuple(role for role in roles.ROLES if roles.TIER_OF_ROLE[role] in (roles.COMMUNE, roles.DISTRICT))

Asker = tuple[str, str, str, User]  # role, at, right, person


def place_of(role: str) -> str:
    """Where a role is held, as the table names it."""
    return "portal" if role in roles.PORTAL_ROLES else roles.TIER_OF_ROLE[role] or "province"


@dataclass
class Askers:
    """The people of one test, and a signed-in browser for each of them."""

    browsers: dict[int, Client] = field(default_factory=dict)
    copies: dict[tuple, User] = field(default_factory=dict)
    heads: dict[tuple, User] = field(default_factory=dict)

    def browser(self, user: User) -> Client:
        """The browser of a person, the same one every time."""
        if user.pk not in self.browsers:
            self.browsers[user.pk] = province.sign_in(Client(), user)
        return self.browsers[user.pk]

    def of(self, case: Case, doers) -> list[Asker]:
        """Every role at the case's place; deputies, ended and coming rights of the doers; strangers."""
        told = [(role, place_of(role), "held", self._head(role, case)) for role in roles.ROLES]
        for role in doers:
            if role in roles.DEPUTY_ROLES:
                told.append((role, place_of(role), "held", self._copy(role, "held", case, deputy=True)))
            told += [(role, place_of(role), right, self._copy(role, right, case)) for right in NOT_TODAY]
        far = province.case_at(province.EMPTY_WARD)
        return [
            *told,
            *((role, f"other {place_of(role)}", "held", self._head(role, far)) for role in STRANGERS),
        ]

    def _head(self, role: str, case: Case) -> User:
        name = province_acts.username(province_acts.USERNAMES[role], case)
        if name not in self.heads:
            self.heads[name] = User.objects.get(username=name)
        return self.heads[name]

    def _copy(self, role: str, right: str, case: Case, *, deputy: bool = False) -> User:
        """Somebody with the same right, as a deputy or on other days; on other days they read the province
        today by a right that decides nothing, so that not reading the case is not what refuses them."""
        head = self._head(role, case)
        key = (head.pk, role, right, deputy)
        if key not in self.copies:
            name = f"{right}.{role}.{head.pk}{'.pho' if deputy else ''}"
            user = self.copies[key] = User.objects.create(username=name, full_name=name)
            grant = Grant.objects.filter(user=head, role=role).latest("pk")
            grant.pk, grant.user, grant.deputy, grant.decision = None, user, deputy, "QĐ 1"
            for day, value in NOT_TODAY.get(right, {}).items():
                setattr(grant, day, value)
            grant._state.adding = True
            grant.save()
            if right in NOT_TODAY:
                reads = {"role": roles.FINANCE, "unit": case.campaign.province, "decision": "QĐ 2"}
                Grant.objects.create(user=user, valid_from=TODAY - 90 * DAY, **reads)
        return self.copies[key]
