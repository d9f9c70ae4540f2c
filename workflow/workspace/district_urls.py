"""Addresses of councils, papers, decisions, findings, comments, years and classes in the workspace."""

from django.urls import path, register_converter

from workflow.workspace.access import officials_only
from workflow.workspace.bundles import views as bundles
from workflow.workspace.campaigns import views as campaigns
from workflow.workspace.certificates import views as certificates
from workflow.workspace.classes import views as classes
from workflow.workspace.comments import views as comments
from workflow.workspace.corrections import views as corrections
from workflow.workspace.councils import views as councils
from workflow.workspace.councils.files import council_file
from workflow.workspace.decisions import views as decisions
from workflow.workspace.districts import views as districts
from workflow.workspace.findings import views as findings
from workflow.workspace.paper_templates import views as templates
from workflow.workspace.papers import views as papers
from workflow.workspace.planner import views as planner
from workflow.workspace.prints import views as prints
from workflow.workspace.prints.views import PaperForm
from workflow.workspace.reach import CampaignYear
from workflow.workspace.regulations import views as regulations
from workflow.workspace.sittings import views as sittings
from workflow.workspace.workbooks import views as workbooks

register_converter(CampaignYear, "campaign_year")
register_converter(PaperForm, "paper_form")

OF_A_CASE = [
    path("ho-so/<int:pk>/hoi-dong/sua/", councils.commune_council, name="commune-council"),
    path("ho-so/<int:pk>/phien-hop/moi/", sittings.commune_sitting_new, name="commune-sitting-new"),
    path("ho-so/<int:pk>/giay-to/moi/", papers.case_paper_new, name="case-paper-new"),
    path("ho-so/<int:pk>/giam-sat/moi/", findings.finding_new, name="finding-new"),
    path("ho-so/<int:pk>/gop-y/tra-loi/", comments.comment_answer, name="comment-answer"),
    path("ho-so/<int:pk>/gop-y/ghi/", comments.comment_enter, name="comment-enter"),
    path("ho-so/<int:pk>/so-diem/", workbooks.case_workbook, name="case-workbook"),
    path("ho-so/<int:pk>/so-diem/tai-ve/", workbooks.case_workbook_file, name="case-workbook-file"),
    path("ho-so/<int:pk>/so-diem/xem-truoc/", workbooks.case_workbook_preview, name="case-workbook-preview"),
    path("ho-so/<int:pk>/han-che/", corrections.case_corrections, name="case-corrections"),
    path("ho-so/<int:pk>/du-tinh/", planner.planner, name="case-planner"),
]
OF_A_DISTRICT = [
    path("huyen/", districts.district_list, name="district-list"),
    path("huyen/<campaign_year:year>/<slug:code>/", districts.district, name="district"),
    path(
        "huyen/<campaign_year:year>/<slug:code>/giay-to/", papers.district_paper_list, name="district-papers"
    ),
    path(
        "huyen/<campaign_year:year>/<slug:code>/giay-to/moi/",
        papers.district_paper_new,
        name="district-paper-new",
    ),
    path(
        "huyen/<campaign_year:year>/<slug:code>/so-diem/",
        workbooks.district_workbook,
        name="district-workbook",
    ),
    path(
        "huyen/<campaign_year:year>/<slug:code>/so-diem/tai-ve/",
        workbooks.district_workbook_file,
        name="district-workbook-file",
    ),
    path(
        "huyen/<campaign_year:year>/<slug:code>/so-diem/xem-truoc/",
        workbooks.district_workbook_preview,
        name="district-workbook-preview",
    ),
    path("hoi-dong/", councils.council_list, name="council-list"),
    path("hoi-dong/<int:pk>/tep/", council_file, name="council-file"),
    path("hoi-dong/<campaign_year:year>/<slug:code>/", councils.district_council, name="district-council"),
    path(
        "hoi-dong/<campaign_year:year>/<slug:code>/sua/",
        councils.district_council_edit,
        name="district-council-edit",
    ),
    path(
        "hoi-dong/<campaign_year:year>/<slug:code>/phien-hop/moi/",
        sittings.district_sitting_new,
        name="district-sitting-new",
    ),
]
OF_A_ROW = [
    path("phien-hop/<int:pk>/", sittings.sitting, name="sitting"),
    path("phien-hop/<int:pk>/sua/", sittings.sitting_edit, name="sitting-edit"),
    path("phien-hop/<int:pk>/huy/", sittings.sitting_cancel, name="sitting-cancel"),
    path("phien-hop/<int:pk>/bien-ban/", sittings.minutes, name="sitting-minutes"),
    path("phien-hop/<int:pk>/ket-luan/<int:case_pk>/", sittings.conclusion, name="sitting-conclusion"),
    path("giay-to/<int:pk>/", papers.paper, name="paper"),
    path("giay-to/<int:pk>/ban-moi/", papers.paper_replace, name="paper-replace"),
    path("giay-to/<int:pk>/cong-khai/", papers.paper_publish, name="paper-publish"),
    path("giay-to/<int:pk>/thoi-cong-khai/", papers.paper_withdraw, name="paper-withdraw"),
    path("giay-to/<int:pk>/tep/", papers.paper_file, name="paper-file"),
    path("quyet-dinh/", decisions.decision_list, name="decision-list"),
    path("quyet-dinh/<int:pk>/", decisions.decision, name="decision"),
    path("quyet-dinh/<int:pk>/tep/", decisions.decision_file, name="decision-file"),
    path("quyet-dinh/<slug:what>/", decisions.batch_start, name="decision-start"),
    path(
        "quyet-dinh/<slug:what>/<campaign_year:year>/<slug:code>/",
        decisions.batch_record,
        name="decision-batch",
    ),
    path("giam-sat/", findings.finding_list, name="finding-list"),
    path("giam-sat/ho-so/", findings.supervised_cases, name="supervised-cases"),
    path("giam-sat/<int:pk>/", findings.finding, name="finding"),
    path("giam-sat/<int:pk>/da-doc/", findings.finding_read, name="finding-read"),
    path("giam-sat/<int:pk>/tep/", findings.finding_file, name="finding-file"),
    path("gop-y/", comments.comment_list, name="comment-list"),
    path("gop-y/<int:pk>/xem-xet/", comments.comment_moderate, name="comment-moderate"),
]
OF_THE_PROVINCE = [
    path("dot/", campaigns.campaign_list, name="campaign-list"),
    path("dot/mo/", campaigns.campaign_open, name="campaign-open"),
    path("dot/<int:pk>/", campaigns.campaign, name="campaign"),
    path("dot/<int:pk>/khong-nop/", campaigns.campaign_not_filed, name="campaign-not-filed"),
    path("dot/<int:pk>/dong/", campaigns.campaign_close, name="campaign-close"),
    path("bo-tieu-chuan/", regulations.regulation_list, name="regulation-list"),
    path("bo-tieu-chuan/<slug:slug>/<int:version>/", regulations.regulation, name="regulation"),
    path(
        "bo-tieu-chuan/<slug:slug>/<int:version>/ban-moi/",
        regulations.regulation_start,
        name="regulation-start",
    ),
    path(
        "bo-tieu-chuan/<slug:slug>/<int:version>/van-ban/",
        regulations.regulation_text,
        name="regulation-text",
    ),
    path(
        "bo-tieu-chuan/<slug:slug>/<int:version>/tieu-chi/<int:no>/",
        regulations.regulation_criterion,
        name="regulation-criterion",
    ),
    path(
        "bo-tieu-chuan/<slug:slug>/<int:version>/so-voi/<int:other>/",
        regulations.regulation_compare,
        name="regulation-compare",
    ),
    path("bo-tieu-chuan/<slug:slug>/<int:version>/chot/", regulations.regulation_fix, name="regulation-fix"),
    path("phan-loai/", classes.class_list, name="class-list"),
    path("phan-loai/xac-nhan/", classes.class_confirm, name="class-confirm"),
]
PRINTS = [
    path("ho-so/<int:pk>/in/<slug:kind>/<paper_form:form>/", prints.case_print, name="case-print"),
    path(
        "huyen/<campaign_year:year>/<slug:code>/in/<slug:kind>/<paper_form:form>/",
        prints.district_print,
        name="district-print",
    ),
    path("ho-so/<int:pk>/tron-bo/", bundles.case_bundle, name="case-bundle"),
    path("ho-so/<int:pk>/giay-cong-nhan/", certificates.case_certificate, name="case-certificate"),
    path(
        "huyen/<campaign_year:year>/<slug:code>/giay-cong-nhan/",
        certificates.unit_certificates,
        name="unit-certificates",
    ),
    path("phien-hop/<int:pk>/in/<paper_form:form>/", prints.sitting_print, name="sitting-print"),
    path("quyet-dinh/<int:pk>/in/<paper_form:form>/", prints.decision_print, name="decision-print"),
]
TEMPLATES = [
    path("mau-giay-to/", templates.template_list, name="template-list"),
    path("mau-giay-to/can-cu/", templates.basis, name="template-basis"),
    path("mau-giay-to/<slug:kind>/", templates.template, name="template"),
    path("mau-giay-to/<slug:kind>/mau-goc/", templates.shipped_file, name="template-shipped"),
    path("mau-giay-to/<slug:kind>/ban/<int:pk>/", templates.own_file, name="template-file"),
    path("mau-giay-to/<slug:kind>/tro-lai/", templates.back_to_shipped, name="template-back"),
]
urlpatterns = officials_only([*OF_A_CASE, *OF_A_DISTRICT, *OF_A_ROW, *OF_THE_PROVINCE, *PRINTS, *TEMPLATES])
