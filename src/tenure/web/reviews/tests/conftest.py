"""Ostrelle is Alice's; Dana works there. A prepared review with a block of facts, one of words, and one of ours."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tenure.company.clock import today
from tenure.company.models import User
from tenure.customers.models import Account, Contact
from tenure.planning.models import Review
from tenure.planning.reviews import scheduling
from tenure.planning.reviews.exhibits import Chart, Facts, Figure, Point, Series, Table, Value


@pytest.fixture
def account(alice: User) -> Account:
    return Account.objects.create(id="A1", name="Ostrelle", owner=alice, tier="gold")


@pytest.fixture
def dana(account: Account) -> Contact:
    return Contact.objects.create(id="dana", account=account, name="Dana", role="champion")


@pytest.fixture
def bare(alice: User, account: Account, dana: Contact) -> Review:
    return scheduling.schedule(alice, account, today() - timedelta(days=2), today())


@pytest.fixture
def review(bare: Review) -> Review:
    facts = Facts(
        as_of=today(), since=today() - timedelta(days=91), lead="Five people worked with it.", sources=("usage",),
        figures=(Figure(label="People", value=Value(amount=5)),), points=(Point(text="Up", cause="from 3"),),
        chart=Chart(kind="line", finding="People a week", categories=("1 Sep", "8 Sep"),
                    series=(Series(name="People", values=(3.0, 5.0)),)),
        table=Table(columns=("Step", ""), rows=(("Send it", "open"),)),
    )  # fmt: skip
    kinds: tuple[tuple[str, dict[str, Any]], ...] = (
        ("usage", {"facts": facts.model_dump(mode="json")}), ("summary", {"body": "**Well** done"}),
        ("contract", {"internal": True, "body": "They pay too much"}), ("text", {"hidden": True, "body": "Put away"}),
    )  # fmt: skip
    for place, (kind, more) in enumerate(kinds, 1):
        bare.blocks.create(place=place, kind=kind, title=kind.capitalize(), **more)
    Review.objects.filter(pk=bare.pk).update(prepared_at=timezone.now(), as_of=today())
    bare.refresh_from_db()
    return bare
