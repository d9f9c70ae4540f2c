"""The timeline of a published result: what was done, how early or late, and what is still to come."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.theme.templatetags.writing import day, points
from public import states
from public.wording import days_left_words, iso
from workflow.rules.calendar import shows_both_dates

TITLES = {
    "commune_sitting": gettext_lazy("The commune's assessment council sat"),
    "submit": gettext_lazy("The commune filed with the district"),
    "return": gettext_lazy("The district sent the dossier back"),
    "window": gettext_lazy("Time for comments"),
    "district_sitting": gettext_lazy("The district's review council sat"),
    "review": gettext_lazy("The district finished its review"),
    "reopen": gettext_lazy("The district took up the review again"),
    "recognize": gettext_lazy("The chair of the district signed the recognition"),
    "decline": gettext_lazy("The chair of the district decided not to recognise"),
    "reconsider": gettext_lazy("The refusal is being reconsidered"),
    "reward": gettext_lazy("A reward was decided"),
    "revoke": gettext_lazy("The recognition was revoked"),
    "close": gettext_lazy("The province closed the year"),
}


def entries(result, today: date) -> list[dict]:
    """Entries for the theme's `timeline` tag, oldest first; what lies ahead comes last."""
    told = [_entry(result, entry, today) for entry in result.content["timeline"]]
    return told + _ahead(result, today)


def _entry(result, entry: dict, today: date) -> dict:
    if entry["act"] == "window":
        return _window(result, entry, today)
    late = entry.get("days_late")
    return {
        "date": iso(entry["on"]),
        "title": TITLES[entry["act"]],
        "note": _note(result, entry),
        # Without a last day in the Plan nothing is early or late.
        "days_late": late if entry.get("due") else None,
        "kind": "done",
    }


def _note(result, entry: dict) -> str:
    parts = []
    if entry["act"] in ("commune_sitting", "district_sitting"):
        tier = entry["act"].removesuffix("_sitting")
        conclusion = result.content["conclusions"][tier]
        if conclusion and conclusion["on"] == entry["on"]:
            met = conclusion["met"]
            parts.append(
                _("The chair of the council concluded: met.")
                if met
                else _("The chair of the council concluded: not met.")
            )
    if entry["act"] == "review" and result.publication.district_total is not None:
        parts.append(_("Fixed at %(points)s points.") % {"points": points(result.publication.district_total)})
    if entry.get("due"):
        parts.append(_("Last day: %(day)s.") % {"day": day(entry["due"])})
    if entry.get("late_reason"):
        parts.append(_("Late because: %(reason)s.") % {"reason": entry["late_reason"].rstrip(".")})
    if entry.get("reason"):
        parts.append(_("Reason: %(reason)s.") % {"reason": entry["reason"].rstrip(".")})
    if entry.get("exception"):
        parts.append(
            _("Done by the next tier, because: %(reason)s.") % {"reason": entry["exception"].rstrip(".")}
        )
    recorded = iso(entry.get("recorded_on"))
    if recorded and shows_both_dates(iso(entry["on"]), recorded):
        parts.append(_("Recorded here on %(day)s.") % {"day": day(recorded)})
    return " ".join(parts)


def _window(result, entry: dict, today: date) -> dict:
    opens, closes = iso(entry["on"]), iso(entry["until"])
    window = result.window or {}
    running = result.window_is_open(today)
    over = closes < today or result.state != states.COMMUNE_ASSESSED
    if result.withdrawn and closes >= iso(result.content["timeline"][-1]["on"]):
        closes = None  # it was cut short by the return
    told = {
        "date": opens,
        "date_until": closes,
        "title": _("Open for comments") if running else TITLES["window"],
        "note": "",
        "kind": "now" if running else "done" if over else "future",
    }
    if closes is None:
        told["note"] = _("Comments stopped when the dossier went back.")
    elif running:
        told["lateness"] = days_left_words(closes, today)
    elif over and window.get("received") is not None:
        if not window["received"]:
            told["note"] = _("No comment came.")
            return told
        told["note"] = _("Comments received: %(received)s; answered: %(answered)s.") % {
            "received": points(window["received"]),
            "answered": points(window["answered"]),
        }
    return told


def _ahead(result, today: date) -> list[dict]:
    """The steps that must still come, each on its last day."""
    due = result.district_due
    if result.state == states.DRAFT and result.withdrawn:
        return [_completing(result, today)]
    if result.state in (states.COMMUNE_ASSESSED, states.DISTRICT_REVIEWED):
        steps = [(due, _("Last day for the district's decision"))]
    else:
        return []
    ahead = []
    for last_day, title in steps:
        on = iso(last_day) if isinstance(last_day, str) else last_day
        late = on < today
        ahead.append(
            {
                "date": on,
                "title": title,
                "note": _("Not done yet.") if late else "",
                "lateness": _("%(days)s days over") % {"days": (today - on).days} if late else "",
                "kind": "late" if late else "future",
            }
        )
    return ahead


def _completing(result, today: date) -> dict:
    """The commune has the dossier back: its last day, or that this has passed already."""
    due = iso(result.content["campaign"]["commune_due"])
    if due >= today:
        return {"date": due, "title": _("Last day for the commune to file"), "kind": "future"}
    return {
        "date": iso(result.content["timeline"][-1]["on"]),
        "title": _("The commune completes the dossier and files it again"),
        "note": _("The last day to file was %(day)s.") % {"day": day(due)},
        "kind": "now",
    }
