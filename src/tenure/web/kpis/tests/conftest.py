"""A small company whose numbers can be checked by hand, computed once for all tests of the KPI pages.

As of 9 March 2026 over twelve months (opening 9 March 2025), in dollars: Alder 100 to 150, Birch 80 to 60, Cedar 40 to
nothing, Elm 20 and stays, Dogwood new with 10. So NRR is 230 of 240, GRR 180 of 240. Alder brought Elm.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import time_machine
from django.db import transaction
from django.test import Client, override_settings

from tenure.company.models import User
from tenure.customers.models import Account, Subscription
from tenure.engine import keeping, kpi_values
from tenure.engine.models import KpiValue
from tenure.engine.refresh import refresh
from tenure.metrics import KPIS

AS_OF = date(2026, 3, 9)
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
FEW = ("nrr", "grr", "mrr", "arpa", "customer_downgrade_rate", "referred_account_nrr")
_ACCOUNTS = (
    ("alder", "Alder", "Enterprise"),
    ("birch", "Birch", "Enterprise"),
    ("cedar", "Cedar", "Start-up"),
    ("dogwood", "Dogwood", "Start-up"),
    ("elm", "=Elm & Sons", "Start-up"),
)
_PAYS = (
    ("alder", "2024-01-10", "2025-09-01", 10000),
    ("alder", "2025-09-01", None, 15000),
    ("birch", "2024-02-01", "2025-11-01", 8000),
    ("birch", "2025-11-01", None, 6000),
    ("cedar", "2024-03-01", "2025-10-15", 4000),
    ("dogwood", "2025-12-05", None, 1000),
    ("elm", "2024-06-01", None, 2000),
)


def write_facts() -> None:
    for key, name, segment in _ACCOUNTS:
        Account.objects.create(id=key, name=name, segment=segment)
    Account.objects.filter(pk="elm").update(referred_by_account_id="alder", referral_attributed_on=date(2024, 6, 1))
    for number, (account, start, end, mrr) in enumerate(_PAYS):
        Subscription.objects.create(
            id=f"row{number}",
            subscription_id=f"{account}-sub",
            account_id=account,
            price_minor=mrr,
            mrr_minor=mrr,
            currency="USD",
            start_date=date.fromisoformat(start),
            end_date_excl=date.fromisoformat(end) if end else None,
        )


def _days(as_of: date) -> list[date]:
    return [date(2025, 3, 9), date(2026, 1, 31), date(2026, 2, 28), as_of]


@pytest.fixture(scope="session")
def computed(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, list[KpiValue]]:
    """The data folder of the company and the numbers that were kept; its rows do not stay in the database."""
    home = tmp_path_factory.mktemp("kpis")
    few = {kpi_id: KPIS[kpi_id] for kpi_id in FEW}
    with (
        django_db_blocker.unblock(),
        override_settings(HOME=home),
        time_machine.travel(NOW, tick=False),
        mock.patch.object(keeping, "KPIS", few),
        mock.patch.object(kpi_values, "days", _days),
        transaction.atomic(),
    ):
        write_facts()
        refresh()
        keeping.fill("parent")
        kept = list(KpiValue.objects.all())
        transaction.set_rollback(True)
    return home, kept


@pytest.fixture
def company(computed: tuple[Path, list[KpiValue]], db: None, settings: Any) -> None:
    """The company is there: facts, publication, kept numbers."""
    settings.HOME, kept = computed
    write_facts()
    KpiValue.objects.bulk_create(kept)


@pytest.fixture
def sign_in(client: Client) -> Callable[[User], Client]:
    def signed_in(user: User) -> Client:
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def text(sign_in: Callable[[User], Client]) -> Callable[..., str]:
    """What a person reads at an address; with `htmx` the fragment."""

    def read(user: User, url: str, *, htmx: bool = False, status: int = 200) -> str:
        headers = {"HX-Request": "true"} if htmx else {}
        response = sign_in(user).get(url, headers=headers)
        assert response.status_code == status, response.content
        return response.content.decode()

    return read
