"""A template becomes a company's own: copied, changed with the keyboard alone, checked while it is typed, published."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_template_is_copied_changed_and_published(open_page: Callable[..., Page]) -> None:
    page = open_page("/library/?kind=onboarding")
    page.get_by_role("link", name="Guided start").click()
    page.locator("summary", has_text="Copy").click()
    page.get_by_label("Name of the copy").fill("Our start")
    page.get_by_role("button", name="Copy as a draft").click()
    expect(page.locator("#checked")).to_contain_text("It could be published.")

    page.get_by_role("button", name="Move down: Take over from sales").press("Enter")
    moved = page.get_by_role("button", name="Move down: Take over from sales")
    expect(moved).to_be_focused()
    expect(moved).to_have_attribute("value", "down:phases.0.steps.1")

    page.get_by_role("button", name="Add a step").first.press("Enter")
    expect(page.locator("#f-phases-0-steps-4-key")).to_be_focused()
    page.locator("#f-phases-0-steps-4-title").fill("Say hello")
    page.locator("#f-phases-0-steps-4-days").fill("soon")
    expect(page.locator("#p-f-phases-0-steps-4-days")).to_have_text("Working days: give a whole number.")
    page.locator("#f-phases-0-steps-4-days").fill("2")
    expect(page.locator("#p-f-phases-0-steps-4-days")).to_have_text("")
    page.get_by_role("button", name="Save draft").last.press("Enter")

    expect(page.get_by_text("Nothing uses it until it is published.")).to_be_visible()
    page.get_by_label("What changed and why").fill("We say hello.")
    page.get_by_role("button", name="Publish version 1").press("Enter")
    expect(page.get_by_text("Version 1 of Our start is in force.")).to_be_visible()
    expect(page.get_by_text("Say hello", exact=True)).to_be_visible()
