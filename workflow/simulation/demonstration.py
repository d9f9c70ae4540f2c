"""The demonstration: five illustrative years behind, one running, and accounts to sign in with."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from portal.people.models import User
from portal.people.roles import ROLE_NAMES
from portal.record import clock
from portal.units.models import Unit
from workflow.models import Campaign
from workflow.notices import relay
from workflow.simulation import cast
from workflow.simulation.fates import Fate
from workflow.simulation.people import people_of
from workflow.simulation.year import current_days, simulate

YEARS_BEHIND = 5


@dataclass(frozen=True)
class SignIn:
    """A demonstration account: what it may do, how to sign in, and what waits for it."""

    role: str
    username: str
    password: str
    waits: str


def is_wanted() -> bool:
    """Whether this portal is there for the demonstration: empty, or left in the middle of a load."""
    return is_empty() or is_cut_off()


def is_empty() -> bool:
    """Whether nothing has been done in this portal yet: it holds neither a year nor an account."""
    return not Campaign.objects.exists() and not User.objects.exists()


def is_cut_off() -> bool:
    """Whether a load stopped after some of its years: the first ones are there and nothing in earnest.

    A demonstration of an earlier November is whole, not cut off: it began earlier than one would today.
    """
    found = list(Campaign.objects.order_by("year").values_list("year", "illustrative"))
    wanted = [(year, True) for year in years()]
    return 0 < len(found) < len(wanted) and found == wanted[: len(found)] and not _in_use()


def _in_use() -> bool:
    """Whether somebody outside the demonstration can sign in."""
    others = User.objects.exclude(username__in=accounts())
    return any(user.has_usable_password() for user in others.only("password").iterator())


def years() -> range:
    """The years a load lives from today, the running one last."""
    year, _days = current_days(clock.today())
    return range(year - YEARS_BEHIND, year + 1)


def load(province: Unit, told: Callable[[str], None] = lambda line: None) -> None:
    """Live the five years before the current one and the current one up to now.

    Years that are there already are left as they are, so a load that was cut off goes on.
    """
    year, days = current_days(clock.today())
    for past in years()[:-1]:
        if not _lived(province, past):
            _live(province, past)
            told(str(past))
    if not _lived(province, year):
        _live(province, year, until=clock.now(), days=days, cast=_cast)
        told(str(year))
    relay.catch_up()
    sign_ins(province)


def _cast(fate: Fate, campaign: Campaign) -> Fate:
    return cast.cast(fate, campaign, clock.today())


def _live(province: Unit, year: int, **course) -> None:
    """A year whole or not at all, so that a load that was cut off can go on with the next start."""
    with transaction.atomic():
        simulate(province, year, **course)


def _lived(province: Unit, year: int) -> bool:
    return Campaign.objects.filter(province=province, year=year, illustrative=True).exists()


def _password() -> str:
    """One password for the demonstration accounts, made for this installation and kept beside its data."""
    path = settings.VAR / "demo-password"
    if not path.exists():
        path.write_text("minh-hoa-" + secrets.token_hex(3))
        path.chmod(0o600)
    return path.read_text().strip()


def accounts() -> dict[str, str]:
    """The accounts that get a password, one for each part in the life of a case, and what waits for each."""
    at_work, back, office = f"xa.{cast.AT_WORK}", f"xa.{cast.SENT_BACK}", f"huyen.{cast.DISTRICT}"
    return {
        f"{at_work}.canbo": _("a dossier being filled: 9 criteria scored, the sitting to record"),
        f"{at_work}.chutich": _("the same dossier, to be filed when it is whole"),
        f"{back}.canbo": _("a dossier returned by the district, to be completed"),
        f"{back}.chutich": _("the returned dossier, to be filed again"),
        f"{office}.phong": _("cases to review, proposals and decisions to record"),
        f"{office}.chutich": _("reviewed cases to recognise"),
        f"{office}.phochutich": _("the same decisions, signed for the chair"),
        "so.ldtbxh": _("a class to confirm, dossiers for rewards to gather"),
        "tinh.chutich": _("a reward for five years to decide"),
        "giamsat.so_y_te": _("criteria 8, 9 and 10 to supervise in the open cases"),
        "mttq.tinh": _("every case of the province to read"),
        "tinh.bientap": _("the guidance pages to edit, at /quan-tri/"),
        "quan.tri": _("accounts and rights"),
    }


def sign_ins(province: Unit) -> list[SignIn]:
    """The demonstration accounts with their password, set when it is not yet."""
    people_of(province)
    password, told, told_of = _password(), [], accounts()
    found = User.objects.filter(username__in=told_of).prefetch_related("grants")
    by_name = {account.username: account for account in found}
    for username, waits in told_of.items():
        account = by_name.get(username)
        if account is None:
            continue
        if not account.has_usable_password():
            account.set_password(password)
            account.save(update_fields=["password"])
        roles = ", ".join(str(_(str(ROLE_NAMES[grant.role]))) for grant in account.grants.all())
        told.append(SignIn(roles, username, password, waits))
    return told
