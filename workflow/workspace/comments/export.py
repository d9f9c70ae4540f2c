"""The list of comments as a file. Who wrote them is no part of it (R-PRV-4)."""

from django.utils.translation import gettext as _

from workflow.documents.workbooks.lists import Column, Listing
from workflow.models import Message
from workflow.workspace import criteria, exports


def listing(messages, tab: str) -> Listing:
    """The comments of a tab of the list, with what became of them."""

    def became(message: Message) -> str:
        if message.admissible is None:
            return _("waits to be looked through")
        if not message.admissible:
            return _("Not taken")
        if message.answer is None:
            return _("waits for an answer")
        return _("Accepted") if message.answer.accepted else _("Not accepted")

    def criterion(message: Message) -> str:
        if not message.criterion:
            return _("the result as a whole")
        name = criteria.names(message.case.campaign).get(message.criterion, "")
        return f"{message.criterion}. {name}"

    columns = [
        Column(_("Code of the comment"), lambda message: message.tracking_code, 16),
        Column(_("Commune"), lambda message: message.case.full_name, 26),
        Column(_("District"), lambda message: message.case.district_name, 24),
        Column(_("Year"), lambda message: message.case.year, 8),
        Column(_("Criterion"), criterion, 34),
        Column(_("Received on"), lambda message: message.received_on, 12),
        Column(_("Within the days for comments"), lambda message: message.in_window, 14),
        Column(_("Comment"), lambda message: message.text, 70),
        Column(_("What became of it"), became, 26),
        Column(_("Why not taken"), lambda message: message.moderation_reason, 34),
        Column(_("Answer"), lambda message: message.answer.text if message.answer else "", 60),
        Column(_("Illustrative data"), lambda message: message.case.illustrative, 12),
    ]
    made_up = messages.order_by().filter(case__illustrative=True).exists()
    return Listing(_("Comments"), "gop-y", columns, exports.all_of(messages), made_up, [tab])
