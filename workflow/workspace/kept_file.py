"""A file that is uploaded once: when other fields are wrong it stays, and can be changed.

The stored file travels in a hidden field as a signed word with its digest and its uploader, so nobody can
name a file that is not theirs.
"""

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.record import files
from portal.record.content import KINDS, FileRefused
from portal.record.models import StoredFile
from portal.theme.templatetags.icons import drawing

SALT = "workspace.kept-file"
KEPT_FOR = 24 * 60 * 60  # seconds
ENDINGS = ",".join(ending for kind in KINDS for ending in kind.endings)
HINT = _("PDF, DOCX, XLSX, JPEG or PNG, at most 25 MB.")


class KeptFileInput(forms.FileInput):
    """A file input; beside it, in hidden form, the file that was accepted before."""

    template_name = "workspace/widgets/kept_file.html"
    kept: StoredFile | None = None
    token = ""
    wrong = False

    def value_from_datadict(self, data, uploads, name):
        return uploads.get(name), data.get(f"{name}-kept", "")

    def value_omitted_from_data(self, data, uploads, name):
        return name not in uploads and f"{name}-kept" not in data

    def get_context(self, name, value, attrs):
        context = super().get_context(name, None, attrs)
        context["widget"] |= {
            "kept": self.kept,
            "token": self.token,
            "wrong": self.wrong,
            "drawing": drawing("paper"),
        }
        return context


class KeptFileField(forms.Field):
    """Cleaned to a StoredFile or None. `by` is the uploader; set it before the form is validated."""

    widget = KeptFileInput

    def __init__(self, **options):
        options.setdefault("help_text", HINT)
        options.setdefault("error_messages", {"required": _("Attach the file.")})
        super().__init__(**options)
        self.by = None

    def widget_attrs(self, widget):
        return {"accept": ENDINGS}

    def has_changed(self, initial, data):
        return bool(data and any(data))

    def clean(self, value):
        upload, token = value or (None, "")
        self.widget.kept = self._kept(token)
        if upload is not None:
            try:
                self.widget.kept = files.store(upload, by=self.by)
            except FileRefused as refused:
                self.widget.wrong = True
                raise ValidationError(refused.message, code=refused.code) from None
        if self.widget.kept is not None:
            self.widget.token = sealed(self.widget.kept)
        elif self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return self.widget.kept

    def _kept(self, token: str) -> StoredFile | None:
        """The file accepted earlier; a word that is forged, old or somebody else's counts as none."""
        try:
            told = signing.loads(token, salt=SALT, max_age=KEPT_FOR)
        except signing.BadSignature:
            return None
        found = StoredFile.objects.filter(pk=told["file"], digest=told["digest"])
        kept = found.filter(uploaded_by_id=getattr(self.by, "pk", None)).first()
        if kept is not None:
            self.widget.token = token
        return kept


def sealed(stored: StoredFile) -> str:
    """The signed word for a stored file."""
    return signing.dumps({"file": stored.pk, "digest": stored.digest}, salt=SALT)
