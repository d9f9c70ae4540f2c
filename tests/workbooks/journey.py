"""Hands for the journey of a workbook over HTTP: fetched, filled in, brought back, confirmed."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import province
from tests.workbooks import books
from workflow.models import Score, ScoreRevision
from workflow.models.scores import COMMUNE, DISTRICT

PLACE = ["2025-minh-hoa", province.DISTRICT]


def at(name: str, *args) -> str:
    return reverse(f"workspace:{name}", args=args)


def fetched(client, case) -> bytes:
    answer = client.get(at("case-workbook-file", case.pk))
    assert answer.status_code == 200 and answer["X-Content-Type-Options"] == "nosniff"
    return answer.content


def sent(content: bytes, name: str = "so-diem.xlsx") -> dict:
    return {"file": SimpleUploadedFile(name, content)}


def uploaded(client, address: str, content: bytes):
    """The preview the upload leads to."""
    answer = client.post(address, sent(content))
    assert answer.status_code == 302, answer.context["form"].errors
    return client.get(answer["Location"])


def confirmed(client, preview, **choices):
    """The preview's form, sent as a browser would."""
    data = {"tep": preview.context["word"], "da-xem": preview.context["proposal"].fingerprint} | choices
    return client.post(preview.context["desk"].preview_address, data)


def rows_of(preview, index: int = 0) -> dict:
    return {row.score.criterion: row for row in preview.context["proposal"].cases[index].rows}


def everything():
    return list(Score.objects.order_by("pk").values()), ScoreRevision.objects.count()


def commune_cells(case, **typed) -> dict:
    """points_3=40, note_3="Sổ" → cells of the commune's sheet."""
    return {
        (case.full_name, books.place(COMMUNE, name.split("_")[0], int(name.split("_")[1]))): value
        for name, value in typed.items()
    }


def district_cells(case, **typed) -> dict:
    return {
        (case.full_name, books.place(DISTRICT, name.split("_")[0], int(name.split("_")[1]))): value
        for name, value in typed.items()
    }
