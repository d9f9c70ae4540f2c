"""The whole dossier of a case in one download."""

from django.http import FileResponse
from django.views.decorators.http import require_safe

from workflow.documents.bundles import archive
from workflow.documents.bundles.content import bundle_of
from workflow.workspace.reach import readable_case


@require_safe
def case_bundle(request, pk: int):
    """A ZIP of every file of the case, with an index as CSV and PDF, for those who read the case."""
    bundle = bundle_of(readable_case(request.user, pk))
    name = f"{bundle.stem}.zip"
    answer = FileResponse(
        archive.made(bundle), as_attachment=True, filename=name, content_type="application/zip"
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
