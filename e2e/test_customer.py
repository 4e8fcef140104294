"""One customer, from the signature to the first review, on our side and on theirs."""

import re
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.conftest import EMAIL, Installation, Watched

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Open = Callable[..., Page]
RUN = uuid.uuid4().hex[:6]  # an installation that already runs may have seen this test before
HALDEN = f"Halden Ports {RUN}"
SOON = timedelta(days=60)


def test_from_the_signature_to_the_first_review(
    installation: Installation, open_page: Open, browser: Browser, tmp_path: Path
) -> None:
    page = open_page("/onboarding/")
    let_onboardings_start(page)
    sign(page, tmp_path)
    plan = the_plan_that_began(page)
    welcome(page, plan)
    link = their_link(page)

    context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=installation.url)
    watched = Watched(context)
    customer = watched.page
    customer.goto(link)
    they_do_their_part(customer)
    objective = agree_on_the_goal(page)
    reach_it(page, customer, objective)

    complete(page, plan)
    review = the_review_that_opened(page)
    hold(page, review)
    they_read_it(customer)
    expect_it_known(page, review)
    context.close()
    assert not watched.complaints, "\n".join(watched.complaints)


def let_onboardings_start(page: Page) -> None:
    page.locator(".tn-pagehead summary").click()
    switch = page.get_by_role("button", name="Switch on")
    if switch.count():
        switch.click()
        expect(page.locator(".tn-pagehead summary")).to_contain_text("Starts by itself")


def sign(page: Page, folder: Path) -> None:
    """What the CRM says on the day of the signature comes in as files."""
    files = {
        "accounts": f"account_id,name,segment,motion,owner_email\n{RUN},{HALDEN},Enterprise,sales_led,{EMAIL}\n",
        "contacts": "contact_id,account_id,name,email,role\n"
        f"mats-{RUN},{RUN},Mats Eklund,mats-{RUN}@halden.example,champion\n"
        f"tuva-{RUN},{RUN},Tuva Strand,tuva-{RUN}@halden.example,executive_sponsor\n",
        "subscriptions": "subscription_row_id,account_id,product_id,billing_interval,price_minor,currency,start_date\n"
        f"{RUN}-1,{RUN},,year,12000000,USD,{today(page)}\n",
    }
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text)
    page.goto("/data/")
    page.get_by_label("Files", exact=True).set_input_files([folder / f"{name}.csv" for name in files])
    page.get_by_label("Where they come from").fill("the CRM")
    page.get_by_role("button", name="Check files").click()
    page.locator("#start").click()
    expect(page.locator("main")).to_contain_text("Everything was accepted")


def the_plan_that_began(page: Page) -> str:
    """Within a refresh and a look of the rule, by itself."""
    found = page.locator("#portfolio").get_by_role("link", name=HALDEN)
    wait_for(page, f"/onboarding/?words=Halden+Ports+{RUN}", lambda: found.count() == 1)
    found.click()
    expect(page.locator("h1")).to_contain_text("Enterprise roll-out")
    expect(page.locator("main")).to_contain_text("by the rule")
    return page.url


def welcome(page: Page, plan: str) -> None:
    page.goto(f"{plan}?view=steps")
    page.get_by_label("More about Send the welcome").click()
    page.get_by_role("link", name="Write the message").locator("visible=true").click()
    dialog = page.locator("#task-dialog")
    dialog.get_by_label("Mats Eklund").check()
    dialog.get_by_role("button", name="Write the draft").click()
    page.wait_for_url("**/messages/**")
    page.get_by_role("button", name="Send", exact=True).click()
    wait_for(page, plan, lambda: page.get_by_text("Sent", exact=True).count() > 0)
    expect(page.locator("main")).to_contain_text("Mats Eklund")


def their_link(page: Page) -> str:
    """A link of Mats' own, to hand over."""
    page.goto(f"/customer-pages/of/{RUN}/")
    page.get_by_role("button", name="Make a link of Mats Eklund to copy").click()
    return page.locator(".tn-secret").inner_text().strip()


def they_do_their_part(customer: Page) -> None:
    """On a phone: what is theirs to do, a goal, and how it goes."""
    expect(customer.locator("h1")).to_contain_text("Mats")
    assert "open" not in customer.url
    expect(customer.get_by_role("heading", name="Your onboarding")).to_be_visible()
    before = customer.locator("#first-title").inner_text()
    customer.get_by_role("button", name="It is done").first.click()
    expect(customer.get_by_role("status")).to_contain_text(f"Done: {before}")

    customer.get_by_role("link", name="Propose goals").first.click()
    customer.get_by_label("What is to be reached?").first.fill("Rotas are out 14 days ahead")
    customer.get_by_label("Today", exact=True).first.fill("6")
    customer.get_by_label("Target").first.fill("14")
    customer.get_by_label("Counted in").first.fill("days")
    customer.get_by_label("By when").first.fill(str(date.fromisoformat(today(customer)) + SOON))
    customer.get_by_role("button", name="Send").click()
    expect(customer.get_by_role("status")).to_contain_text("arrived")


def agree_on_the_goal(page: Page) -> str:
    """Accepted, what was proposed becomes an objective of a plan they see."""
    page.goto(f"/plans/new/{RUN}/?template=none")
    page.get_by_label("Name", exact=True).fill("Rotas on time")
    page.get_by_label("Share it with the customer at once").check()
    page.get_by_role("button", name="Begin plan").click()
    page.get_by_role("link", name="Rotas are out 14 days ahead").click()
    page.get_by_label("The customer sees it").check()
    page.get_by_role("button", name="Accept as an objective").click()
    page.get_by_role("link", name="Rotas are out 14 days ahead").click()
    page.wait_for_url(re.compile(r"/objective/"))
    return page.url


def reach_it(page: Page, customer: Page, objective: str) -> None:
    """We type what was measured; they see it, and confirm it."""
    page.goto(objective)
    page.get_by_label("Days", exact=True).fill("14")
    page.get_by_role("button", name="Write value").click()
    expect(page.locator("main")).to_contain_text("100%")
    customer.goto("/page/")
    customer.get_by_role("link", name="was accepted").click()
    expect(customer.locator("main")).to_contain_text("Rotas are out 14 days ahead")
    customer.goto("/page/")
    customer.get_by_role("link", name="Rotas are out 14 days ahead", exact=True).click()
    customer.get_by_role("button", name="Yes, we reached it").click()
    expect(customer.get_by_role("status")).to_contain_text("It is confirmed")
    page.goto(objective)
    expect(page.locator("main")).to_contain_text("Mats Eklund")
    expect(page.get_by_role("heading", name="Verified by the customer")).to_be_visible()


def complete(page: Page, plan: str) -> None:
    page.goto(plan)
    page.get_by_label("More", exact=True).click()
    page.get_by_role("button", name="Complete", exact=True).click()
    page.get_by_role("button", name="Complete without them").click()
    expect(page.locator("main")).to_contain_text("Completed")


def the_review_that_opened(page: Page) -> str:
    """By itself, and filled from facts by itself."""
    found = page.locator("tr").filter(has_text=HALDEN).get_by_role("link", name="Customer Success Review")
    wait_for(page, f"/reviews/?words=Halden+Ports+{RUN}", lambda: found.count() > 0)
    found.click()
    page.wait_for_url(re.compile(r"/reviews/success-"))
    expect(page.locator(".rv-block").first).to_be_visible()  # the page comes anew by itself once it is prepared
    return page.url


def hold(page: Page, review: str) -> None:
    block = page.locator(".rv-block").first
    block.get_by_label("Your words").fill("Seven weeks from signature to rotas on time.")
    block.get_by_label("Your words").blur()
    expect(block.locator(".rv-state")).to_contain_text("Saved")
    for name, magic in (("PowerPoint", b"PK"), ("PDF", b"%PDF")):
        with page.expect_download() as started:
            page.get_by_role("link", name=name, exact=True).first.click()
        assert started.value.path().read_bytes().startswith(magic)
    page.get_by_role("link", name="It was held").first.click()
    page.get_by_label("On", exact=True).fill(today(page))
    page.get_by_label("Decisions").fill("The night shift comes next")
    page.get_by_label("Mats Eklund").first.check()
    step = page.locator(".rv-step").first
    step.get_by_label("What is to be done").fill("Name who plans the night shift")
    step.get_by_label("Who", exact=True).select_option(label="Mats Eklund")
    step.get_by_label("By").fill(str(date.fromisoformat(today(page)) + timedelta(days=7)))
    page.get_by_role("button", name="It was held").click()
    page.wait_for_url(review)
    page.get_by_role("button", name="Share on the customer’s page").click()
    expect(page.get_by_text("Shared", exact=True)).to_be_visible()


def they_read_it(customer: Page) -> None:
    customer.goto("/page/")
    customer.locator("main").get_by_role("link", name=re.compile("review", re.IGNORECASE)).first.click()
    for words in ("The night shift comes next", "Name who plans the night shift", "Seven weeks from signature"):
        expect(customer.locator("main")).to_contain_text(words)
    customer.get_by_role("radio", name=re.compile("^5")).check(force=True)
    customer.get_by_label("What should be different next time?").fill("Nothing, go on")
    customer.get_by_role("button", name="Send").click()
    expect(customer.get_by_role("status")).to_contain_text("Thank you")


def expect_it_known(page: Page, review: str) -> None:
    page.goto(review)
    expect(page.locator("main")).to_contain_text("Nothing, go on")
    page.goto(f"/account/{RUN}/timeline/")
    for words in ("Customer Success Review", "Rotas are out 14 days ahead"):
        expect(page.locator("main")).to_contain_text(words)


def wait_for(page: Page, address: str, there: Callable[[], bool]) -> None:
    """The worker does its part in its own time; a person presses reload."""
    for _ in range(150):
        page.goto(address)
        if there():
            return
        page.wait_for_timeout(1000)
    raise AssertionError(f"It did not come about at {address}")


def today(page: Page) -> str:
    """As the page knows it."""
    return str(page.evaluate("new Date().toISOString().slice(0, 10)"))
