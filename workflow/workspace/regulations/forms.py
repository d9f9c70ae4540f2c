"""Forms of a draft regulation: why it is made, its whole text, one criterion with its bands."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from workflow.actions.regulations import LONGEST
from workflow.regulations.bodies import DEPARTMENTS
from workflow.regulations.model import BANDS_COMPLETE, BANDS_NONE, BANDS_PARTIAL, Band, Criterion
from workflow.workspace.fields import REQUIRED, Sure, Words
from workflow.workspace.rows import rows_of

PREFIX = "bands"
MOST_BYTES = 1_000_000
LOWER = (("at_least", _("from, included")), ("above", _("above")))
UPPER = (("below", _("below")), ("at_most", _("up to, included")))
UNITS = (("", _("not measured")), ("percent", _("per cent")), ("rate", _("rate per so many children")))
KNOWN = (
    (BANDS_NONE, _("no band is known")),
    (BANDS_PARTIAL, _("some bands are known")),
    (BANDS_COMPLETE, _("all bands are known")),
)
_NUMBER = re.compile(r"[0-9]{1,7}(?:[.,][0-9]{1,4})?", re.ASCII)


class Number(forms.CharField):
    """A number from 0 with comma or point; cleaned to Decimal or None."""

    width = "number"

    def __init__(self, *, whole: bool = False, **options):
        self.whole = whole
        options.setdefault("error_messages", REQUIRED)
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(max_length=20, widget=forms.TextInput(attrs=attrs), **options)

    def clean(self, value):
        text = super().clean(value).strip()
        if not text:
            return None
        if not _NUMBER.fullmatch(text) or (self.whole and not text.isdigit()):
            raise ValidationError(_("Write a number, for example 98 or 97,5."))
        return int(text) if self.whole else Decimal(text.replace(",", "."))

    def prepare_value(self, value):
        if isinstance(value, Decimal):
            return f"{value.normalize():f}".replace(".", ",")
        return value


class StartForm(forms.Form):
    """Why a new version is made."""

    purpose = Words(
        label=_("Why a new version is made"),
        max_length=300,
        help_text=_("For example: lower bands of criterion 2 by circular no. …, dated …"),
    )


class TextForm(forms.Form):
    """The whole data file, typed or uploaded."""

    text = forms.CharField(
        label=_("Text of the regulation (YAML)"),
        required=False,
        strip=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "false", "class": "yaml-text"}),
    )
    file = forms.FileField(
        label=_("Or upload a YAML file"),
        required=False,
        help_text=_("It takes the place of the text above."),
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**6)

    def clean(self):
        given = super().clean()
        if upload := given.get("file"):
            if upload.size > MOST_BYTES:
                self.add_error("file", _("The file is larger than 1 MB."))
                return given
            try:
                given["text"] = upload.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error("file", _("The file is not text in UTF-8."))
        elif "text" not in self.errors and not (given.get("text") or "").strip():
            self.add_error("text", REQUIRED["required"])
        return given


class FixForm(forms.Form):
    """The tick before a draft is fixed."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**6)
    sure = Sure(_("I have compared this version with the one before it."))


class CriterionForm(forms.Form):
    """One criterion of a draft; its bands are rows of their own."""

    name = Words(label=_("Name of the criterion"), lines=2, max_length=400)
    name_en = Words(label=_("Name in English"), lines=2, max_length=400)
    short_name = Words(label=_("Short name"), max_length=80)
    short_name_en = Words(label=_("Short name in English"), max_length=80)
    maximum = Number(label=_("Maximum in points"), whole=True, required=False)
    supervisors = forms.MultipleChoiceField(
        label=_("Supervising departments"),
        choices=list(DEPARTMENTS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    points_only_public = forms.BooleanField(label=_("Only points are public, never a value"), required=False)
    confirmed = forms.BooleanField(label=_("Wording and number are confirmed"), required=False)
    source = Words(
        label=_("Source"), lines=2, max_length=400, help_text=_("Where wording, points and bands are from.")
    )
    unit = forms.ChoiceField(label=_("Counted as"), choices=UNITS, required=False)
    rate_base = Number(label=_("Rate per how many children"), whole=True, required=False)
    bands_state = forms.ChoiceField(label=_("Bands known"), choices=KNOWN)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**6)


class BandForm(forms.Form):
    """One band: from a value to a value, and its points; an empty bound is open."""

    lower = forms.ChoiceField(label=_("Lower bound"), choices=LOWER, required=False)
    low = Number(label=_("Value"), required=False)
    upper = forms.ChoiceField(label=_("Upper bound"), choices=UPPER, required=False)
    high = Number(label=_("Value"), required=False)
    points = Number(label=_("Points"), required=False)

    def clean(self):
        given = super().clean()
        bounds = given.get("low") is not None or given.get("high") is not None
        if bounds and given.get("points") is None and not self.errors:
            self.add_error("points", _("Write the points of this band."))
        if given.get("points") is not None and not bounds and not self.errors:
            self.add_error("low", _("Write at least one bound."))
        return given

    def band(self) -> dict[str, Decimal] | None:
        """The band as the data file has it; None for a blank row."""
        given = self.cleaned_data
        if given.get("points") is None:
            return None
        found = {"points": given["points"]}
        for kind, value in ((given["lower"] or "at_least", "low"), (given["upper"] or "below", "high")):
            if given.get(value) is not None:
                found[kind] = given[value]
        return found


BandRows = rows_of(BandForm)


def initial(criterion: Criterion, seen: int) -> dict[str, Any]:
    """The form's fields as a draft has them."""
    names = [name for name in CriterionForm.base_fields if name != "seen"]
    return {name: getattr(criterion, name) for name in names} | {
        "unit": criterion.unit or "",
        "supervisors": list(criterion.supervisors),
        "seen": seen,
    }


def band_rows(criterion: Criterion, blank: int = 2) -> list[dict[str, Any]]:
    """The rows of the bands, with a few blank ones."""
    return [_row(band) for band in criterion.bands] + [{}] * blank


def _row(band: Band) -> dict[str, Any]:
    return {
        "lower": "above" if band.above is not None else "at_least",
        "low": band.above if band.above is not None else band.at_least,
        "upper": "at_most" if band.at_most is not None else "below",
        "high": band.at_most if band.at_most is not None else band.below,
        "points": band.points,
    }


def values(form: CriterionForm, rows, criterion: Criterion) -> dict[str, Any]:
    """What was typed, as the data file has it."""
    given = dict(form.cleaned_data)
    given.pop("seen")
    given |= {"no": criterion.no, "unit": given["unit"] or None}
    if criterion.labels:
        given["labels"] = criterion.labels
    bands = [band for row in rows if (band := row.band())]
    return given | ({"bands": bands} if bands else {})
