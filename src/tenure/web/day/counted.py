"""What the page counts, whole and as the part that goes along with every action."""

from typing import Any

from django.http import HttpRequest

from tenure.web import waiting
from tenure.web.day.look import SORTS, TABS, Look
from tenure.web.day.progress import progress
from tenure.web.day.sections import FILTERS
from tenure.web.shell import navigation
from tenure.web.waiting import Counts


def counted(request: HttpRequest, look: Look) -> Counts:
    """In one query; those of one's own day stand in the side bar too."""
    counts = waiting.count(look.desk)
    if look.desk.own:
        navigation.remember(request, counts)
    return counts


def head(look: Look, counts: Counts) -> dict[str, Any]:
    """Everything outside the lists that shows a count."""
    of_tab = counts.later if look.tab == "upcoming" else counts.today
    whole = counts.all_later if look.tab == "upcoming" else counts.all_today
    kinds = [("", "All", whole), *((kind, label, of_tab.get(kind, 0)) for kind, label in FILTERS.items())]
    totals = {"today": counts.all_today, "upcoming": counts.all_later, "past": None}
    return {
        "look": look, "counts": counts, "of_tab": of_tab, "progress": progress(look.desk, counts.all_today),
        "tabs": [(label, look.address(tab=name, kind="", sort="value"), name == look.tab, totals[name])
                 for name, label in TABS.items()],
        "filters": [(label, look.address(kind=kind), kind == look.kind, count)
                    for kind, label, count in kinds if count or kind in {"", look.kind}],
        "sort": (SORTS[look.sort], look.address(sort="due" if look.sort == "value" else "value", page=look.page)),
        "today": look.desk.today, "currency": look.currency,
    }  # fmt: skip
