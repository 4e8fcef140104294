"""Every rule of intake, with the sentence a person reads."""

from pathlib import Path

import pytest
import yaml

from tenure.company.models import Settings, settings_row
from tenure.customers.models import Account, Subscription
from tenure.ingest.models import QuarantinedRow
from tenure.ingest.tests.conftest import Bring, counts, sentences

_SUB = "subscription_row_id,subscription_id,account_id,price_minor,currency,start_date,end_date_excl"
_REFUSED = yaml.safe_load((Path(__file__).parent / "refused.yaml").read_text())


def _by_file() -> dict[tuple[str, str], list[dict[str, str]]]:
    """Cases with one table and header are rows of one file."""
    files: dict[tuple[str, str], list[dict[str, str]]] = {}
    for case in _REFUSED:
        files.setdefault((case["table"], case["header"]), []).append(case)
    return files


@pytest.mark.parametrize(("table", "header"), _by_file())
def test_it_refuses_a_row_and_says_why(bring: Bring, accounts: None, table: str, header: str) -> None:
    cases = _by_file()[(table, header)]
    rows = "\n".join(case["row"] for case in cases)
    result = bring({f"{table}.csv": f"{header}\n{rows}\n"})[f"{table}.csv"]
    assert counts(result.outcome) == (0, 0, 0, len(cases))
    kept = QuarantinedRow.objects.order_by("row_number")
    for number, (case, row) in enumerate(zip(cases, kept, strict=True), start=2):
        assert (row.kind, row.table, row.row_number, row.state) == (case["kind"], table, number, "waiting")
        assert case["sentence"] in " ".join(problem["sentence"] for problem in row.problems)


def test_a_bad_row_never_stops_the_rest(bring: Bring, accounts: None) -> None:
    rows = "\n".join(f"{n},s{n},A1,{price},USD,2024-01-01," for n, price in enumerate([100, -1, 200, "x", 300], 1))
    outcome = bring({"subscriptions.csv": f"{_SUB}\n{rows}\n"})["subscriptions.csv"].outcome
    assert counts(outcome) == (3, 0, 0, 2)
    assert [row.row_number for row in QuarantinedRow.objects.all()] == [3, 5]


def test_one_row_can_have_several_problems(bring: Bring, accounts: None) -> None:
    outcome = bring({"subscriptions.csv": f"{_SUB}\n1,s,A9,-1,XXX,never,\n"})["subscriptions.csv"].outcome
    assert outcome
    assert len(sentences(outcome)) == 4
    assert outcome.rejected == 1


def test_a_price_that_cannot_be_read_is_told_once(bring: Bring, accounts: None) -> None:
    outcome = bring({"subscriptions.csv": f"{_SUB}\n1,s,A1,ten,USD,2024-01-01,\n"})["subscriptions.csv"].outcome
    assert len(sentences(outcome)) == 1


def test_of_two_rows_with_one_key_the_first_that_is_fine_stays(bring: Bring, accounts: None) -> None:
    rows = "1,a,A1,-1,USD,2024-01-01,\n1,b,A1,1,USD,2024-01-01,\n1,c,A1,2,USD,2024-01-01,"
    outcome = bring({"subscriptions.csv": f"{_SUB}\n{rows}\n"})["subscriptions.csv"].outcome
    assert counts(outcome) == (1, 0, 0, 2)
    assert Subscription.objects.get().subscription_id == "b"
    assert "subscription_row_id: the same as in row 3. Give one of them another key." in sentences(outcome)


def test_parents_in_a_circle_are_refused_and_their_children_with_them(bring: Bring) -> None:
    rows = "C1,C2\nC2,C3\nC3,C1\nD,C3\nE,\n"
    outcome = bring({"accounts.csv": f"account_id,parent_account_id\n{rows}"})["accounts.csv"].outcome
    # C3 closes the circle; without it C2 has no parent, and then C1 has none.
    assert counts(outcome) == (1, 0, 0, 4)
    assert list(Account.objects.values_list("pk", flat=True)) == ["E"]


def test_a_parent_may_come_later_in_the_file(bring: Bring) -> None:
    outcome = bring({"accounts.csv": "account_id,parent_account_id\nchild,parent\nparent,\n"})["accounts.csv"].outcome
    assert counts(outcome) == (2, 0, 0, 0)


def test_a_file_without_a_column_it_needs_fails_with_a_sentence(bring: Bring, accounts: None) -> None:
    result = bring(
        {"subscriptions.csv": "subscription_row_id,account_id,price_minor\n1,A1,100\n"}, table="subscriptions"
    )["subscriptions.csv"]
    assert result.outcome is None
    assert result.reason == (
        "subscriptions.csv lacks currency, start_date, which every row of subscriptions needs. "
        "Add the columns, or map others to them."
    )


_DAYS = {
    "2024-01-15": "2024-01-15",
    "2024-1-5": "2024-01-05",
    "2024/01/05": "2024-01-05",
    "2024-02-01T03:30:00Z": "2024-01-31",  # 22:30 on the day before in New York
    "2024-02-01T03:30:00+00:00": "2024-01-31",
    "2024-02-01 06:30:00+02": "2024-01-31",
    "2024-02-01 00:00:00": "2024-02-01",  # a warehouse's way of writing a date
    "2024-02-01 03:30:00": "2024-01-31",  # without a zone: UTC
    " 2024-01-15 ": "2024-01-15",
}


def test_a_plain_date_stays_and_an_instant_becomes_the_local_date(bring: Bring, accounts: None) -> None:
    settings_row()
    Settings.objects.update(time_zone="America/New_York")
    rows = "\n".join(f"{n},s{n},A1,1,USD,{written}," for n, written in enumerate(_DAYS))
    bring({"subscriptions.csv": f"{_SUB}\n{rows}\n"})
    stored = dict(Subscription.objects.values_list("id", "start_date"))
    assert {written: str(stored[str(n)]) for n, written in enumerate(_DAYS)} == _DAYS
