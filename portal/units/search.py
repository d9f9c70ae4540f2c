"""Finding units by name, whatever the tones, marks, đ and spelling (Ngọc, Ngọk) of the one who looks."""

from datetime import date
from itertools import islice, product

from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.functions import Replace

from portal.units import tree
from portal.units.models import Tier, UnitSpan, in_force
from portal.units.names import KIND_NAMES, fold

_KINDS = sorted(((fold(name), kind) for kind, name in KIND_NAMES.items()), key=lambda pair: -len(pair[0]))
_TIER_ORDER = {Tier.PROVINCE: 0, Tier.DISTRICT: 1, Tier.COMMUNE: 2}
_MOST_SPELLINGS = 16
_LONGEST_QUERY = 100


def search(query: str, on: date, limit: int = 20) -> list[UnitSpan]:
    """Units in force on a day whose name, present or former, fits the query; best first.

    Exact names come before names that begin so, before names with a word that begins so, before the rest;
    then province, district, commune, in Vietnamese order. "xã đắk hà" keeps to xã, "đắk long, kon plông" to
    units below Kon Plông, "23473" is a code. Each span has `former_name`: the earlier full name it was found
    by, or "". At most four queries.
    """
    wanted, _, place = query[:_LONGEST_QUERY].partition(",")
    wanted, place = fold(wanted), fold(place)
    if not wanted or limit < 1:
        return []
    hits = _ranked(wanted, place, on, limit)
    if not hits:
        hits = _ranked(wanted, place, on, limit, joined=True)
    return hits


def _ranked(wanted: str, place: str, on: date, limit: int, joined: bool = False) -> list[UnitSpan]:
    condition, rank = _joined(wanted) if joined else _matching(wanted)
    spans = UnitSpan.objects.alias(joined=Replace("folded", Value(" "), Value(""))).filter(condition)
    if place:
        spans = spans.filter(_below(place, on))
    spans = spans.annotate(rank=rank, tier_rank=_tier_rank())
    # A unit may fit under several of its names: the best of them counts.
    fitting: dict[int, list[str]] = {}
    for span in spans.order_by("rank", "tier_rank", "sort_key", "code")[: limit * 4]:
        fitting.setdefault(span.unit_id, []).append(span.full_name)
    today = tree.spans_at(fitting, on)
    hits = []
    for unit_id, full_names in fitting.items():
        if span := today.get(unit_id):
            span.former_name = "" if span.full_name in full_names else full_names[0]
            hits.append(span)
    return hits[:limit]


def _matching(wanted: str) -> tuple[Q, Case]:
    """Condition and rank of a query: as a name, as a kind and a name, or as a code."""
    readings = [(wanted, Q())]
    readings += [
        (wanted.removeprefix(f"{word} "), Q(kind=kind))
        for word, kind in _KINDS
        if wanted.startswith(f"{word} ")
    ]
    exact = prefix = word = anywhere = Q(pk__in=[])
    for name, of_kind in readings:
        for spelling in _spellings(name):
            exact |= of_kind & Q(folded=spelling)
            prefix |= of_kind & Q(folded__startswith=spelling)
            word |= of_kind & Q(folded__contains=f" {spelling}")
            anywhere |= of_kind & Q(folded__contains=spelling)
    code = Q(code=wanted)
    anywhere |= Q(kind__in=[kind for word_of_kind, kind in _KINDS if wanted == word_of_kind])
    return anywhere | code, _rank(exact | code, prefix, word)


def _joined(wanted: str) -> tuple[Q, Case]:
    """The query without its blanks: "konplong", "ia h drai"."""
    glued = wanted.replace(" ", "")
    return Q(joined__contains=glued), _rank(Q(joined=glued), Q(joined__startswith=glued), Q(pk__in=[]))


def _rank(exact: Q, prefix: Q, word: Q) -> Case:
    return Case(
        When(exact, then=0), When(prefix, then=1), When(word, then=2), default=3, output_field=IntegerField()
    )


def _tier_rank() -> Case:
    return Case(
        *(When(tier=tier, then=rank) for tier, rank in _TIER_ORDER.items()), output_field=IntegerField()
    )


def _below(place: str, on: date) -> Q:
    """Below a unit whose name begins so, at any distance."""
    named = UnitSpan.objects.filter(in_force(on), folded__contains=place)
    middle = UnitSpan.objects.filter(in_force(on), parent__in=named.values("unit"))
    return Q(parent__in=named.values("unit")) | Q(parent__in=middle.values("unit"))


def _spellings(name: str) -> list[str]:
    """The name with c and k exchanged at the edges of its words: local names are written both ways."""
    words = [_spellings_of_word(word) for word in name.split()]
    return list(dict.fromkeys(" ".join(choice) for choice in islice(product(*words), _MOST_SPELLINGS)))


def _spellings_of_word(word: str) -> list[str]:
    swapped = {"c": "k", "k": "c"}
    found = [word]
    if len(word) > 1 and word[-1] in swapped:
        found.append(word[:-1] + swapped[word[-1]])
    if len(word) > 1 and word[0] in swapped and word[1] not in "h":
        found += [swapped[spelling[0]] + spelling[1:] for spelling in found]
    return found
