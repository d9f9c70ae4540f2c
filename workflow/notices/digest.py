"""The digest of a day: reminders of one kind and step as one line, worded in the reader's language.

What is kept are keys, days and names; "6 days left" is that of the day it was sent.
"""

from collections import defaultdict
from datetime import date

from django.utils.translation import gettext, ngettext

from portal.outbox.kinds import Kind
from workflow.actions.refusals import present, sentence
from workflow.rules.facts import N_, Text
from workflow.rules.obligations import BY_KEY, left, left_words

DIGEST = "deadlines.digest"
MOST_NAMES = 5
MORE = N_("and %(count)s more")
VACANT = N_("Nobody holds the post that owes this.")
ESCALATED = N_("The tier below is late with this.")
LINE = N_("%(title)s: until the end of %(due)s, %(left)s.")


def params_of(entries: list, today: date) -> dict:
    """The parameters of a digest's notice; `entries` as workflow.notices.deadlines has them."""
    groups = defaultdict(list)
    for entry in entries:
        owed = entry.owed
        groups[owed.due, owed.key, owed.year.pk, entry.step, entry.escalated, entry.vacant].append(entry)
    lines = [_line(found, today) for _key, found in sorted(groups.items())]
    return {
        "day": today.isoformat(),
        "lines": lines,
        "illustrative": all(entry.owed.year.illustrative for entry in entries),
    }


def _line(entries: list, today: date) -> dict:
    first = entries[0]
    owed = first.owed
    names = sorted({entry.owed.name for entry in entries})
    words = left_words(owed.due, today, owed.year.holidays)
    return {
        "what": owed.key,
        "year": owed.year.year,
        "illustrative": owed.year.illustrative,
        "due": owed.due.isoformat(),
        "days": left(owed.due, today).days,
        "left": [words.message, dict(words.params)],
        "names": names[:MOST_NAMES],
        "count": len(names),
        "escalated": first.escalated,
        "vacant": first.vacant,
    }


def worded(params: dict) -> tuple[str, str]:
    """Title and body in the language at hand."""
    lines = params["lines"]
    over = sum(line["days"] < 0 for line in lines)
    day = present(date.fromisoformat(params["day"]))
    title = ngettext(
        "Last days, %(day)s: %(count)s matter", "Last days, %(day)s: %(count)s matters", len(lines)
    ) % {"day": day, "count": len(lines)}
    if over:
        title += " " + gettext("(%(count)s overdue)") % {"count": over}
    return title, "\n".join(f"• {line_words(line)}" for line in lines)


def line_words(line: dict) -> str:
    """One line of a digest."""
    names = tuple(line["names"])
    if rest := line["count"] - len(names):
        names = (*names, Text(MORE, {"count": rest}))
    title = Text(BY_KEY[line["what"]].title, {"names": names})
    message, params = line["left"]
    told = sentence(
        Text(
            LINE,
            {"title": title, "due": date.fromisoformat(line["due"]), "left": Text(message, params)},
        )
    )
    more = [gettext(VACANT)] if line["vacant"] else [gettext(ESCALATED)] if line["escalated"] else []
    if line["illustrative"]:
        more.append(gettext("Year %(year)s, illustrative data.") % {"year": line["year"]})
    return " ".join([told, *more])


KIND = Kind(DIGEST, words=worded)
