"""The filters of the case list: year, district, state, class, late, a name in any spelling."""

import django_filters
from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.people import grants
from portal.record import clock
from portal.theme.templatetags.states import STATES
from portal.units.models import Tier, UnitSpan
from portal.units.names import fold
from workflow.models import Campaign, Case
from workflow.models.case import UNCONFIRMED

CLASSES = {
    "phuong": gettext_lazy("Ward, 850 points"),
    "thi_tran": gettext_lazy("Township, 750 points"),
    "xa": gettext_lazy("Commune, 750 points"),
    "xa_dbkk": gettext_lazy("Commune in special difficulty, 650 points"),
    UNCONFIRMED: gettext_lazy("Not yet confirmed"),
}
SELECTED = mark_safe(" selected")
YES, NO = "true", "false"


class PlainSelect(forms.Select):
    """A select written in one go: a country has 700 districts, too many for a template each."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = str(value or "")
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, SELECTED if str(key) == chosen else "", label) for key, label in self.choices),
        )
        shown = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        return format_html("<select{}>{}</select>", flatatt(shown), options)


def _choice(label, method: str | None = None, **more) -> django_filters.ChoiceFilter:
    if method:
        more["method"] = method
    return django_filters.ChoiceFilter(
        label=label, widget=PlainSelect, empty_label=gettext_lazy("All"), **more
    )


class CaseFilters(django_filters.FilterSet):
    """Filters as they stand in the address. A value that is not on the list is told and filters nothing."""

    q = django_filters.CharFilter(
        method="named",
        label=gettext_lazy("Commune"),
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    year = _choice(gettext_lazy("Year"), field_name="year")
    district = _choice(gettext_lazy("District"), "reviewed_by")
    state = _choice(gettext_lazy("State"), field_name="state")
    class_code = _choice(gettext_lazy("Class"), field_name="class_code")
    late = _choice(
        gettext_lazy("Deadlines"),
        "lateness",
        choices=[(YES, gettext_lazy("Late")), (NO, gettext_lazy("In time"))],
    )

    class Meta:
        model = Case
        fields = ()

    def __init__(self, data=None, queryset=None, *, request=None, **more):
        super().__init__(data, queryset, request=request, **more)
        fields = self.form.fields
        fields["year"].choices = [("", _("All")), *_years(request.user)]
        self.districts = _districts(request.user)
        fields["district"].choices = [
            ("", _("All")),
            *((code, name) for code, (_pk, name) in self.districts.items()),
        ]
        fields["state"].choices = [
            ("", _("All")),
            *((key, look.official) for key, look in STATES.items()),
        ]
        fields["class"].choices = [("", _("All")), *CLASSES.items()]

    def named(self, cases, name, text):
        """Words of the name with tones and đ folded; "xã" and its like may stand in front."""
        return cases.named(text) if fold(text) else cases

    def reviewed_by(self, cases, name, code):
        return cases.filter(reviewing_unit=self.districts[code][0])

    def lateness(self, cases, name, value):
        return cases.filter(late=value == YES)

    @property
    def narrowed(self) -> bool:
        """Whether anything is filtered at all."""
        return any(self.form.cleaned_data.values()) if self.form.is_valid() else self.is_bound

    @property
    def told(self) -> list[str]:
        """The filters that are on, in words: "Year: 2025"."""
        if not self.form.is_valid():
            return []
        named = []
        for name, value in self.form.cleaned_data.items():
            if value in (None, ""):
                continue
            field = self.form.fields[name]
            words = dict(getattr(field, "choices", ())).get(value, value)
            named.append(f"{field.label}: {words}")
        return named


# In addresses the filter is called as people say it; Python keeps the word for itself.
CaseFilters.base_filters["class"] = CaseFilters.base_filters.pop("class_code")
CaseFilters.base_filters.move_to_end("late")


def _years(user) -> list[tuple[str, str]]:
    years = Campaign.objects.order_by("-year").values_list("year", flat=True).distinct()
    return [(str(year), str(year)) for year in years]


def _districts(user) -> dict[str, tuple[int, str]]:
    """Districts this person reads by code: unit id, and the name they have now or had last."""
    roots = grants.reads_under(user, clock.today())
    spans = UnitSpan.objects.filter(tier=Tier.DISTRICT)
    if roots is not grants.ALL:
        ids = [unit.pk for unit in roots]
        spans = spans.filter(parent__in=ids) | spans.filter(unit__in=ids)
    newest: dict[int, tuple[str, str]] = {}
    rows = spans.order_by("sort_key", "valid_from").values_list("unit_id", "code", "name", "valid_until")
    for unit_id, code, name, until in rows:
        if unit_id not in newest or until is None:
            newest[unit_id] = (code, name)
    return {code: (unit_id, name) for unit_id, (code, name) in newest.items()}
