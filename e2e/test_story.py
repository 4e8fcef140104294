"""What a customer success lead does on a morning, from a file with mistakes to a number that can be trusted."""

import csv
import re
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import PATIENCE, Installation

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Open = Callable[..., Page]
YEAR_AGO = (date.today() - timedelta(days=400)).isoformat()  # noqa: DTZ011 - any day well in the past
MRR = "/kpis/mrr/"
RUN = uuid.uuid4().hex[:6]  # an installation that already runs may have seen these tests before


def dollars(text: str) -> int:
    """Minor units of an amount as the pages write it."""
    return round(float(re.sub(r"[^0-9.]", "", text)) * 100) * (-1 if "−" in text else 1)


def number_of(page: Page) -> int:
    return dollars(page.locator(".tn-formula b").last.inner_text())


def wait_for_number(page: Page, wanted: int) -> None:
    """The worker computes in its own time; a person presses reload."""
    for _ in range(60):
        page.reload()
        if number_of(page) == wanted:
            return
        page.wait_for_timeout(1000)
    assert number_of(page) == wanted


def write_files(folder: Path) -> list[Path]:
    accounts, subscriptions = folder / "accounts.csv", folder / "subscriptions.csv"
    accounts.write_text(
        f"account_id,name,segment\n{RUN}-1,Quillmark Press,Enterprise\n{RUN}-2,Tamrin {RUN},Enterprise\n"
    )
    subscriptions.write_text(
        "subscription_row_id,account_id,product_id,billing_interval,price_minor,currency,start_date,end_date_excl\n"
        f"{RUN}-good,{RUN}-1,,month,100000,USD,{YEAR_AGO},\n"
        f"{RUN}-ends-early,{RUN}-2,,month,20000,USD,{YEAR_AGO},2001-01-01\n"
        f"{RUN}-no-money,{RUN}-2,,month,30000,XXX,{YEAR_AGO},\n"
    )
    return [accounts, subscriptions]


def test_from_a_file_with_two_bad_rows_to_a_number_that_adds_up(
    installation: Installation, open_page: Open, tmp_path: Path
) -> None:
    numbers = open_page(MRR)
    before = number_of(numbers)

    page = open_page("/data/")
    page.get_by_label("Files", exact=True).set_input_files(write_files(tmp_path))
    page.get_by_label("Where they come from").fill("a sheet")
    page.get_by_role("button", name="Check files").click()
    page.locator("#start").click()
    expect(page.locator("main")).to_contain_text("2 rows could not be accepted", timeout=PATIENCE)
    wait_for_number(numbers, before + 100_000)

    page.goto("/data/quarantine/")
    page.get_by_role("link", name=f"{RUN}-ends-early").first.click()
    page.locator("input[name='v-end_date_excl']").fill("")
    page.get_by_role("button", name="Retry", exact=True).click()
    expect(page.locator("main")).to_contain_text("Accepted")
    wait_for_number(numbers, before + 120_000)

    numbers.goto("/kpis/")
    numbers.locator("#row-mrr a").click()
    drawer = numbers.get_by_role("dialog")
    expect(drawer.locator(".tn-formula")).to_be_visible()
    drawer.get_by_label("Find an account").fill(f"Tamrin {RUN}")
    expect(drawer.locator("tbody tr")).to_have_count(1)
    expect(drawer.locator("tbody tr")).to_contain_text("$200")


def test_the_rows_of_the_drawer_sum_to_the_number_and_the_file_is_the_screen(open_page: Open) -> None:
    page = open_page("/kpis/nrr/")
    above, below = (dollars(page.locator(".tn-formula span").nth(place).inner_text()) for place in (0, 1))
    expect(page.get_by_text("Rows add up to the number")).to_be_visible()
    with page.expect_download() as started:
        page.get_by_role("link", name="CSV").click()
    lines = list(csv.DictReader(started.value.path().read_text("utf-8-sig").splitlines()))
    assert sum(round(float(line["Now (USD)"]) * 100) for line in lines) == above
    assert sum(round(float(line["At opening (USD)"]) * 100) for line in lines) == below
    screen = [name.strip() for name in page.locator("#rows tbody .tn-who a").all_inner_texts()]
    assert screen == [line["Account"].removeprefix("'") for line in lines][: len(screen)]


def test_the_drawer_has_an_address_and_gives_the_focus_back(open_page: Open) -> None:
    page = open_page("/kpis/")
    card = page.locator("#card-nrr")
    expect(card.locator(".tn-figure")).to_be_visible()
    card.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert page.url.endswith("/kpis/nrr/")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.wait_for_url("**/kpis/")
    assert page.evaluate("document.activeElement.id") == "card-nrr"
    card.click()
    expect(page.locator("#drawer .tn-formula")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.go_forward()
    expect(page.locator("#drawer .tn-formula")).to_be_visible()


def test_a_bar_of_the_bridge_opens_its_accounts(open_page: Open) -> None:
    page = open_page("/kpis/")
    page.get_by_text("Numbers of the bridge").click()
    page.locator("#part-bridge").get_by_role("link", name="Expansion").click()
    drawer = page.get_by_role("dialog")
    expect(drawer.locator("tbody tr").first).to_be_visible()
    assert "/kpis/movements/expansion/" in page.url
    page.keyboard.press("Escape")
    bars = page.locator("#part-bridge [data-chart][data-ready=yes] .mark-rect.role-mark path")
    bars.nth(1).click()
    expect(drawer.locator("tbody tr").first).to_be_visible()


def test_going_back_in_time(open_page: Open) -> None:
    page = open_page("/kpis/")
    expect(page.locator("#card-nrr .tn-kpi-s")).to_be_visible()
    today = page.locator("#card-nrr .tn-kpi-s").inner_text()
    past = (date.today() - timedelta(days=200)).isoformat()  # noqa: DTZ011
    page.locator("#as_of").fill(past)
    page.wait_for_url(f"**/kpis/?as_of={past}")
    expect(page.locator("#card-nrr:not([aria-busy]) .tn-kpi-s")).not_to_have_text(today)
    page.go_back()
    page.wait_for_url("**/kpis/")
    expect(page.locator("#card-nrr:not([aria-busy]) .tn-kpi-s")).to_have_text(today)


def test_filter_save_a_view_and_export_it(open_page: Open) -> None:
    page = open_page("/accounts/?where=segment+%3D+%22Enterprise%22")
    shown = page.locator("table.tn-accounts tbody tr")
    count = int(re.sub(r"\D", "", page.locator(".tn-foot b").first.inner_text()))
    page.get_by_role("button", name=re.compile("Save")).first.click()
    page.get_by_label("Name", exact=True).fill(f"The big ones {RUN}")
    page.locator("dialog[open]").get_by_role("button", name=re.compile("Save")).click()
    expect(page.get_by_role("link", name=re.compile(f"The big ones {RUN}"))).to_be_visible()
    page.get_by_text("Export view").click()
    with page.expect_download() as started:
        page.get_by_role("link", name=re.compile("^CSV")).click()
    lines = list(csv.reader(started.value.path().read_text("utf-8-sig").splitlines()))
    assert len(lines) - 1 == count
    names = [name.strip() for name in shown.locator(".tn-who a").all_inner_texts()]
    assert names[:5] == [line[0].removeprefix("'") for line in lines[1:6]]


def test_switch_to_dark_and_it_stays(open_page: Open) -> None:
    page = open_page("/accounts/")
    page.get_by_role("button", name="Switch colour theme").click()
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    page.goto("/kpis/")
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"


def test_write_a_note(open_page: Open) -> None:
    page = open_page("/accounts/")
    page.locator("table.tn-accounts tbody tr .tn-who a").first.click()
    page.wait_for_url("**/account/**")
    note = page.locator("[data-key-note]").first
    note.fill("Called Nina: the roll-out is **on track**.")
    note.press("Control+Enter")
    expect(page.locator(".tn-tl").get_by_text("the roll-out is")).to_be_visible()
