"""Certificates as PDF: every letter and the code of dots on the page, who gets them, what a batch holds."""

from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp
from django.test import Client
from django.urls import reverse

from portal.people.models import User
from tests import province
from tests.papers.test_printed import pages_of, squeezed
from workflow.documents.certificates import content, pdf
from workflow.documents.papers.content import Signature
from workflow.models import Case, Recognition, states

YEAR = f"{province.YEAR}-minh-hoa"
PROVINCE = "62"
MADE_UP = "DỮ LIỆU MINH HỌA, không phải kết quả thật."
NO_SEAL = "Bản in từ hệ thống, không thay thế Giấy công nhận có dấu"


def signed_in(username: str) -> Client:
    return province.sign_in(Client(), User.objects.get(username=username))


def at(name: str, *args) -> str:
    return reverse(f"workspace:{name}", args=args)


def codes_on(printed: bytes) -> list[list[str]]:
    """What a reader makes of each page."""
    pages = pypdfium2.PdfDocument(printed)
    return [
        [one.text for one in zxingcpp.read_barcodes(page.render(scale=100 / 72).to_pil())] for page in pages
    ]


def in_force(**more):
    found = Recognition.objects.filter(case__state__in=states.MET, revoked_on=None, **more)
    return found.exclude(certificate_code=None)


def test_each_letter_of_each_certificate_is_on_its_page_with_its_code():
    made = content.certificates(Case.objects.all())
    assert len(made) == in_force().count() == 5
    printed = pdf.made(made)
    pages = pages_of(printed)
    assert len(pages) == len(made)
    for one, page, codes in zip(made, pages, codes_on(printed), strict=True):
        told = [*content.texts(one), NO_SEAL, MADE_UP]
        assert [text for text in told if squeezed(text) not in squeezed(page)] == []
        assert codes == [one.address] == [f"http://localhost:8000/xac-minh/{one.code}/"]
    first = pypdfium2.PdfDocument(printed)[0]
    assert (round(first.get_width()), round(first.get_height())) == (842, 595)


def test_made_up_is_said_of_made_up_data_alone():
    one = content.certificates(Case.objects.all())[0]
    assert squeezed(MADE_UP) not in squeezed(pages_of(pdf.made([replace(one, illustrative=False)]))[0])


def test_the_longest_names_stay_on_one_page_and_markup_is_only_text():
    one = content.certificates(Case.objects.all())[0]
    odd = replace(
        one,
        commune=f"Thị trấn {'Ngọc ' * 18}#pagebreak()",
        signature=Signature(("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), f"*{'Nguyễn ' * 18}*"),
    )
    pages = pages_of(pdf.made([odd]))
    assert len(pages) == 1
    for text in (odd.commune, odd.signature.name, odd.code, NO_SEAL):
        assert squeezed(text) in squeezed(pages[0])


def test_a_case_has_its_own_certificate_and_its_page_offers_it():
    office = signed_in(f"huyen.{province.DISTRICT}.phong")
    for case in Case.objects.filter(reviewing_unit__code=province.DISTRICT):
        held = in_force(case=case).first()
        answer = office.get(at("case-certificate", case.pk))
        assert answer.status_code == (200 if held else 404), case
        offered = at("case-certificate", case.pk) in office.get(at("case-papers", case.pk)).content.decode()
        assert offered == bool(held), case
        if held:
            assert answer["Content-Disposition"].startswith('inline; filename="giay-cong-nhan-')
            assert "no-store" in answer["Cache-Control"]
            [page] = pages_of(answer.content)
            assert squeezed(f"Số: {held.certificate_number}") in squeezed(page)


@pytest.mark.parametrize(
    ("username", "code"), [("so.ldtbxh", PROVINCE), (f"huyen.{province.DISTRICT}.phong", province.DISTRICT)]
)
def test_a_batch_holds_every_certificate_of_the_year_in_force_and_no_other(username, code):
    own = in_force(campaign__year=province.YEAR)
    if code != PROVINCE:
        own = own.filter(case__recognising_unit__code=code)
    client, address = signed_in(username), at("unit-certificates", YEAR, code)
    wanted = {f"http://localhost:8000/xac-minh/{one.certificate_code}/" for one in own}
    assert wanted
    assert {one for page in codes_on(client.get(address).content) for one in page} == wanted
    left_out = own.first()
    Recognition.objects.filter(pk=left_out.pk).update(revoked_on=province.NOW.date())
    answer = client.get(address)
    kept = {one for page in codes_on(answer.content) for one in page} if answer.status_code == 200 else set()
    assert len(wanted) - len(kept) == 1


def test_the_pages_of_the_year_lead_to_the_batch():
    listed = signed_in(f"huyen.{province.DISTRICT}.phong").get(at("district", YEAR, province.DISTRICT))
    assert at("unit-certificates", YEAR, province.DISTRICT) in listed.content.decode()
    campaign = Case.objects.filter(year=province.YEAR).first().campaign_id
    year = signed_in("so.ldtbxh").get(at("campaign", campaign))
    assert at("unit-certificates", YEAR, PROVINCE) in year.content.decode()


def test_queries_do_not_grow_with_certificates(django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        content.certificates(Case.objects.filter(year=province.YEAR))


def test_nobody_prints_what_they_do_not_read():
    case = province.case_in(states.RECOGNIZED)
    other = province.CITY if case.reviewing_unit.code == province.DISTRICT else province.DISTRICT
    stranger = signed_in(f"huyen.{other}.phong")
    assert stranger.get(at("case-certificate", case.pk)).status_code == 404
    own = case.reviewing_unit.code
    assert stranger.get(at("unit-certificates", YEAR, own)).status_code == 404
    assert stranger.get(at("unit-certificates", YEAR, PROVINCE)).status_code == 404
