"""Data that nobody here wrote comes in through the real pipeline."""

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tenure.company.models import Settings, settings_row
from tenure.customers.models import Account, AccountParent, Contact, Opportunity, Plan, Product, Subscription
from tenure.engine import lake
from tenure.ingest.mending import retry_all
from tenure.ingest.models import QuarantinedRow
from tenure.ingest.tests.conftest import Bring, counts, written
from tenure.work.models import Ticket, Touchpoint

pytestmark = pytest.mark.shared


def test_golden_03_comes_in_with_the_days_of_new_york(bring: Bring, shared: Path) -> None:
    settings_row()
    Settings.objects.update(time_zone="America/New_York")
    done = bring(shared / "golden" / "03_revenue_edge_cases")
    assert {name: counts(r.outcome) for name, r in done.items() if r.outcome} == {
        "accounts.csv": (35, 0, 0, 0),
        "fx_rates.csv": (4, 0, 0, 0),
        "subscriptions.csv": (57, 0, 0, 0),
    }
    # 22:30 on 31 January and 23:30 on 31 December in New York are the next day in UTC.
    assert Subscription.objects.get(account_id="A20").end_date_excl == date(2025, 1, 31)
    assert Subscription.objects.get(account_id="A21").start_date == date(2024, 12, 31)
    assert dict(Subscription.objects.filter(account_id__in=["A22", "A24"]).values_list("pk", "mrr_minor")) == {
        "37": 4500, "38": 0, "41": 10000, "42": 13000,
    }  # fmt: skip
    assert set(AccountParent.objects.values_list("account_id", "parent_account_id")) == {
        ("A18a", "P18"),
        ("A18b", "P18"),
    }
    assert Account.objects.get(pk="A32").is_test


@pytest.fixture
def tools(bring: Bring, shared: Path) -> dict[str, dict[str, tuple[int, int, int, int]]]:
    return {
        tool: {
            r.file: counts(r.outcome)
            for r in bring(shared / "data" / "formats" / f"fivetran_{tool}", source=tool).values()
            if r.outcome
        }
        for tool in ("stripe", "hubspot", "salesforce", "zendesk")
    }


def test_tables_of_four_tools_come_in_through_shipped_mappings(
    tools: dict[str, dict[str, tuple[int, int, int, int]]],
) -> None:
    assert tools["stripe"] == {
        "customer_data.csv": (11, 0, 0, 0),
        "product_data.csv": (10, 0, 0, 0),
        "plan_data.csv": (13, 0, 0, 0),
        "price_data.csv": (4, 0, 0, 0),
        "subscription_item_data.csv": (0, 0, 0, 14),
    }
    assert tools["hubspot"]["company_data.csv"] == (24, 0, 0, 0)
    assert tools["zendesk"]["organization_data.csv"] == (10, 0, 0, 0)
    assert tools["salesforce"]["sf_account_data.csv"] == (1, 0, 0, 0)
    assert Product.objects.get(pk="prod_two").name == "Test Product OG"
    assert Plan.objects.get(pk="price_3").name == "Annual Plan"
    assert str(Account.objects.get(pk="cus_ImVzJQmSlYHjZL").created_on) == "2021-01-18"

    # The samples' tables do not know each other's accounts: once these are there, the rows that waited come in.
    waiting = list(QuarantinedRow.objects.filter(kind="unknown_account"))
    names = {str(row.values["account_id"]) for row in waiting}
    Account.objects.bulk_create([Account(id=name, name=name) for name in names if not Account.objects.filter(pk=name)])
    assert retry_all(waiting) == len(waiting)
    assert not QuarantinedRow.objects.filter(kind="unknown_account", state="waiting").exists()
    item = Subscription.objects.get(account_id="sdf6547")
    assert (item.price_minor, item.mrr_minor, item.currency, item.seats) == (150000, 150000, "USD", 1)
    assert (item.plan_id, item.product_id) == ("zb1", "prod_BUZaPcD5jIhqAG")
    assert Touchpoint.objects.filter(kind="meeting").exists()
    assert Contact.objects.filter(name="Janet Yellen").exists()
    ticket = Ticket.objects.get(pk="16988")
    assert (ticket.status, ticket.account_id, ticket.opened_at.isoformat()) == (
        "solved", "370469077513", "2020-12-22T00:19:23+00:00",
    )  # fmt: skip


_STRIPE: dict[str, str | bytes] = {
    "customer.csv": "id,created,delinquent,name,livemode\nc1,2023-12-31 23:30:00,FALSE,Acme,TRUE\n",
    "plan.csv": "id,amount,currency,interval,interval_count,product_id\npro,120000,usd,year,1,crm\n",
    "subscription.csv": "id,customer_id,status,start_date,created,ended_at\n"
    "s1,c1,active,2024-01-01 00:00:00,2024-01-01 00:00:00,\ns2,c1,incomplete,2024-01-01 00:00:00,,\n",
    "subscription_item.csv": "id,plan_id,quantity,subscription_id\ni1,pro,3,s1\ni2,pro,1,s2\n",
    "subscription_discount.csv": "subscription_id,coupon_id\ns1,half\n",
    "coupon.csv": "id,duration,percent_off\nhalf,forever,50\n",
}


def test_a_stripe_subscription_is_price_times_quantity_less_a_lasting_coupon(bring: Bring) -> None:
    done = bring(_STRIPE)
    assert counts(done["subscription_item.csv"].outcome) == (1, 0, 0, 0)
    item = Subscription.objects.get()
    assert (item.price_minor, item.seats, item.billing_interval, item.mrr_minor) == (360000, 3, "year", 15000)
    bring(_STRIPE | {"coupon.csv": "id,duration,percent_off\nhalf,once,50\n"})
    assert Subscription.objects.get().mrr_minor == 30000


_TWO_ITEMS = {"subscription_item.csv": "id,plan_id,quantity,subscription_id\ni1,pro,1,s1\ni2,pro,3,s1\n"}


@pytest.mark.parametrize(
    ("duration", "percent", "end", "monthly"),
    [
        ("forever", "", "", (10000, 20000)),
        ("repeating", "", "2199-01-01 00:00:00", (10000, 20000)),
        ("repeating", "", "2024-02-01 00:00:00", (10000, 30000)),
        ("once", "", "", (10000, 30000)),
        ("forever", "50", "", (5000, 5000)),
    ],
)
def test_a_fixed_coupon_is_off_a_stripe_subscription_once_after_the_percentage(
    bring: Bring, duration: str, percent: str, end: str, monthly: tuple[int, int]
) -> None:
    bring(
        _STRIPE
        | _TWO_ITEMS
        | {
            "subscription_discount.csv": f"subscription_id,coupon_id,end\ns1,off,{end}\n",
            "coupon.csv": f"id,duration,percent_off,amount_off\noff,{duration},{percent},120000\n",
        }
    )
    assert dict(Subscription.objects.values_list("pk", "mrr_minor")) == dict(zip(("i1", "i2"), monthly, strict=True))


def test_a_hubspot_deal_is_an_opportunity_of_its_company(bring: Bring) -> None:
    bring(
        {
            "company.csv": "id,property_name\n12,Acme\n",
            "deal.csv": "deal_id,property_dealname,property_createdate,property_amount,deal_pipeline_stage_id,"
            "is_deleted\n1,More seats,2024-01-05 10:00:00,1234.5,won,false\n2,Gone,2024-01-05 10:00:00,,,true\n",
            "deal_company.csv": "company_id,deal_id\n12,1\n",
            "deal_pipeline_stage.csv": "stage_id,is_closed,closed_won\nwon,TRUE,TRUE\n",
        }
    )
    deal = Opportunity.objects.get()
    assert (deal.account_id, deal.amount_minor, deal.stage, str(deal.created_on)) == ("12", 123450, "won", "2024-01-05")


def test_a_mapping_that_joins_says_which_file_it_misses(bring: Bring) -> None:
    done = bring({"deal.csv": "deal_id,property_dealname,property_createdate\n1,More,2024-01-05\n"})
    assert done["deal.csv"].reason == (
        "deal.csv needs the file deal_company beside it for company: import the folder with both."
    )


def test_a_presentation_of_real_students_comes_in_as_usage(bring: Bring, shared: Path, tmp_path: Path) -> None:
    source = shared / "data" / "oulad"
    clicks = source / "studentVle_subset.csv.gz"
    written(tmp_path, {"vle.csv": (source / "vle.csv").read_bytes()})
    # The days before the course and its first week, of every student.
    some = (
        f"SELECT * FROM read_csv('{clicks}', all_varchar = true) "
        "WHERE code_module = 'AAA' AND code_presentation = '2013J' AND date::INTEGER < 7"
    )
    duckdb.execute(f"COPY ({some}) TO '{tmp_path}/studentVle.csv' (HEADER)")
    (tmp_path / "studentInfo.csv.gz").symlink_to(source / "studentInfo.csv.gz")
    rows, sum_of_clicks, students = _one(
        f"SELECT count(*), sum(sum_click::INTEGER), count(DISTINCT id_student) FROM ({some})"
    )
    done = bring(tmp_path, mapping="oulad")
    assert counts(done["studentInfo.csv.gz"].outcome) == (
        *_one(f"SELECT count(*) FROM '{source}/studentInfo.csv.gz'"),
        0,
        0,
        0,
    )
    assert counts(done["studentVle.csv"].outcome) == (rows, 0, 0, 0)

    lake_now = f"read_parquet({[str(file.path) for file in lake.files()]})"
    assert _one(f"SELECT count(*), sum(qty), count(DISTINCT account_id) FROM {lake_now}") == (
        rows,
        sum_of_clicks,
        students,
    )
    # Day -10 of the presentation of October 2013.
    first = f"SELECT min(ts AT TIME ZONE 'UTC')::DATE FROM {lake_now} WHERE account_id = 'AAA|2013J|28400'"
    assert _one(first) == (date(2013, 9, 21),)


def _one(query: str) -> tuple[Any, ...]:
    row = duckdb.execute(query).fetchone()
    assert row
    return row
