"""The form of a finding, and the filters of the list of findings."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workflow.workspace.fields import REQUIRED, DayField, Words, yes_or_no
from workflow.workspace.kept_file import KeptFileField


class FindingForm(forms.Form):
    """What a department saw of one of its criteria."""

    criterion = forms.TypedChoiceField(label=_("Criterion"), coerce=int, error_messages=REQUIRED)
    doubted = yes_or_no(
        _("What you saw"),
        _("I doubt the commune's points: the district must read this before its review"),
        _("It agrees with the commune's points"),
    )
    seen_on = DayField(label=_("Seen on"), help_text=_("For example 12/11/2026"))
    text = Words(label=_("What was seen"), lines=5, help_text=_("Facts and numbers. Never name a child."))
    file = KeptFileField(label=_("Attachment"), required=False)

    def __init__(self, *args, criteria, **options):
        super().__init__(*args, **options)
        self.fields["criterion"].choices = (
            criteria if len(criteria) == 1 else [("", _("Choose one")), *criteria]
        )


class FindingFilter(forms.Form):
    """What the list shows; wrong values count as none."""

    ALL, UNREAD, DOUBTED, MINE = "", "chua-doc", "nghi-ngo", "cua-toi"

    ten = Words(label=_("Commune"), required=False, max_length=100)
    nam = forms.TypedChoiceField(label=_("Year"), coerce=int, empty_value=None, required=False)
    xem = forms.ChoiceField(label=_("Show"), required=False)

    def __init__(self, data, *, years, supervises: bool):
        super().__init__(data)
        self.fields["nam"].choices = [("", _("All years"))] + [(str(year), str(year)) for year in years]
        shown = [
            (self.ALL, _("All findings")),
            (self.UNREAD, _("Doubted and not read")),
            (self.DOUBTED, _("Doubted")),
        ]
        if supervises:
            shown.append((self.MINE, _("My department's")))
        self.fields["xem"].choices = shown
