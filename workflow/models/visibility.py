"""Which cases a person may read: rights run down the tree, decided in the queryset."""

from datetime import date

from django.db import models
from django.db.models import Q

from portal.people import grants
from portal.record import clock
from portal.units.models import Tier, UnitSpan
from portal.units.names import KIND_NAMES, fold

from .campaign import Campaign

KIND_WORDS = frozenset(word for name in KIND_NAMES.values() for word in fold(name).split())


class CaseQuerySet(models.QuerySet):
    def visible_to(self, user, on: date | None = None):
        """Cases at or below a unit at which the user holds a reading role that day.

        A province is met through its campaigns: their few ids use the case's own index, where a join
        would walk every case of the country.
        """
        if not user.is_authenticated:
            return self.none()
        roots = grants.reads_under(user, on or clock.today())
        if roots is grants.ALL:
            return self.all()
        if not roots:
            return self.none()
        return self.filter(_under(roots))

    def named(self, text: str):
        """Cases whose commune's name holds the words, tones and đ folded.

        The words are looked for among the communes first, a tenth of their cases' number; a unit's own
        name does not hold its kind ("xã", "thị trấn"), the case's does.
        """
        cases, spans = self, UnitSpan.objects.filter(tier=Tier.COMMUNE)
        for word in fold(text).split():
            cases = cases.filter(folded__contains=word)
            if word not in KIND_WORDS:
                spans = spans.filter(folded__contains=word)
        return cases.filter(span__in=spans.order_by().values("pk"))


def _under(roots) -> Q:
    tiers = {tier: [unit.pk for unit in roots if unit.tier == tier] for tier in Tier}
    under = Q()
    if communes := tiers[Tier.COMMUNE]:
        under |= Q(commune__in=communes)
    if districts := tiers[Tier.DISTRICT]:
        under |= Q(reviewing_unit__in=districts) | Q(recognising_unit__in=districts)
    if provinces := tiers[Tier.PROVINCE]:
        under |= Q(campaign__in=Campaign.objects.filter(province__in=provinces).order_by().values("pk"))
    return under
