"""The company's own choices for the parameters of numbers (section 9 of docs/numbers.md)."""

from typing import Final

from tenure.company.models import settings_row
from tenure.metrics.ask import Unit

_SETTING: Final = {
    "longest_pause": "longest_pause_days",
    "onboarding_days": "onboarding_window_days",
    "activation_days": "activation_window_days",
    "adoption_users": "adoption_users",
    "adoption_days": "adoption_days",
    "gross_margin": "gross_margin_percent",
}


def unit() -> Unit:
    """What the company counts: ultimate parents, or accounts."""
    return "account" if settings_row().unit == "account" else "parent"


def everything() -> dict[str, str | int]:
    """All that the company set, by parameter."""
    return of_company(*_SETTING)


def of_company(*names: str) -> dict[str, str | int]:
    """What the company set for those of these parameters that it may set."""
    company = settings_row()
    return {name: getattr(company, _SETTING[name]) for name in names if name in _SETTING}
