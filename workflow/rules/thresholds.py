"""Which threshold a commune must reach, and whether it did (R-THR). Points are Decimal of 1,000."""

from __future__ import annotations

from decimal import Decimal

from workflow.regulations import loader
from workflow.regulations.model import Regulation
from workflow.rules.facts import PHUONG, THI_TRAN, UNCONFIRMED, XA, XA_DBKK

# Kinds as portal.units writes them.
CLASSES_OF_KIND = {
    "phuong": (PHUONG,),
    "thi_tran": (THI_TRAN,),
    "xa": (XA, XA_DBKK),
}


def classes_of(kind: str) -> tuple[str, ...]:
    """The classes a commune of this kind can have; KeyError for a kind that is no commune."""
    return CLASSES_OF_KIND[kind]


def class_of_kind(kind: str) -> str:
    """The class that follows from the kind alone: a phường and a thị trấn have one, a xã is unconfirmed until
    an officer of the Sở confirms 750 or 650 with its source (R-THR-3)."""
    classes = classes_of(kind)
    return classes[0] if len(classes) == 1 else UNCONFIRMED


def threshold(regulation: Regulation, class_code: str) -> int | None:
    """The points a class must reach; None while it is unconfirmed or the regulation names none for it."""
    found = regulation.threshold(class_code)
    return found.points if found else None


def of_class(regulation_code: str, class_code: str) -> int | None:
    """The same by the regulation's code ("34/2014"); KeyError for an unknown regulation."""
    return threshold(loader.get(regulation_code), class_code)


def margin(total: Decimal, needed: Decimal | int) -> Decimal:
    """Points above (dư) or, negative, below (thiếu) the threshold."""
    return total - Decimal(needed)


def reached(total: Decimal, needed: Decimal | int) -> bool:
    """At or above the threshold (R-DIS-4: "từ … điểm trở lên")."""
    return margin(total, needed) >= 0
