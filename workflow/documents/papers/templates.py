"""Which Word template a paper is filled from: the province's own one in use, else the one that ships."""

from __future__ import annotations

from pathlib import Path

from portal.record import files
from workflow.documents.papers import shapes
from workflow.models import PaperTemplate


def in_use(province_id: int) -> dict[str, PaperTemplate]:
    """The province's own templates in use, by kind."""
    found = PaperTemplate.objects.filter(province=province_id, in_use=True)
    return {one.kind: one for one in found.select_related("file")}


def path_for(kind: str, province_id: int) -> Path:
    """The file to fill; the shipped one also where the province's file is not on disk any more."""
    own = PaperTemplate.objects.filter(province=province_id, kind=kind, in_use=True).select_related("file")
    for one in own:
        path = files.path_of(one.file.digest)
        if path.is_file():
            return path
    return shapes.shipped(kind)
