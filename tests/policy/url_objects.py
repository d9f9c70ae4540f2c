"""The objects the lines of `tests/urls_expected.csv` speak of."""

from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile, File
from wagtail.documents import get_document_model

from portal.outbox.models import Notice
from portal.people import access, roles
from portal.people.models import Access, Grant, User
from portal.record import files
from public.models.publication import Publication
from tests import province, province_acts
from workflow.actions import evidence, findings, paper_templates, papers, regulations
from workflow.documents.papers import shapes
from workflow.models import Act, CalendarFeed, Case, Council, Evidence, Paper, PaperTemplate, Sitting, states
from workflow.rules import papers as kinds
from workflow.simulation.year import illustrative_pdf

UNKNOWN = 999999999999999999999
PRINT = {"kind": kinds.BAO_CAO, "form": "docx"}


def bring_what_is_missing() -> None:
    """Passwords, a document, evidence beside a criterion, a finding and councils with a file."""
    # People as they are: with a password, and the administrator as `found_portal` makes one.
    User.objects.update(password=make_password("mat-khau-thu-nghiem"))
    User.objects.filter(username="quan.tri").update(is_staff=True, is_superuser=True)
    file = province_acts.paper_file()
    document = ContentFile(illustrative_pdf().getvalue(), "huong-dan.pdf")
    get_document_model().objects.create(title="Hướng dẫn", file=document)
    draft, filed = province.case_at(province.READY_TO_FILE), province.case_in(states.COMMUNE_ASSESSED)
    officer = province.user_of(roles.COMMUNE_OFFICER, draft)
    evidence.add(draft, 1, officer, file=file)
    findings.record(
        filed,
        province.user_of(roles.SUPERVISOR, filed),
        criterion=9,
        text="Đã xem sổ.",
        doubted=False,
        seen_on=province.NOW.date(),
        file=file,
    )
    opened = Paper.objects.filter(case=province.case_in(states.DISTRICT_REVIEWED), file__isnull=False).first()
    papers.publish(opened, province.user_of(roles.DISTRICT_OFFICER, opened.case))
    own_template = files.store(File(shapes.shipped(kinds.BAO_CAO).open("rb"), "mau.docx"), by=None)
    officer = User.objects.get(username="so.ldtbxh")
    paper_templates.take(draft.campaign.province, kinds.BAO_CAO, own_template, officer)
    admin = User.objects.get(username="quan.tri")
    regulations.start("34/2014", 1, admin, purpose="Thử nghiệm")
    for unit in (draft.assessing_unit, draft.reviewing_unit):
        Council.objects.filter(campaign=draft.campaign, unit=unit).update(file=file)


class Objects:
    """What the lines speak of: arguments of the URL, and the case whose people are "own"."""

    def __init__(self) -> None:
        self.draft = province.case_at(province.READY_TO_FILE)
        self.filed = province.case_in(states.COMMUNE_ASSESSED)
        self.reviewed = province.case_in(states.DISTRICT_REVIEWED)
        self.recognized = province.case_in(states.RECOGNIZED)
        self.closed = province.case_in(states.NOT_FILED)
        self.district = f"{self.draft.year}-minh-hoa", province.DISTRICT

    def of(self, name: str, state: str) -> tuple[dict, Case]:
        """Arguments and case of an object in a state ("" where it has none)."""
        if name == "case" or name.startswith("act "):
            case = province.case_in(state)
            given = {"pk": case.pk, "criterion": 1, "evidence": 1, "key": name.removeprefix("act ")}
            return given | PRINT, case
        if "year" in name:
            return self._year(name)
        if name.startswith("rights "):
            codes = {"commune": self.draft.code, "district": province.DISTRICT, "portal": "toan-cong"}
            return {"code": codes.get(name.split()[1], province_acts.PROVINCE)}, self.draft
        if name.startswith("what "):
            return {"what": name.removeprefix("what ")}, self.draft
        return getattr(self, "_" + name.replace(" ", "_"), self._nothing)()

    def _nothing(self):
        return {}, self.draft

    def _unknown(self):
        given = {
            "pk": UNKNOWN,
            "code": "khong-co",
            "unit_code": "99999",
            "year": 1999,
            "path": "khong-co.jpg",
        }
        given |= {"restriction_id": UNKNOWN, "page_view_restriction_id": UNKNOWN, "page_id": UNKNOWN}
        return given | {
            "key": "khong-co",
            "token": "khong-co",
            "uidb36": "1",
            "positional": ["khong-co/"],
        }, self.draft

    def _commune_right(self):
        officer = province.user_of(roles.COMMUNE_OFFICER, self.draft)
        return {"pk": Grant.objects.get(user=officer).pk}, self.draft

    def _portal_right(self):
        return {"pk": Grant.objects.get(role=roles.ADMINISTRATOR).pk}, self.draft

    def _commune_person(self):
        return {"pk": province.user_of(roles.COMMUNE_OFFICER, self.draft).pk}, self.draft

    def _invitation(self):
        officer = province.user_of(roles.COMMUNE_OFFICER, self.draft)
        helper = province.user_of(roles.DISTRICT_OFFICER, self.draft)
        return {"token": access.issue(officer, Access.Kind.LINK, by=helper).secret}, self.draft

    def _year(self, name: str):
        year, code = self.district
        if name in ("running year", "closed year"):
            case = self.draft if name == "running year" else self.closed
            return {"pk": case.campaign_id}, case
        if name.startswith("closed"):
            year = f"{self.closed.year}-minh-hoa"
        if name.startswith("province"):
            code = province_acts.PROVINCE
        kind = {"kind": kinds.TO_TRINH_HOI_DONG, "form": "pdf"}
        return {"year": year, "code": code, "what": name.split()[-1], **kind}, self.draft

    def _notice(self):
        reader = province.user_of(roles.COMMUNE_OFFICER, self.draft)
        notice = Notice.objects.filter(user=reader).first() or Notice.objects.create(
            user=reader, kind="event.campaign.closed", params={"year": "2025"}, url="/lam-viec/"
        )
        return {"pk": notice.pk}, self.draft

    def _calendar(self):
        reader = province.user_of(roles.COMMUNE_OFFICER, self.draft)
        return {"token": CalendarFeed.objects.get_or_create(user=reader)[0].token, "key": "toi"}, self.draft

    def _commune_unit(self):
        return {"code": self.draft.code}, self.draft

    def _district_unit(self):
        return {"code": province.DISTRICT}, self.draft

    def _province_unit(self):
        return {"code": province_acts.PROVINCE}, self.draft

    def _home(self):
        return {"positional": [""]}, self.draft

    def _unconfirmed(self):
        case = province.case_in(states.DRAFT)
        return {"query": f"?ho-so={case.pk}"}, case

    def _guide(self):
        return {"slug": "can-bo-xa"}, self.draft

    def _unknown_guide(self):
        return {"slug": "khong-co"}, self.draft

    def _prepared_case(self):
        return {"pk": self.draft.pk}, self.draft

    def _comment(self):
        case = province.case_at(province.UNDER_COMMENT)
        return {"code": case.messages.first().tracking_code}, case

    def _comment_to_moderate(self):
        case = province.case_at(province.UNDER_COMMENT)
        return {"pk": case.messages.first().pk}, case

    def _result(self):
        code, year = self.recognized.code, self.recognized.year
        return {"unit_code": code, "year": year}, self.recognized

    def _certificate(self):
        given = Publication.objects.exclude(certificate_code="").exclude(certificate_code=None)
        return {"code": given.first().certificate_code}, self.recognized

    def _document(self):
        one = get_document_model().objects.get(title="Hướng dẫn")
        return {"positional": [one.pk, one.filename]}, self.draft

    def _decision(self):
        found = Act.objects.filter(case_id=self.recognized.pk, decision__isnull=False).first().decision
        return {"pk": found.pk, "form": "pdf"}, self.recognized

    def _commune_paper(self):
        return {"pk": Paper.objects.filter(case=self.filed).first().pk}, self.filed

    def _open_paper(self):
        return {"pk": Paper.objects.filter(public=True, replaced_by=None).first().pk}, self.reviewed

    def _draft_paper(self):
        return {"pk": Paper.objects.filter(case=self.draft).first().pk}, self.draft

    def _district_paper(self):
        return {"pk": self.filed.covering_papers.filter(kind=kinds.TO_TRINH_CONG_NHAN).first().pk}, self.filed

    def _commune_council(self):
        return self._council(self.draft.assessing_unit)

    def _district_council(self):
        return self._council(self.draft.reviewing_unit)

    def _council(self, unit):
        return {"pk": Council.objects.get(campaign=self.draft.campaign, unit=unit).pk}, self.draft

    def _commune_sitting(self):
        found = Sitting.objects.get(
            council__campaign=self.draft.campaign, council__unit=self.draft.assessing_unit
        )
        return {"pk": found.pk, "case_pk": self.draft.pk, "form": "pdf"}, self.draft

    def _district_sitting(self):
        found = Sitting.objects.filter(council__unit=self.filed.reviewing_unit, conclusions__case=self.filed)
        return {"pk": found.first().pk, "case_pk": self.filed.pk, "form": "docx"}, self.filed

    def _finding(self):
        return {"pk": self.filed.findings.first().pk}, self.filed

    def _paper_form(self):
        own = PaperTemplate.objects.get(kind=kinds.BAO_CAO)
        return {"kind": own.kind, "pk": own.pk}, self.draft

    def _shipped_regulation(self):
        return {"slug": "34-2014", "version": 1, "no": 2, "other": 1}, self.draft

    def _draft_regulation(self):
        return {"slug": "34-2014", "version": 2, "no": 2, "other": 1}, self.draft

    def _unknown_regulation(self):
        return {"slug": "khong-co", "version": UNKNOWN, "no": 1, "other": 1}, self.draft

    def _evidence(self):
        return {"pk": Evidence.objects.get(score__case=self.draft, score__criterion=1).pk}, self.draft
