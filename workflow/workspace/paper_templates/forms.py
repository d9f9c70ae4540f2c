"""The province's own template, checked before it is kept; and the grounds its papers open with."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.record import files
from portal.record.content import FileRefused
from workflow.documents.papers.checking import TemplateRefused, check
from workflow.workspace.fields import Sure, Words

MOST_LINES, LONGEST_LINE = 20, 500


class TemplateForm(forms.Form):
    """A Word file for one kind of paper. `by` is the uploader."""

    file = forms.FileField(
        label=_("Your template"),
        help_text=_("A Word file (.docx), at most 5 MB, made from the one you can download here."),
        error_messages={
            "required": _("Attach the file."),
            "empty": _("The file is empty (0 bytes)."),
            "invalid": _("Attach the file."),
        },
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )
    sure = Sure(_("I have filled it once on a test case and read it in Word."))

    def __init__(self, *args, by, **options):
        super().__init__(*args, **options)
        self.by = by

    def clean_file(self):
        """The kept file; every reason against it stands beside the field."""
        upload = self.cleaned_data["file"]
        try:
            check(upload)
            upload.seek(0)
            return files.store(upload, by=self.by)
        except TemplateRefused as refused:
            raise ValidationError(list(refused.sentences), code="template") from None
        except FileRefused as refused:
            raise ValidationError(refused.message, code=refused.code) from None


class BasisForm(forms.Form):
    """The căn cứ lines of the province, one a line."""

    lines = Words(
        label=_("Grounds of your papers"),
        required=False,
        lines=6,
        max_length=MOST_LINES * LONGEST_LINE,
        help_text=_(
            "One a line, without “Căn cứ” in front: law, decree, resolution with number and day. They stand "
            "before those of the regulation."
        ),
    )

    def clean_lines(self):
        told = [line.strip() for line in self.cleaned_data["lines"].splitlines() if line.strip()]
        if len(told) > MOST_LINES:
            raise ValidationError(_("At most %(most)s lines."), params={"most": MOST_LINES})
        if any(len(line) > LONGEST_LINE for line in told):
            raise ValidationError(_("A line has at most %(most)s letters."), params={"most": LONGEST_LINE})
        return "\n".join(line.removeprefix("Căn cứ ") for line in told)
