"""Each page at 100,000 accounts: server time, queries and bytes, by Django's test client in a process of its own."""

import json
import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import django

from benchmarks.book import book
from benchmarks.ground import Ground
from benchmarks.line import Line, seconds

NAME = "pages"
_SECONDS, _QUERIES = 0.05, 15
_ROUNDS = 3  # of CPU time, which varies little


def run(ground: Ground) -> Iterator[Line]:
    home, accounts = book(ground)
    for page in json.loads(ground.run(home, "benchmarks.pages").output.strip().splitlines()[-1]):
        if page["status"] != 200:
            yield Line(NAME, page["name"], f"answered {page['status']}", met=False)
            continue
        first, again = seconds(page["first"]), seconds(page["again"])
        measured = f"{first} ({again} again), {page['queries']} queries, {page['bytes'] / 1024:,.0f} KiB"
        met = page["first"] <= _SECONDS and page["queries"] <= _QUERIES
        what = f"{page['name']}, {accounts:,} accounts"
        bare = f"page without a list (sign-in): {seconds(page['bare'])}"
        yield Line(NAME, what, measured, bare, page["first"] / page["bare"], "50 ms, 15 queries", met)


def _measure(client: Any, address: str) -> dict[str, float]:
    """`first`: when nothing about the book is remembered; `again`: as the next visitor sees it. Medians of CPU time."""
    from django.core.cache import caches
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    # The rows of a drawer answer only to htmx.
    headers = {"HX-Request": "true"} if urlsplit(address).path.endswith("/rows/") else {}
    get = partial(client.get, address, headers=headers)
    get()  # templates and connections are there from now on
    _forget(caches)
    with CaptureQueriesContext(connection) as captured:
        response = get()
    queries = len(captured)
    return {
        "status": response.status_code,
        "first": _median(get, before=partial(_forget, caches)),
        "again": _median(get),
        "queries": queries,
        "bytes": len(b"".join(response.streaming_content) if response.streaming else response.content),
    }


def _forget(caches: Any) -> None:
    """What this process remembers, and what all processes do."""
    for cache in caches.all(initialized_only=False):
        cache.clear()


def _median(work: Callable[[], object], before: Callable[[], object] = lambda: None) -> float:
    times = []
    for _ in range(_ROUNDS):
        before()
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return statistics.median(times)


def main() -> None:
    django.setup()
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from benchmarks.addresses import addresses
    from benchmarks.backlog import backlog
    from tenure.company.clock import today
    from tenure.company.models import Role, User
    from tenure.customers import totals
    from tenure.tokens import verbs

    settings.ALLOWED_HOSTS = ["testserver"]
    totals.keep(today())  # as the night does: the book may be of another day
    person, _ = User.objects.get_or_create(
        email="ada@example.com", defaults={"role": Role.ADMINISTRATOR, "name": "Ada"}
    )
    bare = _measure(Client(raise_request_exception=False), reverse("account_login"))["first"]
    secret = verbs.create(None, person, "Benchmark", may_write=False)[1]
    client = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {secret}"})
    client.force_login(person)
    with backlog():
        found = [{"name": name, "bare": bare, **_measure(client, at)} for name, at in addresses()]
    print(json.dumps(found))


if __name__ == "__main__":
    main()
