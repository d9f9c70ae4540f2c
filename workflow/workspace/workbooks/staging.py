"""An uploaded workbook between its preview and its confirmation: kept by us, named by a signed word.

The word holds the file, its digest, who uploaded it and for which page, and is good for a day. Nothing that
will be saved ever comes back from the form: the file is read again.
"""

from django.core import signing

from portal.record import files
from portal.record.models import StoredFile

SALT = "workspace.workbook"
KEPT_FOR = 24 * 60 * 60  # seconds


def keep(upload, user, scope: str) -> str:
    """Keep the file and give the word for it. Raises FileRefused."""
    stored = files.store(upload, by=user)
    told = {"file": stored.pk, "digest": stored.digest, "by": user.pk, "of": scope}
    return signing.dumps(told, salt=SALT)


def kept(word: str, user, scope: str) -> StoredFile | None:
    """The file behind a word; None for one that is forged, old, somebody else's or of another page."""
    try:
        told = signing.loads(word, salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        return None
    if (told["by"], told["of"]) != (user.pk, scope):
        return None
    found = StoredFile.objects.filter(pk=told["file"], digest=told["digest"], uploaded_by_id=user.pk).first()
    return found if found and files.path_of(found.digest).is_file() else None
