"""The cut-offs of a year as citizens read them (R-CAL): those of the running year, else the Plan's."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.record import clock
from portal.theme.templatetags.writing import short_day
from workflow.actions.campaigns import PLAN_REGULATION, CutOffs, cut_offs
from workflow.models import Campaign
from workflow.regulations import loader


@dataclass(frozen=True)
class Deadline:
    """One cut-off: the last day still in time."""

    day: str
    what: str
    who: str


def days_in_force() -> Campaign | CutOffs:
    """The newest running year, a real one before a made-up one; without any, the Plan's days of this year."""
    running = Campaign.objects.running().order_by("illustrative", "-sequence").first()
    return running or cut_offs(loader.get(PLAN_REGULATION), clock.today().year)


def deadlines() -> list[Deadline]:
    """The cut-offs in the order of the year; one query."""
    days = days_in_force()
    began = _("End of the assessed year, which began on %(day)s of the year before")
    return [
        Deadline(short_day(days.period_to), began % {"day": short_day(days.period_from)}, ""),
        Deadline(
            short_day(days.commune_due), _("The commune files its dossier and reports"), _("Commune chair")
        ),
        Deadline(short_day(days.district_due), _("The district recognises and reports"), _("District chair")),
        Deadline(
            short_day(days.province_due),
            _("The province reports to its People's Committee and the Ministry"),
            _("Provincial Labour department"),
        ),
        Deadline(
            short_day(days.reward_due),
            _("Dossiers for rewards of five years reach the province"),
            _("District Labour office"),
        ),
        Deadline(
            short_day(days.closing_day),
            _("The year is closed; who filed nothing is recorded"),
            _("Provincial Labour department"),
        ),
    ]
