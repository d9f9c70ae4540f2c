"""A district or the province records that it has reported on its year (R-REP-2, R-REP-3)."""

from datetime import date

from django.db import IntegrityError, transaction

from portal.record import clock
from workflow.actions.recorded import name_of, note_of_year
from workflow.actions.refusals import Refused, log_refusal, refuse
from workflow.actions.rights import may_at
from workflow.models import Campaign, YearReport
from workflow.rules.facts import N_
from workflow.rules.policy import NO_CASE, Places

NO_NUMBER = N_("Write the number of the report.")
AHEAD = N_("The day of the report cannot lie ahead.")
ALREADY = N_("This report is recorded already.")


def places_of_unit(campaign: Campaign, unit) -> Places:
    """Where the reporting role is asked for: the province itself, or a district of it."""
    if unit.pk == campaign.province_id:
        return Places(province=unit.pk)
    return Places(reviewing=unit.pk)


def may_record(campaign: Campaign, unit, user):
    """The policy's answer for recording this unit's report."""
    return may_at("record_report", user, places_of_unit(campaign, unit), NO_CASE)


def record(campaign: Campaign, unit, actor, *, number: str, signed_on: date) -> YearReport:
    """Record the report's number and day. Raises Refused without the right, a number, or a second time."""
    try:
        with transaction.atomic():
            answer = may_record(campaign, unit, actor)
            if not answer.allowed:
                raise Refused([answer.why])
            if not number.strip():
                raise refuse("R-REP-2", NO_NUMBER, "number")
            if signed_on > clock.today():
                raise refuse("R-REP-2", AHEAD, "signed_on")
            try:
                with transaction.atomic():
                    report = YearReport.objects.create(
                        campaign=campaign,
                        unit=unit,
                        number=number.strip(),
                        signed_on=signed_on,
                        recorded_by_name=name_of(actor),
                    )
            except IntegrityError:
                raise refuse("R-REP-2", ALREADY, "number") from None
            payload = {"unit": unit.code, "number": report.number, "on": signed_on}
            note_of_year("report.recorded", campaign, actor, answer, payload)
    except Refused as refused:
        log_refusal("record_report", actor, None, refused)
        raise
    return report
