"""What the pages of units tell: the list, a district, a commune with its years, one year of a commune."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.record import clock
from portal.theme.templatetags.bars import threshold_sentence
from portal.units.models import Tier, Unit, UnitSpan
from portal.units.names import fold
from portal.units.tree import children_at, communes_at
from public import addresses, states
from public.board import Board, row_of
from public.comments import comments_of
from public.feedback_form import CommentForm
from public.models.publication import Publication
from public.papers import open_papers
from public.places import Place, place_of
from public.result import Result
from public.streak import passport
from public.wording import CLASS_NAMES, weekday_inside
from workflow.models import Case


@dataclass(frozen=True)
class Branch:
    """A district and its communes in the list of units."""

    place: Place
    communes: tuple[Place, ...]


def _branches(province_code: str, on: date) -> list[Branch]:
    """The districts in force with their communes, in three queries."""
    province = Unit.objects.filter(code=province_code, tier=Tier.PROVINCE).first()
    if province is None:
        return []
    communes: dict[int, list[UnitSpan]] = {}
    for span in communes_at(province, on):
        communes.setdefault(span.parent_id, []).append(span)
    districts = sorted(children_at(province, on), key=lambda span: span.sort_key)
    return [
        Branch(
            place := place_of(span),
            tuple(
                place_of(below, place)
                for below in sorted(communes.get(span.unit_id, ()), key=lambda below: below.sort_key)
            ),
        )
        for span in districts
    ]


def _wanted(branch: Branch, folded: str) -> Branch | None:
    """The part of a branch a reader looks for; the whole of it when its own name is meant."""
    if folded == fold(branch.place.name) or folded == fold(branch.place.full_name):
        named = tuple(place for place in branch.communes if folded in fold(place.full_name))
        return Branch(branch.place, named or branch.communes)
    found = tuple(place for place in branch.communes if folded in fold(place.full_name))
    return Branch(branch.place, found) if found else None


def listing_context(province_code: str, query: str) -> dict:
    """All units by district, or those whose name holds what a reader typed, tones or not."""
    branches = _branches(province_code, clock.today())
    folded = fold(query)
    if query.strip() and not folded:
        branches = []  # only signs: nothing is called that
    elif folded:
        branches = [found for branch in branches if (found := _wanted(branch, folded))]
    communes = [place for branch in branches for place in branch.communes]
    return {
        "query": query,
        "branches": branches,
        "count": len(communes),
        "only": communes[0] if folded and len(communes) == 1 else None,
        "breadcrumbs": [(_("Home"), addresses.home_address()), (_("Communes, wards and townships"), "")],
    }


def branch_context(province_code: str, place: Place) -> dict:
    """A district or the province: its units and, year by year, how many are recognised."""
    if place.tier == Tier.PROVINCE:
        return _province_context(place)
    unit = Unit(pk=place.unit_id)
    communes = sorted(children_at(unit, clock.today()), key=lambda span: span.sort_key)
    boards = _district_boards(province_code, place.code)
    return {
        "place": place,
        "communes": [place_of(span, place) for span in communes],
        "boards": boards,
        "illustrative_notice": any(board.illustrative for board in boards),
        "breadcrumbs": [
            (_("Communes, wards and townships"), addresses.unit_address()),
            (place.full_name, ""),
        ],
    }


def _province_context(place: Place) -> dict:
    branches = _branches(place.code, clock.today())
    return {
        "place": place,
        "communes": [branch.place for branch in branches],
        "boards": [],
        "breadcrumbs": [
            (_("Communes, wards and townships"), addresses.unit_address()),
            (place.full_name, ""),
        ],
    }


def _district_boards(province_code: str, district_code: str) -> list[Board]:
    """The decided years of a district, the newest first, in one query."""
    rows: dict[int, list] = {}
    publications = Publication.objects.current().light().in_province(province_code)
    for publication in publications.filter(district_code=district_code):
        rows.setdefault(publication.year, []).append(row_of(publication))
    return [Board(year, tuple(rows[year])) for year in sorted(rows, reverse=True)]


def _history(place: Place) -> list[Publication]:
    """What holds for each year of a commune, the newest first."""
    return list(Publication.objects.current().light().filter(unit_code=place.code).order_by("-year"))


def _open_years(place: Place, published: set[int]) -> list[int]:
    """Years in which the commune has a case nothing was published of yet."""
    cases = Case.objects.filter(commune=place.unit_id).exclude(year__in=published)
    return sorted(set(cases.values_list("year", flat=True)), reverse=True)


def _chart_rows(history: list[Publication]) -> list[dict]:
    """The decided years for the theme's `history_chart`, with the class wherever the threshold changed."""
    rows, before = [], None
    for publication in reversed(history):
        if publication.state in states.RUNNING or publication.total is None:
            continue
        changed = before is not None and before.threshold != publication.threshold
        rows.append(
            {
                "year": publication.year,
                "need": publication.threshold,
                "got": publication.total,
                "met": publication.margin is not None and publication.margin >= 0,
                "reason": str(CLASS_NAMES.get(publication.class_code, "")) if changed else "",
            }
        )
        before = publication
    return rows


def _year_links(place: Place, every_year: list[int], current: int | None) -> list[dict]:
    return [
        {
            "label": str(year),
            "address": addresses.unit_address(place.place, year),
            "current": year == current,
        }
        for year in every_year
    ]


def _shared(place: Place, current: int | None) -> dict:
    """What every page of a commune needs: years, history, passport. Six queries."""
    history = _history(place)
    waiting = _open_years(place, {publication.year for publication in history})
    every_year = sorted({*waiting, *(publication.year for publication in history)}, reverse=True)
    by_year = {publication.year: publication.state for publication in history}
    illustrative = any(publication.illustrative for publication in history)
    upto = current or (every_year[0] if every_year else clock.today().year)
    return {
        "place": place,
        "history": [publication for publication in history if publication.state not in states.RUNNING],
        "chart": _chart_rows(history),
        "year_links": _year_links(place, every_year, current),
        "waiting_years": [str(year) for year in waiting],
        "newest": history[0] if history else None,
        "passport": passport(
            place.unit_id, upto, by_year | dict.fromkeys(waiting, states.DRAFT), illustrative=illustrative
        ),
        "illustrative_notice": illustrative,
    }


def unit_context(place: Place) -> dict:
    """A commune with all its years."""
    return _shared(place, None) | {
        "breadcrumbs": [
            (_("Communes, wards and townships"), addresses.unit_address()),
            *([(place.inside.full_name, addresses.unit_address(place.inside.place))] if place.inside else []),
            (place.full_name, ""),
        ],
    }


def _documents(place: Place, year: int) -> tuple[Publication | None, Publication | None]:
    """What holds for a year and for the year before it, with their documents."""
    found = Publication.objects.current().filter(unit_code=place.code, year__in=[year, year - 1])
    by_year = {publication.year: publication for publication in found.defer("salts", "leaves")}
    return by_year.get(year), by_year.get(year - 1)


def _case_waits(place: Place, year: int) -> Case | None:
    return (
        Case.objects.filter(commune=place.unit_id, year=year, campaign__closed_at__isnull=True)
        .select_related("campaign")
        .order_by("illustrative")
        .first()
    )


def _crumbs(place: Place, year: int, district: tuple[str, str] | None) -> list[tuple[str, str]]:
    return [
        (_("Results"), addresses.results_address()),
        (str(year), addresses.results_address(year)),
        *([(district[0], addresses.results_address(year, district[1]))] if district else []),
        (place.full_name, ""),
    ]


def result_context(request: HttpRequest, place: Place, year: int, version: int | None = None) -> dict | None:
    """One year of a commune, in the version asked for; None when there is nothing to tell."""
    current, before = _documents(place, year)
    if current is None:
        return _waiting_context(place, year) if version is None else None
    versions = list(
        Publication.objects.filter(case_id=current.case_id).without_document().order_by("-version")
    )
    shown = current
    if version is not None:
        shown = Publication.objects.filter(case_id=current.case_id, version=version).first()
        if shown is None:
            return None
    comments = comments_of(current, versions) if shown == current else None
    result = Result(shown, before, comments)
    today = clock.today()
    window_open = shown == current and result.window_is_open(today)
    return _shared(place, year) | {
        "result": result,
        "year": str(year),
        "today": today,
        "is_current": shown == current,
        "version_asked": version is not None,
        "current_version": current.version,
        "versions": versions,
        "window_open": window_open,
        "papers": open_papers(current.case_id) if shown == current else [],
        "sentence": threshold_sentence(result.threshold, result.total, result.self_scored),
        "window_heading": _window_heading(result, today) if window_open else "",
        "window_last": weekday_inside(result.window["closes"]) if window_open else "",
        "comment_form": CommentForm(result=result) if window_open else None,
        "comment_address": addresses.feedback_address(place.code, year),
        "timeline_entries": result.timeline(today if shown == current else None),
        "verification_address": _absolute(result),
        "illustrative_notice": shown.illustrative,
        "breadcrumbs": _crumbs(
            place, year, (shown.district_full_name, f"{shown.district_code}-{shown.district_slug}")
        ),
    }


def _window_heading(result: Result, today: date) -> str:
    """ "Chưa phải kết quả. Bạn còn 1 ngày để góp ý."."""
    left = (result.window["closes"] - today).days
    if left == 0:
        return _("Not yet a result. Comments end today.")
    if left == 1:
        return _("Not yet a result. You have 1 day left to comment.")
    return _("Not yet a result. You have %(days)s days left to comment.") % {"days": left}


def _absolute(result: Result) -> str:
    """The verification address with its host, as a QR code needs it."""
    if not result.certificate:
        return ""
    return addresses.absolute(addresses.certificate_address(result.certificate["code"]))


def _waiting_context(place: Place, year: int) -> dict | None:
    """A year in which the commune is still assessing itself: only the campaign's dates are told."""
    case = _case_waits(place, year)
    if case is None:
        return None
    district = (place.inside.full_name, place.inside.place) if place.inside else None
    return _shared(place, year) | {
        "result": None,
        "year": str(year),
        "campaign": case.campaign,
        "illustrative_notice": case.illustrative,
        "breadcrumbs": _crumbs(place, year, district),
    }
