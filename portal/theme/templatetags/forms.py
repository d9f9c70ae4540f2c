"""Form fields: label, hint, error above the input, and a summary whose links lead to them."""

from django import forms, template
from django.utils.translation import gettext as _

register = template.Library()

GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


def _target(bound) -> str:
    """The id of the element that a link to the field should focus."""
    if isinstance(bound.field.widget, GROUPS):
        return f"{bound.auto_id}_0"
    return bound.id_for_label or bound.auto_id


def _described(bound) -> str:
    """Ids of the field's hint and error, in the order they stand on the page."""
    parts = [bound.field.widget.attrs.get("aria-describedby", "")]
    parts += [f"{bound.auto_id}_helptext"] if bound.help_text else []
    parts += [f"{bound.auto_id}_error"] if bound.errors else []
    return " ".join(filter(None, parts))


@register.inclusion_tag("theme/field.html")
def field(bound, width: str = "", label: str = "", optional: bool = True) -> dict:
    """`{% field form.signed_on width="short" %}`: any widget with label, hint and error.

    `width`: "", "short" (a date), "number" (points) or "full". `label` overrides the form's;
    `optional=False` leaves out "(not required)" after the label.
    """
    widget = bound.field.widget
    grouped = isinstance(widget, GROUPS) or bound.use_fieldset
    described = _described(bound)
    attrs = {"aria-describedby": described} if described and not grouped else {}
    if isinstance(widget, forms.FileInput):
        attrs["class"] = " ".join(filter(None, [widget.attrs.get("class"), "file-input"]))
    return {
        "bound": bound,
        "control": bound.as_widget(attrs=attrs),
        "described": described,
        "grouped": grouped,
        "single_box": isinstance(widget, forms.CheckboxInput),
        "width": width,
        "label": label or bound.label,
        "optional": optional and not bound.field.required,
    }


@register.inclusion_tag("theme/error_summary.html")
def error_summary(*parts) -> dict:
    """`{% error_summary form formset %}`: every error of forms and formsets as links to their fields."""
    found = []
    for part in parts:
        if not part:
            continue
        members = part.forms if hasattr(part, "management_form") else [part]
        if hasattr(part, "management_form"):
            found += [{"text": text, "target": ""} for text in part.non_form_errors()]
        for form in members:
            found += _errors(form)
    heading = _("Places to correct: %(count)s") % {"count": len(found)}
    return {"found": found, "heading": heading}


def _errors(form):
    for text in form.non_field_errors():
        yield {"text": text, "target": ""}
    for bound in form:
        for text in bound.errors:
            label = "" if bound.is_hidden else bound.label
            yield {"text": text, "label": label, "target": "" if bound.is_hidden else _target(bound)}
