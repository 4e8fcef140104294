"""Each page at 100,000 accounts: server time, queries and bytes, by Django's test client in a process of its own."""

import json
import statistics
import time
from collections.abc import Iterator
from urllib.parse import urlencode

import django

from benchmarks.book import book
from benchmarks.ground import Ground
from benchmarks.line import Line, seconds

NAME = "pages"
_SECONDS, _QUERIES = 0.05, 15
_ROUNDS = 15


def run(ground: Ground) -> Iterator[Line]:
    home, accounts = book(ground)
    for page in json.loads(ground.run(home, "benchmarks.pages").output.strip().splitlines()[-1]):
        if page["status"] != 200:
            yield Line(NAME, page["name"], f"answered {page['status']}", met=False)
            continue
        measured = f"{seconds(page['seconds'])}, {page['queries']} queries, {page['bytes'] / 1024:,.0f} KiB"
        met = page["seconds"] <= _SECONDS and page["queries"] <= _QUERIES
        what = f"{page['name']}, {accounts:,} accounts"
        bare = f"page without a list (sign-in): {seconds(page['bare'])}"
        yield Line(NAME, what, measured, bare, page["seconds"] / page["bare"], "50 ms, 15 queries", met)


def _addresses() -> list[tuple[str, str]]:
    from django.urls import reverse

    from tenure.customers.models import Account, AccountState

    accounts, kpis = reverse("accounts:list"), reverse("kpis:page")
    largest = AccountState.objects.order_by("-mrr_minor").values_list("account_id", flat=True)[0]
    small = Account.objects.order_by("pk").values_list("pk", flat=True)[0]

    def listed(**parameters: str) -> str:
        return f"{accounts}?{urlencode(parameters)}"

    return [
        ("accounts", accounts),
        ("accounts, searched", listed(q="moor")),
        ("accounts, filtered", listed(where='segment = "Enterprise" and region = "Europe" and arr >= 20000')),
        ("accounts, sorted by usage trend", listed(sort="usage_trend")),
        ("accounts, page 300", listed(page="300")),
        ("account, the largest", reverse("account:page", args=[largest])),
        ("account, the oldest", reverse("account:page", args=[small])),
        ("KPIs", kpis),
        ("KPIs, a year ago by account", f"{kpis}?{urlencode({'as_of': _year_ago(), 'unit': 'account'})}"),
        ("data", reverse("data:page")),
        ("jobs", reverse("jobs:page")),
    ]


def _year_ago() -> str:
    from tenure.core.periods import back
    from tenure.engine import publication

    return back(publication.current().as_of, "12m").isoformat()


def _measure(client, address: str, rounds: int) -> dict[str, float]:  # type: ignore[no-untyped-def]
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)  # templates and connections are there from now on
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(address)
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        response = client.get(address)
        times.append(time.perf_counter() - started)
    size = len(b"".join(response.streaming_content) if response.streaming else response.content)
    return {
        "status": response.status_code,
        "seconds": statistics.median(times),
        "queries": len(queries),
        "bytes": size,
    }


def main() -> None:
    django.setup()
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from tenure.company.models import Role, User

    settings.ALLOWED_HOSTS = ["testserver"]
    lead, _ = User.objects.get_or_create(email="lead@example.com", defaults={"role": Role.LEAD, "name": "Lead"})
    bare = _measure(Client(raise_request_exception=False), reverse("account_login"), _ROUNDS)["seconds"]
    client = Client(raise_request_exception=False)
    client.force_login(lead)
    found = [{"name": name, "bare": bare, **_measure(client, at, _ROUNDS)} for name, at in _addresses()]
    print(json.dumps(found))


if __name__ == "__main__":
    main()
