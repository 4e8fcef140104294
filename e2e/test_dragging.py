"""What is dragged in a real browser, and moved with the keyboard alone: cards of the board, people of the map."""

import re
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Open = Callable[..., Page]


def drag(page: Page, what: Locator, right: float, down: float) -> None:
    what.scroll_into_view_if_needed()
    box = what.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right, y + down, steps=6)
    page.mouse.up()


def test_a_card_of_the_board(open_page: Open) -> None:
    page, title = open_page("/tasks/new/"), f"Send the papers {uuid.uuid4().hex[:6]}"
    page.get_by_label("What is to be done").fill(title)
    page.locator("main").get_by_role("button", name="Add task").click()
    page.goto("/tasks/board/")
    card = page.locator("[data-card]").filter(has_text=title)
    column = page.locator("[data-board] section").filter(has=card)
    expect(column).to_have_attribute("aria-label", "Today")
    card.drag_to(page.get_by_role("region", name="Later", exact=True))
    expect(column).to_have_attribute("aria-label", "Later")
    expect(card).to_be_focused()
    page.keyboard.press("Alt+ArrowLeft")
    expect(column).to_have_attribute("aria-label", "Next week")
    expect(card).to_be_focused()


@pytest.mark.parametrize("width", [1440, 390])
def test_a_person_of_the_map(open_page: Open, width: int) -> None:
    page = open_page("/accounts/?sort=-arr", width=width)
    account = page.locator("table.tn-accounts tbody tr .tn-who a").first.get_attribute("href") or ""
    page.goto(f"/plans/account/{account.strip('/').split('/')[-1]}/")
    who = page.locator("tr[data-who]").first.get_attribute("data-who")
    place(page, who, "3", "0")
    dot = page.locator(f'[data-person="{who}"]')
    wide = page.locator(".pl-cell").first.bounding_box()
    assert wide is not None
    drag(page, dot.locator("circle"), wide["width"], -wide["height"] / 5)
    expect(dot).to_have_attribute("aria-label", re.compile("influence shapes, supporter"))
    expect(dot).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(dot).to_have_attribute("aria-label", re.compile("influence advises, supporter"))
    page.keyboard.press("ArrowRight")
    expect(dot).to_have_attribute("aria-label", re.compile("influence advises, advocate"))


def place(page: Page, who: str | None, influence: str, stance: str) -> None:
    line = page.locator(f'tr[data-who="{who}"]')
    line.locator("summary").click()
    line.get_by_label("Influence").select_option(influence)
    line.get_by_label("Stance").select_option(stance)
    line.get_by_role("button", name="Save").click()
    expect(line.locator("details[open]")).to_have_count(0)  # the map that came back is folded again
    expect(page.locator(f'[data-person="{who}"]')).to_have_attribute("data-influence", influence)
