"""What stands in the side bar. An entry appears with the first page of its slice."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from tenure.company.roles import may


@dataclass(frozen=True, slots=True)
class Entry:
    label: str
    icon: str
    url_name: str
    prefix: str
    permission: str


GROUPS: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (
        "Workspace",
        (
            Entry("Accounts", "building", "accounts:list", "/account", "read_accounts"),
            Entry("Risks", "alert-triangle", "risks:page", "/risks/", "read_accounts"),
        ),
    ),
    (
        "Insight",
        (
            Entry("KPIs", "chart-bar", "kpis:page", "/kpis/", "read_accounts"),
            Entry("Health lab", "heartbeat", "lab:overview", "/health-lab/", "read_accounts"),
            Entry("Measures", "adjustments", "measures:list", "/measures/", "read_accounts"),
        ),
    ),
    (
        "Set-up",
        (
            Entry("Data", "plug-connected", "data:page", "/data/", "read_data"),
            Entry("Jobs", "progress", "jobs:page", "/jobs/", "read_data"),
            Entry("Settings", "settings", "settings", "/settings/", "manage_settings"),
        ),
    ),
)


def side_bar(request: HttpRequest) -> list[tuple[str, list[dict[str, object]]]]:
    groups = ((title, [_shown(entry, request) for entry in entries if may(request.user, entry.permission)])
              for title, entries in GROUPS)  # fmt: skip
    return [(title, entries) for title, entries in groups if entries]


def _shown(entry: Entry, request: HttpRequest) -> dict[str, object]:
    return {
        "label": entry.label,
        "icon": entry.icon,
        "url": reverse(entry.url_name),
        "current": request.path.startswith(entry.prefix),
    }
