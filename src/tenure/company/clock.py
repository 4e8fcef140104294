"""The company's own day."""

from datetime import date
from zoneinfo import ZoneInfo

from django.utils import timezone

from tenure.company.models import Settings, settings_row
from tenure.core.periods import local_date


def today(company: Settings | None = None) -> date:
    """The running day in the reporting time zone."""
    return local_date(timezone.now(), ZoneInfo((company or settings_row()).time_zone))
