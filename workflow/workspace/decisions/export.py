"""The list of decisions as a file: a row for each decision, its communes in one cell."""

from django.utils.translation import gettext as _

from portal.theme.templatetags.states import word
from workflow.documents.workbooks.lists import Column, Listing
from workflow.models import states


def listing(decisions, covered: dict[int, list], purposes: dict, told: list[str]) -> Listing:
    """`covered` names the readable cases each decision moved."""
    state = {key: word(key, "official") for key in states.ALL}

    def communes(decision) -> str:
        return ", ".join(case.full_name for case in covered.get(decision.pk, ()))

    def standing(decision) -> str:
        return ", ".join(dict.fromkeys(state[case.state] for case in covered.get(decision.pk, ())))

    columns = [
        Column(_("Number"), lambda decision: decision.number, 16),
        Column(_("Signed on"), lambda decision: decision.signed_on, 12),
        Column(_("What for"), lambda decision: str(purposes[decision.purpose]), 20),
        Column(_("Signed by"), lambda decision: decision.signatory_name, 24),
        Column(_("Communes"), communes, 60),
        Column(_("Count"), lambda decision: len(covered.get(decision.pk, ())), 9),
        Column(_("State today"), standing, 30),
        Column(_("Illustrative data"), lambda decision: decision.illustrative, 12),
    ]
    made_up = any(decision.illustrative for decision in decisions)
    return Listing(_("Decisions"), "quyet-dinh", columns, decisions, made_up, told)
