"""The small code: what it names comes back from the page, and a foreign one is told from our own."""

import io

import pypdfium2
import pytest
import zxingcpp
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from portal.people.models import User
from tests import province
from workflow.documents import codes
from workflow.documents.codes import CASE, DECISION, SITTING, UNIT_YEAR, Named
from workflow.documents.papers.kinds import KINDS
from workflow.models import Act, Paper, Sitting, states
from workflow.rules.papers import BAO_CAO, TO_TRINH_HOI_DONG

IDS = st.integers(1, 10**12)


@given(
    st.tuples(st.sampled_from([CASE, UNIT_YEAR, SITTING, DECISION]), IDS, IDS),
    st.sampled_from(sorted(KINDS)),
    st.integers(1, 9999),
)
def test_a_code_says_what_it_was_made_of(whose, kind, version):
    of, first, second = whose
    named = Named(of, (first, second) if of == UNIT_YEAR else (first,), kind, version)
    assert codes.read(named.text()) == named


def test_what_this_portal_did_not_print_is_foreign(settings):
    own = Named(CASE, (12,), BAO_CAO, 1).text()
    changed = [own[:at] + ("B" if own[at] != "B" else "C") + own[at + 1 :] for at in range(len(own))]
    others = [own.replace("/12/", "/13/"), own.lower(), own + "\n", own[:-1], "", "https://example.org/"]
    assert {codes.read(text) for text in (*changed, *others)} == {None}
    before, settings.SECRET_KEY = settings.SECRET_KEY, "another portal"
    assert codes.read(own) is None
    settings.SECRET_KEY_FALLBACKS = [before]
    assert codes.read(own) is not None


def read_back(content: bytes, dots_per_inch: int, turned: float = 0) -> list[Named | None]:
    """What a scanner and a reader make of page one."""
    page = pypdfium2.PdfDocument(content)[0].render(scale=dots_per_inch / 72).to_pil().convert("L")
    skewed = page.rotate(turned, Image.Resampling.BICUBIC, fillcolor=255)
    photographed = io.BytesIO()
    skewed.save(photographed, "JPEG", quality=50)
    return [codes.read(one.text) for one in zxingcpp.read_barcodes(Image.open(photographed))]


@pytest.mark.parametrize(("dots_per_inch", "turned"), [(150, 0), (200, 0), (200, 1.5), (200, 180)])
def test_every_print_names_itself_on_its_first_page(dots_per_inch, turned):
    client = province.sign_in(Client(), User.objects.get(username=f"huyen.{province.DISTRICT}.phong"))
    case = province.case_in(states.COMMUNE_ASSESSED)
    filed = Paper.objects.get(case=case, kind=BAO_CAO, replaced_by=None)
    sitting = Sitting.objects.filter(conclusions__case=case, minutes=None).first()
    sitting = sitting or Sitting.objects.filter(conclusions__case=case).first()
    recognised = province.case_in(states.RECOGNIZED)
    decision = Act.objects.get(case_id=recognised.pk, action="recognize").decision
    year = f"{province.YEAR}-minh-hoa"
    district = (case.campaign_id, case.reviewing_unit_id)
    for name, args, of, ids, kind, version in [
        ("case-print", [case.pk, BAO_CAO], CASE, (case.pk,), BAO_CAO, filed.version + 1),
        ("case-print", [case.pk, "quyet_dinh_hoi_dong_xa"], CASE, (case.pk,), "quyet_dinh_hoi_dong_xa", 1),
        (
            "district-print",
            [year, province.DISTRICT, TO_TRINH_HOI_DONG],
            UNIT_YEAR,
            district,
            TO_TRINH_HOI_DONG,
            1,
        ),
        (
            "sitting-print",
            [sitting.pk],
            SITTING,
            (sitting.pk,),
            "bien_ban_xa",
            sitting.minutes.version + 1 if sitting.minutes else 1,
        ),
        ("decision-print", [decision.pk], DECISION, (decision.pk,), "quyet_dinh_cong_nhan", 1),
    ]:
        printed = client.get(reverse(f"workspace:{name}", args=[*args, "pdf"]))
        assert printed.status_code == 200, name
        assert read_back(printed.content, dots_per_inch, turned) == [Named(of, ids, kind, version)], name
