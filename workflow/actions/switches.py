"""A unit's officer says how the people of the unit are told of what happens."""

from collections.abc import Mapping

from django.db import transaction

from portal.record import clock, events
from portal.units import tree
from portal.units.models import Tier, Unit
from workflow.actions.recorded import actor_of
from workflow.actions.refusals import Refused, log_refusal
from workflow.actions.rights import may_at
from workflow.models import NoticeSwitch
from workflow.rules.policy import NO_CASE, Permission, Places

PLACE = {Tier.COMMUNE: "commune", Tier.DISTRICT: "reviewing", Tier.PROVINCE: "province"}


def may_switch(unit: Unit, user) -> Permission:
    """The policy's answer for the notices of a unit as it is today."""
    span = tree.span_at(unit, clock.today())
    places = Places(**{PLACE[Tier(span.tier)]: unit.pk}) if span else Places()
    return may_at("switch_notices", user, places, NO_CASE)


def switch(unit: Unit, actor, wanted: Mapping[str, str]) -> int:
    """Set the channels (mail, portal, off) of these rules for a unit; how many changed. Raises Refused."""
    try:
        with transaction.atomic():
            answer = may_switch(unit, actor)
            if not answer.allowed:
                raise Refused([answer.why])
            now = dict(NoticeSwitch.objects.filter(unit=unit).values_list("rule", "channel"))
            changed = {rule: channel for rule, channel in wanted.items() if now.get(rule) != channel}
            for rule, channel in changed.items():
                NoticeSwitch.objects.update_or_create(unit=unit, rule=rule, defaults={"channel": channel})
            if changed:
                span = tree.span_at(unit, clock.today())
                events.append(
                    "notices.switched",
                    actor=actor_of(actor, answer),
                    subject=events.Subject("unit", unit.pk, unit.code, span.full_name),
                    payload={"channels": [[rule, channel] for rule, channel in sorted(changed.items())]},
                )
    except Refused as refused:
        log_refusal("switch_notices", actor, None, refused)
        raise
    return len(changed)
