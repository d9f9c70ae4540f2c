"""The two numbers of a criterion with bands: what was typed, what it means, and how it is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from workflow.actions.refusals import present
from workflow.regulations.model import Band, Criterion
from workflow.rules import measuring
from workflow.rules.measuring import NOTHING, Numbers, NumbersRefused

PLACES = {"numerator": "num", "denominator": "den"}
LONGEST = 40


@dataclass(frozen=True)
class Boxes:
    """The two boxes of a row as they were sent; `wrong` names the box of the error ("num" or "den")."""

    numerator: str = ""
    denominator: str = ""
    numbers: Numbers | None = None
    error: str = ""
    wrong: str = ""


EMPTY = Boxes()


def read(data: Mapping, no: int, criterion: Criterion) -> Boxes:
    """What was typed; numbers None where the row has no such boxes or they cannot be taken."""
    if not measuring.measured(criterion) or not {f"num-{no}", f"den-{no}"} & set(data):
        return EMPTY
    typed = [str(data.get(f"{short}-{no}", ""))[:LONGEST] for short in PLACES.values()]
    try:
        numbers = Numbers(
            *(measuring.parse_count(text, place) for text, place in zip(typed, PLACES, strict=True))
        )
        measuring.check(criterion, numbers)
    except NumbersRefused as refused:
        params = {name: present(value) for name, value in refused.params.items()}
        return Boxes(*typed, error=_(refused.message) % params, wrong=PLACES[refused.place])
    return Boxes(*typed, numbers=numbers)


def shown(numbers: Numbers) -> Boxes:
    """The boxes as they show saved numbers."""
    return Boxes(*("" if number is None else str(number) for number in numbers), numbers=numbers)


def value_words(criterion: Criterion, numbers: Numbers) -> str:
    """The value: "96,5 %", "2,5 per 1,000 children"; "" while it cannot be told."""
    exact = measuring.value(criterion, numbers or NOTHING)
    return "" if exact is None else with_unit(criterion, measuring.shown(exact))


def with_unit(criterion: Criterion, value: Decimal) -> str:
    """A value with what it is counted in."""
    if criterion.unit == measuring.PERCENT:
        return f"{present(value)} %"
    if criterion.rate_base is None:
        return present(value)
    return _("%(value)s per %(base)s children") % {
        "value": present(value),
        "base": present(Decimal(criterion.rate_base)),
    }


def band_words(criterion: Criterion, band: Band) -> str:
    """The values of a band: "from 95 % below 98 %"."""
    words = []
    if band.at_least is not None:
        words.append(_("from %(value)s") % {"value": with_unit(criterion, band.at_least)})
    if band.above is not None:
        words.append(_("above %(value)s") % {"value": with_unit(criterion, band.above)})
    if band.at_most is not None:
        words.append(_("up to %(value)s") % {"value": with_unit(criterion, band.at_most)})
    if band.below is not None:
        words.append(_("below %(value)s") % {"value": with_unit(criterion, band.below)})
    return ", ".join(words)


def ask_words(criterion: Criterion, ask: str, numbers: Numbers, former: Decimal | None) -> str:
    """What has to be corrected or explained about a row, as a sentence."""
    if ask == measuring.HALF:
        return _("Write both numbers, or clear both.")
    if ask == measuring.NO_BAND:
        return _("No known band holds this value: enter the points and write why.")
    if ask == measuring.DEPARTS:
        points = measuring.computed(criterion, numbers)
        return _("The band gives %(points)s points: write why the council gives others.") % {
            "points": present(points)
        }
    if former is None:
        return _("Far from last year: write why.")
    return _("More than 30 away from last year's %(points)s: write why.") % {"points": present(former)}
