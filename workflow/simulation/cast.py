"""The running year's cast: communes of one district whose cases wait where somebody can sign in and go on.

Without it the seed alone decides what waits for whom, and most demonstration accounts would find nothing.
"""

from dataclasses import replace
from datetime import date, timedelta

from workflow.rules import calendar
from workflow.simulation.fates import FILLING, UNCLASSED, Fate

DISTRICT = "613"  # Kon Plông
AT_WORK = "23470"  # Măng Cành: the dossier is being filled
SENT_BACK = "23476"  # Hiếu: returned by the district, not filed again
TO_REVIEW = "23458"  # Măng Buk: comments are over, the district reviews
NO_CLASS = "23464"  # Ngok Tem: the Labour Department has not confirmed the class
TO_RECOGNISE = ("23455", "23461")  # Đắk Ring, Đắk Tăng: reviewed, the chair decides
STRONG = 0.85  # share of the points that passes every threshold of a xã


def cast(fate: Fate, campaign, today: date) -> Fate:
    """The fate of a commune with a part in the running year; of any other as it was."""
    waits = {"files": True, "concludes_met": True, "revoked": False, "share": STRONG, "returned": False}
    early = campaign.commune_due - timedelta(days=6)
    filed = {"filed_on": early, "refiled_on": early, "closes": _closes(campaign, early), "comments": 0}
    later = today + timedelta(days=2)
    if fate.code == AT_WORK:
        return replace(fate, **waits | {"part": FILLING, "files": False, "filed_on": today})
    if fate.code == SENT_BACK:
        back = {"returned": True, "filed_on": today - timedelta(days=3), "refiled_on": later, "comments": 0}
        back["closes"] = _closes(campaign, later)
        return replace(fate, **waits | back | _decided(back["closes"] + timedelta(days=1)))
    if fate.code == TO_REVIEW:
        return replace(fate, **waits | filed | _decided(later))
    if fate.code == NO_CLASS:
        return replace(fate, **waits | filed | _decided(later) | {"part": UNCLASSED})
    if fate.code in TO_RECOGNISE:
        sits = max(filed["closes"] + timedelta(days=1), today - timedelta(days=3))
        return replace(fate, **waits | filed | {"sits_on": sits, "decided_on": later, "strictness": 0.0})
    return fate


def _closes(campaign, day: date) -> date:
    holidays = [date.fromisoformat(each) for each in campaign.holidays]
    return calendar.comment_window(day, campaign.comment_days, None, holidays).closes


def _decided(sits: date) -> dict:
    return {"sits_on": sits, "decided_on": sits + timedelta(days=1)}
