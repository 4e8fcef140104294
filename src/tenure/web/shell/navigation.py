"""What stands in the side bar. An entry appears with the first page of its slice."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from tenure.company.clock import today, zone
from tenure.company.models import settings_row
from tenure.company.roles import may, user_of
from tenure.web import waiting


@dataclass(frozen=True, slots=True)
class Entry:
    label: str
    icon: str
    url_name: str
    begins: str | tuple[str, ...]  # how addresses of its pages begin
    permission: str
    counts: str = ""  # what stands beside it: day, risks
    count_word: str = ""


_REMEMBERED = "counts_of_own_day"
GROUPS: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (
        "Workspace",
        (
            Entry("My day", "sun-high", "day:page", "/my-day/", "write_own_accounts", "day", "wait for you"),
            Entry("Accounts", "building", "accounts:list", ("/accounts/", "/account/"), "read_accounts"),
            Entry("Risks", "alert-triangle", "risks:page", "/risks/", "read_accounts", "risks", "are new or due"),
            Entry("Tasks", "checklist", "tasks:page", "/tasks/", "read_accounts"),
            Entry(
                "Messages",
                "mail",
                "messages:page",
                ("/messages/", "/meetings/", "/begin/message/", "/begin/meeting/"),
                "read_accounts",
            ),
        ),
    ),
    (
        "Lifecycle",
        (
            Entry(
                "Onboarding", "rocket", "onboarding:portfolio", ("/onboarding/", "/begin/onboarding/"), "read_accounts"
            ),
            Entry("Success plans", "target", "plans:page", ("/plans/", "/begin/plan/"), "read_accounts"),
            Entry(
                "Reviews", "presentation-analytics", "reviews:page", ("/reviews/", "/begin/review/"), "read_accounts"
            ),
        ),
    ),
    (
        "Insight",
        (
            Entry("KPIs", "chart-bar", "kpis:page", "/kpis/", "read_accounts"),
            Entry("Journeys", "timeline", "journeys:overview", "/journeys/", "read_accounts"),
            Entry("Health lab", "heartbeat", "lab:overview", "/health-lab/", "read_accounts"),
            Entry("Measures", "adjustments", "measures:list", "/measures/", "read_accounts"),
        ),
    ),
    (
        "Set-up",
        (
            Entry("Library", "book", "library:page", "/library/", "read_accounts"),
            Entry("Customer pages", "share", "customer-pages:guides", "/customer-pages/", "read_accounts"),
            Entry("Data", "plug-connected", "data:page", "/data/", "read_data"),
            Entry("Jobs", "progress", "jobs:page", "/jobs/", "read_data"),
            Entry("Settings", "settings", "settings", "/settings/", "manage_settings"),
        ),
    ),
)


def side_bar(request: HttpRequest) -> list[tuple[str, list[dict[str, object]]]]:
    """Counts stand in it only if the page has counted them; otherwise they come after the page (`side_bar_counts`)."""
    counts = _of(getattr(request, _REMEMBERED, None))
    groups = ((title, [_shown(entry, request, counts) for entry in entries if may(request.user, entry.permission)])
              for title, entries in GROUPS)  # fmt: skip
    return [(title, entries) for title, entries in groups if entries]


def remember(request: HttpRequest, counts: waiting.Counts) -> None:
    """What a page has counted of one's own day already."""
    setattr(request, _REMEMBERED, counts)


def counted(request: HttpRequest) -> bool:
    return hasattr(request, _REMEMBERED)


def side_bar_counts(request: HttpRequest) -> list[dict[str, object]]:
    """The counts alone, in one query unless they are known."""
    found = getattr(request, _REMEMBERED, None)
    if found is None:
        company = settings_row()
        desk = waiting.Desk(request.user, user_of(request), today(company), zone(company))
        found = waiting.count(desk, later=False)
    counts = _of(found)
    return [_count(entry, counts) for _, entries in GROUPS for entry in entries if entry.counts]


def _of(found: waiting.Counts | None) -> dict[str, int]:
    return {"day": found.all_today, "risks": found.today["risk"]} if found else {}


def _shown(entry: Entry, request: HttpRequest, counts: dict[str, int]) -> dict[str, object]:
    return {
        "label": entry.label,
        "icon": entry.icon,
        "url": reverse(entry.url_name),
        "current": request.path.startswith(entry.begins),
        **(_count(entry, counts) if entry.counts else {}),
    }


def _count(entry: Entry, counts: dict[str, int]) -> dict[str, object]:
    return {
        "count_id": f"count-{entry.counts}",
        "count": counts.get(entry.counts, 0),
        "count_word": entry.count_word,
        "hot": entry.counts == "risks",
    }
