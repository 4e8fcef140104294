"""Forms of the settings page."""

from functools import cache
from typing import Any, ClassVar
from zoneinfo import available_timezones

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tenure.company.models import Role, Settings, User
from tenure.core.money import CURRENCIES


class LongSelect(forms.Select):
    """Hundreds of options as joined text; through a template each they took most of the page's time."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        options = (
            (key, SafeString(" selected") if str(key) == str(value) else "", label) for key, label in self.choices
        )
        attributes = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return format_html(
            "<select{}>{}</select>", attributes, format_html_join("", '<option value="{}"{}>{}</option>', options)
        )


class CompanyForm(forms.ModelForm[Settings]):
    """Carries what was seen in hidden fields: only what this person changed is written, so that two people who change
    different settings at the same time both succeed.
    """

    events = forms.CharField(
        required=False, label="Events that are not core", widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One name a line. They do not count as activity, for example page views.",
    )  # fmt: skip

    class Meta:
        model = Settings
        fields = (
            "name", "time_zone", "currency", "unit", "longest_pause_days", "onboarding_window_days",
            "activation_window_days", "adoption_users", "adoption_days", "gross_margin_percent",
        )  # fmt: skip
        labels: ClassVar[dict[str, str]] = {
            "name": "Company", "time_zone": "Reporting time zone", "currency": "Reporting currency",
            "unit": "Numbers are counted by", "longest_pause_days": "Longest pause, days",
            "onboarding_window_days": "Onboarding window, days", "activation_window_days": "Activation window, days",
            "adoption_users": "Adoption: users at least", "adoption_days": "Adoption: window, days",
            "gross_margin_percent": "Gross margin, percent",
        }  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        zones = sorted(_zones() | {self.instance.time_zone})
        self.fields["time_zone"] = _choice("Reporting time zone", zones)
        self.fields["currency"] = _choice("Reporting currency", sorted(CURRENCIES | {self.instance.currency}))
        self.initial["events"] = "\n".join(self.instance.not_core_events)
        for field in self.fields.values():
            field.show_hidden_initial = True

    def clean_gross_margin_percent(self) -> int:
        percent: int = self.cleaned_data["gross_margin_percent"]
        if percent > 100:
            raise forms.ValidationError("A margin is at most 100 percent.")
        return percent

    def clean_events(self) -> str:
        return "\n".join(
            dict.fromkeys(line.strip() for line in self.cleaned_data["events"].splitlines() if line.strip())
        )

    def changes(self) -> dict[str, Any]:
        """The fields this person changed, with their new values."""
        found = {name: self.cleaned_data[name] for name in self.changed_data}
        if "events" in found:
            found["not_core_events"] = found.pop("events").splitlines()
        return found


def _choice(label: str, values: list[str]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[(value, value) for value in values], widget=LongSelect)


@cache
def _zones() -> frozenset[str]:
    """Looked up once: it reads a folder of files."""
    return frozenset(available_timezones())


class InviteForm(forms.Form):
    email = forms.EmailField(label="E-mail", max_length=254)
    name = forms.CharField(max_length=120, required=False)
    role = forms.ChoiceField(choices=Role.choices, initial=Role.CSM)

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email=email).exists():
            raise forms.ValidationError(f"{email} is already here. Change the role in the list.")
        return email
