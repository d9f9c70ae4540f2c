"""Fields of the workspace's forms: days, words in one writing, names of people, a number, a tick."""

import unicodedata
from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
NO_SUCH_DAY = _("Write the day like 19/11/2026.")
STRANGE_DAY = _("Check the year: a day from 2000 to 2100 is expected.")
AT_LEAST_ONE = _("Choose at least one.")
ONE_OF_TWO = _("Choose one of the two.")
REQUIRED = {"required": _("Fill this in.")}
CHOOSE = {"required": _("Choose one."), "invalid_choice": _("Choose one of the list.")}
WHOLE = {
    "invalid": _("Write a whole number."),
    "min_value": _("Write a number of at least %(limit_value)s."),
    "max_value": _("Write a number of at most %(limit_value)s."),
}


class DayField(forms.DateField):
    """A day written d/m/Y, as on Vietnamese papers."""

    width = "short"

    def __init__(self, **options):
        options.setdefault(
            "widget",
            forms.DateInput(format="%d/%m/%Y", attrs={"inputmode": "numeric", "autocomplete": "off"}),
        )
        options.setdefault("error_messages", {"required": _("Write the day."), "invalid": NO_SUCH_DAY})
        options.setdefault(
            "validators",
            [MinValueValidator(EARLIEST, STRANGE_DAY), MaxValueValidator(LATEST, STRANGE_DAY)],
        )
        super().__init__(**options)


class Words(forms.CharField):
    """One line or more of text: NFC, outer blanks cut, no control characters."""

    def __init__(self, *, lines: int = 1, **options):
        if lines > 1:
            options.setdefault("widget", forms.Textarea(attrs={"rows": lines}))
        options.setdefault("max_length", 4000 if lines > 1 else 150)
        options.setdefault("error_messages", REQUIRED)
        super().__init__(**options)

    def to_python(self, value):
        return unicodedata.normalize("NFC", super().to_python(value))


class Count(forms.IntegerField):
    """A small whole number, such as votes; empty is unknown."""

    width = "number"

    def __init__(self, **options):
        options.setdefault("min_value", 0)
        options.setdefault("max_value", 999)
        options["error_messages"] = REQUIRED | WHOLE | options.get("error_messages", {})
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(**options)


class Sure(forms.BooleanField):
    """The tick above the button of an act."""

    def __init__(self, label, **options):
        super().__init__(
            label=label, error_messages={"required": _("Tick this box before you go on.")}, **options
        )


def yes_or_no(label, yes, no, *, missing=ONE_OF_TWO, **options) -> forms.TypedChoiceField:
    """Two radio buttons; cleaned to True or False."""
    return forms.TypedChoiceField(
        label=label,
        choices=[("yes", yes), ("no", no)],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": missing, "invalid_choice": missing},
        **options,
    )


class RowsOf(forms.MultipleChoiceField):
    """Some of the given rows, ticked; cleaned to the rows themselves, in their order.

    Choices are compared as text, so that no number of any size ever reaches the database.
    """

    def __init__(self, rows, *, describe=str, key=lambda row: str(row.pk), missing=AT_LEAST_ONE, **more):
        self.rows = {key(row): row for row in rows}
        super().__init__(
            choices=[(name, describe(row)) for name, row in self.rows.items()],
            widget=more.pop("widget", forms.CheckboxSelectMultiple),
            error_messages={
                "required": missing,
                "invalid_choice": _("One of these is not on the list any more."),
            },
            **more,
        )

    def clean(self, value):
        chosen = set(super().clean(value))
        return [row for name, row in self.rows.items() if name in chosen]


class RowOf(forms.ChoiceField):
    """One of the given rows, or None; cleaned to the row itself."""

    def __init__(self, rows, *, describe=str, key=lambda row: str(row.pk), empty: str | None = None, **more):
        self.rows = {key(row): row for row in rows}
        choices = [] if empty is None else [("", empty)]
        choices += [(name, describe(row)) for name, row in self.rows.items()]
        more.setdefault("error_messages", CHOOSE)
        super().__init__(choices=choices, **more)

    def clean(self, value):
        return self.rows.get(super().clean(value))
