"""Usage events: into the lake once, whatever is sent twice."""

from datetime import UTC, datetime
from typing import Any

import duckdb
import pytest

from tenure.customers.models import Account
from tenure.engine import lake
from tenure.ingest import quarantine
from tenure.ingest.models import ImportRun, QuarantinedRow
from tenure.ingest.tests.conftest import Bring, counts

_EVENTS = (
    "account_id,user_id,event,ts_utc,qty\n"
    "A1,u1,login,2024-01-01T10:00:00Z,\n"
    "A1,u1,login,2024-01-01T10:00:00Z,\n"
    "A1,u1,export,2024-01-01T10:00:00+02:00,3\n"
    "A9,u1,login,2024-01-01T10:00:00Z,\n"
)


def _lake() -> list[tuple[Any, ...]]:
    paths = [str(file.path) for file in lake.files()]
    return duckdb.execute(
        "SELECT account_id, feature, event, epoch(ts), qty FROM read_parquet($1) ORDER BY ALL", [paths]
    ).fetchall()


def test_events_without_an_id_come_in_once_however_often_the_file_is_sent(bring: Bring, accounts: None) -> None:
    assert counts(bring({"usage_events.csv": _EVENTS})["usage_events.csv"].outcome) == (3, 0, 0, 1)
    ten = datetime(2024, 1, 1, 10, tzinfo=UTC).timestamp()
    expected = [
        ("A1", "export", "export", ten - 7200, 3.0),
        # Two equal rows of a file are two events.
        ("A1", "login", "login", ten, 1.0),
        ("A1", "login", "login", ten, 1.0),
    ]
    assert _lake() == expected
    assert counts(bring({"usage_events.csv": _EVENTS})["usage_events.csv"].outcome) == (0, 0, 3, 1)
    assert _lake() == expected
    assert QuarantinedRow.objects.count() == 1


def test_an_event_id_counts_once(bring: Bring, accounts: None) -> None:
    text = "event_id,account_id,feature,ts_utc\ne1,A1,F1,2024-01-01T10:00:00Z\ne1,A1,F1,2024-01-01T10:00:00Z\n"
    assert counts(bring({"usage_events.csv": text})["usage_events.csv"].outcome) == (1, 0, 1, 0)


def test_only_so_many_bad_rows_are_kept_and_the_rest_is_counted(
    bring: Bring, accounts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quarantine, "KEPT", 3)
    rows = "\n".join(f"A9,click,2024-01-01T00:00:{n:02}Z" for n in range(10))
    bring({"usage_events.csv": f"account_id,event,ts_utc\n{rows}\n"})
    run = ImportRun.objects.get()
    assert (run.rejected, run.problems, QuarantinedRow.objects.count()) == (10, {"unknown_account": 10}, 3)
    assert run.notes == [
        "Unknown account: 10 rows; the first 3 are kept to be mended here, "
        "mend the others in the file and import it again."
    ]


def test_accounts_that_are_not_known_are_made_when_the_mapping_says_so(bring: Bring, db: None) -> None:
    from tenure.ingest.mapping import parse

    given = parse(
        {
            "name": "made",
            "tables": [
                {
                    "table": "usage_events",
                    "create_missing_accounts": True,
                    "columns": {"account_id": "who", "event": "what", "ts_utc": "when"},
                }
            ],
        },
        "made",
    )
    outcome = bring({"clicks.csv": "who,what,when\nA1,x,2024-01-01\nA2,x,2024-01-01\n"}, given=given)[
        "clicks.csv"
    ].outcome
    assert counts(outcome) == (2, 0, 0, 0)
    assert outcome
    assert outcome.notes == ["2 accounts were not known: added with their id as name."]
    assert Account.objects.count() == 2


def test_rows_that_waited_are_released_when_a_later_file_brings_what_they_needed(bring: Bring, accounts: None) -> None:
    bring({"usage_events.csv": _EVENTS})
    Account.objects.create(id="A9", name="Late")
    assert counts(bring({"usage_events.csv": _EVENTS})["usage_events.csv"].outcome) == (1, 0, 3, 0)
    row = QuarantinedRow.objects.get()
    assert (row.state, row.reason) == ("resolved", "Accepted with a later file.")
