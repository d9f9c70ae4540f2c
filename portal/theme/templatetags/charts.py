"""A unit through the years: each year's points against that year's own threshold."""

import textwrap
from dataclasses import dataclass
from itertools import pairwise

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from portal.theme.templatetags.bars import margin_words
from portal.theme.templatetags.writing import _number, points

register = template.Library()

HEIGHT, FLOOR = 252, 220  # pixels: the whole drawing, and the line above the years
TOP, BOTTOM = 92, 184  # the band where points may lie
REASON_WIDTH, REASON_LINES = 26, 3


@dataclass(frozen=True)
class Spot:
    """One year in the drawing: x in per cent of the width, y in pixels."""

    year: int
    x: float
    y: float | None
    need: object
    need_y: float | None
    got: object
    met: bool
    reason: str


def _spots(rows) -> list[Spot]:
    ordered = sorted(rows, key=lambda row: row["year"])
    values = [
        n for row in ordered for n in (_number(row.get("need")), _number(row.get("got"))) if n is not None
    ]
    low, high = (float(min(values)), float(max(values))) if values else (0.0, 1.0)
    span = max(high - low, 40.0)

    def height(value):
        return None if value is None else round(BOTTOM - (float(value) - low) / span * (BOTTOM - TOP), 1)

    made = []
    for index, row in enumerate(ordered):
        need, got = _number(row.get("need")), _number(row.get("got"))
        met = row["met"] if row.get("met") is not None else None not in (need, got) and got >= need
        x = round((index + 0.5) * 100 / len(ordered), 2)
        reason = str(row.get("reason") or "")
        made.append(Spot(row["year"], x, height(got), need, height(need), got, bool(met), reason))
    return made


def _runs(spots: list[Spot]) -> list[list[Spot]]:
    """Neighbouring years under the same threshold."""
    runs: list[list[Spot]] = []
    for spot in spots:
        if runs and runs[-1][-1].need == spot.need:
            runs[-1].append(spot)
        else:
            runs.append([spot])
    return runs


def _threshold(run: list[Spot], half: float, last: bool) -> str:
    """The dotted threshold of one run of years, its label on the side away from the nearest point."""
    if run[0].need_y is None:
        return ""
    left, right, y = round(run[0].x - half, 2), round(run[-1].x + half, 2), run[0].need_y
    beside = run[-1] if last else run[0]
    above = beside.y is not None and not beside.met
    place, x = ("bar-left", right) if last else ("bar-right", left)
    label = escape(_("Need %(points)s") % {"points": points(run[0].need)})
    return (
        f'<line class="history-need" x1="{left}%" x2="{right}%" y1="{y}" y2="{y}"/>'
        f'<text class="history-small {place}" x="{x}%" y="{y - 8 if above else y + 18}">{label}</text>'
    )


def _break(x: float, spot: Spot, with_words: bool) -> str:
    """The upright line where the threshold changes, with the year and the reason beside it."""
    line = f'<line class="history-break" x1="{x}%" x2="{x}%" y1="4" y2="{FLOOR}"/>'
    if not with_words:
        return line
    place, shift = ("bar-left", -8) if x > 45 else ("bar-right", 8)
    head = escape(_("From %(year)s: another threshold") % {"year": spot.year})
    lines = textwrap.wrap(spot.reason, REASON_WIDTH)[:REASON_LINES]
    told = "".join(
        f'<text class="history-small {place}" x="{shift}" y="{34 + 17 * at}">{escape(text)}</text>'
        for at, text in enumerate(lines)
    )
    return (
        f'{line}<svg x="{x}%" overflow="visible">'
        f'<text class="history-head {place}" x="{shift}" y="16">{head}</text>{told}</svg>'
    )


def _point(spot: Spot) -> str:
    year = f'<text class="history-year bar-middle" x="{spot.x}%" y="{HEIGHT - 14}">{spot.year}</text>'
    if spot.y is None:
        return f'{year}<text class="history-small bar-middle" x="{spot.x}%" y="{BOTTOM + 2}">–</text>'
    kind = "met" if spot.met else "unmet"
    label = spot.y - 14 if spot.met else spot.y + 26
    return (
        f'{year}<circle class="history-{kind}" cx="{spot.x}%" cy="{spot.y}" r="6"/>'
        f'<text class="history-value bar-middle" x="{spot.x}%" y="{label}">{points(spot.got)}</text>'
    )


@register.simple_tag
def history_chart(rows) -> SafeString:
    """Points by year: dot = met, hollow ring = not met, dotted line = that year's threshold.

    `rows`: dicts with year, need, got (points or None), met (bool; worked out when left out) and
    reason (why the threshold changed that year). Order does not matter. The table beside it says the same.
    """
    spots = _spots(rows)
    if not spots:
        return mark_safe("")
    runs, half = _runs(spots), 50 / len(spots)
    drawn = [f'<line class="history-floor" x1="0" x2="100%" y1="{FLOOR}" y2="{FLOOR}"/>']
    drawn += [_threshold(run, half, run is runs[-1]) for run in runs]
    spoken = None
    for run in runs[1:]:
        x = round(run[0].x - half, 2)
        with_words = spoken is None or x - spoken >= 50
        drawn.append(_break(x, run[0], with_words))
        spoken = x if with_words else spoken
    for run in runs:
        for before, after in pairwise(run):
            if before.y is not None and after.y is not None:
                ends = f'x1="{before.x}%" y1="{before.y}" x2="{after.x}%" y2="{after.y}"'
                drawn.append(f'<line class="history-line" {ends}/>')
    drawn += [_point(spot) for spot in spots]
    told = [f"{s.year}: {margin_words(s.need, s.got)}" for s in spots]
    return format_html(
        '<figure class="history"><svg width="100%" height="{}" role="img" aria-label="{}">{}</svg>'
        "<figcaption>{}</figcaption></figure>",
        HEIGHT,
        "; ".join(told),
        mark_safe("".join(drawn)),  # noqa: S308 - numbers and escaped words
        _("Ring: threshold not met. Dot: met. Dotted line: the threshold of that year."),
    )
