"""What the home page tells of results: the newest finished year, open comments, the latest decisions."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from portal.record import clock
from portal.theme.templatetags.writing import day, points
from public import addresses, results, states
from public.board import Board, row_of, year_board
from public.deadlines import days_in_force
from public.map import province_map
from public.models.publication import Publication
from public.wording import comment_count_words, days_left_words, inside
from workflow.models import CommentWindow

OPEN_SHOWN, DECISIONS_SHOWN = 4, 3


@dataclass(frozen=True)
class OpenWindow:
    """A provisional result people may comment on today."""

    name: str
    district: str
    address: str
    closes: date
    left: str
    urgent: bool
    comments: str
    late: str
    illustrative: bool


def open_windows(province_code: str = "") -> list[OpenWindow]:
    """Every open window, the one that closes first on top; two queries."""
    today = clock.today()
    windows = (
        CommentWindow.objects.filter(
            replaced=False, opens__lte=today, closes__gte=today, case__state=states.COMMUNE_ASSESSED
        )
        .annotate(received=Count("messages", filter=Q(messages__in_window=True)))
        .values("case_id", "closes", "received", "case__submit_days_late")
    )
    if province_code:
        windows = windows.filter(case__campaign__province__code=province_code)
    found = {window["case_id"]: window for window in windows}
    publications = Publication.objects.current().light().filter(case_id__in=found)
    rows = [(found[publication.case_id], row_of(publication)) for publication in publications]
    rows.sort(key=lambda pair: (pair[0]["closes"], pair[1].name_key))
    return [
        OpenWindow(
            name=row.full_name,
            district=row.district_full_name,
            address=addresses.unit_address(row.slug, row.year),
            closes=window["closes"],
            left=days_left_words(window["closes"], today),
            urgent=(window["closes"] - today).days <= 1,
            comments=comment_count_words(window["received"]),
            late=_filed_late(window["case__submit_days_late"]),
            illustrative=row.illustrative,
        )
        for window, row in rows
    ]


def _filed_late(days: int | None) -> str:
    if not days or days < 0:
        return ""
    return _("filed 1 day late") if days == 1 else _("filed %(days)s days late") % {"days": days}


@dataclass(frozen=True)
class News:
    """A decision: several communes of one district may stand in it."""

    on: date
    title: str
    note: str
    address: str


def latest_decisions(province_code: str) -> list[News]:
    """The newest decisions of the province, in one query."""
    decided = (
        Publication.objects.current()
        .light()
        .in_province(province_code)
        .filter(decision_on__isnull=False)
        .order_by("-decision_on", "district_code", "decision_number", "state", "sort_key")[:60]
    )
    groups = groupby(
        (row_of(publication) for publication in decided),
        key=lambda row: (row.decision_on, row.district_code, row.decision_number, row.state in states.MET),
    )
    return [_news(list(rows)) for (_key, rows), _wanted in zip(groups, range(DECISIONS_SHOWN), strict=False)]


def _news(rows) -> News:
    first = rows[0]
    one = len(rows) == 1
    told = {
        "name": inside(first.full_name),
        "count": points(len(rows)),
        "district": inside(first.district_full_name),
        "year": first.year,
    }
    titles = {
        True: (_("%(name)s recognised"), _("%(count)s communes of %(district)s recognised")),
        False: (_("%(name)s not recognised"), _("%(count)s communes of %(district)s not recognised")),
    }
    title = titles[first.met][not one] % told
    if first.state == states.REVOKED:
        title = _("Recognition of %(name)s revoked") % told
    short = [row for row in rows if row.margin is not None and row.margin < 0]
    note = ", ".join(row.full_name for row in rows) if not one else ""
    if one and short:
        note = _("%(points)s points short") % {"points": points(-first.margin)}
    return News(
        on=first.decision_on,
        title=title,
        note=": ".join(filter(None, [_("No. %(number)s") % {"number": first.decision_number}, note])),
        address=addresses.unit_address(first.slug, first.year)
        if one
        else addresses.results_address(first.year, first.district_place),
    )


def _newest_board(province_code: str) -> tuple[Board | None, int | None]:
    """The board of the newest finished year, and the year that still goes on, if any."""
    known = results.years(province_code)
    running = next((year.year for year in known if year.running), None)
    finished = next((year.year for year in known if not year.running), running)
    return (year_board(province_code, finished) if finished else None), running


def context(province_code: str) -> dict:
    """Everything of the home page that is made from results."""
    board, running = _newest_board(province_code)
    windows = open_windows(province_code)
    decisions = latest_decisions(province_code)
    return {
        "board": board,
        "running_year": running,
        "windows": windows[:OPEN_SHOWN],
        "windows_count": len(windows),
        "decisions": decisions,
        "district_due": None if decisions else days_in_force().district_due,
        "map": province_map(board.rows) if board else None,
        "legend": results.legend(board) if board else [],
        "results_address": addresses.results_address(board.year) if board else addresses.results_address(),
        "running_address": addresses.results_address(running) if running else "",
        "today_words": day(clock.today()),
        "search_address": addresses.unit_address(),
        "feedback_address": addresses.feedback_address(),
        "illustrative_notice": bool(board and board.illustrative) or any(w.illustrative for w in windows),
    }
