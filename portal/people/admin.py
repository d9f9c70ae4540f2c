"""Accounts and rights for administrators, in Django's own admin.

Accounts are made and closed, never deleted. Rights are given and ended through `grants`, by the appointing
table: being a superuser opens the page and gives nothing.
"""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import BaseUserCreationForm, UserChangeForm
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.people import accounts, grants
from portal.people.models import Grant, User
from portal.record import clock
from portal.units.models import Body, Unit

# The administrator's tables: a way out when the pages of the workspace do not serve.
admin.site.site_header = _("Child-friendly communes: tables of the administrator")
admin.site.site_title = _("Tables of the administrator")
admin.site.index_title = _("Everyday work is in the workspace; here are the tables behind it")
admin.site.site_url = "/lam-viec/phan-quyen/"


class NewAccountForm(BaseUserCreationForm):
    """Who it is, and a first password to hand over; the person changes it."""

    class Meta:
        model = User
        fields = ["username", "full_name", "email", "language"]


class AccountForm(UserChangeForm):
    """An account that exists."""

    class Meta:
        model = User
        fields = "__all__"


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Accounts. The username is fixed once made."""

    form, add_form = AccountForm, NewAccountForm
    list_display = ["username", "full_name", "email", "is_active", "last_login"]
    list_filter = ["is_active", "is_staff", "language"]
    search_fields = ["username", "full_name", "email"]
    ordering = ["username"]
    fieldsets = [
        (None, {"fields": ["username", "password", "full_name", "email", "language"]}),
        (_("Access"), {"fields": ["is_active", "is_staff", "is_superuser", "groups"]}),
        (_("Times"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "full_name", "email", "language", "password1", "password2"]})
    ]
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal = ["groups"]

    def get_readonly_fields(self, request, obj=None):
        return [*self.readonly_fields, "username"] if obj else self.readonly_fields

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        fields = set(form.changed_data)
        if not change:
            accounts.record(accounts.MADE, obj, by=request.user, fields=fields)
            return
        if "is_active" in fields:
            turned = accounts.OPENED if obj.is_active else accounts.CLOSED
            accounts.record(turned, obj, by=request.user)
        if fields - {"is_active"}:
            accounts.record(accounts.CHANGED, obj, by=request.user, fields=fields - {"is_active"})

    def user_change_password(self, request, id, form_url=""):
        # The password and its event are kept or lost together.
        with transaction.atomic():
            return super().user_change_password(request, id, form_url)

    def log_change(self, request, obj, message):
        """Django calls this for a set password too, which passes no `save_model`."""
        if request.resolver_match.url_name == "auth_user_password_change":
            accounts.record(accounts.PASSWORD_SET, obj, by=request.user)
        return super().log_change(request, obj, message)


class NewGrantForm(forms.ModelForm):
    """A right as it stands in the decision."""

    unit = forms.ModelChoiceField(
        Unit.objects.all(),
        to_field_name="code",
        required=False,
        widget=forms.TextInput,
        label=_("unit"),
        help_text=_("The code of the unit, such as 62 for Kon Tum. Empty for a body's role."),
    )
    body = forms.ModelChoiceField(
        Body.objects.select_related("unit"), required=False, label=_("department or organisation")
    )
    criteria = forms.TypedMultipleChoiceField(
        label=_("criteria"),
        choices=[(number, number) for number in range(1, 16)],
        coerce=int,
        required=False,
        help_text=_("Only for a supervising department; empty means all of its criteria."),
    )

    class Meta:
        model = Grant
        fields = [
            "user",
            "role",
            "unit",
            "body",
            "criteria",
            "valid_from",
            "valid_until",
            "decision",
            "deputy",
        ]
        help_texts = {
            "role": _(
                "Editors and publishers edit pages of the whole province, so they are appointed at the "
                "province; a right at a district or a commune opens no page."
            )
        }

    def clean(self):
        """Ask the appointing table, so that every reason against the right stands in the form."""
        terms = super().clean()
        if not self.errors:
            reasons = grants.why_not_give(**terms, by=self.appointer)
            if reasons:
                raise forms.ValidationError([reason.sentence for reason in reasons])
        return terms

    def _post_clean(self):
        """The right is checked by `grants` alone, which knows more than the model's constraints."""


@admin.register(Grant)
class GrantAdmin(admin.ModelAdmin):
    """Rights: given and ended, never changed or removed."""

    form = NewGrantForm
    list_display = ["user", "role", "unit", "body", "valid_from", "valid_until", "deputy", "decision"]
    list_filter = ["role", "deputy"]
    list_select_related = ["user", "unit", "body"]
    search_fields = ["user__username", "user__full_name", "unit__code"]
    autocomplete_fields = ["user"]
    actions = ["end_today"]
    date_hierarchy = "valid_from"

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.appointer = request.user
        return form

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_form(self, request, form, change):
        return grants.give(**form.cleaned_data, by=request.user)

    def save_model(self, request, obj, form, change):
        """Nothing more: `grants.give` has written the right and its event."""

    def save_related(self, request, form, formsets, change):
        """Nothing: a right has no rows of its own."""

    def log_addition(self, request, obj, message):
        """Nothing: the chained record tells it better."""

    @admin.action(description=_("End the chosen rights today"), permissions=["view"])
    def end_today(self, request, queryset):
        for grant in queryset.select_related("user", "unit", "body"):
            try:
                grants.end(grant, by=request.user, on=clock.today())
            except grants.AppointmentRefused as refused:
                for reason in refused.reasons:
                    self.message_user(request, f"{grant}: {reason.sentence}", messages.ERROR)
            else:
                self.message_user(request, _("Ended: %(right)s") % {"right": grant})
