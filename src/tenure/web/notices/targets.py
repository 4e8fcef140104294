"""Where a notice leads: a line for each kind of thing that one can be about."""

from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from tenure.company.clock import zone
from tenure.core.periods import local_date
from tenure.work.models import Notice, Touchpoint


def target(notice: Notice) -> str:
    """What it is about; else its account, else the list of notices."""
    find = _FOUND.get(notice.about_kind)
    try:
        found = find(notice) if find else ""
    except NoReverseMatch:  # an id that is none
        found = ""
    if found:
        return found
    return reverse("account:page", args=[notice.account_id]) if notice.account_id else reverse("notices:page")


def _touchpoint(notice: Notice) -> str:
    """The timeline of that day: where it stands among what else happened."""
    row = Touchpoint.objects.filter(pk=notice.about_id).only("account_id", "occurred_at").first()
    if row is None:
        return ""
    day = local_date(row.occurred_at, zone()).isoformat()
    return f"{reverse('account:timeline', args=[row.account_id])}?{urlencode({'from': day, 'to': day})}"


_FOUND: Final[Mapping[str, Callable[[Notice], str]]] = {
    "task": lambda notice: reverse("tasks:detail", args=[notice.about_id]),
    "meeting": lambda notice: reverse("meetings:detail", args=[notice.about_id]),
    "touchpoint": _touchpoint,
    "proposal": lambda notice: reverse("plans:proposal", args=[notice.about_id]),
    "objective": lambda notice: reverse("plans:objective", args=[notice.about_id]),
    "review": lambda notice: reverse("reviews:detail", args=[notice.about_id]),
}
