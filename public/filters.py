"""The filters of a year's results: values in the address, links with counts, nothing hidden in a form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from public import states
from public.board import UNCONFIRMED, Board, Row

DISTRICT, THRESHOLD, STATE, ORDER, PAGE = "huyen", "nguong", "trang-thai", "xep", "trang"
BY_MARGIN = "chenh"
PER_PAGE = 12

THRESHOLD_WORDS = {
    "650": gettext_lazy("650 · specially difficult communes"),
    "750": gettext_lazy("750 · communes and townships"),
    "850": gettext_lazy("850 · city wards"),
    UNCONFIRMED: gettext_lazy("not confirmed yet"),
}


@dataclass(frozen=True)
class Choice:
    """One link of a filter."""

    label: str
    count: int
    address: str
    chosen: bool


@dataclass(frozen=True)
class Filter:
    """A named row of links."""

    name: str
    choices: tuple[Choice, ...]


def _value(name: str, row: Row) -> str:
    if name == DISTRICT:
        return row.district_code
    return row.state if name == STATE else row.threshold_key


class Selection:
    """What a reader chose on the results of a year. Unknown values are dropped, and `clean` says so."""

    def __init__(self, board: Board, query: Mapping[str, str]):
        self.board = board
        known = {
            DISTRICT: {row.district_code for row in board.rows},
            THRESHOLD: {row.threshold_key for row in board.rows},
            STATE: {row.state for row in board.rows},
            ORDER: {BY_MARGIN},
        }
        self.chosen = {name: query[name] for name in known if query.get(name) in known[name]}
        self.clean = all(
            name == PAGE or self.chosen.get(name) == value for name, value in query.items() if value
        )

    def rows(self, leaving_out: str = "") -> list[Row]:
        """The rows that pass every chosen filter but one, in the chosen order."""
        found = [
            row
            for row in self.board.rows
            if all(
                name in (ORDER, leaving_out) or _value(name, row) == value
                for name, value in self.chosen.items()
            )
        ]
        if self.by_margin:
            found.sort(key=lambda row: (row.margin is None, -(row.margin or 0)))
        return found

    @property
    def by_margin(self) -> bool:
        """True when rows are ordered by their distance to their own threshold."""
        return self.chosen.get(ORDER) == BY_MARGIN

    @property
    def narrowed(self) -> bool:
        """True when some rows are left out."""
        return any(name != ORDER for name in self.chosen)

    def address(self, **changes: str | None) -> str:
        """The query of this selection with changes; the page starts again. Names use _ for -."""
        changed = {name.replace("_", "-"): value for name, value in changes.items()}
        query = {name: value for name, value in (self.chosen | changed).items() if value}
        return f"?{urlencode(query)}" if query else "."

    def order_address(self) -> str:
        """Where the other order is."""
        return self.address(xep=None if self.by_margin else BY_MARGIN)

    def filters(self) -> list[Filter]:
        """The three rows of links, each counting what it would show."""
        districts = {row.district_code: row.district_name for row in self.board.rows}
        thresholds = sorted({row.threshold_key for row in self.board.rows})
        found = {row.state for row in self.board.rows}
        return [
            self._filter(_("District"), DISTRICT, districts.items()),
            self._filter(_("Threshold"), THRESHOLD, ((key, _threshold_label(key)) for key in thresholds)),
            self._filter(
                _("Result"),
                STATE,
                ((state, str(states.NAMES[state])) for state in states.ORDER if state in found),
            ),
        ]

    def _filter(self, label: str, name: str, values: Iterable[tuple[str, str]]) -> Filter:
        rows = self.rows(leaving_out=name)
        changing = name.replace("-", "_")
        everything = Choice(_("All"), len(rows), self.address(**{changing: None}), name not in self.chosen)
        counted = [
            Choice(
                label=text,
                count=sum(_value(name, row) == value for row in rows),
                address=self.address(**{changing: value}),
                chosen=self.chosen.get(name) == value,
            )
            for value, text in values
        ]
        return Filter(label, (everything, *(choice for choice in counted if choice.count or choice.chosen)))


def _threshold_label(key: str) -> str:
    return str(THRESHOLD_WORDS.get(key, key))
