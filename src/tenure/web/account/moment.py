"""The day a page looks at: today's state, or the past as of a chosen day."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils import timezone

from tenure.company.models import settings_row
from tenure.core.periods import DAY, local_date


@dataclass(frozen=True, slots=True)
class Moment:
    """`as_of` is null for now. `problem` says why an asked day was not taken."""

    as_of: date | None
    today: date
    zone: ZoneInfo
    currency: str
    problem: str = ""

    @property
    def day(self) -> date:
        """The day whose end the page shows."""
        return self.as_of or self.today

    @property
    def query(self) -> str:
        """What keeps the day in an address; empty for now."""
        return "?" + urlencode({"as_of": self.as_of.isoformat()}) if self.as_of else ""

    @property
    def last(self) -> date:
        """The newest day one can go back to."""
        return self.today - DAY


def moment(asked: QueryDict) -> Moment:
    company = settings_row()
    zone = ZoneInfo(company.time_zone)
    today = local_date(timezone.now(), zone)
    as_of, problem = _day(asked.get("as_of", "").strip(), today)
    return Moment(as_of, today, zone, company.currency, problem)


def _day(text: str, today: date) -> tuple[date | None, str]:
    if not text:
        return None, ""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None, f"“{text[:40]}” is not a date such as 2026-03-31. You see the account as it is now."
    if day >= today:
        return None, ""
    if day.year < 1980:
        return None, f"{day.isoformat()} is before anything is known. You see the account as it is now."
    return day, ""
