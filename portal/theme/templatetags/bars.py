"""Bars drawn in per cent, so that they need no style attribute and fit every width.

The threshold bar tells the whole story of a case: what was needed, what was reached, what is over or short.
A rông roof marks the threshold.
"""

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from portal.theme.templatetags.writing import _number, percent, points

register = template.Library()

ROOF = "M-12 24Q-7 17-6 8Q0 11 6 8Q7 17 12 24Q0 20.5-12 24Z"
FLIP_RIGHT, FLIP_LEFT = 70, 20  # per cent of the bar beyond which the score's label would run out of it
NARROW = Decimal("0.8")  # a threshold beyond this share meets the end label on a narrow phone


def _share(value: Decimal, maximum: Decimal) -> float:
    """Per cent of the maximum, held between 0 and 100, two decimals."""
    return round(float(min(max(value / maximum, Decimal(0)), Decimal(1)) * 100), 2)


def _rect(kind: str, start: float, end: float, y: int, height: int, fill: str = "") -> str:
    """A piece of a bar from `start` to `end` per cent."""
    paint = f' fill="url(#{fill})"' if fill else ""
    width = round(end - start, 2)
    return f'<rect class="{kind}" x="{start}%" y="{y}" width="{width}%" height="{height}"{paint}/>'


def _pieces(
    need: Decimal | None, got: Decimal | None, maximum: Decimal, own: bool, y: int, height: int
) -> str:
    """Track, reached part, and what is over or short of the need."""
    drawn = [f'<rect class="bar-track" x="0" y="{y}" width="100%" height="{height}"/>']
    reached = _share(got, maximum) if got is not None else 0
    if need is None:
        kind, fill = ("bar-own", "stripes") if own else ("bar-plain", "")
        return "".join([*drawn, _rect(kind, 0, reached, y, height, fill)])
    needed = _share(need, maximum)
    if got is not None and got >= need:
        kinds = (
            (("bar-own", "stripes"), ("bar-own-over", "stripes-over"))
            if own
            else (("bar-need", ""), ("bar-over", ""))
        )
        drawn.append(_rect(kinds[0][0], 0, needed, y, height, kinds[0][1]))
        if reached > needed:
            drawn.append(_rect(kinds[1][0], needed, reached, y, height, kinds[1][1]))
    elif got is not None:
        drawn.append(
            _rect(
                "bar-own-short" if own else "bar-short", 0, reached, y, height, "stripes-short" if own else ""
            )
        )
        drawn.append(_rect("bar-gap", reached, needed, y, height, "hatch"))
    return "".join(drawn)


def _mark(needed: float, top: int, height: int) -> str:
    return (
        f'<svg x="{needed}%" overflow="visible">'
        f'<rect class="bar-mark-halo" x="-3" y="{top}" width="6" height="{height}"/>'
        f'<rect class="bar-mark" x="-1.5" y="{top}" width="3" height="{height}"/></svg>'
    )


def margin_words(need, got) -> str:
    """ "52 over", "38 short", or "not yet" while one of the two is unknown."""
    needed, reached = _number(need), _number(got)
    if needed is None or reached is None:
        return _("not yet")
    if reached >= needed:
        return _("%(points)s over") % {"points": points(reached - needed)}
    return _("%(points)s short") % {"points": points(needed - reached)}


@register.simple_tag
def margin(need, got) -> SafeString:
    """`{% margin 650 702 %}`: "52 over" or "38 short" in words and colour, for tables."""
    needed, reached = _number(need), _number(got)
    known = needed is not None and reached is not None
    kind = "unknown" if not known else "over" if reached >= needed else "short"
    return format_html('<span class="margin-{}">{}</span>', kind, margin_words(need, got))


@register.simple_tag
def threshold_sentence(need, got, self_scored: bool = False) -> str:
    """ "Need 650, got 702, 52 over." – the result in one sentence."""
    given = {"need": points(need), "got": points(got), "margin": margin_words(need, got)}
    if _number(need) is None:
        return _("Threshold not yet confirmed. Points: %(got)s.") % given
    if _number(got) is None:
        return _("Need %(need)s, no points yet.") % given
    if self_scored:
        return _("Need %(need)s, the commune gave itself %(got)s, %(margin)s.") % given
    return _("Need %(need)s, got %(got)s, %(margin)s.") % given


@register.simple_tag
def threshold_bar(need, got, self_scored: bool = False, maximum=1000) -> SafeString:
    """`{% threshold_bar 650 702 %}`: the large bar with its labels; dashed and striped when self-scored.

    `need` may be None (class not confirmed) and `got` too (no points yet); both are points out of `maximum`.
    """
    needed, reached, top = _number(need), _number(got), _number(maximum)
    tight = " bar-end-tight" if needed is not None and needed / top > NARROW else ""
    drawn = [
        '<text class="bar-end" x="0" y="20">0</text>',
        f'<text class="bar-end bar-end-last{tight}" x="100%" y="20">{points(top)}</text>',
    ]
    drawn.append(_pieces(needed, reached, top, self_scored, 30, 18))
    if needed is not None:
        at = _share(needed, top)
        label = format_html(
            '<text class="bar-label bar-left" x="-18" y="20">{} <tspan class="bar-strong">{}</tspan></text>',
            _("Need"),
            points(needed),
        )
        drawn.append(
            f'<svg x="{at}%" overflow="visible">{label}<path class="bar-mark" d="{ROOF}"/></svg>'
            f"{_mark(at, 22, 28)}"
        )
    if reached is not None:
        drawn.append(_score_label(needed, reached, _share(reached, top), self_scored))
    return format_html(
        '<svg class="bar" width="100%" height="80" role="img" aria-label="{}">{}</svg>',
        threshold_sentence(need, got, self_scored),
        mark_safe("".join(drawn)),  # noqa: S308 - built above from numbers and escaped words
    )


def _score_label(needed: Decimal | None, reached: Decimal, at: float, own: bool) -> str:
    """The label under the bar: in the middle below the score, pushed inwards near either end."""
    place, x = "bar-middle", at
    if at > FLIP_RIGHT:
        place, x = "bar-left", min(100, round(at + 6, 2))
    elif at < FLIP_LEFT:
        place, x = "bar-right", max(0, round(at - 6, 2))
    name = _("Self-scored") if own else _("Got")
    margin_part = ""
    if needed is not None:
        kind = "bar-word-over" if reached >= needed else "bar-word-short"
        margin_part = format_html(' <tspan class="{}" dx="6">{}</tspan>', kind, margin_words(needed, reached))
    return format_html(
        '<text class="bar-score {}" x="{}%" y="72">{} {}{}</text>',
        place,
        str(x),
        name,
        points(reached),
        margin_part,
    )


@register.simple_tag
def mini_bar(need, got, self_scored: bool = False, maximum=1000) -> SafeString:
    """The threshold bar without words for a table row; the numbers stand beside it."""
    needed, reached, top = _number(need), _number(got), _number(maximum)
    mark = _mark(_share(needed, top), 0, 18) if needed is not None else ""
    return mark_safe(  # noqa: S308 - numbers only
        '<svg class="bar bar-mini" width="100%" height="18" aria-hidden="true" focusable="false">'
        f"{_pieces(needed, reached, top, self_scored, 4, 10)}{mark}</svg>"
    )


@register.simple_tag
def criterion_bar(maximum, district=None, commune=None, scale=75) -> SafeString:
    """One criterion: track = its maximum, fill = the district's points, upright tick = the commune's own.

    Before the district has scored, the commune's points fill the bar in stripes. `scale` is the points
    that take the whole width (the largest maximum), so that bars of one table can be compared.
    """
    top, full = _number(maximum), _number(scale)
    fixed, own = _number(district), _number(commune)
    drawn = [_rect("bar-track bar-track-plain", 0, _share(top, full), 4, 10)]
    if fixed is not None:
        drawn.append(_rect("bar-need", 0, _share(fixed, full), 4, 10))
    elif own is not None:
        drawn.append(_rect("bar-own", 0, _share(own, full), 4, 10, "stripes"))
    if own is not None:
        at = min(_share(own, full), 99.2)
        drawn.append(
            f'<svg x="{at}%" overflow="visible">'
            '<rect class="bar-mark" x="-1.5" y="1" width="3" height="16"/></svg>'
        )
    return mark_safe(  # noqa: S308 - numbers only
        '<svg class="bar bar-mini" width="100%" height="18" aria-hidden="true" focusable="false">'
        f"{''.join(drawn)}</svg>"
    )


@register.simple_tag
def target_bar(reached, target) -> SafeString:
    """`{% target_bar 57.8 50 %}`: per cent of communes recognised against the target in per cent."""
    got, aim = _number(reached), _number(target)
    whole = Decimal(100)
    at = _share(aim, whole)
    label = _("Target %(percent)s") % {"percent": percent(aim)}
    words = _("%(reached)s recognised, target %(target)s") % {"reached": percent(got), "target": percent(aim)}
    place, x = ("bar-left", -16) if at > 40 else ("bar-right", 16)
    return format_html(
        '<svg class="bar bar-target" width="100%" height="54" role="img" aria-label="{}">{}'
        '<svg x="{}%" overflow="visible"><text class="bar-label {}" x="{}" y="20">{}</text>'
        '<path class="bar-mark" d="{}"/></svg>{}</svg>',
        words,
        mark_safe(_pieces(aim, got, whole, False, 30, 14)),  # noqa: S308 - numbers only
        str(at),
        place,
        x,
        label,
        ROOF,
        mark_safe(_mark(at, 22, 26)),  # noqa: S308 - numbers only
    )
