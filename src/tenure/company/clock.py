"""Which day it is for the company: dates that people read and write are days of its time zone."""

from datetime import date
from zoneinfo import ZoneInfo

from django.utils import timezone

from tenure.company.models import Settings, settings_row
from tenure.core.periods import local_date


def zone(company: Settings | None = None) -> ZoneInfo:
    return ZoneInfo((company or settings_row()).time_zone)


def today(company: Settings | None = None) -> date:
    return local_date(timezone.now(), zone(company))
