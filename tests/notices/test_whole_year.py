"""A whole year of mornings by moving the clock, a leap year with holidays among them, run twice each day."""

from datetime import date, timedelta

import pytest

from portal.outbox.models import Notice
from portal.record import clock
from tests import province
from tests.province_acts import moment
from workflow.models import Campaign, Digest, Reminder
from workflow.notices import deadlines
from workflow.rules.obligations import BY_KEY, is_escalated, step_reached

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
DAYS = {
    2025: {},
    # 2028 is a leap year: the last days lie around 29 February, with a holiday on it.
    2028: {
        "commune_due": date(2028, 2, 29),
        "district_due": date(2028, 3, 14),
        "province_due": date(2028, 3, 24),
        "reward_due": date(2028, 4, 13),
        "closing_day": date(2028, 4, 14),
        "holidays": ["2028-02-29", "2028-04-17"],
    },
}
CLOSING = {2025: date(2026, 1, 1), 2028: date(2028, 4, 18)}


@pytest.fixture(params=sorted(DAYS))
def campaign(request):
    """The running year as it is, or with its days moved into a leap year."""
    Campaign.objects.filter(year=2025).update(**DAYS[request.param])
    return Campaign.objects.get(year=2025)


def test_every_step_is_told_once_and_on_its_day_over_a_whole_year(campaign):
    first = campaign.commune_due - 30 * DAY
    mornings = [first + n * DAY for n in range(366)]
    for morning in mornings:
        with clock.at(moment(morning, 7)):
            ran = deadlines.run()
            again = deadlines.run()
        assert (again.digests, again.reminders) == (0, 0)
        assert ran.digests == Digest.objects.filter(day=morning).count()
    rows = list(Reminder.objects.values_list("obligation", "due", "step", "day"))
    wrong = [row for row in rows if step_reached(row[1], row[3]) != row[2]]
    assert wrong == []
    dues = {key: due for key, due, _step, _day in rows}
    assert dues == {key: dues_of(campaign)[key] for key in dues}
    assert set(dues) == {
        "file",
        "class",
        "comments",
        "review",
        "decide",
        "district_report",
        "province_report",
        "closing",
    }
    assert Notice.objects.filter(kind="deadlines.digest").count() == Digest.objects.count()
    officer = Reminder.objects.filter(user__username=f"xa.{province.DAK_NEN}.canbo", obligation="file")
    told = dict(officer.values_list("step", "day"))
    assert {step: (campaign.commune_due - day).days for step, day in told.items() if step >= 0} == {
        step: step for step in (14, 7, 3, 1, 0)
    }
    late = sorted((step for step in told if step < 0), reverse=True)
    assert late[:3] == [-1, -3, -10] and all((told[s] - campaign.commune_due).days == -s for s in late)
    above = Reminder.objects.filter(user__username=f"huyen.{province.DISTRICT}.phong", obligation="file")
    assert all(is_escalated(step) for step in above.values_list("step", flat=True))
    assert set(above.values_list("step", flat=True)) == set(filter(is_escalated, told))


def dues_of(campaign) -> dict[str, date]:
    """The last days the sum must lead to, written out by hand from the campaign's own."""
    found = dict.fromkeys(BY_KEY, campaign.district_due)
    return found | {
        "file": campaign.commune_due,
        "province_report": campaign.province_due,
        "reward_dossier": campaign.reward_due,
        "closing": CLOSING[2028 if campaign.holidays else 2025],
    }
