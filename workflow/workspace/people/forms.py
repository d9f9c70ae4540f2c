"""What a right is given by: to whom, which post, from when until when, on which paper."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.people import newcomers, roles
from portal.people.objections import Reason
from portal.record import clock
from workflow.workspace.fields import DayField, RowOf, Sure, Words
from workflow.workspace.people.places import Place

DECISION_HINT = _("Number and date of the paper, for example: QĐ 12/QĐ-UBND ngày 02/11/2026")
LAST_DAY_HINT = _("The last day counts too. Empty: until somebody ends it.")
# Refusals of the appointing rules → the field that mends them; the others stand on top of the form.
FIELD_OF = {
    "Choose the department or organisation.": "body",
    "Choose the unit of this role, and no department.": "body",
    "This role has no deputies.": "deputy",
    "The last day comes before the first.": "valid_until",
    "Name the decision: its number and date.": "decision",
    "Write why the holder is away.": "reason",
    "Standing in has a last day.": "valid_until",
    "The one who is away does not hold the post on all of these days.": "valid_until",
    "The successor begins after the first day of the one before, %(day)s.": "first_day",
    "This right already ends by that day.": "on",
}


def put(form: forms.Form, reasons: list[Reason]) -> None:
    """Write why a right is not given beside the fields that mend it."""
    for reason in reasons:
        name = FIELD_OF.get(reason.message)
        if name == "on" and name not in form.fields:
            name = "first_day"
        form.add_error(name if name in form.fields else None, reason.sentence)


class AccountForm(forms.Form):
    """A new account: who it is, how they sign in, where mail reaches them."""

    full_name = Words(label=_("Full name"), help_text=_("As on the decision"))
    username = Words(
        label=_("Username"),
        max_length=60,
        required=False,
        help_text=_("It never changes. Empty: it is made of the name, such as y.blan."),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        help_text=_("A link to set the password goes there. Empty: you print a one-time code."),
        error_messages={"invalid": _("Write an address like ten@kontum.gov.vn.")},
    )

    def clean_full_name(self):
        return newcomers.clean_name(self.cleaned_data["full_name"])

    def clean_username(self):
        typed = self.cleaned_data["username"]
        return newcomers.clean_username(typed) if typed else ""

    def clean_email(self):
        return newcomers.clean_email(self.cleaned_data["email"])

    def clean(self):
        given = super().clean()
        if given.get("full_name") and not given.get("username") and "username" not in self.errors:
            given["username"] = newcomers.suggested(given["full_name"])
        return given


class GiveForm(forms.Form):
    """A right at one place."""

    role = forms.ChoiceField(label=_("Right"), error_messages={"required": _("Choose one.")})
    body = RowOf([], label=_("Department or organisation"), required=False, empty=_("none"))
    valid_from = DayField(label=_("From"))
    valid_until = DayField(label=_("Until (last day)"), required=False, help_text=LAST_DAY_HINT)
    decision = Words(label=_("Decision"), max_length=200, help_text=DECISION_HINT)
    deputy = forms.BooleanField(
        label=_("Deputy"), required=False, help_text=_("Signs KT., in place of the head of the office.")
    )

    def __init__(self, *args, place: Place, given: list[str], **options):
        options.setdefault("initial", {})
        options["initial"] = {"valid_from": clock.today(), **options["initial"]}
        super().__init__(*args, **options)
        self.place = place
        self.fields["role"].choices = [("", _("Choose…"))] + [
            (role, roles.ROLE_NAMES[role]) for role in given
        ]
        if len(given) == 1:
            self.fields["role"].choices = self.fields["role"].choices[1:]
        if place.bodies and roles.BODY_ROLES & set(given):
            self.fields["body"] = RowOf(
                place.bodies,
                label=_("Department or organisation"),
                required=False,
                empty=_("none"),
                describe=lambda body: body.name,
            )
        else:
            del self.fields["body"]
        if not roles.DEPUTY_ROLES & set(given):
            del self.fields["deputy"]

    def terms(self) -> dict:
        """The arguments of grants.give."""
        given = self.cleaned_data
        body = given.get("body") if given["role"] in roles.BODY_ROLES else None
        return {
            "role": given["role"],
            "unit": None if given["role"] in roles.BODY_ROLES else self.place.unit,
            "body": body,
            "valid_from": given["valid_from"],
            "valid_until": given["valid_until"],
            "decision": given["decision"],
            "deputy": given.get("deputy", False),
        }


class HandOverForm(forms.Form):
    """The successor's first day and the paper."""

    first_day = DayField(
        label=_("First day of the successor"),
        help_text=_("The one before keeps the post until the day before."),
    )
    valid_until = DayField(label=_("Until (last day)"), required=False, help_text=LAST_DAY_HINT)
    decision = Words(label=_("Decision"), max_length=200, help_text=DECISION_HINT)

    def terms(self) -> dict:
        """The arguments of grants.hand_over."""
        return {name: self.cleaned_data[name] for name in ("first_day", "valid_until", "decision")}


class StandInForm(forms.Form):
    """From when until when somebody stands in, why, and by which paper."""

    valid_from = DayField(label=_("From"))
    valid_until = DayField(
        label=_("Until (last day)"), help_text=_("The last day counts too. It ends by itself.")
    )
    reason = Words(
        label=_("Why the holder is away"),
        max_length=200,
        help_text=_("For example: nghỉ phép, đi học, nghỉ thai sản"),
    )
    decision = Words(label=_("Decision"), max_length=200, help_text=DECISION_HINT)

    def terms(self) -> dict:
        """The arguments of grants.act_for."""
        names = ("valid_from", "valid_until", "reason", "decision")
        return {name: self.cleaned_data[name] for name in names}


class EndForm(forms.Form):
    """The last day, and the paper where there is one."""

    on = DayField(label=_("Last day"), help_text=_("The last day counts too."))
    decision = Words(label=_("Decision"), max_length=200, required=False, help_text=DECISION_HINT)


class SureForm(forms.Form):
    """The tick on a confirm page."""

    sure = Sure(_("I have read this and it agrees with the signed paper."))
