"""Which table a file is: canonical names, synonyms, what was remembered, shipped mappings."""

import pytest

from tenure.core.registry import fact_tables
from tenure.ingest.headers import plain, signature, subject
from tenure.ingest.mapping import BadMapping, ColumnSource, TableMapping, parse, shipped
from tenure.ingest.recognise import recognise, remember

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("table", list(fact_tables()))
def test_a_file_with_canonical_names_is_its_table(table: str) -> None:
    columns = fact_tables()[table].names
    [found] = recognise(table, columns)
    assert (found.mapping.table, found.confidence) == (table, 1.0)
    assert set(found.mapping.columns) == set(columns)


@pytest.mark.parametrize(
    ("stem", "header", "table"),
    [
        ("customers 2024", "Customer ID,Company Name,Country,Owner", "accounts"),
        ("events", "accountId,userId,event_name,timestamp", "usage_events"),
        ("whatever", "currency,date,rate", "fx_rates"),
        ("plans_success", "plan_id,account_id", "success_plans"),
        ("outcomes", "account_id,churn_date,churned", ""),
        ("numbers", "kpi_id,numerator,denominator,value", ""),
    ],
)
def test_names_that_mean_the_same_are_understood_and_others_are_left_alone(stem: str, header: str, table: str) -> None:
    found = recognise(stem, header.split(","))
    assert [one.mapping.table for one in found] == ([table] if table else [])


def test_an_amount_without_minor_in_its_name_is_in_units_of_the_currency() -> None:
    [found] = recognise("subscriptions", ["subscription_row_id", "account_id", "mrr", "currency", "start_ts_utc"])
    assert found.mapping.columns["mrr_minor"].unit == "major"
    assert found.mapping.columns["start_date"].zone == "UTC"


def test_what_was_remembered_for_a_source_is_used_again_for_the_same_header() -> None:
    columns = ["Kunde", "Firma"]
    mapping = TableMapping(table="accounts", columns={"account_id": ColumnSource(column="Kunde")})
    remember("erp", columns, mapping)
    [found] = recognise("x", list(reversed(columns)), source="erp")
    assert found.mapping.columns.keys() == {"account_id"}
    assert found.because == "as remembered for erp"
    assert recognise("x", columns, source="other") == []


def test_headers_are_compared_by_what_they_say() -> None:
    assert {plain(name) for name in ("Account ID", "accountId", "account-id", " ACCOUNT_ID ")} == {"account_id"}
    assert {subject(name) for name in ("sf_account_data", "Account", "account_2024_01_31", "account_export")} == {
        "account"
    }
    assert signature(["A", "b"]) == signature(["B", "a"])


def test_shipped_mappings_are_whole() -> None:
    assert {file.name for file in shipped()} == {"hubspot", "salesforce", "stripe", "zendesk"}


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ({"name": "x", "tables": [{"table": "nope", "columns": {}}]}, "'nope' is not a table; there are accounts"),
        ({"name": "x", "tables": [{"table": "accounts", "columns": {"colour": "c"}}]}, "accounts has no column colour"),
        (
            {"name": "x", "tables": [{"table": "accounts", "columns": {"name": {"column": "a", "constant": "b"}}}]},
            "say exactly one of column, first_of, join and constant",
        ),
        ({"name": "x", "tables": [], "script": "rm"}, "Extra inputs are not permitted"),
    ],
)
def test_a_mapping_that_cannot_be_used_says_why(document: dict[str, object], sentence: str) -> None:
    with pytest.raises(BadMapping, match=r"x\.yaml") as error:
        parse(document, "x.yaml")
    assert sentence in str(error.value)
