"""Reminding a commune whose dossier is still with it: not filed yet, or returned and not filed again."""

from datetime import datetime, time

from django.utils.translation import gettext_lazy as _

from portal.outbox import kinds
from portal.outbox.post import tell
from portal.people import grants, roles
from portal.people.models import User
from portal.record import clock
from portal.record.models import Event
from workflow.actions.locking import locked
from workflow.actions.recorded import name_of, note
from workflow.actions.refusals import refuse, undivided
from workflow.actions.rights import require
from workflow.models import Case
from workflow.rules.facts import N_

REMINDED = "case.reminded"
WORK = "remind"
NOBODY = N_("Nobody holds a post at this commune today: appoint somebody first.")
TODAY = N_("This commune was reminded today already.")

kinds.register(
    kinds.Kind(
        REMINDED,
        _("Reminder: the dossier of %(case)s"),
        _("%(by)s reminds you that the dossier of %(case)s is still to be filed. The last day is %(due)s."),
    )
)


def reminded(case: Case) -> list[User]:
    """Who is told: the officer and the chair of the commune today."""
    today, found = clock.today(), {}
    for role in (roles.COMMUNE_OFFICER, roles.COMMUNE_CHAIR):
        found |= {grant.user_id: grant.user for grant in grants.holders(role, case.assessing_unit_id, today)}
    return list(found.values())


def remind(case: Case, actor) -> list[User]:
    """Tell the commune's people that their dossier is awaited; once a day. Whom it went to.

    Raises Refused: not this person's work, the dossier is not with the commune, nobody is there to be told,
    or they were told today.
    """
    with undivided(WORK, actor, case.pk):
        case = locked(case.pk)
        permission = require(WORK, case, actor)
        people = reminded(case)
        if not people:
            raise refuse("R-ROLE", NOBODY, "case")
        midnight = datetime.combine(clock.today(), time(), clock.HANOI)
        if Event.objects.filter(
            action=REMINDED, subject_kind="case", subject_id=case.pk, at__gte=midnight
        ).exists():
            raise refuse("R-CAL-2", TODAY, "case")
        due = case.campaign.commune_due
        params = {"by": name_of(actor), "case": str(case), "due": f"{due:%d/%m/%Y}"}
        tell(people, REMINDED, params, url=f"/lam-viec/ho-so/{case.pk}/")
        note(REMINDED, case, actor, permission, {"people": len(people)})
    return people
