"""Lists of rows in a form that grow by a button, so that they need no script."""

from django import forms

MOST_ROWS = 80


def rows_of(form: type[forms.Form]) -> type[forms.BaseFormSet]:
    """A formset class whose rows are all shown as given; blank rows count as left out."""
    return forms.formset_factory(
        form, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 20, validate_max=True
    )


def grown(data, prefix: str, **first: str):
    """What was typed, with one more row whose fields begin as `first`."""
    data = data.copy()
    total = f"{prefix}-TOTAL_FORMS"
    count = data.get(total, "")
    count = min(int(count), MOST_ROWS - 1) if count.isascii() and count.isdigit() and len(count) < 4 else 0
    data[total] = str(count + 1)
    for name, value in first.items():
        data[f"{prefix}-{count}-{name}"] = value
    return data


def quieted(*parts) -> None:
    """Show forms and formsets as typed, without judging them yet; uploaded files are kept."""
    for part in parts:
        if isinstance(part, forms.BaseFormSet):
            part.full_clean()
            part.non_form_errors().clear()
            quieted(*part.forms)
        else:
            part.full_clean()
            part.errors.clear()
