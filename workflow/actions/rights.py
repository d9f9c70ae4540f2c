"""Who may do what to a case: the policy table asked about a person's dated grants."""

from datetime import date

from portal.people import grants
from portal.people.models import Grant
from portal.record import clock
from workflow.actions.dossier import places_of
from workflow.actions.refusals import Refused
from workflow.models import Case
from workflow.rules.policy import Holding, Permission, Places, permission


def holding(grant: Grant) -> Holding:
    """A grant as the policy sees it."""
    return Holding(
        role=grant.role,
        unit_id=grant.unit_id,
        body_id=grant.body_id,
        criteria=tuple(grant.criteria or ()),
        deputy=grant.deputy,
        valid_from=grant.valid_from,
        valid_until=grant.valid_until,
        grant_id=grant.pk,
    )


def holdings_of(user, on: date) -> tuple[Holding, ...]:
    """The roles a person holds on a day."""
    return tuple(holding(grant) for grant in grants.holdings(user, on))


def ever_held(user) -> tuple[Holding, ...]:
    """All rights of a person, ended and coming ones too: the policy tells which hold, and why not."""
    return tuple(holding(grant) for grant in grants.ever_held(user))


def grant_of(user, grant_id: int) -> Grant:
    """The grant behind a holding the policy chose."""
    for grant in grants.holdings(user, clock.today()):
        if grant.pk == grant_id:
            return grant
    return Grant.objects.with_places().select_related("user").get(pk=grant_id)


def may(work: str, case: Case, user, on: date | None = None, **more) -> Permission:
    """The policy's answer for one kind of work or act on a case, today unless a day is given."""
    on = on or clock.today()
    return permission(work, case.state, ever_held(user), places_of(case), on, **more)


def may_at(work: str, user, places: Places, state: str = "", on: date | None = None, **more) -> Permission:
    """The policy's answer at units that have no case yet, such as opening a campaign."""
    on = on or clock.today()
    return permission(work, state, ever_held(user), places, on, **more)


def require(work: str, case: Case, user, **more) -> Permission:
    """The permission, or Refused with who may do it instead. `refusals.undivided` around it logs that."""
    answer = may(work, case, user, **more)
    if not answer.allowed:
        raise Refused([answer.why])
    return answer
