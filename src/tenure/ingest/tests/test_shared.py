"""Data that nobody here wrote comes in through the real pipeline."""

from datetime import date
from pathlib import Path

import pytest

from tenure.company.models import Settings, settings_row
from tenure.customers.models import Account, AccountParent, Contact, Opportunity, Plan, Product, Subscription
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


def test_the_crm_company_comes_in_with_its_monthly_movements(bring: Bring, shared: Path, tmp_path: Path) -> None:
    source = shared / "data" / "crm_saas_simulated"
    for name in ("accounts.csv", "subscriptions.csv"):
        (tmp_path / name).symlink_to(source / name)
    done = bring(tmp_path, mapping="crm_saas")
    assert counts(done["accounts.csv"].outcome) == (1390, 0, 0, 0)
    assert counts(done["subscriptions.csv"].outcome) == (16804, 0, 0, 0)

    def paid(day: date) -> int:
        rows = Subscription.objects.filter(start_date__lte=day)
        return sum(s.mrr_minor for s in rows if s.end_date_excl is None or day < s.end_date_excl)

    # Opening balances of the data set's own table; the month's edge is its first day.
    assert paid(date(2022, 3, 1)) == 134_794_00
    assert paid(date(2022, 5, 1)) == 171_932_00


def test_days_counted_from_the_start_of_a_course_become_moments(bring: Bring, shared: Path, tmp_path: Path) -> None:
    import duckdb

    from tenure.engine import lake

    source = shared / "data" / "oulad"
    clicks = source / "studentVle_subset.csv.gz"
    written(tmp_path, {"vle.csv": (source / "vle.csv").read_bytes()})
    some = f"SELECT * FROM read_csv('{clicks}', all_varchar = true) LIMIT 2000"
    duckdb.execute(f"COPY ({some}) TO '{tmp_path}/studentVle.csv' (HEADER)")
    (tmp_path / "studentInfo.csv.gz").symlink_to(source / "studentInfo.csv.gz")
    done = bring(tmp_path, mapping="oulad")
    outcome = done["studentVle.csv"].outcome
    assert counts(outcome) == (2000, 0, 0, 0)
    paths = [str(file.path) for file in lake.files()]
    first = duckdb.execute(
        "SELECT account_id, feature, min(ts)::VARCHAR, sum(qty) FROM read_parquet($1) WHERE account_id LIKE '%|28400' "
        "GROUP BY ALL ORDER BY 3, 2 LIMIT 1",
        [paths],
    ).fetchall()
    # Day -10 of the presentation of October 2013.
    assert first[0][0] == "AAA|2013J|28400"
    assert first[0][2].startswith("2013-09-21")
