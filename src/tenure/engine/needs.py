"""Whether a refresh would change anything, asked often and cheaply."""

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from django.utils import timezone

from tenure.company.models import settings_row
from tenure.core.periods import DAY, local_date
from tenure.customers.models import Account
from tenure.engine import lake, publication
from tenure.engine.fact_sql import FACTS, TESTS
from tenure.engine.fills import Part, digest
from tenure.engine.models import Fill
from tenure.engine.operational import watermark
from tenure.engine.publication import NothingPublished


def last_complete_day(zone: ZoneInfo) -> date:
    """Yesterday in the reporting time zone: the last day whose facts can all be here."""
    return local_date(timezone.now(), zone) - DAY


def watermarks() -> dict[str, str]:
    """The watermark of every model that facts are copied from."""
    sources = sorted({source for fact in FACTS for source in fact.sources} - {TESTS})
    return {source: watermark(source) for source in sources}


def facts_mark(marks: Mapping[str, str]) -> Part:
    """What a refresh would start from now: changes with facts, events, and the company's settings."""
    company = settings_row()
    chosen = (company.time_zone, company.currency, company.not_core_events, company.longest_pause_days)
    tests = sorted(Account.objects.filter(is_test=True).values_list("pk", flat=True))
    events = sorted(lake.fingerprints(lake.files()).items())
    return Part("refresh", digest(chosen, tests, events, *sorted(marks.values())))


def needs_refresh() -> bool:
    """Whether facts changed since the last refresh, or a day has become complete."""
    try:
        now = publication.current()
    except NothingPublished:
        return Account.objects.exists()
    if now.as_of != last_complete_day(ZoneInfo(settings_row().time_zone)):
        return True
    done = Fill.objects.filter(table="refresh", state=Fill.State.DONE, input_hash=facts_mark(watermarks()).hash)
    return not done.exists()
