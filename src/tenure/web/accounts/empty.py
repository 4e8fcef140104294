"""Why a list is empty, and the one thing to do about it."""

from dataclasses import dataclass

from django.urls import reverse

from tenure.company.roles import may
from tenure.core.conditions import EVERYTHING
from tenure.customers import totals
from tenure.customers.models import Account
from tenure.customers.selection import Selection
from tenure.web.accounts.asked import Asked
from tenure.web.accounts.chips import chips, groups, removed


@dataclass(frozen=True, slots=True)
class Nothing:
    icon: str
    title: str
    text: str
    url: str = ""
    action: str = ""
    primary: bool = False


def reason(asked: Asked, count: int, version: str) -> Nothing | None:
    """None when there are rows after all (someone deleted them between two questions)."""
    if not Account.objects.exists():
        return _no_accounts(asked)
    if asked.selection.everything or count:
        return Nothing("refresh", "The list has just changed", "Load it again.", asked.url(), "Load again")
    if asked.user.own_book and not Account.objects.filter(owner=asked.user).exists():
        return Nothing(
            "user-question", "You do not own an account yet", "Switch off “My accounts” to see every book.",
        )  # fmt: skip
    return _filtered_away(asked, version)


def _no_accounts(asked: Asked) -> Nothing:
    if may(asked.user, "import_data"):
        return Nothing(
            "plug-off", "No accounts yet", "Import a file of accounts and their subscriptions to begin: CSV, XLSX, "
            "JSON lines or Parquet.", reverse("data:page"), "Import data", primary=True,
        )  # fmt: skip
    return Nothing("plug-off", "No accounts yet", "A lead or an administrator can import them on the Data page.")


def _filtered_away(asked: Asked, version: str) -> Nothing:
    parts = [(g, p) for g, group in enumerate(groups(asked.condition)) for p in range(len(group))]
    filters = len(parts) + bool(asked.search) + asked.user.own_book
    title = "No account matches this filter" if filters == 1 else f"No account matches these {filters} filters"
    best = max((_without(asked, version, *part) for part in parts[:5]), default=(0, "", ""))
    if best[0]:
        return Nothing(
            "filter-off", title, f"Without “{best[1]}” there are {best[0]:,}.", best[2], "Remove that filter"
        )
    text = f"Nothing found for “{asked.search}”." if asked.search else "No single filter is to blame."
    return Nothing("filter-off", title, text, asked.url(condition=EVERYTHING, search=""), "Clear all filters")


def _without(asked: Asked, version: str, group: int, place: int) -> tuple[int, str, str]:
    chip = chips(asked, {})[group][place]
    rest = Selection(
        asked.user, asked.currency, removed(asked.condition, group, place), asked.search, asked.user.own_book
    )
    return totals.count(rest, version), f"{chip.label} {chip.value}".strip(), chip.without
