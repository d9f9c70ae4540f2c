"""Forms about notices: the channels of a unit's rules, and a recorded report."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workflow.models import NoticeSwitch
from workflow.notices.rules import NoticeRule
from workflow.workspace.fields import DayField, Words

CHANNELS = (
    (NoticeSwitch.Channel.MAIL, _("In the portal and by mail")),
    (NoticeSwitch.Channel.PORTAL, _("In the portal only")),
    (NoticeSwitch.Channel.OFF, _("Not at all")),
)


class SwitchForm(forms.Form):
    """One choice a rule; the field is called as the rule, dots as dashes."""

    def __init__(self, *args, rules: list[NoticeRule], now: dict[str, str], **options):
        super().__init__(*args, **options)
        self.rules = rules
        for rule in rules:
            self.fields[name_of(rule)] = forms.ChoiceField(
                label=rule.name,
                choices=CHANNELS,
                initial=now.get(rule.key, rule.default),
                error_messages={
                    "required": _("Choose one."),
                    "invalid_choice": _("Choose one of the list."),
                },
            )

    def wanted(self) -> dict[str, str]:
        """The channel of each rule."""
        return {rule.key: self.cleaned_data[name_of(rule)] for rule in self.rules}


def name_of(rule: NoticeRule) -> str:
    """The field of a rule."""
    return rule.key.replace(".", "-")


class ReportForm(forms.Form):
    """Number and day of a report, as they stand on the paper."""

    number = Words(label=_("Number of the report"), max_length=60, help_text=_("Like 12/BC-LĐTBXH."))
    number.width = "short"
    signed_on = DayField(label=_("Day of the report"))
