"""Papers: added with a file, replaced while the old one stays, opened to the public after a check."""

from tests import province
from tests.workspace_forms.conftest import YEAR, at, errors, text, upload
from workflow.models import Paper, states
from workflow.rules.papers import BAO_CAO, CONG_VAN, TO_TRINH_CONG_NHAN, TO_TRINH_KHEN_THUONG

NEW = ("district-paper-new", YEAR, province.DISTRICT)


def test_a_proposal_covers_several_communes(office):
    cases = [province.case_in(states.COMMUNE_ASSESSED), province.case_in(states.DISTRICT_REVIEWED)]
    data = {
        "kind": TO_TRINH_CONG_NHAN,
        "covers": [case.pk for case in cases],
        "number": "58/TTr-HĐXD",
        "signed_on": "19/11/2025",
        "signatory_name": "Trần Văn Minh",
        "file": upload(),
    }
    assert office.post(at(*NEW), data).status_code == 302
    made = Paper.objects.get(number="58/TTr-HĐXD")
    assert set(made.covers.all()) == set(cases)
    assert made.file.name == "ban-quet.pdf"
    assert (made.public, made.version) == (False, 1)
    assert "58/TTr-HĐXD" in text(office.get(at("district-papers", YEAR, province.DISTRICT)))


def test_what_is_wrong_stands_beside_its_field_and_the_file_stays(office):
    case = province.case_in(states.COMMUNE_ASSESSED)
    good = {"kind": TO_TRINH_CONG_NHAN, "covers": [case.pk], "number": "1", "signed_on": "19/11/2025"}
    for change, field in [
        ({"kind": ""}, "kind"),
        ({"kind": CONG_VAN}, "kind"),
        ({"covers": []}, "covers"),
        ({"covers": [province.case_at(province.UNDER_COMMENT).pk]}, "covers"),
        ({"signed_on": "21/11/2025"}, "signed_on"),
        ({"signed_on": "hôm qua"}, "signed_on"),
        ({"number": "a" * 61}, "number"),
        ({"number": "\x00"}, "number"),
    ]:
        answer = office.post(at(*NEW), good | change | {"file": upload()})
        assert list(errors(answer)) == [field], change
        assert "ban-quet.pdf" in text(answer)
    assert list(errors(office.post(at(*NEW), good | {"number": "", "signed_on": ""}))) == ["file"]


def test_a_kept_file_belongs_to_its_uploader(office, signed_in):
    data = {"kind": TO_TRINH_CONG_NHAN, "number": "1", "file": upload()}
    token = office.post(at(*NEW), data).context["form"].fields["file"].widget.token
    other = signed_in(f"huyen.{province.CITY}.phong")
    stolen = {"kind": TO_TRINH_CONG_NHAN, "covers": [province.case_at(province.UNDER_COMMENT).pk]}
    answer = other.post(at("district-paper-new", YEAR, province.CITY), stolen | {"file-kept": token})
    assert list(errors(answer)) == ["file"]


def test_a_new_version_keeps_the_old_one_readable(office):
    old = Paper.objects.filter(unit__code=province.DISTRICT, kind=TO_TRINH_CONG_NHAN).last()
    data = {
        "kind": old.kind,
        "covers": [case.pk for case in old.covers.all()],
        "number": "2/TTr",
        "file": upload(),
    }
    answer = office.post(at("paper-replace", old.pk), data)
    assert answer.status_code == 302, errors(answer)
    new = Paper.objects.get(replaces=old)
    assert new.version == old.version + 1
    assert [row.pk for row in office.get(at("paper", old.pk)).context["versions"]] == [new.pk, old.pk]
    assert office.post(at("paper-replace", old.pk), data).status_code == 403
    assert Paper.objects.filter(number="2/TTr").count() == 1


def test_opening_to_the_public_needs_the_check(office):
    paper = Paper.objects.filter(unit__code=province.DISTRICT, kind=TO_TRINH_CONG_NHAN).last()
    address = at("paper-publish", paper.pk)
    assert list(errors(office.post(address, {}))) == ["sure"]
    paper.refresh_from_db()
    assert not paper.public
    assert office.post(address, {"sure": "on"}).status_code == 302
    paper.refresh_from_db()
    assert paper.public
    assert paper.public_checked_by


def test_a_paper_without_a_file_is_not_opened(office):
    case = province.case_in(states.COMMUNE_ASSESSED)
    bare = {"kind": TO_TRINH_CONG_NHAN, "covers": [case.pk], "number": "3/TTr", "signed_on": "19/11/2025"}
    assert office.post(at(*NEW), bare).status_code == 302
    paper = Paper.objects.get(number="3/TTr")
    assert office.post(at("paper-publish", paper.pk), {"sure": "on"}).status_code == 403
    assert office.get(at("paper-file", paper.pk)).status_code == 404


def test_a_commune_adds_papers_while_it_prepares(commune, signed_in):
    case = province.case_at(province.READY_TO_FILE)
    page = commune.get(at("case-paper-new", case.pk) + f"?loai={BAO_CAO}")
    assert page.context["form"]["kind"].value() == BAO_CAO
    data = {"kind": BAO_CAO, "number": "12/BC-UBND", "signed_on": "12/11/2025", "file": upload()}
    assert commune.post(at("case-paper-new", case.pk), data).status_code == 302
    rows = case.papers.filter(kind=BAO_CAO).order_by("version")
    assert [row.version for row in rows] == [1, 2]
    assert rows[0].replaced_by == rows[1]
    assert list(
        errors(
            commune.post(
                at("case-paper-new", case.pk), data | {"kind": TO_TRINH_KHEN_THUONG, "file": upload()}
            )
        )
    ) == ["kind"]
    filed = province.case_in(states.DISTRICT_REVIEWED)
    assert signed_in(f"xa.{filed.code}.canbo").get(at("case-paper-new", filed.pk)).status_code == 403


def test_papers_of_the_reward_belong_to_the_district(office):
    case = province.case_in(states.RECOGNIZED)
    data = {"kind": TO_TRINH_KHEN_THUONG, "number": "5/TTr-LĐ", "file": upload()}
    assert office.post(at("case-paper-new", case.pk), data).status_code == 302
    assert case.papers.get(kind=TO_TRINH_KHEN_THUONG).number == "5/TTr-LĐ"


def test_files_are_downloads_for_readers_only(office, signed_in):
    province.bring_files()
    paper = Paper.objects.filter(unit__code=province.DISTRICT, file__isnull=False).last()
    answer = office.get(at("paper-file", paper.pk))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    stranger = signed_in(f"xa.{province.DUY_TAN}.canbo")
    assert stranger.get(at("paper-file", paper.pk)).status_code == 404


def test_a_paper_is_dated_within_the_year_it_serves(commune):
    """From the first day of the period to today; the day typed is kept."""
    case = province.case_at(province.READY_TO_FILE)
    address = at("case-paper-new", case.pk) + f"?loai={CONG_VAN}"
    page = commune.get(address)
    assert page.context["form"]["kind"].value() == CONG_VAN
    for signed, right in (("31/10/2024", False), ("21/11/2025", False), ("01/11/2024", True)):
        answer = commune.post(address, {"kind": CONG_VAN, "number": "8/CV", "signed_on": signed})
        assert (answer.status_code == 302) is right, signed
        if not right:
            assert list(errors(answer)) == ["signed_on"]
            assert answer.context["form"]["signed_on"].value() == signed


def test_a_paper_without_its_file_is_missing_everywhere(commune):
    """The papers tab and the task list give one answer (R-COM-4)."""
    case = province.case_at(province.READY_TO_FILE)
    Paper.objects.filter(case=case, kind=CONG_VAN).update(file=None)
    answer = commune.get(at("case-papers", case.pk))
    (row,) = [row for group in answer.context["groups"] for row in group["rows"] if row["kind"] == CONG_VAN]
    assert row["papers"] and not row["on_record"]
    assert f"?loai={CONG_VAN}" in text(answer)
    assert [task["url"] for task in answer.context["tasks"] if not task["done"]] != []
