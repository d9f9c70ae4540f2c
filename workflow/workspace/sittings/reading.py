"""A sitting as one person may read it: whole, or only the cases within their reach."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.units.models import UnitSpan
from workflow.actions.rights import may
from workflow.models import Case, CommentWindow, Conclusion, Seat, Sitting
from workflow.rules import seats
from workflow.rules.policy import Permission
from workflow.workspace.councils.views import district_trail
from workflow.workspace.pages import case_address, case_trail
from workflow.workspace.reach import UnitYear, cases_for, reads_unit


@dataclass
class SeenSitting:
    """A sitting with its council, its readable conclusions, and where it belongs."""

    sitting: Sitting
    conclusions: list[Conclusion]
    place: UnitYear | None  # the district's year; None for a commune's council
    case: Case | None  # the commune's own case; None for a district's council
    user: object

    @property
    def council(self):
        return self.sitting.council

    @property
    def is_district(self) -> bool:
        return self.council.tier == seats.DISTRICT_COUNCIL

    @cached_property
    def permission(self) -> Permission:
        """The right to write about this sitting."""
        if self.is_district:
            return self.place.may(self.user)
        return may("prepare_commune", self.case, self.user)

    @property
    def members(self) -> list[Seat]:
        """Seats that somebody held on the day of the sitting."""
        day = self.sitting.held_on
        return [
            seat
            for seat in self.council.seats.all()
            if not seat.vacant and (seat.left_on is None or seat.left_on > day)
        ]

    @property
    def back(self) -> str:
        """The page above."""
        return self.place.council_address if self.is_district else case_address(self.case, "council")

    @property
    def name(self) -> str:
        return self.place.name if self.is_district else self.case.full_name

    def trail(self, *more) -> list:
        """Where a page of this sitting stands."""
        own = (str(_("Sitting of %(day)s")) % {"day": f"{self.sitting.held_on:%d/%m/%Y}"}, self.address)
        steps = [own, *more] if more else [(own[0], None)]
        if self.is_district:
            return district_trail(self.place, (_("Council"), self.back), *steps)
        return case_trail(self.case, *steps)

    @property
    def address(self) -> str:
        return reverse("workspace:sitting", args=[self.sitting.pk])


def readable_sitting(user, pk: int) -> SeenSitting:
    """A sitting the person may read: their district's, their own commune's, or one on a case they read.

    Raises Http404 otherwise.
    """
    found = Sitting.objects.select_related(
        "council__campaign__province", "council__unit", "council__file", "minutes__file"
    ).prefetch_related(
        Prefetch("council__seats", Seat.objects.order_by("order", "pk")),
        "attendances",
        Prefetch(
            "conclusions", Conclusion.objects.select_related("case__campaign").order_by("case__sort_key")
        ),
    )
    sitting = get_object_or_404(found, pk=pk)
    council = sitting.council
    conclusions = list(sitting.conclusions.all())
    if council.tier == seats.DISTRICT_COUNCIL:
        whole = reads_unit(user, council.unit_id, council.campaign.province_id)
        if not whole:
            own = set(cases_for(user).filter(conclusions__sitting=sitting).values_list("pk", flat=True))
            conclusions = [conclusion for conclusion in conclusions if conclusion.case_id in own]
            if not conclusions:
                raise Http404
        span = UnitSpan.objects.in_force(council.campaign.period_to).get(unit=council.unit_id)
        return SeenSitting(sitting, conclusions, UnitYear(council.campaign, council.unit, span), None, user)
    case = cases_for(user).filter(campaign=council.campaign, assessing_unit=council.unit).first()
    if case is None:
        raise Http404
    return SeenSitting(sitting, conclusions, None, case, user)


def closing_days(cases) -> dict[int, object]:
    """The last day of comments of each case that has a window."""
    windows = CommentWindow.objects.filter(case__in=[case.pk for case in cases], replaced=False)
    return {window.case_id: window.closes for window in windows}
