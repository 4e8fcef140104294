"""A small company, computed once for all tests of the API, and programs that act for its people.

As of 9 March 2026, in dollars a month: Alder 100 and from September 150, Birch 80, Cedar 40 until it left in October,
Dogwood 10. Alder has an escalated ticket since 8 March, Birch an
ordinary one since June.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import time_machine
from django.db import transaction
from django.test import Client, override_settings

from tenure.company.models import User
from tenure.customers.models import Account, AccountState, Subscription
from tenure.engine.models import Fill
from tenure.engine.refresh import refresh
from tenure.engine.scores import daily
from tenure.engine.scores.current import judge
from tenure.tokens import verbs
from tenure.work.models import Ticket

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
TODAY, YESTERDAY = date(2026, 3, 10), date(2026, 3, 9)
_ACCOUNTS = (("alder", "Alder", "Enterprise"), ("birch", "Birch", "Enterprise"), ("cedar", "Cedar", "Start-up"),
             ("dogwood", "Dogwood", "Start-up"))  # fmt: skip
_PAYS = (
    ("alder", "2024-01-10", "2025-09-01", 10000), ("alder", "2025-09-01", None, 15000),
    ("birch", "2024-02-01", None, 8000), ("cedar", "2024-03-01", "2025-10-15", 4000),
    ("dogwood", "2025-12-05", None, 1000),
)  # fmt: skip


def write_facts() -> None:
    for key, name, segment in _ACCOUNTS:
        Account.objects.create(id=key, name=name, segment=segment)
    for number, (account, start, end, mrr) in enumerate(_PAYS):
        Subscription.objects.create(
            id=f"row{number}", subscription_id=f"{account}-sub", account_id=account, price_minor=mrr, mrr_minor=mrr,
            currency="USD", start_date=date.fromisoformat(start),
            end_date_excl=date.fromisoformat(end) if end else None,
        )  # fmt: skip
    Ticket.objects.create(id="t0", account_id="birch", opened_at=datetime(2025, 6, 1, tzinfo=UTC), escalated=False)
    Ticket.objects.create(id="t1", account_id="alder", opened_at=datetime(2026, 3, 8, tzinfo=UTC), escalated=True)


@pytest.fixture(scope="session")
def computed(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, list[Any]]:
    """The data folder of the company and the rows that were derived; none of them stays in the database."""
    home = tmp_path_factory.mktemp("api")
    with (
        django_db_blocker.unblock(), override_settings(HOME=home), time_machine.travel(NOW, tick=False),
        mock.patch.object(daily, "REACH", 7), transaction.atomic(),
    ):  # fmt: skip
        write_facts()
        refresh()
        judge()
        rows = [*AccountState.objects.all(), *Fill.objects.all()]
        transaction.set_rollback(True)
    return home, rows


@pytest.fixture
def company(computed: tuple[Path, list[Any]], db: None, settings: Any) -> None:
    settings.HOME, rows = computed
    write_facts()
    AccountState.objects.bulk_create([row for row in rows if isinstance(row, AccountState)])
    Fill.objects.bulk_create([row for row in rows if isinstance(row, Fill)])


class Program:
    """Sends requests with a token."""

    def __init__(self, secret: str, **meta: Any) -> None:
        self.client = Client(raise_request_exception=False, **meta)
        self.headers = {"Authorization": f"Bearer {secret}"} if secret else {}

    def __call__(
        self, method: str, path: str, body: Any = None, *, status: int = 200, headers: Mapping[str, str] | None = None,
        kind: str = "application/json",
    ) -> Any:  # fmt: skip
        reply = self.raw(method, path, body, headers=headers, kind=kind)
        assert reply.status_code == status, reply.content.decode()
        return reply.json() if reply.content else None

    def raw(
        self, method: str, path: str, body: Any = None, *, headers: Mapping[str, str] | None = None,
        kind: str = "application/json",
    ) -> Any:  # fmt: skip
        """Whatever is answered."""
        sent = body if isinstance(body, str) else "" if body is None else json.dumps(body)
        return self.client.generic(
            method.upper(), f"/api/v1{path}", sent, kind, headers={**self.headers, **(headers or {})}
        )


@pytest.fixture
def program() -> Callable[..., Program]:
    def made(user: User, *, may_write: bool = True) -> Program:
        return Program(verbs.create(user, user, "Test", may_write=may_write)[1])

    return made
