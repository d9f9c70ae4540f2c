"""The comment window a filing opens (R-OUT-1): its days and the arithmetic citizens see."""

from datetime import date

from workflow.actions.digests import points_digest
from workflow.models import CommentWindow, Sitting
from workflow.rules import calendar


def open_on_filing(passing) -> CommentWindow:
    """Open the window of a filed case; refiling the same points keeps the window it had."""
    digest = points_digest(passing.gathered.scores)
    former = passing.gathered.window
    if former is not None and former.points_digest == digest:
        return former
    campaign = passing.case.campaign
    sum_ = calendar.comment_window(
        passing.on,
        working_days=campaign.comment_days,
        district_sitting=_next_sitting(passing.case, passing.on),
        holidays=[date.fromisoformat(day) for day in campaign.holidays],
    )
    if former is not None:
        former.replaced = True
        former.save(update_fields=["replaced"])
    return CommentWindow.objects.create(
        case=passing.case,
        opens=sum_.opens,
        closes=sum_.closes,
        steps=[[step.message, _plain(step.params)] for step in sum_.steps],
        points_digest=digest,
        # A late filing shortens the days before a sitting that was announced earlier.
        shortened_reason=passing.inputs.late_reason.strip() if sum_.shortened else "",
    )


def _next_sitting(case, filed_on: date) -> date | None:
    """The first announced sitting of the district council on this case after filing."""
    announced = Sitting.objects.filter(conclusions__case=case, council__unit=case.reviewing_unit_id)
    return announced.filter(held_on__gt=filed_on).values_list("held_on", flat=True).first()


def _plain(params) -> dict:
    """Parameters as JSON: days in ISO, the rest as it is."""

    def plain(value):
        if isinstance(value, date):
            return value.isoformat()
        return [plain(item) for item in value] if isinstance(value, tuple | list) else value

    return {name: plain(value) for name, value in params.items()}
