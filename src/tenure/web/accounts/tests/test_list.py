import html
import re
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.core.cache import caches

from tenure.company.models import User
from tenure.customers.fields import COLUMNS
from tenure.customers.models import AccountState, ColumnChoice

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def book(make_account: Any, alice: User, bob: User) -> None:
    common = {"seats": 10, "active_users_30d": 5, "usage_weeks": [1, 2, 3]}
    make_account(
        "A/1", name="Kestrel <Freight>", segment="Enterprise", region="EMEA", owner=alice, arr_minor=48_600_000,
        tags=("pilot",), **common,
    )  # fmt: skip
    make_account("B2", name="Halden Ports", segment="SMB", region="EMEA", owner=bob, arr_minor=9_000_000, **common)
    make_account("C3", name="Solvane", segment="SMB", region="APAC", arr_minor=0, status="lapsed")
    make_account("D4", name="No data yet")


def names(page: Any) -> list[str]:
    found = re.findall(r'<td class="">.*?<a href="[^"]*">([^<]*)</a>', page.content.decode())
    return [html.unescape(name) for name in found]


def text(page: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page.content.decode())).split())


def test_it_shows_every_account_the_biggest_first_the_unknown_last(sign_in: Any, vera: User, book: None) -> None:
    page = sign_in(vera).get("/accounts/")
    assert page.status_code == 200
    assert names(page) == ["Kestrel <Freight>", "Halden Ports", "Solvane", "No data yet"]
    shown = text(page)
    for part in ("Total of 4 accounts", "2 owners", "$576k", "1–4 of 4", "as of 20 Nov 2026", "5/10"):
        assert part in shown


def test_what_came_from_outside_is_escaped(sign_in: Any, vera: User, make_account: Any, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(name="<b>Al</b>")
    evil = '"><script>x</script>'
    make_account("<em>", name=evil, segment=evil, region=evil, country=evil, owner=alice, tags=(evil,),
                 arr_minor=1, status="<u>", plan_ids=[evil], parent_id=evil)  # fmt: skip
    ColumnChoice.objects.create(user=vera, columns=list(COLUMNS))
    shown = sign_in(vera).get("/accounts/?where=region+is+not+empty").content.decode()
    for part in ("<script>x", "<u>", "<b>Al", "<em>"):
        assert part not in shown


def test_a_stranger_is_sent_to_the_sign_in_and_a_customer_sees_nothing(client: Any, sign_in: Any, dana: User) -> None:
    assert client.get("/accounts/")["Location"] == "/sign-in/login/?next=/accounts/"
    assert sign_in(dana).get("/accounts/").status_code == 404


def test_it_refuses_the_wrong_method(sign_in: Any, lea: User) -> None:
    assert sign_in(lea).post("/accounts/").status_code == 405
    assert sign_in(lea).get("/accounts/bulk/").status_code == 405


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=kestrel", ["Kestrel <Freight>"]),
        ("q=a%2F1", ["Kestrel <Freight>"]),
        ("where=region+%3D+EMEA+and+arr+%3E%3D+100000", ["Kestrel <Freight>"]),
        ("where=region+%3D+APAC+or+tag+%3D+pilot", ["Kestrel <Freight>", "Solvane"]),
        ("where=owner+%3D+bob%40example.com", ["Halden Ports"]),
        ("where=status+is+empty", ["No data yet"]),
        ("sort=name", ["Halden Ports", "Kestrel <Freight>", "No data yet", "Solvane"]),
        ("sort=arr", ["Solvane", "Halden Ports", "Kestrel <Freight>", "No data yet"]),
        ("sort=nonsense&page=abc", ["Kestrel <Freight>", "Halden Ports", "Solvane", "No data yet"]),
        ("page=99", ["Kestrel <Freight>", "Halden Ports", "Solvane", "No data yet"]),
    ],
)
def test_search_filter_and_sort(sign_in: Any, vera: User, book: None, query: str, found: list[str]) -> None:
    assert names(sign_in(vera).get(f"/accounts/?{query}")) == found


def test_totals_are_of_the_filter_not_of_the_page(sign_in: Any, vera: User, make_account: Any) -> None:
    for number in range(120):
        make_account(f"N{number:03d}", arr_minor=100_00, region="EMEA")
    first = sign_in(vera).get("/accounts/?where=region+%3D+EMEA")
    last = sign_in(vera).get("/accounts/?where=region+%3D+EMEA&page=3")
    assert len(names(first)) == 50
    assert len(names(last)) == 20
    for page in (first, last):
        assert "Total of 120 accounts" in text(page)
        assert "$12k" in text(page)
    assert "101–120 of 120" in text(last)


def test_chips_say_what_is_filtered_and_each_leads_to_the_list_without_it(sign_in: Any, vera: User, book: None) -> None:
    page = sign_in(vera).get("/accounts/?where=region+%3D+EMEA+and+arr+%3E%3D+100000+or+tag+%3D+pilot")
    assert "Region is EMEA" in text(page)
    assert "ARR at least $100k" in text(page)
    chips = [chip for group in page.context["chips"] for chip in group]
    assert [chip.without.split("where=")[1] for chip in chips] == [
        "arr+%3E%3D+100000+or+tag+%3D+%22pilot%22",
        "region+%3D+%22EMEA%22+or+tag+%3D+%22pilot%22",
        "region+%3D+%22EMEA%22+and+arr+%3E%3D+100000",
    ]


@pytest.mark.parametrize("where", ["region+is+fine", "nothing+%3D+1", "%28region+%3D+x", "arr+contains+3", "x" * 3000])
def test_a_filter_that_cannot_be_read_is_said_and_not_applied(sign_in: Any, vera: User, book: None, where: str) -> None:
    page = sign_in(vera).get(f"/accounts/?where={where}")
    assert page.status_code == 422
    assert "The filter was not applied." in text(page)
    assert len(names(page)) == 4


@pytest.mark.parametrize(
    ("added", "becomes"),
    [
        ("add_field=region&add_op=is&add_value=APAC", "where=region+%3D+%22APAC%22"),
        ("add_field=region&add_op=is&add_value=APAC&add_value=EMEA", "where=region+in+%28%22APAC%22%2C+%22EMEA%22%29"),
        ("add_field=arr&add_op=at_least&add_value=9.5&where=region+%3D+EMEA&add_group=0",
         "where=region+%3D+%22EMEA%22+and+arr+%3E%3D+9.5"),
        ("add_field=nps&add_op=empty&add_value=3&where=region+%3D+EMEA&add_group=new",
         "where=region+%3D+%22EMEA%22+or+nps+is+empty"),
        ("add_field=renewal&add_op=below&add_value=2027-01-01", "where=renewal+%3C+2027-01-01"),
    ],
)  # fmt: skip
def test_adding_a_filter_leads_to_its_address(sign_in: Any, vera: User, book: None, added: str, becomes: str) -> None:
    browser = sign_in(vera)
    assert browser.get(f"/accounts/?{added}")["Location"] == f"/accounts/?{becomes}"
    part = browser.get(f"/accounts/rows/?{added}", headers={"HX-Request": "true"})
    assert part["HX-Push-Url"] == f"/accounts/?{becomes}"
    assert "<html" not in part.content.decode()


@pytest.mark.parametrize(
    "added", ["add_field=region&add_op=is", "add_field=x&add_value=1", "add_field=arr&add_op=is&add_value=a"]
)
def test_a_filter_that_cannot_be_added_is_said(sign_in: Any, vera: User, book: None, added: str) -> None:
    page = sign_in(vera).get(f"/accounts/?{added}")
    assert page.status_code == 422
    assert "The filter was not applied." in text(page)


def test_the_pop_over_offers_fields_and_then_known_values(sign_in: Any, vera: User, book: None) -> None:
    browser = sign_in(vera)
    assert "Renewal" in text(browser.get("/accounts/filter/", headers={"HX-Request": "true"}))
    regions = text(browser.get("/accounts/filter/?field=region", headers={"HX-Request": "true"}))
    assert "EMEA 2" in regions
    assert "APAC 1" in regions
    assert "<html" in browser.get("/accounts/filter/?field=owner").content.decode()
    assert browser.get("/accounts/filter/?field=usage").status_code == 404


@pytest.mark.parametrize(
    ("prepare", "query", "said"),
    [
        ("nothing", "", "Import data"),
        ("book", "where=region+%3D+EMEA+and+segment+%3D+nobody", "Without “Segment is nobody” there are 2."),
        ("book", "q=zzz", "Nothing found for “zzz”."),
        ("own", "", "You do not own an account yet"),
    ],
)
def test_an_empty_list_says_why_and_what_to_do(
    sign_in: Any, lea: User, request: pytest.FixtureRequest, prepare: str, query: str, said: str
) -> None:
    if prepare != "nothing":
        request.getfixturevalue("book")
    User.objects.filter(pk=lea.pk).update(own_book=prepare == "own")
    page = sign_in(lea).get(f"/accounts/?{query}")
    assert page.status_code == 200
    assert said in text(page)


def test_a_viewer_without_accounts_is_told_who_can_import(sign_in: Any, vera: User) -> None:
    assert "A lead or an administrator can import" in text(sign_in(vera).get("/accounts/"))


def test_every_column_can_be_shown_with_and_without_values(sign_in: Any, vera: User, book: None) -> None:
    ColumnChoice.objects.create(user=vera, columns=list(COLUMNS))
    page = sign_in(vera).get("/accounts/")
    assert names(page)[0] == "Kestrel <Freight>"
    assert len(page.context["heads"]) == len(COLUMNS)


def test_columns_and_their_order_are_remembered_for_one_person(
    sign_in: Any, vera: User, alice: User, book: None
) -> None:
    browser = sign_in(vera)
    browser.post("/accounts/columns/", {"columns": ["name", "region", "arr", "nonsense", "region"]})
    assert [head.label for head in browser.get("/accounts/").context["heads"]] == ["Account", "Region", "ARR"]
    assert len(sign_in(alice).get("/accounts/").context["heads"]) == 10
    browser.post("/accounts/columns/", {"reset": "yes", "columns": ["name"]})
    assert len(browser.get("/accounts/").context["heads"]) == 10


def test_my_accounts_is_a_switch_that_is_remembered(sign_in: Any, alice: User, book: None) -> None:
    browser = sign_in(alice)
    reply = browser.post("/my-accounts/", {"own": "on", "next": "/accounts/?sort=name"})
    assert reply["Location"] == "/accounts/?sort=name"
    assert names(sign_in(alice).get("/accounts/")) == ["Kestrel <Freight>"]
    assert browser.post("/my-accounts/", {"next": "//evil.example/"})["Location"] == "/accounts/"
    assert len(names(browser.get("/accounts/"))) == 4


def test_figures_are_of_everything_in_the_view(sign_in: Any, vera: User, book: None) -> None:
    AccountState.objects.filter(account="B2").update(renewal_on=NOW.date(), mrr_change_12m_minor=75_000)
    caches["process"].clear()
    figures = {figure.label: figure for figure in sign_in(vera).get("/accounts/").context["figures"]}
    assert figures["ARR in this view"].value == "$576k"
    assert figures["ARR in this view"].change == "+1.6%"
    assert figures["Seats used"].value == "50.0%"
    assert figures["Renewing within 90 days"].value == "$90k"


def test_zero_is_not_unknown(sign_in: Any, vera: User, book: None) -> None:
    shown = sign_in(vera).get("/accounts/").content.decode()
    rows = dict(re.findall(r'value="(C3|D4)".*?(<td.*?)</tr>', shown, re.S))
    assert "$0" in rows["C3"]
    assert "$0" not in rows["D4"]
    assert "–" in rows["D4"]
