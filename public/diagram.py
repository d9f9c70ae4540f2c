"""The life of a case, drawn: where each state stands is laid out by hand, the arrows come from the policy."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from public import states
from workflow.rules import policy

WIDTH, HEIGHT = 1120, 396
BOX_WIDTH, BOX_HEIGHT = 160, 62
# The middle of each box.
PLACES = {
    states.DRAFT: (84, 132),
    states.COMMUNE_ASSESSED: (364, 132),
    states.DISTRICT_REVIEWED: (644, 132),
    states.RECOGNIZED: (924, 132),
    states.REWARDED: (1034, 262),
    states.NOT_FILED: (84, 350),
    states.NOT_RECOGNIZED: (504, 350),
    states.REVOKED: (780, 350),
}
# Where a label stands beside the middle of its arrow: right, down, and the side it is held at.
SPOTS = {
    ("decline", states.COMMUNE_ASSESSED): (-6, -30, "start"),
    ("decline", states.DISTRICT_REVIEWED): (10, 28, "start"),
    ("reconsider", states.NOT_RECOGNIZED): (10, 34, "end"),
}
LABELS = {
    "submit": gettext_lazy("commune files"),
    "return": gettext_lazy("is sent back"),
    "review": gettext_lazy("district reviews"),
    "reopen": gettext_lazy("is taken up again"),
    "recognize": gettext_lazy("is recognised"),
    "decline": gettext_lazy("is not recognised"),
    "reconsider": gettext_lazy("is reconsidered"),
    "reward": gettext_lazy("is rewarded"),
    "revoke": gettext_lazy("is revoked"),
    "close": gettext_lazy("year is closed"),
}
HALF_W, HALF_H = BOX_WIDTH // 2, BOX_HEIGHT // 2


@dataclass(frozen=True)
class Box:
    """A state: its key, name in lines, and the left upper corner of its box."""

    state: str
    lines: tuple[str, ...]
    x: int
    y: int

    @property
    def middle(self) -> int:
        """x of the middle."""
        return self.x + HALF_W

    @property
    def baselines(self) -> list[tuple[int, str]]:
        """(y, text) of each line, centred."""
        first = self.y + HALF_H + 5 - 10 * (len(self.lines) - 1)
        return [(first + 20 * number, line) for number, line in enumerate(self.lines)]


@dataclass(frozen=True)
class Arrow:
    """An act: its path, where its label stands, and whether it runs backwards (drawn dashed)."""

    path: str
    label: str
    x: int
    y: int
    back: bool
    anchor: str = "middle"


@dataclass(frozen=True)
class Diagram:
    """The whole drawing."""

    width: int
    height: int
    box_width: int
    box_height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def _lines(text: str) -> tuple[str, ...]:
    """A name on at most two lines that fit a box."""
    if len(text) <= 18:
        return (text,)
    head, dash, tail = text.partition(" – ")
    if dash:
        return (f"{head} –", tail)
    words = text.split()
    cut = min(range(1, len(words)), key=lambda at: abs(len(" ".join(words[:at])) - len(text) / 2))
    return (" ".join(words[:cut]), " ".join(words[cut:]))


def _arrow(action: str, source: str, target: str) -> Arrow:
    """One arrow; the label lies beside its middle."""
    (x0, y0), (x1, y1) = PLACES[source], PLACES[target]
    label = str(LABELS.get(action, action))
    if source == target:  # a reward on a rewarded year: a small loop
        x, y = x0 + 40, y0 + HALF_H
        return Arrow(f"M{x} {y}c0 40 -80 40 -80 3", "", x - 40, y + 46, False)
    if y0 == y1 and x1 > x0:
        return Arrow(f"M{x0 + HALF_W} {y0}H{x1 - HALF_W - 3}", label, (x0 + x1) // 2, y0 - 10, False)
    if y0 == y1:  # backwards: an arc above the row
        top = y0 - HALF_H
        return Arrow(
            f"M{x0 - 30} {top}C{x0 - 60} {top - 62} {x1 + 60} {top - 62} {x1 + 30} {top - 3}",
            label, (x0 + x1) // 2, top - 58, True,
        )  # fmt: skip
    if abs(x1 - x0) > BOX_WIDTH:  # to the side of a box that lies far off
        way = f"M{x0 - HALF_W} {y0 + 12}C{x0 - 150} {y0 + 12} {x1 + 130} {y1} {x1 + HALF_W + 3} {y1}"
        return Arrow(way, label, x0 - 126, y1 - 30, False)
    return _steep(label, action, source, target)


def _steep(label: str, action: str, source: str, target: str) -> Arrow:
    """An arrow between two rows; arrows of one pair of boxes start apart."""
    (x0, y0), (x1, y1) = PLACES[source], PLACES[target]
    down = y1 > y0
    shift = -30 if action == "reconsider" else 0
    from_y, to_y = (y0 + HALF_H, y1 - HALF_H - 3) if down else (y0 - HALF_H, y1 + HALF_H + 3)
    lean = max(-44, min(44, x1 - x0))
    start_x, end_x = x0 + lean + shift, x1 - lean + shift if x0 != x1 else x1
    bend = (from_y + to_y) // 2
    path = f"M{start_x} {from_y}C{start_x} {bend} {end_x} {bend} {end_x} {to_y}"
    right, lower, side = SPOTS.get((action, source), (0, 0, "middle"))
    return Arrow(path, label, (start_x + end_x) // 2 + right, bend + 4 + lower, not down, side)


def life_of_a_case() -> Diagram:
    """The drawing of all acts that move a case."""
    boxes = tuple(
        Box(state, _lines(str(states.NAMES[state])), x - HALF_W, y - HALF_H)
        for state, (x, y) in PLACES.items()
    )
    arrows = tuple(
        _arrow(act.action, source, act.target)
        for act in policy.ACTS
        if act.target is not None
        for source in act.sources
        if source in PLACES
    )
    return Diagram(WIDTH, HEIGHT, BOX_WIDTH, BOX_HEIGHT, boxes, arrows)
