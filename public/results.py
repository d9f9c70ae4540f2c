"""What the pages of results tell: a year of the province, a district in a year."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from public import addresses, states
from public.board import Board, Row, Year, year_board, years
from public.filters import PAGE, PER_PAGE, Selection
from public.map import province_map
from public.places import Place

__all__ = ["district_context", "year_context", "years"]


@dataclass(frozen=True)
class YearLink:
    """A year in the row of years beside a heading."""

    label: str
    address: str
    current: bool


@dataclass(frozen=True)
class StateCount:
    """A line of the legend."""

    state: str
    count: int


def year_links(known: list[Year], current: int, district: str = "") -> list[YearLink]:
    """The years of the results, the running one marked in words."""
    return [
        YearLink(
            _("%(year)s (in progress)") % {"year": year.year} if year.running else str(year.year),
            addresses.results_address(year.year, district),
            year.year == current,
        )
        for year in known
    ]


def legend(board: Board) -> list[StateCount]:
    """The states that occur, with their counts, in the order of reading."""
    counts = board.by_state
    return [StateCount(state, counts[state]) for state in states.ORDER if counts[state]]


def year_context(province_code: str, year: int, query: Mapping[str, str]) -> dict | None:
    """All communes of a year, filtered; None for a year nobody knows of."""
    known = years(province_code)
    if year not in {found.year for found in known}:
        return None
    board = year_board(province_code, year)
    selection = Selection(board, query.dict() if hasattr(query, "dict") else query)
    rows = selection.rows()
    return {
        "year": str(year),
        "board": board,
        "selection": selection,
        "filters": selection.filters(),
        "rows": Paginator(rows, PER_PAGE).get_page(query.get(PAGE, 1)),
        "year_links": year_links(known, year),
        "legend": legend(board),
        "map": province_map(board.rows, shown=rows if selection.narrowed else None),
        "illustrative_notice": board.illustrative,
        "breadcrumbs": [
            (_("Home"), addresses.home_address()),
            (_("Results of %(year)s") % {"year": year}, ""),
        ],
    }


def district_context(province_code: str, year: int, place: Place, query: Mapping[str, str]) -> dict | None:
    """The communes of one district in a year; None when it had none that year."""
    known = years(province_code)
    whole = year_board(province_code, year)
    board = Board(year, tuple(row for row in whole.rows if row.district_code == place.code))
    if not board.rows:
        return None
    selection = Selection(board, query.dict() if hasattr(query, "dict") else query)
    return {
        "place": place,
        "heading": board.rows[0].district_full_name,
        "year": str(year),
        "board": board,
        "selection": selection,
        "rows": selection.rows(),
        "year_links": year_links(known, year, place.place),
        "legend": legend(board),
        "others": [found for found in whole.districts if found.code != place.code],
        "illustrative_notice": board.illustrative,
        "breadcrumbs": [
            (_("Results"), addresses.results_address()),
            (str(year), addresses.results_address(year)),
            (board.rows[0].district_full_name, ""),
        ],
    }


def decided_rows(board: Board) -> list[Row]:
    """The rows with a decision, the newest first."""
    return sorted(
        (row for row in board.rows if row.decision_on), key=lambda row: row.decision_on, reverse=True
    )
