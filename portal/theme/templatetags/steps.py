"""What happened, what is next, what is still needed: progress, tasks, timeline, streak."""

from django import template
from django.utils.translation import gettext as _

from portal.theme.templatetags.writing import day, short_day

register = template.Library()

JOINED = "\N{WORD JOINER}"  # keeps "16–20/11/2026" on one line


@register.inclusion_tag("theme/progress_line.html")
def progress_line(steps) -> dict:
    """`steps`: dicts with label, note and status ("done", "now" or "todo"), in order."""
    return {"steps": steps}


@register.inclusion_tag("theme/task_list.html")
def task_list(tasks) -> dict:
    """`tasks`: dicts with sentence, rule, url, link_label and done. Open ones come first, in bold."""
    return {"tasks": sorted(tasks, key=lambda task: bool(task["done"]))}


def lateness_words(days: int | None) -> str:
    """Days after the due day in words: 3 → "3 days late", −4 → "4 days early", 0 → "on the last day"."""
    if days is None:
        return ""
    if abs(days) == 1:
        return _("1 day late") if days > 0 else _("1 day early")
    if days > 0:
        return _("%(days)s days late") % {"days": days}
    if days < 0:
        return _("%(days)s days early") % {"days": -days}
    return _("on the last day")


@register.simple_tag
def lateness(days) -> str:
    """`{% lateness entry.days_late %}` – "3 days late", "4 days early"."""
    return lateness_words(days)


def _dates(first, last) -> str:
    if not first:
        return ""
    if not last or day(last) == day(first):
        return day(first)
    start, end = short_day(first), day(last)
    return f"{start[:2]}–{JOINED}{end}" if start[2:] == end[2:5] else f"{start}–{end}"


@register.inclusion_tag("theme/timeline.html")
def timeline(entries) -> dict:
    """`entries`: dicts with date, date_until, title, note, days_late (int or None), lateness (own words
    instead) and kind ("done", "now", "future" or "late"); only date, title and kind are needed."""
    told = [
        {
            **entry,
            "when": _dates(entry.get("date"), entry.get("date_until")),
            "words": entry.get("lateness") or lateness_words(entry.get("days_late")),
            "is_late": (entry.get("days_late") or 0) > 0 or entry["kind"] in ("late", "now"),
        }
        for entry in entries
    ]
    return {"entries": told}


@register.inclusion_tag("theme/streak_passport.html")
def streak_passport(stamps, milestones=()) -> dict:
    """`stamps`: dicts with year, note and status: "recognized", "rewarded", "now", "future" or "missed".

    `milestones`: dicts with years (how many stamps it spans, 3 or 5), heading, note and reached.
    """
    return {"stamps": stamps, "milestones": milestones}
