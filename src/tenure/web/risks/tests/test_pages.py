"""What people do with risks on the pages, and what they may not."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tenure.company.clock import today
from tenure.company.models import User
from tenure.customers.models import Account, AccountState
from tenure.health.models import Risk
from tenure.journal.models import Change

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(alice: User) -> Account:
    account = Account.objects.create(id="A1", name="Ostrelle", owner=alice)
    AccountState.objects.create(account=account, as_of=date(2026, 1, 1), status="customer", arr_minor=41_200_000)
    return account


@pytest.fixture
def risk(account: Account, alice: User) -> Risk:
    return Risk.objects.create(
        account=account, kind="score_drop", title="Health is falling", cause="Health 62 → 48.", owner=alice,
        value_minor=41_200_000, due_on=today(), opened_on=today(), last_sign_on=today(), signs_seen=1,
    )  # fmt: skip


def page(client: Client, query: str = "") -> str:
    answer = client.get(reverse("risks:page") + query)
    assert answer.status_code == 200
    return re.sub(r"<select.*?</select>", "", answer.content.decode(), flags=re.DOTALL)


def act(client: Client, risk: Risk, verb: str, status: int = 302, **given: Any) -> Risk:
    answer = client.post(reverse("risks:act", args=[risk.pk, verb]), given)
    assert answer.status_code == status, answer.content.decode()
    risk.refresh_from_db()
    return risk


@pytest.fixture
def as_alice(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def test_open_risks_are_listed_by_value_with_cause_and_sum(as_alice: Client, risk: Risk, account: Account) -> None:
    Risk.objects.create(account=account, kind="silent", title="Nobody uses it", value_minor=90_000_000,
                        due_on=today(), opened_on=today(), last_sign_on=today())  # fmt: skip
    html = page(as_alice)
    assert html.rindex("Nobody uses it") < html.rindex("Health is falling")
    for words in ("Health 62 → 48.", "Ostrelle", "$412k", "$1.31M", "2 open"):
        assert words in html, words
    assert "Nobody uses it" not in page(as_alice, "?whose=mine")
    assert "Nobody uses it" not in page(as_alice)
    assert "Health is falling" not in page(as_alice, "?kind=silent&whose=all")
    assert "No such risks" in page(as_alice, "?state=closed")


def test_a_risk_goes_from_signal_to_saved_and_back(as_alice: Client, risk: Risk) -> None:
    act(as_alice, risk, "plan", plan="Call the sponsor.", due_on="2027-01-31")
    assert (risk.plan, risk.due_on) == ("Call the sponsor.", date(2027, 1, 31))
    act(as_alice, risk, "snooze", until=(today() + timedelta(days=7)).isoformat(), reason="They are on holiday.")
    assert "Health is falling" not in page(as_alice)
    assert "Health is falling" in page(as_alice, "?state=snoozed")
    act(as_alice, risk, "wake")
    act(as_alice, risk, "close", because="saved/sponsor_found", note="The COO signed.")
    assert (risk.outcome, risk.reason, risk.is_open) == ("saved", "sponsor_found", False)
    assert "Saved" in page(as_alice, "?state=closed")
    signals = as_alice.get(reverse("risks:signals")).content.decode()
    assert "100.0%" in signals
    act(as_alice, risk, "reopen")
    assert risk.is_open
    said = Change.objects.filter(subject_id=str(risk.pk)).order_by("pk").values_list("verb", flat=True)
    assert list(said) == ["risk.planned", "risk.snoozed", "risk.woken", "risk.saved", "risk.reopened"]


@pytest.mark.parametrize(
    ("verb", "given", "sentence"),
    [
        ("snooze", {"until": "2020-01-01", "reason": "x"}, "Choose a day after today."),
        ("snooze", {"until": "2099-01-01", "reason": " "}, "Say why it may wait."),
        ("close", {"because": "saved/nonsense"}, "Say what became of it, and why."),
        ("plan", {"plan": "x", "due_on": "soon"}, "Give the day as in 2026-03-31."),
    ],
)
def test_what_cannot_be_done_is_said(
    as_alice: Client, risk: Risk, verb: str, given: dict[str, str], sentence: str
) -> None:
    answer = as_alice.post(reverse("risks:act", args=[risk.pk, verb]), given)
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    risk.refresh_from_db()
    assert risk.is_open


def test_nothing_is_done_to_a_closed_risk(as_alice: Client, risk: Risk) -> None:
    act(as_alice, risk, "close", because="false_alarm/data")
    act(as_alice, risk, "snooze", 422, until="2099-01-01", reason="x")
    Risk.objects.create(account=risk.account, kind=risk.kind, title="Again", due_on=today(), opened_on=today(),
                        last_sign_on=today())  # fmt: skip
    act(as_alice, risk, "reopen", 422)


def test_another_csm_reads_and_does_not_write_until_it_is_handed_over(
    client: Client, risk: Risk, alice: User, bob: User
) -> None:
    client.force_login(bob)
    assert client.get(reverse("risks:detail", args=[risk.pk])).status_code == 200
    act(client, risk, "take", 404)
    client.force_login(alice)
    act(client, risk, "assign", owner=str(bob.pk))
    client.force_login(bob)
    act(client, risk, "plan", plan="Mine now.", due_on="2027-01-31")
    assert risk.owner == bob
    assert act(client, risk, "explode", 404).is_open


def test_it_is_not_handed_to_who_only_reads(as_alice: Client, risk: Risk, vera: User, dana: User) -> None:
    for person in (vera, dana):
        answer = as_alice.post(reverse("risks:act", args=[risk.pk, "assign"]), {"owner": str(person.pk)})
        assert (answer.status_code, "does not work on accounts" in answer.content.decode()) == (422, True)
    Risk.objects.filter(pk=risk.pk).update(owner=vera)  # as when her role was changed afterwards
    as_alice.force_login(vera)
    act(as_alice, risk, "plan", 404, plan="Mine?", due_on="2027-01-31")


def test_a_person_raises_what_no_signal_saw_once(as_alice: Client, account: Account, bob: User) -> None:
    address = reverse("risks:raise", args=[account.pk])
    given = {"title": "Budget cut", "cause": "Said in the review.", "due_on": "2027-01-31"}
    assert as_alice.post(address, given).status_code == 302
    risk = Risk.objects.get()
    assert (risk.kind, risk.value_minor, risk.opened_by) == ("raised", 41_200_000, account.owner)
    again = as_alice.post(address, given)
    assert (again.status_code, "already open" in again.content.decode()) == (422, True)
    assert "Budget cut" in as_alice.get(reverse("account:risks", args=[account.pk])).content.decode()
    as_alice.force_login(bob)
    assert as_alice.get(address).status_code == 404


def test_the_board_has_each_risk_in_one_column(as_alice: Client, risk: Risk) -> None:
    html = as_alice.get(reverse("risks:board")).content.decode()
    assert html.count("Health is falling") == 1
    act(as_alice, risk, "close", because="lost/price")
    assert "Lost" in as_alice.get(reverse("risks:board")).content.decode()


def test_a_customer_finds_nothing(client: Client, risk: Risk, dana: User) -> None:
    client.force_login(dana)
    assert client.get(reverse("risks:page")).status_code == 404
    assert client.get(reverse("risks:detail", args=[risk.pk])).status_code == 404


@pytest.mark.parametrize(("name", "most"), [("page", 7), ("board", 7), ("signals", 6)])
def test_pages_ask_few_questions(
    as_alice: Client, risk: Risk, name: str, most: int, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(most):
        as_alice.get(reverse(f"risks:{name}"))
