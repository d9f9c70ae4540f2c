"""What an act is given on its confirm page: its day, the signed paper, reasons, who signed."""

import re
from decimal import Decimal

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.people.models import Grant
from portal.record import clock
from portal.theme.templatetags.writing import day
from workflow.actions.inputs import DecisionData
from workflow.models import Decision
from workflow.rules import policy, thresholds
from workflow.rules.policy import DECIDE, RECORD, Permission
from workflow.workspace.acts.words import ActPage
from workflow.workspace.cases.casefile import CaseFile, english
from workflow.workspace.fields import CHOOSE, DayField, RowOf, Sure, Words
from workflow.workspace.kept_file import KeptFileField
from workflow.workspace.wording import in_sentence
from workflow.workspace.workplace import post_of

NUMBER_MAXIMUM = 60
QD, TB = "QĐ", "TB"
MONEY = re.compile(r"\d{1,14}", re.ASCII)
# A reason's link → the field it speaks of, where the two have different names.
PLACES = {"decision": "number", "decision.number": "number", "class": "class_code"}
REASONS = {
    "return": gettext_lazy("What the commune has to complete"),
    "reopen": gettext_lazy("Why the review is taken up again"),
    "decline": gettext_lazy("Why the commune is not recognised"),
    "reconsider": gettext_lazy("Why the case is looked at again"),
    "revoke": gettext_lazy("Why the recognition is revoked"),
    "close": gettext_lazy("Why the commune did not file"),
}
PUBLISHED = gettext_lazy(
    "Everybody will read this. No names of children, no addresses, no telephone numbers."
)

NOT_WHOLE = gettext_lazy("The form did not arrive whole. Look at the case again, then send the form again.")


def _event_number(typed: str) -> bool:
    """Whether a form tells which event its sender had seen: plain digits, as the page wrote them."""
    return typed.isascii() and typed.isdigit() and len(typed) <= 18


class ActForm(forms.Form):
    """One form for every act; `spec` says which fields it has, the permission whether it is recorded."""

    def __init__(self, data=None, files=None, *, file: CaseFile, spec: ActPage, permission: Permission):
        seen = str(file.case.head_event or 0)
        self._unseen = data is not None and not _event_number(data.get("expected_event", ""))
        if self._unseen:
            # Sent again, it stands for the case as the refused page shows it.
            data = data.copy()
            data["expected_event"] = seen
        super().__init__(data, files)
        self.file, self.spec, self.permission = file, spec, permission
        self.recording = permission.mode == RECORD
        self.fields["expected_event"] = forms.CharField(
            widget=forms.HiddenInput, required=False, max_length=20
        )
        self.initial["expected_event"] = seen
        if spec.decides:
            self._ask_for_decision()
        self.fields["on"] = DayField(
            label=_("Day signed") if spec.decides else _("Day of the act"),
            help_text=_("The day on the paper, for example %(day)s.") % {"day": day(file.today)},
            required=not spec.decides,
        )
        self.initial["on"] = file.today
        if self.recording:
            self._ask_for_signatory()
        if spec.decides:
            self._ask_for_scan()
        self._ask_for_words()
        for name in self._needed():
            if name in self.fields:
                self.fields[name].needed = True
        if self.recording:
            self.fields["sure"] = Sure(self._oath())
        elif spec.decides:
            self.fields["sure"] = Sure(self._own_oath())

    def _needed(self) -> set[str]:
        """Fields the door asks for although the form lets them pass: readiness says so in its own words."""
        needed = {"number", "on", "kind", "reason", "legal_basis"}
        if self.file.today > self._due:
            needed |= {"late_reason"}
        return needed | {"file"} if self.recording else needed

    def _ask_for_decision(self) -> None:
        known = list(self._known_decisions())
        if known:
            self.fields["existing"] = RowOf(
                known,
                describe=lambda decision: (
                    _("%(number)s of %(day)s") % {"number": decision.number, "day": day(decision.signed_on)}
                ),
                empty=_("A new decision, entered below"),
                label=_("Decision already on record"),
                help_text=_("One decision may cover several communes. Its number is used once."),
                required=False,
            )
        if self.spec.action == "decline":
            self.fields["kind"] = forms.ChoiceField(
                label=_("Kind of paper"),
                choices=[(QD, _("Decision")), (TB, _("Notice"))],
                widget=forms.RadioSelect,
                initial=QD,
                required=False,
            )
        self.fields["number"] = Words(
            label=_("Number of the decision"),
            max_length=NUMBER_MAXIMUM,
            help_text=_("As on the paper, for example 1152/QĐ-UBND."),
            required=False,
        )

    def _known_decisions(self):
        return Decision.objects.filter(
            issuer=self.issuer,
            purpose=self.spec.action,
            illustrative=self.file.case.illustrative,
            signed_on__gte=self._usable_from(),
        ).order_by("-signed_on", "-pk")[:20]

    def _usable_from(self):
        """A decision signed before the step that came before cannot carry this act (R-CAL-6)."""
        before = self.file.facts.previous_act_on
        start = self.file.case.campaign.period_from
        return max(before, start) if before else start

    @property
    def issuer(self):
        """The unit whose chair decides: the province for a reward of five years."""
        case = self.file.case
        return case.campaign.province if self.spec.level == 5 else case.recognising_unit

    def _ask_for_signatory(self) -> None:
        rule = next(
            rule for rule in policy.rules_for(self.spec.action, level=self.spec.level) if rule.mode == DECIDE
        )
        campaign = self.file.case.campaign
        held = (
            Grant.objects.filter(
                Q(valid_until__isnull=True) | Q(valid_until__gte=campaign.period_from),
                role=rule.role,
                unit_id=getattr(self.file.gathered.places, rule.at),
                withdrawn=False,
                valid_from__lte=self.file.today,
            )
            .with_places()
            .select_related("user")
            .order_by("deputy", "-valid_from", "pk")
        )
        self.fields["signatory"] = RowOf(
            held,
            describe=_held,
            empty=_("Choose who signed"),
            label=_("Signatory"),
            help_text=_("Who held the post on that day."),
        )

    def _ask_for_scan(self) -> None:
        self.fields["file"] = KeptFileField(label=_("Scan of the signed paper"), required=False)
        self.fields["file"].by = self.file.user

    def _ask_for_words(self) -> None:
        spec, asked = self.spec, self.spec.fields
        if "amount" in asked:
            self.fields["amount"] = Words(
                label=_("Amount in đồng"),
                required=False,
                max_length=20,
                help_text=_("As the decision says, for example 5.000.000."),
            )
        if "class_code" in asked:
            self.fields["class_code"] = forms.ChoiceField(
                label=_("Class"), choices=self._classes(), widget=forms.RadioSelect, error_messages=CHOOSE
            )
            self.fields["class_source"] = Words(
                label=_("Source"),
                lines=2,
                help_text=_(
                    "List, decision and day on which the class rests. It is shown on the public page."
                ),
            )
        if "reason" in asked:
            self.fields["reason"] = Words(
                label=REASONS[spec.action], lines=4, help_text=PUBLISHED, required=False
            )
        if "legal_basis" in asked:
            self.fields["legal_basis"] = Words(
                label=_("Legal basis"),
                lines=2,
                required=False,
                help_text=_("This step is outside the Plan: name the law and article it rests on."),
            )
        if "late_reason" in asked and self._may_be_late():
            self.fields["late_reason"] = Words(
                label=_("Reason for being late"),
                lines=2,
                required=False,  # the door asks for it in its own words when the day is late (R-CAL-6)
                help_text=_("Needed only when the day lies after %(due)s. It stays visible for ever.")
                % {"due": day(self._due)},
            )
        if self._falls_back:
            self.fields["exception_reason"] = Words(
                label=_("Why the province's officer acts for the district"), lines=2, help_text=PUBLISHED
            )

    @property
    def _due(self):
        campaign = self.file.case.campaign
        if self.spec.level:
            return campaign.reward_due
        return campaign.commune_due if self.spec.action == "submit" else campaign.district_due

    def _may_be_late(self) -> bool:
        return self.file.today > self._due or "late_reason" in self.data

    @property
    def _falls_back(self) -> bool:
        return self.permission.rule is not None and self.permission.rule.fallback

    def _classes(self) -> list[tuple[str, str]]:
        told = []
        for code in thresholds.classes_of(self.file.case.kind):
            found = self.file.regulation.threshold(code)
            if found:
                name = found.name_en if english() else found.name
                told.append(
                    (code, _("%(class)s: %(points)s points") % {"class": name, "points": found.points})
                )
        return told

    def _oath(self) -> str:
        name = self.file.user.full_name
        return _("I record truly what was signed. Recorded by: %(name)s.") % {"name": name}

    def _own_oath(self) -> str:
        name = in_sentence(self.file.case.full_name)
        return _("I have read the signed paper and decide this for %(name)s.") % {"name": name}

    def clean_amount(self):
        typed = re.sub(r"[.\s,đĐ]", "", self.cleaned_data.get("amount") or "")
        if not typed:
            return None
        if not MONEY.fullmatch(typed):
            raise forms.ValidationError(_("Write the amount in whole đồng, for example 5.000.000."))
        return Decimal(typed)

    def clean(self):
        given = super().clean()
        if self._unseen:
            self.add_error(None, NOT_WHOLE)
        existing, on = given.get("existing"), given.get("on")
        if self.spec.decides and not existing and on is None and "on" not in self.errors:
            self.add_error("on", _("Write the day."))
        signatory = given.get("signatory")
        signed = existing.signed_on if existing else on
        if signatory and signed and not signatory.holds_on(signed):
            told = {"name": signatory.user.full_name, "day": day(signed)}
            self.add_error("signatory", _("%(name)s did not hold this post on %(day)s.") % told)
        return given

    def inputs(self) -> dict:
        """What the door is given, from a valid form."""
        given = self.cleaned_data
        inputs = {
            "on": given.get("on"),
            "expected_event": int(given["expected_event"]),
            "level": self.spec.level,
            "signatory": given.get("signatory"),
        }
        for name in (
            "reason",
            "late_reason",
            "legal_basis",
            "exception_reason",
            "class_code",
            "class_source",
        ):
            inputs[name] = given.get(name) or ""
        if self.spec.decides:
            inputs["decision"] = self._decision()
            inputs["amount"] = given.get("amount")
            if isinstance(inputs["decision"], Decision):
                inputs["on"] = inputs["decision"].signed_on
        return inputs

    def _decision(self) -> Decision | DecisionData | None:
        given = self.cleaned_data
        if given.get("existing"):
            return given["existing"]
        if not given.get("number") or given.get("on") is None:
            return None
        return DecisionData(
            issuer=self.issuer,
            kind=given.get("kind") or QD,
            number=given["number"],
            signed_on=given["on"],
            file=given.get("file"),
        )


def _held(grant: Grant) -> str:
    """ "Trần Văn Minh, Chủ tịch UBND huyện Kon Plông", with its days when it has ended."""
    told = f"{grant.user.full_name}, {post_of(grant)}"
    if grant.valid_until and grant.valid_until < clock.today():
        told += " " + _("(until %(day)s)") % {"day": day(grant.valid_until)}
    return told
