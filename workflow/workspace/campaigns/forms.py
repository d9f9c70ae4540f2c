"""Forms of a year: opening it with its days, closing it, and recording who never filed."""

from datetime import date
from itertools import pairwise

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflow.actions.campaigns import CutOffs
from workflow.models import Case
from workflow.models.regulations import SHIPPED
from workflow.rules import public_holidays
from workflow.workspace.fields import Count, DayField, RowsOf, Sure, Words

FIRST_YEAR, LAST_YEAR = 2014, 2100
MOST_HOLIDAYS = 60
ORDER = ("period_from", "period_to", "commune_due", "district_due", "province_due", "closing_day")
NOT_BEFORE = {
    "period_to": _("The period ends after it begins."),
    "commune_due": _("Communes file after the period has ended."),
    "district_due": _("The district's last day cannot lie before the communes'."),
    "province_due": _("The province reports after the districts."),
    "closing_day": _("The year is closed after the province has reported."),
}


class Holidays(forms.CharField):
    """Public holidays, one day a line; cleaned to ISO texts."""

    def __init__(self, **options):
        options.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        super().__init__(max_length=2000, required=False, **options)

    def to_python(self, value) -> list[str]:
        lines = super().to_python(value).replace(",", "\n").split()
        if len(lines) > MOST_HOLIDAYS:
            raise ValidationError(gettext("Give at most %(most)s days.") % {"most": MOST_HOLIDAYS})
        return sorted({self._day(line).isoformat() for line in lines})

    def run_validators(self, value):
        return None

    def prepare_value(self, value):
        """As people write days; what was typed stays as it was."""
        return (
            "\n".join(self._day(day).strftime("%d/%m/%Y") for day in value)
            if isinstance(value, list)
            else value
        )

    @staticmethod
    def _day(line: str) -> date:
        try:
            if found := parse_date(line):
                return found
            day, month, year = (int(part) for part in line.split("/") if len(part) < 5)
            return date(year, month, day)
        except ValueError:
            raise ValidationError(
                gettext("“%(line)s” is no day. Write it like 02/09/2026.") % {"line": line[:40]}
            ) from None


class WhichYear(forms.Form):
    """The year and regulation to open; the days of the form follow from them."""

    nam = forms.IntegerField(label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    bo = forms.ChoiceField(label=_("Regulation"))

    def __init__(self, *args, regulations, **options):
        super().__init__(*args, **options)
        # What ships is known by its code alone; further versions carry their number.
        self.usable = {
            one.code if version == SHIPPED else f"{one.code}:{version}": (version, one)
            for version, one in regulations
        }
        self.fields["bo"].choices = [(key, _label(*found)) for key, found in self.usable.items()]
        self.fields["nam"].widget = forms.TextInput(attrs={"inputmode": "numeric"})
        self.fields["nam"].width = "number"

    @property
    def chosen(self):
        """Version and regulation to open the year under."""
        return self.usable[self.cleaned_data["bo"]]


def _label(version: int, regulation) -> str:
    if version == SHIPPED:
        return regulation.number
    return gettext("%(number)s, version %(version)s") % {"number": regulation.number, "version": version}


class OpenForm(forms.Form):
    """The days of a year, each the last day in time, with the Plan's days to start from (R-CAL-1…7)."""

    period_from = DayField(label=_("The assessed period begins"))
    period_to = DayField(label=_("The assessed period ends"))
    commune_due = DayField(label=_("Last day for communes to file (R-CAL-2)"))
    district_due = DayField(label=_("Last day for districts to recognise (R-CAL-3)"))
    province_due = DayField(label=_("Last day for the province to report (R-CAL-4)"))
    reward_due = DayField(label=_("Last day for reward dossiers (R-CAL-5)"))
    closing_day = DayField(
        label=_("Closing day (R-CAL-7)"), help_text=_("Who has not filed by then did not file.")
    )
    comment_days = Count(label=_("Working days for comments"), min_value=1, max_value=30)
    holidays = Holidays(
        label=_("Public holidays"),
        help_text=format_lazy(
            _(
                "One day a line, for example 02/09/2026. They are no working days. Proposed from {source}; "
                "check them against the Government's notice of the year."
            ),
            source=public_holidays.SOURCE,
        ),
    )
    illustrative = forms.BooleanField(
        label=_("This is an illustrative year: its points and decisions are made up"),
        required=False,
        help_text=_("Shown as such on every page; never joins a real run of years."),
    )
    sure = Sure(_("I open this year for the whole province."))

    def clean(self):
        given = super().clean()
        days = [(name, given[name]) for name in ORDER if given.get(name)]
        for (_earlier_name, earlier), (name, later) in pairwise(days):
            if later <= earlier if name in ("period_to", "commune_due") else later < earlier:
                self.add_error(name, NOT_BEFORE[name])
        return given

    def days(self) -> CutOffs:
        return CutOffs(**{name: self.cleaned_data[name] for name in CutOffs.__dataclass_fields__})


class CloseForm(forms.Form):
    """The tick before a year is closed."""

    sure = Sure(_("I close this year."))


class NotFiledForm(forms.Form):
    """Communes that never filed, with the reason everybody reads (R-CAL-7)."""

    reason = Words(
        label=_("Why they did not file"),
        lines=3,
        max_length=1000,
        help_text=_("Everybody will read it. If the reasons differ, record them one after the other."),
    )
    sure = Sure(_("I record that these communes filed no dossier in this year."))

    def __init__(self, *args, drafts: list[Case], **options):
        super().__init__(*args, **options)
        self.fields["cases"] = RowsOf(
            drafts,
            label=_("Communes that did not file"),
            describe=lambda case: f"{case.full_name}, {case.district_name}",
            missing=_("Choose at least one commune."),
        )
        self.order_fields(["cases", "reason", "sure"])
