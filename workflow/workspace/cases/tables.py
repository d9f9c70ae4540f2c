"""The case list as a table. Every column stands on the case's own row, so that no list ever joins."""

import django_tables2 as tables
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.theme.templatetags.steps import lateness_words
from workflow.models import Case
from workflow.workspace.wording import in_sentence

NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}


def _fixed(label, accessor: str, **more) -> tables.Column:
    """A column that is not sorted by: no index would help."""
    return tables.Column(verbose_name=label, accessor=accessor, orderable=False, **more)


class CaseTable(tables.Table):
    """25 cases a page, sortable where an index or a small set makes it cheap.

    Heads, order and their links are the table's; its template writes the cells itself, at a fraction of
    the cost of asking the table for each.
    """

    name = tables.Column(verbose_name=gettext_lazy("Commune"), order_by=("sort_key", "pk"))
    district = _fixed(gettext_lazy("District"), "district_name")
    year = tables.Column(verbose_name=gettext_lazy("Year"), order_by=("year", "sort_key", "pk"), attrs=NUMBER)
    state = _fixed(gettext_lazy("State"), "state")
    threshold = _fixed(gettext_lazy("Need"), "threshold", attrs=NUMBER)
    total = _fixed(gettext_lazy("Points"), "district_total", attrs=NUMBER)
    margin = tables.Column(verbose_name=gettext_lazy("Margin"), order_by=("margin", "pk"), attrs=NUMBER)
    lateness = _fixed(gettext_lazy("In time"), "late")

    class Meta:
        model = Case
        fields = ()
        template_name = "workspace/cases/table.html"
        attrs = {"class": "table stack case-table"}
        order_by = ()

    def __init__(self, rows, *, order_by: str = ""):
        # Where every row is made up, the line above the page says so once.
        self.all_made_up = all(row.illustrative for row in rows)
        for row in rows:
            row.told_late = told_late(row)
        super().__init__(rows, order_by=order_by)


def told_late(case: Case) -> str:
    """What of a case was late and by how much: "filed: 3 days late"; "" when nothing was."""
    told = [
        _("%(what)s: %(late)s") % {"what": what, "late": in_sentence(lateness_words(days))}
        for what, days in ((_("filed"), case.submit_days_late), (_("decided"), case.decide_days_late))
        if days is not None and days > 0
    ]
    return "; ".join(told)
