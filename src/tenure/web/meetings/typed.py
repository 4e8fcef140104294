"""The fields of a meeting as they were typed."""

from datetime import datetime

from django.http import QueryDict

from tenure.core.problems import NotAccepted
from tenure.work.meetings.verbs import Plan


def planned(given: QueryDict) -> Plan:
    """What is planned; raises NotAccepted."""
    try:
        starts = datetime.fromisoformat(given.get("starts", "")).replace(tzinfo=None, second=0, microsecond=0)
    except ValueError:
        raise NotAccepted("Give the day and time at which it begins, such as 2026-12-03T10:00.") from None
    minutes = given.get("minutes", "")
    if not minutes.isdecimal() or len(minutes) > 5:
        raise NotAccepted("Say how many minutes it lasts.")
    texts = {name: given.get(name, "") for name in ("title", "zone", "agenda", "place", "link")}
    return Plan(starts=starts, minutes=int(minutes), **texts)
