"""A risk from the signal that opened it to saved, on My day and by its keys."""

import re
from collections.abc import Callable
from itertools import count

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.conftest import EMAIL, Installation

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Open = Callable[..., Page]
# The tests share a company, so each raises a risk of its own, on an account of its own.
RISKS = {"test_a_risk_from_signal_to_saved": "Sponsor left"}
_UNTOUCHED = count()


@pytest.fixture
def risk(request: pytest.FixtureRequest) -> str:
    return RISKS.get(request.node.name, "Budget is cut")


@pytest.fixture
def book(installation: Installation, open_page: Open, risk: str) -> Page:
    """The person who signs in looks after one account, on which a risk is open."""
    page = open_page("/accounts/?sort=-arr")
    page.locator("table.tn-accounts tbody tr .tn-who a").nth(next(_UNTOUCHED)).click()
    page.wait_for_url("**/account/**")
    account = page.url
    page.goto(f"{account}edit/owner/")
    page.locator("select[name=value]").select_option(EMAIL)
    page.locator("form.tn-editor").evaluate("form => form.submit()")
    page.wait_for_url(account)
    page.get_by_role("link", name="Raise one").click()
    page.get_by_label("What may happen").fill(risk)
    page.get_by_label("Why you think so").fill("Said in the review.")
    page.get_by_role("button", name="Raise risk").click()
    page.wait_for_url(re.compile(r"/risks/\d+/"))
    return page


def row(page: Page, title: str) -> Locator:
    return page.locator("#day-lists [data-row]").filter(has_text=title)


def test_a_risk_from_signal_to_saved(book: Page, risk: str) -> None:
    page = book
    address = page.url
    page.goto("/my-day/")
    expect(row(page, risk)).to_be_visible()
    expect(page.locator("#count-risks")).to_contain_text("1")

    # Taken with a key, given back with another, taken again.
    done = int(page.locator("#day-progress").inner_text().split(" of")[0])
    to(page, risk)
    expect(page.locator("#peek h2")).to_have_text(risk)
    page.keyboard.press("e")
    expect(page.locator("[data-gone]")).to_contain_text(f"Taken: {risk}")
    expect(page.locator("#day-progress")).to_contain_text(f"{done + 1} of")
    page.keyboard.press("z")
    expect(row(page, risk)).to_be_visible()
    expect(page.locator("#day-progress")).to_contain_text(f"{done} of")
    to(page, risk)
    page.keyboard.press("e")
    expect(row(page, risk)).to_have_count(0)

    # Planned with a step, which waits on the day until it is done.
    page.goto(address)
    page.get_by_label("Next step", exact=True).fill("Find the new sponsor")
    page.locator(".tn-step-add input[type=date]").fill(today(page))
    page.get_by_role("button", name="Add step").click()
    expect(page.locator("#toast")).to_contain_text("Task added")
    expect(page.locator("[data-task]")).to_contain_text("Find the new sponsor")
    page.goto("/my-day/")
    to(page, "Find the new sponsor")
    page.keyboard.press("e")
    expect(row(page, "Find the new sponsor")).to_have_count(0)

    # Closed as saved; the day is empty, and the past tells all of it.
    page.goto("/my-day/?tab=upcoming&kind=risk")
    to(page, risk)
    page.keyboard.press("e")
    page.get_by_label("What became of it").select_option("saved/sponsor_found")
    page.get_by_role("button", name="Close risk").click()
    expect(page.locator("[data-gone]")).to_contain_text("Closed")
    page.goto("/my-day/?kind=risk")
    expect(row(page, risk)).to_have_count(0)
    page.goto("/my-day/?tab=past")
    for words in ("Risk taken", "Risk given back", "Task done", "Risk closed: saved"):
        expect(page.locator("main")).to_contain_text(words)
    page.goto(address)
    expect(page.locator("main")).to_contain_text("Saved")


def test_a_task_from_any_page_and_a_snooze_that_says_why(book: Page, risk: str) -> None:
    page = book
    page.goto("/kpis/")
    page.keyboard.press("c")
    page.get_by_label("What is to be done").fill("Look at the numbers")
    page.get_by_role("button", name="Add task", exact=True).click()
    expect(page.locator("#toast")).to_contain_text("Look at the numbers")
    page.goto("/my-day/")
    to(page, risk)
    page.keyboard.press("s")
    form = page.locator("#ask-snooze")
    form.get_by_role("button", name="Snooze").click()
    expect(form).to_contain_text("Say why it may wait.")
    form.get_by_label("Why it may wait").fill("They are away")
    form.get_by_role("button", name="A week").click()
    form.get_by_role("button", name="Snooze").click()
    expect(row(page, risk)).to_have_count(0)
    page.goto("/my-day/?tab=upcoming")
    expect(row(page, risk)).to_contain_text("They are away")
    page.goto("/my-day/")
    to(page, "Look at the numbers")
    page.keyboard.press("e")
    expect(page.locator("[data-gone]")).to_contain_text("Done: Look at the numbers")


def to(page: Page, title: str) -> None:
    """Move the cursor down to a row."""
    page.wait_for_load_state("networkidle")
    for _ in range(60):
        if row(page, title).locator("xpath=self::*[contains(@class, 'tn-cur')]").count():
            return
        page.keyboard.press("j")
    raise AssertionError(f"{title} is not in the list")


def today(page: Page) -> str:
    """As the page knows it."""
    return str(page.evaluate("new Date().toISOString().slice(0, 10)"))
