"""The signed decision as it stands on paper: number, day, signatory, scan, and what the act asks besides."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.people import posts
from portal.people.models import Grant
from portal.record import clock
from portal.theme.templatetags.writing import day
from workflow.actions.decisions import number_taken
from workflow.actions.inputs import DecisionData
from workflow.rules.streaks import DISTRICT_LEVEL
from workflow.workspace.decisions.batches import Batch, Candidate
from workflow.workspace.fields import REQUIRED, DayField, RowOf, RowsOf, Sure, Words
from workflow.workspace.kept_file import KeptFileField
from workflow.workspace.reach import UnitYear

KINDS = [("QĐ", _("Decision (quyết định)")), ("TB", _("Notice (thông báo)"))]


class SignedForm(forms.Form):
    """One decision for the communes ticked. `signatories` are the rights of those who may have signed it;
    None when the person signs themselves."""

    kind = forms.ChoiceField(label=_("Kind of paper"), choices=KINDS, error_messages=REQUIRED)
    number = Words(label=_("Number of the decision"), max_length=60, help_text=_("For example 1152/QĐ-UBND"))
    signed_on = DayField(label=_("Signed on"), help_text=_("The day on the paper, for example 19/11/2026"))
    file = KeptFileField(label=_("Scan of the decision"))
    late_reason = Words(
        label=_("Why it is late"),
        required=False,
        lines=2,
        max_length=1000,
        help_text=_("Only when the day on the paper lies after the last day. Published with the result."),
    )

    def __init__(
        self, *args, batch: Batch, place: UnitYear, chosen: list[Candidate], signatories, tick, **options
    ):
        super().__init__(*args, **options)
        self.batch = batch
        self.issuer = place.campaign.province if batch.by_province else place.unit
        if not batch.notice:
            del self.fields["kind"]
        if not may_be_late(batch, place):
            del self.fields["late_reason"]
        self.fields["cases"] = RowsOf(
            chosen,
            key=lambda one: one.key,
            describe=lambda one: one.case.full_name,
            widget=forms.MultipleHiddenInput,
            missing=_("Choose at least one commune."),
        )
        if signatories is None:
            self.fields["file"].required = False
        else:
            self.fields["signatory"] = RowOf(
                signatories,
                label=_("Signed by"),
                help_text=_("Who held the post on the day on the paper"),
                describe=lambda grant: _signatory(grant, place.name),
                empty=_("Choose one") if len(signatories) != 1 else None,
            )
        if batch.reason:
            self.fields["reason"] = Words(
                label=_("Why these communes are not recognised"),
                lines=4,
                help_text=_(
                    "Everybody will read it. If the reasons differ, record them one after the other."
                ),
            )
        if batch.level:
            self.fields["amount"] = forms.DecimalField(
                label=_("Amount for each commune, in đồng"),
                required=False,
                min_value=0,
                max_digits=14,
                decimal_places=0,
                help_text=_("As the law on emulation and commendation has it (R-REW-5)"),
                widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            )
            self.fields["amount"].width = "short"
        self.fields["sure"] = Sure(tick)
        order = ["kind", "number", "signed_on", "signatory", "file", "reason", "amount", "late_reason"]
        self.order_fields(order)

    def clean(self):
        given = super().clean()
        day_signed, grant = given.get("signed_on"), given.get("signatory")
        if day_signed and day_signed > clock.today():
            self.add_error("signed_on", gettext("The day on the paper cannot lie ahead."))
        if grant is not None and day_signed and not grant.holds_on(day_signed):
            told = {"name": grant.user.full_name, "day": day(day_signed)}
            self.add_error("signatory", gettext("%(name)s did not hold this post on %(day)s.") % told)
        if given.get("number") and given.get("signed_on"):
            taken = number_taken(self.decision())
            if taken is not None:
                told = {"day": day(taken.signed_on)}
                self.add_error(
                    "number",
                    gettext("This number is already used for the decision of %(day)s. Check the paper.")
                    % told,
                )
        return given

    def decision(self) -> DecisionData:
        given = self.cleaned_data
        return DecisionData(
            issuer=self.issuer,
            kind=given.get("kind") or "QĐ",
            number=given["number"],
            signed_on=given["signed_on"],
            file=given.get("file"),
        )

    def inputs(self) -> dict:
        """The inputs of the act."""
        given = self.cleaned_data
        return {
            **self.batch.inputs,
            "on": given["signed_on"],
            "decision": self.decision(),
            "signatory": given.get("signatory"),
            "reason": given.get("reason", ""),
            "late_reason": given.get("late_reason", ""),
            **({"amount": given["amount"]} if self.batch.level else {}),
        }


def may_be_late(batch: Batch, place: UnitYear) -> bool:
    """Whether the last day for this decision has passed, so that a paper can carry a later one (R-CAL)."""
    campaign = place.campaign
    due = campaign.reward_due if batch.by_province else campaign.district_due
    return clock.today() > due and batch.level != DISTRICT_LEVEL


def _signatory(grant: Grant, place: str) -> str:
    """ "Trần Văn Minh, Chủ tịch UBND huyện Kon Plông", with the last day of a term that has one."""
    told = f"{grant.user.full_name}, {posts.post_title(grant, clock.today(), place)}"
    if grant.valid_until:
        told += " " + gettext("(until %(day)s)") % {"day": day(grant.valid_until)}
    return told
