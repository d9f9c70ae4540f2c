"""Findings, and the communes a department supervises, as files."""

from django.utils.translation import gettext as _

from portal.theme.templatetags.states import word
from workflow.documents.workbooks.lists import Column, Listing
from workflow.models import Finding, states
from workflow.workspace import criteria, exports


def findings_listing(findings) -> Listing:
    """Findings as the list has them; `is_read` stands on each row."""

    def criterion(finding: Finding) -> str:
        return criteria.names(finding.case.campaign).get(finding.criterion, "")

    columns = [
        Column(_("Commune"), lambda finding: finding.case.full_name, 26),
        Column(_("District"), lambda finding: finding.case.district_name, 24),
        Column(_("Year"), lambda finding: finding.case.year, 8),
        Column(_("No."), lambda finding: finding.criterion, 7),
        Column(_("Criterion"), criterion, 34),
        Column(_("Department"), lambda finding: finding.body.short_name, 22),
        Column(_("Seen on"), lambda finding: finding.seen_on, 12),
        Column(_("Finding"), lambda finding: finding.text, 70),
        Column(_("doubted"), lambda finding: finding.doubted, 12),
        Column(_("read"), lambda finding: finding.is_read, 10),
        Column(_("Illustrative data"), lambda finding: finding.case.illustrative, 12),
    ]
    made_up = findings.order_by().filter(case__illustrative=True).exists()
    return Listing(_("Supervision"), "giam-sat", columns, exports.all_of(findings), made_up)


def supervised_listing(cases) -> Listing:
    """Undecided communes with how much the person's department recorded there."""
    state = {key: word(key, "official") for key in states.ALL}
    columns = [
        Column(_("Code"), lambda case: case.code, 9),
        Column(_("Commune"), lambda case: case.full_name, 26),
        Column(_("District"), lambda case: case.district_name, 24),
        Column(_("Year"), lambda case: case.year, 8),
        Column(_("State"), lambda case: state[case.state], 30),
        Column(_("Recorded"), lambda case: case.recorded, 11),
        Column(_("doubted"), lambda case: case.doubts, 12),
        Column(_("Illustrative data"), lambda case: case.illustrative, 12),
    ]
    made_up = cases.order_by().filter(illustrative=True).exists()
    return Listing(_("Communes to supervise"), "xa-can-giam-sat", columns, exports.all_of(cases), made_up)
