"""The class a commune is in, by date, and the hints that help the Sở to confirm it (R-THR-3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portal.units import names
from portal.units.models import ClassListing, ListedClass, Unit, UnitSpan

PHUONG, THI_TRAN, XA, XA_DBKK = "phuong", "thi_tran", "xa", "xa_dbkk"
UNCONFIRMED = "unconfirmed"
_BY_KIND = {names.PHUONG: PHUONG, names.THI_TRAN: THI_TRAN}
_TELLING = (ListedClass.CT135, ListedClass.VUNG_CAO, ListedClass.MIEN_NUI)


@dataclass(frozen=True)
class ClassHint:
    """What a dated list says of a xã. It decides nothing: an officer of the Sở confirms the class.

    `suggests` is "xa_dbkk" or "" (the list does not speak of the class); `current` is False where the list
    no longer held on the day asked about.
    """

    listed_class: str
    suggests: str
    wording: str
    decision: str
    source: str
    note: str
    valid_from: date | None
    valid_until: date | None
    current: bool


@dataclass(frozen=True)
class ClassAt:
    """The class of a commune on a day: a code, whether it is certain, and where it comes from."""

    code: str
    confirmed: bool
    source: str


def hint_for(unit: Unit | int, on: date) -> ClassHint | None:
    """The most telling list that names a commune on a day, else the last one before; None without any.

    Programme 135 lists come before highland lists. One query.
    """
    return hints_for([unit], on).get(unit if isinstance(unit, int) else unit.pk)


def hints_for(units: Iterable[Unit | int], on: date) -> dict[int, ClassHint]:
    """hint_for of many communes, by unit id. One query."""
    best: dict[int, ClassListing] = {}
    listings = ClassListing.objects.filter(unit__in=list(units), hint=True, listed_class__in=_TELLING)
    for listing in listings:
        if listing.valid_from and listing.valid_from > on:
            continue
        rival = best.get(listing.unit_id)
        if rival is None or _telling(listing, on) > _telling(rival, on):
            best[listing.unit_id] = listing
    return {unit_id: _hint(listing, on) for unit_id, listing in best.items()}


def class_at(span: UnitSpan, on: date) -> ClassAt:
    """The class of one commune on a day. At most one query."""
    return classes_at([span], on)[span.unit_id]


def classes_at(spans: Iterable[UnitSpan], on: date) -> dict[int, ClassAt]:
    """The class of communes on a day, by unit id, in one query.

    Phường and thị trấn follow from their kind; a xã needs a confirmed listing (hint=False), otherwise it
    is UNCONFIRMED.
    """
    spans = list(spans)
    open_ids = [span.unit_id for span in spans if span.kind not in _BY_KIND]
    listed = {
        listing.unit_id: listing
        for listing in ClassListing.objects.in_force(on)
        .filter(unit__in=open_ids, hint=False, listed_class__in=(XA, XA_DBKK))
        .order_by("valid_from", "pk")
    }
    return {span.unit_id: _class_of(span, listed.get(span.unit_id)) for span in spans}


def _class_of(span: UnitSpan, listing: ClassListing | None) -> ClassAt:
    if span.kind in _BY_KIND:
        return ClassAt(_BY_KIND[span.kind], True, names.KIND_NAMES[span.kind])
    if listing:
        return ClassAt(listing.listed_class, True, listing.decision)
    return ClassAt(UNCONFIRMED, False, "")


def _is_current(listing: ClassListing, on: date) -> bool:
    return listing.valid_until is None or listing.valid_until >= on


def _telling(listing: ClassListing, on: date) -> tuple:
    return (
        listing.listed_class == ListedClass.CT135,
        _is_current(listing, on),
        listing.valid_from or date.min,
        listing.pk,
    )


def _hint(listing: ClassListing, on: date) -> ClassHint:
    return ClassHint(
        listed_class=listing.listed_class,
        suggests=XA_DBKK if listing.listed_class == ListedClass.CT135 else "",
        wording=listing.wording,
        decision=listing.decision,
        source=listing.source,
        note=listing.note,
        valid_from=listing.valid_from,
        valid_until=listing.valid_until,
        current=_is_current(listing, on),
    )
