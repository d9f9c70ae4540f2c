"""The case list as a file."""

from django.utils.translation import gettext as _

from portal.theme.templatetags.states import word
from portal.units.names import full_name
from workflow.documents.workbooks.lists import Column, Listing
from workflow.models import states
from workflow.workspace import exports
from workflow.workspace.cases.filters import CLASSES

FIELDS = (
    "code",
    "kind",
    "name",
    "district_name",
    "year",
    "state",
    "class_code",
    "threshold",
    "commune_total",
    "district_total",
    "margin",
    "submitted_on",
    "submit_days_late",
    "decided_on",
    "decide_days_late",
    "illustrative",
)


def listing(cases, told: list[str]) -> Listing:
    """The cases with what stands on their own row; `told` names the filters that are on."""
    state = {key: word(key, "official") for key in states.ALL}
    classes = {key: str(name) for key, name in CLASSES.items()}
    columns = [
        Column(_("Code"), lambda case: case.code, 9),
        Column(_("Commune"), lambda case: full_name(case.kind, case.name), 26),
        Column(_("District"), lambda case: case.district_name, 24),
        Column(_("Year"), lambda case: case.year, 8),
        Column(_("State"), lambda case: state[case.state], 30),
        Column(_("Class"), lambda case: classes.get(case.class_code, case.class_code), 32),
        Column(_("Need"), lambda case: case.threshold, 8),
        Column(_("Commune's points"), lambda case: case.commune_total, 11),
        Column(_("District's points"), lambda case: case.district_total, 11),
        Column(_("Margin"), lambda case: case.margin, 9),
        Column(_("Filed on"), lambda case: case.submitted_on, 12),
        Column(_("Filed, days late"), lambda case: case.submit_days_late, 11),
        Column(_("Decided on"), lambda case: case.decided_on, 12),
        Column(_("Decided, days late"), lambda case: case.decide_days_late, 11),
        Column(_("Illustrative data"), lambda case: case.illustrative, 12),
    ]
    made_up = cases.order_by().filter(illustrative=True).exists()
    # Plain rows: a country's cases as instances would cost as much as writing them.
    rows = exports.all_of(cases.values_list(*FIELDS, named=True))
    return Listing(_("Cases"), "ho-so", columns, rows, made_up, told)
