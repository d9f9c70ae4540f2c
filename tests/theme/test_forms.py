"""Fields tie label, hint and error to their input; the summary leads to each."""

import re

from django import forms
from django.template import engines
from django.utils.translation import override

from tests.theme.gallery import SampleForm


def render(source: str, **context) -> str:
    return engines["django"].from_string(source).render(context)


def wrong_form() -> SampleForm:
    return SampleForm({"number": "", "signed_on": "<tomorrow>", "signatory": "1"})


def test_hint_and_error_stand_above_the_input_and_describe_it():
    html = render('{% field form.signed_on width="short" %}', form=wrong_form())
    assert 'aria-describedby="id_signed_on_helptext id_signed_on_error"' in html
    assert 'aria-invalid="true"' in html
    label, hint, error, control = (
        html.index(part)
        for part in ('for="id_signed_on"', 'id="id_signed_on_helptext"', 'id="id_signed_on_error"', "<input")
    )
    assert label < hint < error < control
    assert 'value="&lt;tomorrow&gt;"' in html


def test_a_good_field_has_neither_error_nor_invalid_mark():
    html = render("{% field form.signatory %}", form=wrong_form())
    assert "aria-invalid" not in html
    assert "_error" not in html


def test_what_is_not_required_says_so():
    with override("en"):
        html = render("{% field form.text %}{% field form.text optional=False %}", form=SampleForm())
    assert html.count("(not required)") == 1


def test_groups_of_choices_are_fieldsets_with_a_legend():
    for name in ("form_of", "criteria"):
        html = render("{% field form." + name + " %}", form=wrong_form())
        assert "<fieldset" in html
        assert "<legend>" in html
        assert f'aria-describedby="id_{name}_error"' in html


def test_a_single_box_has_its_label_after_it():
    html = render("{% field form.sure %}", form=SampleForm())
    assert html.index("<input") < html.index("<label")


def test_the_summary_leads_to_every_wrong_field():
    form = wrong_form()
    html = render("{% error_summary form %}{% for f in form %}{% field f %}{% endfor %}", form=form)
    targets = re.findall(r'href="#([^"]+)"', html)
    assert len(targets) == len(form.errors)
    for target in targets:
        assert f'id="{target}"' in html


def test_the_summary_gathers_formsets_and_general_errors():
    class Row(forms.Form):
        points = forms.DecimalField()

        def clean(self):
            raise forms.ValidationError("whole row")

    class Rows(forms.BaseFormSet):
        def clean(self):
            raise forms.ValidationError("whole set")

    rows = forms.formset_factory(Row, formset=Rows, extra=2)(
        {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2", "form-0-points": "x", "form-1-points": "5"}
    )
    html = render("{% error_summary rows other %}", rows=rows, other=None)
    assert html.count("<li>") == 4
    assert 'href="#id_form-0-points"' in html
    assert "whole set" in html


def test_no_errors_no_summary():
    assert render("{% error_summary form %}", form=SampleForm()).strip() == ""
