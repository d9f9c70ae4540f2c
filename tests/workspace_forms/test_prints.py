"""Prints over HTTP: who gets them, how they arrive; a province's own template, taken, used and given up."""

import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.record.models import Event, StoredFile
from tests import province
from tests.papers.test_printed import text_of
from tests.papers.test_templates import template
from tests.workspace.conftest import within_budget  # noqa: F401
from tests.workspace_forms.conftest import YEAR, at, errors, text
from workflow.models import Act, PaperTemplate, Sitting, states
from workflow.rules.papers import BAO_CAO, CONG_VAN, TO_TRINH_CONG_NHAN, TO_TRINH_HOI_DONG

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def sponsor(signed_in):
    """The officer of the Sở, who keeps the forms."""
    return signed_in("so.ldtbxh")


def addresses() -> list[tuple]:
    """One print of every sort, without its form."""
    case = province.case_in(states.COMMUNE_ASSESSED)
    recognised = province.case_in(states.RECOGNIZED)
    decision = Act.objects.get(case_id=recognised.pk, action="recognize").decision
    sittings = Sitting.objects.filter(conclusions__case=case)
    return [
        ("case-print", case.pk, BAO_CAO),
        ("district-print", YEAR, province.DISTRICT, TO_TRINH_HOI_DONG),
        ("district-print", YEAR, province.DISTRICT, "quyet_dinh_cong_nhan"),
        *(("sitting-print", sitting.pk) for sitting in sittings),
        ("decision-print", decision.pk),
    ]


def test_a_word_file_is_saved_and_a_pdf_opens(office):
    for address in addresses():
        saved, opened = (office.get(at(*address, form)) for form in ("docx", "pdf"))
        assert (saved.status_code, saved["Content-Type"]) == (200, WORD), address
        assert saved["Content-Disposition"].startswith("attachment; filename="), address
        assert docx.Document(io.BytesIO(saved.content)).paragraphs
        assert (opened["Content-Type"], opened.content[:5]) == ("application/pdf", b"%PDF-"), address
        assert opened["Content-Disposition"].startswith("inline; filename="), address
        for answer in (saved, opened):
            assert answer["X-Content-Type-Options"] == "nosniff"
            assert "no-store" in answer["Cache-Control"]


def test_strangers_get_nothing(signed_in):
    stranger = signed_in(f"xa.{province.DUY_TAN}.canbo")
    assert {stranger.get(at(*address, "pdf")).status_code for address in addresses()} == {404}


def test_odd_addresses_are_answered_plainly(office):
    case = province.case_in(states.COMMUNE_ASSESSED)
    new = at("district-print", YEAR, province.DISTRICT, TO_TRINH_CONG_NHAN, "pdf")
    elsewhere = province.case_at(province.UNDER_COMMENT)
    for address, status in [
        (at("case-print", case.pk, "khong_co", "pdf"), 404),
        (at("case-print", case.pk, TO_TRINH_CONG_NHAN, "pdf"), 404),
        (at("case-print", case.pk, CONG_VAN, "pdf") + "?ky=x&ky=%00", 200),
        (new + "?giay=abc", 404),
        (new + "?giay=" + "9" * 40, 404),
        (new + "?ho-so=abc&ho-so=" + "9" * 40, 200),
        (
            at("district-print", YEAR, province.DISTRICT, "thong_bao_khong_cong_nhan", "pdf")
            + f"?ho-so={elsewhere.pk}",
            404,
        ),
        (at("district-print", YEAR, "62", TO_TRINH_CONG_NHAN, "pdf"), 404),
    ]:
        assert office.get(address).status_code == status, address


def test_the_pages_offer_the_prints_within_their_budget(office, commune, within_budget):  # noqa: F811
    case = province.case_in(states.DISTRICT_REVIEWED)
    page = text(within_budget(office, at("case-papers", case.pk)))
    assert at("case-print", case.pk, CONG_VAN, "docx") in page
    assert "/in/quyet_dinh_cong_nhan/pdf/" in page
    own = province.case_at(province.READY_TO_FILE)
    assert at("case-print", own.pk, BAO_CAO, "pdf") in text(within_budget(commune, at("case-papers", own.pk)))
    listed = text(within_budget(office, at("district-papers", YEAR, province.DISTRICT)))
    assert "/in/to_trinh_hoi_dong/docx/" in listed


def test_the_picked_signatory_goes_into_the_print(office):
    listed = office.get(at("district-papers", YEAR, province.DISTRICT)).context["signers"]
    deputy = next(value for words, value, _picked in listed if "Phó Chủ tịch" in words)
    address = at("district-print", YEAR, province.DISTRICT, "quyet_dinh_cong_nhan", "docx")
    told = text_of(office.get(f"{address}?ky={deputy}").content)
    assert "KT. CHỦ TỊCH" in told
    assert "KT. CHỦ TỊCH" not in text_of(office.get(address).content)


def own(content: bytes, name: str = "mau.docx") -> dict:
    return {"file": SimpleUploadedFile(name, content, WORD), "sure": "on"}


def test_a_template_is_used_until_it_is_given_up(sponsor, office):
    case = province.case_in(states.COMMUNE_ASSESSED)
    word = at("case-print", case.pk, CONG_VAN, "docx")
    for version in (1, 2):
        answer = sponsor.post(
            at("template", CONG_VAN), own(template(f"Mẫu {version} của tỉnh: {{{{ xa }}}}"))
        )
        assert answer.status_code == 302, errors(answer)
        assert f"Mẫu {version} của tỉnh: xã Đắk Ring" in text_of(office.get(word).content)
    assert list(PaperTemplate.objects.order_by("version").values_list("version", "in_use")) == [
        (1, False),
        (2, True),
    ]
    assert "mau.docx" in sponsor.get(at("template-file", CONG_VAN, PaperTemplate.objects.first().pk)).get(
        "Content-Disposition"
    )
    assert sponsor.post(at("template-back", CONG_VAN)).status_code == 302
    assert "Mẫu" not in text_of(office.get(word).content)
    told = Event.objects.filter(action__startswith="paper_template.").order_by("sequence")
    assert [event.action.split(".")[1] for event in told] == ["taken", "taken", "given_up"]


def test_an_unfit_template_is_refused_beside_its_field_and_nothing_is_kept(sponsor):
    kept = StoredFile.objects.count()
    for content, said in [
        (template("{{ so }} {{ sai_ten }}"), "sai_ten"),
        (b"PK\x03\x04 hong", ""),
        (b"", ""),
        (template("{{ ''.__class__ }}"), ""),
    ]:
        answer = sponsor.post(at("template", CONG_VAN), own(content))
        assert answer.status_code == 200
        assert list(errors(answer)) == ["file"]
        assert said in " ".join(errors(answer)["file"])
    assert (PaperTemplate.objects.count(), StoredFile.objects.count()) == (0, kept)


def test_only_the_province_keeps_the_forms(office):
    for name, *args in (("template-list",), ("template", CONG_VAN), ("template-basis",)):
        assert office.get(at(name, *args)).status_code == 403
        assert office.post(at(name, *args), own(template("{{ so }}"))).status_code in (403, 405)
    assert office.post(at("template-back", CONG_VAN)).status_code == 403
    assert not PaperTemplate.objects.exists()


def test_the_grounds_of_the_province_open_its_papers(sponsor, office):
    line = "Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015"
    assert sponsor.post(at("template-basis"), {"lines": f"Căn cứ {line}\n\n"}).status_code == 302
    case = province.case_in(states.COMMUNE_ASSESSED)
    told = text_of(office.get(at("case-print", case.pk, BAO_CAO, "docx")).content)
    assert told.index(f"Căn cứ {line};") < told.index("Căn cứ Quyết định số 34/2014/QĐ-TTg")
    assert list(errors(sponsor.post(at("template-basis"), {"lines": "a\n" * 21}))) == ["lines"]
    assert list(errors(sponsor.post(at("template-basis"), {"lines": "a" * 501}))) == ["lines"]
