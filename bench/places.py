"""Where in the illustrative world the measurements go, and who they sign in as."""

from django.conf import settings
from django.test import Client

from portal.people.models import Grant
from portal.record import clock
from workflow.models import Case
from workflow.models.states import DRAFT, RECOGNIZED, REWARDED


def known() -> dict[str, object]:
    """Values for the placeholders of `bench.measures`."""
    done = Case.objects.filter(state__in=[RECOGNIZED, REWARDED]).order_by("-year", "pk")
    case = done.select_related("commune", "reviewing_unit").first()
    district = case.reviewing_unit.spans.in_force(clock.today()).get()
    running = Case.objects.filter(state=DRAFT).order_by("-year").values_list("year", flat=True).first()
    return {
        "year": case.year,
        "running": running or case.year,
        "district": case.reviewing_unit.code,
        "district_slug": district.slug,
        "unit": case.code,
        "unit_slug": case.slug,
        "case": case.pk,
    }


def holder(role: str):
    """An account that holds a role today."""
    return Grant.objects.in_force(clock.today()).filter(role=role, deputy=False).order_by("pk").first().user


def cookie_of(user) -> str:
    """The Cookie header of a session for an account."""
    client = Client()
    client.force_login(user)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
